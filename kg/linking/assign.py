"""Assign every occurrence to a node and every form to the nodes that carry it, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.records import ENTITY_TYPES, EntityType
from kg.linking.abbreviations import is_abbreviation
from kg.linking.drafts import Draft, NearMiss, Reason
from kg.linking.guards import more_specific
from kg.linking.inventory import Inventory, Occurrence, UnitKey
from kg.linking.overrides import Overrides
from kg.linking.resolve import Resolved
from kg.linking.senses import Senses

_ONE_ENTITY = "one entity of a paper has both"
_COREFERENCE = 0.85
_COREFERENCE_MISS = 0.6


@dataclass(slots=True)
class Assignment:
    """All drafts, the node of every entity of every paper, and what was nearly merged."""

    drafts: dict[UnitKey, Draft] = field(default_factory=dict)
    nodes: dict[tuple[str, str], UnitKey] = field(default_factory=dict)
    near_misses: list[NearMiss] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Placed:
    occurrence: Occurrence
    node: UnitKey
    resolved: Resolved | None


class Assigner:
    """Assigns the occurrences of an inventory, given the leaders of its units."""

    def __init__(self, inventory: Inventory, leaders: Mapping[UnitKey, str], overrides: Overrides) -> None:
        self.inventory = inventory
        self.leaders = leaders
        self.overrides = overrides
        self.senses = Senses(inventory, self.leader, overrides)
        self.nodes_of_unit: dict[UnitKey, set[UnitKey]] = defaultdict(set)
        self.result = Assignment()

    def leader(self, label: EntityType, key: str) -> str:
        """Return the key of the unit that leads the node of a key."""
        return self.leaders.get((label, key), key)

    def run(self) -> Assignment:
        """Assign every occurrence, then place every form."""
        placed = self._settle()
        self._place_all(placed)
        if moved := self._merged_by_hand():
            placed = [_Placed(p.occurrence, moved.get(p.node, p.node), p.resolved) for p in placed]
            for unit, nodes in self.nodes_of_unit.items():
                self.nodes_of_unit[unit] = {moved.get(n, n) for n in nodes}
            self.result.drafts.clear()
            self._place_all(placed)
        return self.result

    def _settle(self) -> list[_Placed]:
        placed: list[_Placed] = []
        for unit_key in sorted(self.inventory.units):
            occurrences = self.inventory.units[unit_key]
            own = (unit_key[0], self.leader(*unit_key))
            # A key that joined another by its own merits is a name, not an abbreviation to be spelled out.
            bare = own == unit_key and any(o.head.bare for o in occurrences)
            senses = self.senses.of(unit_key) if bare else {}
            for occurrence in occurrences:
                resolved = self.senses.choose(occurrence, senses) if senses and occurrence.head.bare else None
                if resolved is None or resolved.key == own[1]:
                    placed.append(_Placed(occurrence, own, None))
                elif resolved.certain:
                    placed.append(_Placed(occurrence, (unit_key[0], resolved.key), resolved))
                else:
                    reason = Reason("context", resolved.score, resolved.evidence, resolved.form, occurrence.paper)
                    other = (unit_key[0], resolved.key)
                    self.result.near_misses.append(NearMiss(own, other, occurrence.head.form, resolved.form, reason))
                    placed.append(_Placed(occurrence, own, None))
                self.nodes_of_unit[unit_key].add(placed[-1].node)
        return placed

    def _place_all(self, placed: list[_Placed]) -> None:
        for p in placed:
            self._place(p)

    def _place(self, placed: _Placed) -> None:
        """Put the forms of an occurrence on its node, except those that belong to another node."""
        occurrence, node, resolved = placed.occurrence, placed.node, placed.resolved
        label, head = occurrence.label, occurrence.head
        draft = self._draft(node)
        draft.papers.add(occurrence.paper)
        draft.named = draft.named or occurrence.named
        self.result.nodes[occurrence.paper, occurrence.name] = node
        spelled = {short: (long, score, where) for short, long, score, where in head.spelled}
        for form, n in occurrence.forms:
            key = self.overrides.key(label, form)
            reason: Reason | None = None
            if key == head.key:
                if resolved:
                    reason = Reason("context", resolved.score, resolved.evidence, resolved.form, occurrence.paper)
            elif form in spelled and not self.overrides.apart(label, key, head.key):
                long, score, where = spelled[form]
                seen = "one entity has both" if where == "entity" else "the text spells it out"
                reason = Reason("abbreviation", round(min(0.99, 0.5 + score / 2), 3), seen, long, occurrence.paper)
            elif form in head.others and self._belongs(label, key, form, node, occurrence):
                reason = Reason("coreference", _COREFERENCE, _ONE_ENTITY, head.form, occurrence.paper)
            elif form in head.others:
                # One of the ways to write what it is elsewhere, though this paper does not speak of that.
                elsewhere = self.nodes_of_unit.get((label, key), set()) - {node}
                if len(elsewhere) == 1:
                    self._draft(min(elsewhere)).add(form, key, occurrence.paper, n, None)
                continue
            else:
                continue
            draft.add(form, key, occurrence.paper, n, reason)

    def _draft(self, node: UnitKey) -> Draft:
        return self.result.drafts.setdefault(node, Draft(node))

    def _belongs(self, label: EntityType, key: str, form: str, node: UnitKey, occurrence: Occurrence) -> bool:
        """Whether a further form of an entity is an alias of its node, or only this paper's way to speak of it.

        "pre-training" may stand for vision-language pre-training all through a paper; as it has a node of its own, it
        is no alias. Nor is a more specific form of something that other papers mention.
        """
        head = occurrence.head
        if self.overrides.apart(label, key, head.key):
            return False
        elsewhere = self.nodes_of_unit.get((label, key), set()) - {node}
        a, b = self.overrides.normal(form, label), self.overrides.normal(head.form, label)
        if elsewhere:
            short = set(a.words) <= set(b.words) or set(b.words) <= set(a.words)
            if len(elsewhere) == 1 and not short and not is_abbreviation(form):
                reason = Reason("coreference", _COREFERENCE_MISS, _ONE_ENTITY, head.form, occurrence.paper)
                self.result.near_misses.append(NearMiss(min(elsewhere), node, form, head.form, reason))
            return False
        other_type = any((other, key) in self.inventory.units for other in ENTITY_TYPES if other != label)
        if other_type and set(a.words).isdisjoint(b.words):
            # A thing of another type ("knowledge graph" for a dataset) whose name is no kin.
            return False
        shared = self.inventory.papers((label, head.key)) > 1
        return not more_specific(a, b, shared)

    def _merged_by_hand(self) -> dict[UnitKey, UnitKey]:
        """Return node -> node that takes its place, for the forms that a person merged."""
        if not self.overrides.merges:
            return {}
        carriers: dict[UnitKey, set[UnitKey]] = defaultdict(set)
        for node, draft in self.result.drafts.items():
            for key in draft.keys.values():
                carriers[node[0], key].add(node)
        moved: dict[UnitKey, UnitKey] = {}

        def final(node: UnitKey) -> UnitKey:
            while node in moved:
                node = moved[node]
            return node

        for label, keys in self.overrides.merges:
            nodes: set[UnitKey] = set()
            for key in keys:
                found = carriers.get((label, key), set())
                own = (label, self.leader(label, key))
                # A form on several nodes: the one it names by itself, if there is one.
                nodes |= {own} if own in found else found if len(found) == 1 else set()
            finals = {final(n) for n in nodes}
            if len(finals) > 1:
                best = max(finals, key=lambda n: (len(self.result.drafts[n].papers), n))
                moved |= {n: best for n in finals if n != best}
        return {node: final(node) for node in moved}
