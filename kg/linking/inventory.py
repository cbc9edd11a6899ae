"""Read the corpus once: every entity of every paper as an occurrence with its head, and the units they make up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.abbreviations import find_abbreviations
from extract.records import EntityType, Extraction, Paper
from kg.linking.abbreviations import EXPLAINS, explains
from kg.linking.heads import Head, find_head
from kg.linking.normalize import normalize
from kg.linking.overrides import Overrides

#: A unit is all occurrences of one type whose heads have one key.
UnitKey = tuple[EntityType, str]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entity of one paper, under the type that it has after overrides."""

    paper: str
    name: str
    label: EntityType
    forms: tuple[tuple[str, int], ...]
    head: Head


@dataclass(slots=True)
class Unit:
    """All occurrences with one head key.

    ``together`` counts, for the key of every other form that a paper gives the thing, the papers that do so.
    """

    key: UnitKey
    occurrences: list[Occurrence] = field(default_factory=list)
    together: Counter[str] = field(default_factory=Counter)

    @property
    def papers(self) -> int:
        return len({o.paper for o in self.occurrences})


@dataclass(slots=True)
class Inventory:
    """The corpus as linking sees it."""

    units: dict[UnitKey, Unit] = field(default_factory=dict)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    #: type -> abbreviation key -> key of the long form -> ids of the papers that spell it out
    lexicon: dict[EntityType, dict[str, dict[str, set[str]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    )


def take_inventory(papers: Iterable[Paper], extractions: Iterable[Extraction], overrides: Overrides) -> Inventory:
    """Read papers and extractions (in any order) into an inventory."""
    inventory = Inventory()
    for paper in papers:
        inventory.texts[paper.id] = paper.text
    for extraction in extractions:
        definitions = _definitions(inventory.texts.get(extraction.id, extraction.title))
        for entity in extraction.entities:
            counts = Counter(m.text for m in entity.mentions) or Counter({entity.name: 1})
            forms = tuple(sorted(counts.items()))
            head = find_head(entity.name, entity.type, forms, definitions)
            label = overrides.label(entity.type, head.key) if head else entity.type
            if head and label != entity.type:
                head = find_head(entity.name, label, forms, definitions)
            if head is None or overrides.drops(label, head.key):
                inventory.dropped.append((extraction.id, entity.name))
                continue
            _add(inventory, Occurrence(extraction.id, entity.name, label, forms, head))
    return inventory


def _definitions(text: str) -> dict[str, str]:
    return {a.short: a.long for a in find_abbreviations(text) if explains(a.short, a.long) >= EXPLAINS}


def _add(inventory: Inventory, occurrence: Occurrence) -> None:
    label, head = occurrence.label, occurrence.head
    unit = inventory.units.setdefault((label, head.key), Unit((label, head.key)))
    unit.occurrences.append(occurrence)
    for key in {normalize(f, label).key for f in head.others}:
        unit.together[key] += 1
    for short, long, _, _ in head.spelled:
        inventory.lexicon[label][normalize(short, label).key][normalize(long, label).key].add(occurrence.paper)
