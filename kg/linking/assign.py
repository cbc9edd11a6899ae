"""Assign every occurrence to a node and every form to the nodes that carry it, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.records import EntityType
from kg.linking.inventory import Inventory, Occurrence, UnitKey
from kg.linking.normalize import normalize
from kg.linking.overrides import Overrides
from kg.linking.resolve import Resolved, Sense, known_sense, resolve, telling_words, text_stems


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a form is on a node: the step, how certain it is, what it saw, and in which paper."""

    step: str
    score: float
    evidence: str
    into: str
    paper: str = ""


@dataclass(slots=True)
class Draft:
    """A node in the making: the papers of each of its forms, and the first and best reason for each."""

    key: UnitKey
    forms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    mentions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    reasons: dict[str, list[Reason]] = field(default_factory=lambda: defaultdict(list))
    papers: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Assignment:
    """All drafts, and the node key of every occurrence."""

    drafts: dict[UnitKey, Draft] = field(default_factory=dict)
    nodes: dict[tuple[str, str], UnitKey] = field(default_factory=dict)


class Assigner:
    """Assigns the occurrences of an inventory, given the clusters of its units."""

    def __init__(
        self,
        inventory: Inventory,
        leaders: Mapping[UnitKey, str],
        overrides: Overrides,
    ) -> None:
        self.inventory = inventory
        self.leaders = leaders
        self.overrides = overrides
        self.nodes_of_unit: dict[UnitKey, set[UnitKey]] = defaultdict(set)
        self.result = Assignment()

    def run(self) -> Assignment:
        """Assign every occurrence, then place every form."""
        placed: list[tuple[Occurrence, UnitKey, Resolved | None]] = []
        for unit_key in sorted(self.inventory.units):
            unit = self.inventory.units[unit_key]
            senses = self.senses(unit_key) if any(o.head.bare for o in unit.occurrences) else {}
            for occurrence in unit.occurrences:
                node, resolved = self.node_of(occurrence, senses)
                self.nodes_of_unit[unit_key].add(node)
                placed.append((occurrence, node, resolved))
        for occurrence, node, resolved in placed:
            self.place(occurrence, node, resolved)
        return self.result

    def leader(self, label: EntityType, key: str) -> str:
        return self.leaders.get((label, key), key)

    def senses(self, unit: UnitKey) -> dict[str, Sense]:
        """Return the senses of an abbreviation: from papers that spell it out for this type, else for any type."""
        label, key = unit
        lexicon = self.inventory.lexicon
        spelled = lexicon[label].get(key) if label in lexicon else None
        if not spelled:
            spelled = {}
            for other in sorted(lexicon):
                for long, papers in lexicon[other].get(key, {}).items():
                    spelled.setdefault(long, set()).update(papers)
        senses: dict[str, Sense] = {}
        grouped: dict[str, set[str]] = defaultdict(set)
        for long, papers in spelled.items():
            grouped[self.leader(label, long)] |= papers
        for long, papers in grouped.items():
            words = self.words_of(label, long)
            senses[long] = Sense(long, len(papers), telling_words(words))
        if known := known_sense(key, label):
            long = self.leader(label, known.key)
            count = senses[long].papers + 1 if long in senses else 1
            senses[long] = Sense(long, count, known.words, known=True)
        return {k: s for k, s in senses.items() if not self.overrides.apart(label, key, k)}

    def words_of(self, label: EntityType, key: str) -> tuple[str, ...]:
        unit = self.inventory.units.get((label, key))
        if unit is None:
            return ()
        return normalize(unit.occurrences[0].head.form, label).words

    def node_of(self, occurrence: Occurrence, senses: Mapping[str, Sense]) -> tuple[UnitKey, Resolved | None]:
        label, head = occurrence.label, occurrence.head
        own = (label, self.leader(label, head.key))
        if not head.bare or not senses or own[1] != head.key:
            return own, None
        stems = text_stems(self.inventory.texts.get(occurrence.paper, ""))
        resolved = resolve(head.key, senses, stems)
        if resolved is None or resolved.key == own[1]:
            return own, None
        return (label, resolved.key), resolved

    def place(self, occurrence: Occurrence, node: UnitKey, resolved: Resolved | None) -> None:
        """Put the forms of an occurrence on its node, except those that belong to another node."""
        label, head = occurrence.label, occurrence.head
        draft = self.result.drafts.setdefault(node, Draft(node))
        draft.papers.add(occurrence.paper)
        self.result.nodes[occurrence.paper, occurrence.name] = node
        spelled = {short: (long, score, where) for short, long, score, where in head.spelled}
        for form, n in occurrence.forms:
            key = normalize(form, label).key
            reason: Reason | None = None
            if key == head.key:
                if resolved:
                    reason = Reason("context", resolved.score, resolved.evidence, resolved.key, occurrence.paper)
            elif form in spelled:
                long, score, where = spelled[form]
                seen = "this paper's entity has both" if where == "entity" else "this paper's text spells it out"
                reason = Reason("abbreviation", min(0.99, 0.5 + score / 2), seen, long, occurrence.paper)
            elif form in head.others:
                if not self.belongs(label, key, node, head.key):
                    continue
                reason = Reason("coreference", 0.85, "one entity in this paper", head.form, occurrence.paper)
            else:
                continue
            draft.forms[form].add(occurrence.paper)
            draft.mentions[form] += n
            draft.keys.add(key)
            if reason:
                draft.reasons[form].append(reason)

    def belongs(self, label: EntityType, key: str, node: UnitKey, head: str) -> bool:
        """Whether a further form of an entity is an alias of its node, or only this paper's way to speak of it."""
        if self.overrides.apart(label, key, head):
            return False
        return not self.nodes_of_unit.get((label, key), set()) - {node}
