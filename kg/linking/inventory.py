"""Read the corpus once: every entity of every paper as an occurrence with its head, and the units they make up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extract.abbreviations import find_abbreviations
from extract.records import Entity, EntityType, Extraction, Paper
from kg.linking.abbreviations import EXPLAINS, explains, is_abbreviation, singular_abbreviation
from kg.linking.digest import digest
from kg.linking.heads import Head, find_head
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
    named: bool


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """What one paper brings: all that linking reads from it, valid as long as its text and extraction stay the same."""

    source: str
    occurrences: tuple[Occurrence, ...]
    dropped: tuple[str, ...]


@dataclass(slots=True)
class Inventory:
    """The corpus as linking sees it."""

    records: dict[str, PaperRecord] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    units: dict[UnitKey, list[Occurrence]] = field(default_factory=dict)
    #: type -> abbreviation key -> key of the long form -> (paper id, abbreviation as written) that spell it out
    lexicon: dict[EntityType, dict[str, dict[str, set[tuple[str, str]]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    )

    def papers(self, unit: UnitKey) -> int:
        """Return the number of papers of a unit."""
        return len({o.paper for o in self.units.get(unit, ())})


def take_inventory(
    papers: Iterable[Paper],
    extractions: Iterable[Extraction],
    overrides: Overrides,
    known: Mapping[str, PaperRecord],
) -> Inventory:
    """Read papers and extractions, in any order, into an inventory.

    Parameters
    ----------
    papers, extractions
        The corpus.
    overrides
        A person's decisions.
    known
        Records of papers from an earlier run with the same overrides; reused where nothing changed.
    """
    inventory = Inventory()
    for paper in papers:
        inventory.texts[paper.id] = paper.text
    for extraction in extractions:
        text = inventory.texts.get(extraction.id, extraction.title)
        source = _source(text, extraction)
        record = known.get(extraction.id)
        if record is None or record.source != source:
            record = _read(extraction, text, source, overrides)
        inventory.records[extraction.id] = record
    # By paper id, so that nothing below depends on the order of the input.
    for paper_id in sorted(inventory.records):
        for occurrence in inventory.records[paper_id].occurrences:
            _add(inventory, occurrence, overrides)
    return inventory


def _source(text: str, extraction: Extraction) -> str:
    """Return a digest of all that linking reads of a paper."""
    entities = [(e.name, e.type, [(m.text, m.start) for m in e.mentions]) for e in extraction.entities]
    return digest((text, extraction.title, entities))


def _read(extraction: Extraction, text: str, source: str, overrides: Overrides) -> PaperRecord:
    definitions = _definitions(text)
    occurrences: list[Occurrence] = []
    dropped: list[str] = []
    for entity in extraction.entities:
        counts = Counter(m.text for m in entity.mentions) or Counter({entity.name: 1})
        forms = tuple(sorted(counts.items()))
        label = entity.type
        head = find_head(entity.name, label, forms, definitions, overrides.key)
        if head is not None and (to := overrides.label(label, head.key)) != label:
            label = to
            head = find_head(entity.name, label, forms, definitions, overrides.key)
        if head is None or overrides.drops(entity.type, head.key) or overrides.drops(label, head.key):
            dropped.append(entity.name)
        else:
            named = _is_named(entity, len(extraction.title), text)
            occurrences.append(Occurrence(extraction.id, entity.name, label, forms, head, named))
    return PaperRecord(source, tuple(occurrences), tuple(dropped))


def _is_named(entity: Entity, title: int, text: str) -> bool:
    """Whether a paper writes an entity like a name: an abbreviation, a digit, a capital within a word or a sentence."""
    for m in entity.mentions:
        if is_abbreviation(m.text) or any(c.isdigit() or c.isupper() for w in m.text.split() for c in w[1:]):
            return True
        begins_sentence = m.start <= title + 1 or text[: m.start].rstrip()[-1:] in ".!?:"
        if not begins_sentence and any(c.isupper() for c in m.text):
            return True
    return False


def _definitions(text: str) -> dict[str, str]:
    """Return the abbreviations that a text spells out, each with its best long form.

    Schwartz and Hearst stop at the shortest long form ("label shift" for LLS); words before it are tried as well.
    """
    found: dict[str, str] = {}
    for a in find_abbreviations(text):
        start, end = a.long_span
        longer = [a.long]
        for _ in range(2):
            start = text.rfind(" ", 0, max(start - 1, 0)) + 1
            longer.append(text[start:end])
        # Of equally good ones the shortest, which comes first.
        best = max(longer, key=lambda long: explains(a.short, long))
        if explains(a.short, best) >= EXPLAINS:
            found[a.short] = best
    return found


def _add(inventory: Inventory, occurrence: Occurrence, overrides: Overrides) -> None:
    label, head = occurrence.label, occurrence.head
    inventory.units.setdefault((label, head.key), []).append(occurrence)
    for short, long, _, _ in head.spelled:
        inventory.lexicon[label][overrides.key(label, short)][overrides.key(label, long)].add(
            (occurrence.paper, singular_abbreviation(short))
        )
