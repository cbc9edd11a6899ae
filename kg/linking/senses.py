"""The senses of an abbreviation, and which of them a bare one has in each paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from extract.records import ENTITY_TYPES, EntityType
from kg.linking.inventory import Inventory, Occurrence, UnitKey
from kg.linking.overrides import Overrides
from kg.linking.resolve import Resolved, Sense, known_sense, resolve, telling_words, text_stems


class Senses:
    """Looks up what abbreviations stand for in this corpus.

    Parameters
    ----------
    inventory
        The corpus.
    leader
        Gives the key of the node that a key of a type is on.
    overrides
        A person's decisions.
    """

    def __init__(self, inventory: Inventory, leader: Callable[[EntityType, str], str], overrides: Overrides) -> None:
        self.inventory = inventory
        self.leader = leader
        self.overrides = overrides
        self._stems: dict[str, frozenset[str]] = {}

    def of(self, unit: UnitKey) -> dict[str, Sense]:
        """Return the senses of an abbreviation by the key of their node.

        They come from the papers that spell it out as an entity of this type; if there are none, of any type.
        """
        label, key = unit
        lexicon = self.inventory.lexicon
        spelled: dict[str, set[tuple[str, str]]] = defaultdict(set)
        own = lexicon[label].get(key) if label in lexicon else None
        for longs in [own] if own else [lexicon[t].get(key, {}) for t in sorted(lexicon)]:
            for long, where in longs.items():
                node = self.leader(label, long)
                if not (self.overrides.apart(label, key, long) or self.overrides.apart(label, key, node)):
                    spelled[node] |= where
        senses = {
            long: Sense(
                long,
                self._form(label, long),
                len({paper for paper, _ in where}),
                telling_words(self._words(label, long)),
                frozenset(short for _, short in where),
            )
            for long, where in spelled.items()
        }
        if known := known_sense(key, label):
            long = self.leader(label, known.key)
            old = senses.get(long, known)
            papers = old.papers + (long in senses)
            if not (self.overrides.apart(label, key, known.key) or self.overrides.apart(label, key, long)):
                senses[long] = Sense(long, old.form, papers, known.words, old.written, known=True)
        return senses

    def _form(self, label: EntityType, key: str) -> str:
        """Return a form of a key: of this type, or of another that knows it."""
        for t in (label, *ENTITY_TYPES):
            if unit := self.inventory.units.get((t, key)):
                return min(o.head.form for o in unit)
        return key

    def _words(self, label: EntityType, key: str) -> tuple[str, ...]:
        unit = self.inventory.units.get((label, key))
        return self.overrides.normal(self._form(label, key), label).words if unit else ()

    def choose(self, occurrence: Occurrence, senses: Mapping[str, Sense]) -> Resolved | None:
        """Return the best sense of an occurrence's bare head, certain or not."""
        paper = occurrence.paper
        if paper not in self._stems:
            self._stems[paper] = text_stems(self.inventory.texts.get(paper, ""))
        return resolve(occurrence.head.form, senses, self._stems[paper])
