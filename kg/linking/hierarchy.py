"""A hierarchy where names make it certain: "semi-supervised object detection" is a case of "object detection"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from extract.records import EntityType
from kg.linking.abbreviations import is_abbreviation
from kg.linking.inventory import UnitKey
from kg.linking.normalize import normalize
from kg.linking.records import DerivedEdge, LinkedEntity
from kg.linking.wordsets import word_set

_EDGE: Mapping[str, str] = {"Method": "SUBCLASS_OF", "Task": "SUBTASK_OF"}
# Words before which, or modifiers after which, the rest of a name is no broader term for the whole.
_NO_KIND = word_set(
    "non anti towards toward beyond without versus vs and or for of in to from with by via on as at the reverse "
    "inverse pseudo fake no few zero one shot pre post artificial learning training modeling using based"
)
# One-word parents that say too little, or name something else than a kind ("few-shot learning", "data transfer").
_WEAK_PARENTS = word_set("learning training model network task method generation analysis transfer memory system")
_CONFIDENCE = 0.9


def derive_hierarchy(entities: Mapping[UnitKey, LinkedEntity]) -> list[DerivedEdge]:
    """Return an edge from each entity to the one with the longest name that ends its own, at a space.

    A part of a hyphenated word is no name ("vision-language model" is no "language model"), a phrase of one paper is no
    parent, and a name with a preposition says something else than a kind.

    Returns
    -------
    list of DerivedEdge
        By id of the narrower entity, each of which has at most one.
    """
    parents = _parents(entities)
    edges: list[DerivedEdge] = []
    for (label, _), entity in entities.items():
        words = entity.name.split()
        if label not in _EDGE or len(words) < 2:
            continue
        for start in range(1, len(words)):
            if words[start - 1].lower() in _NO_KIND:
                break
            parent = parents.get((label, normalize(" ".join(words[start:]), label).key))
            if parent is not None and parent.id != entity.id:
                evidence = f"{entity.name!r} ends with {parent.name!r}"
                edges.append(DerivedEdge(entity.id, _EDGE[label], parent.id, _CONFIDENCE, evidence))
                break
    return sorted(edges, key=lambda e: e.source)


def _parents(entities: Mapping[UnitKey, LinkedEntity]) -> dict[tuple[EntityType, str], LinkedEntity]:
    """Return every entity that may be a parent, by the keys of its name and of its abbreviations that it has alone."""
    shared: Counter[tuple[EntityType, str]] = Counter()
    found: dict[tuple[EntityType, str], LinkedEntity] = {}
    for (label, leader), entity in entities.items():
        if label not in _EDGE or entity.descriptive or entity.name.lower() in _WEAK_PARENTS:
            continue
        short = (a for a in entity.aliases if is_abbreviation(a))
        for key in {leader, *(normalize(form, label).key for form in (entity.name, *short))}:
            shared[label, key] += 1
            found[label, key] = entity
    return {key: entity for key, entity in found.items() if shared[key] == 1}
