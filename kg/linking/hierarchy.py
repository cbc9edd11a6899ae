"""A hierarchy where names make it certain: "semi-supervised object detection" is a case of "object detection"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from extract.records import EntityType
from kg.linking.inventory import UnitKey
from kg.linking.normalize import normalize
from kg.linking.records import DerivedEdge, LinkedEntity
from kg.linking.wordsets import word_set

_EDGE = {"Method": "SUBCLASS_OF", "Task": "SUBTASK_OF"}
# Modifiers after which the rest of the name is no broader term for the whole.
_NO_KIND = word_set(
    "non anti towards toward beyond without versus vs and or for of in to from with by via on as the machine reverse "
    "inverse pseudo fake no few zero one shot"
)
_WEAK_PARENTS = word_set("learning training model network task method detection generation analysis")
_CONFIDENCE = 0.9


def derive_hierarchy(entities: Mapping[UnitKey, LinkedEntity]) -> list[DerivedEdge]:
    """Return an edge from each entity to the entity with the longest name that ends its own.

    A parent must be two words or more, or one word that is no mere category, and be a name that papers share.
    """
    by_name: dict[tuple[EntityType, tuple[str, ...]], LinkedEntity] = {}
    for (label, _), entity in sorted(entities.items()):
        if label in _EDGE and not entity.descriptive:
            by_name.setdefault((label, normalize(entity.name, label).words), entity)
    children: dict[str, DerivedEdge] = {}
    for (label, _), entity in sorted(entities.items()):
        if label not in _EDGE:
            continue
        words = normalize(entity.name, label).words
        for start in range(1, len(words)):
            rest = words[start:]
            parent = by_name.get((label, rest))
            if parent is None or parent.id == entity.id:
                continue
            if _NO_KIND & set(words[:start]) or (len(rest) == 1 and rest[0] in _WEAK_PARENTS):
                break
            evidence = f"{entity.name!r} ends with {parent.name!r}"
            children[entity.id] = DerivedEdge(entity.id, _EDGE[label], parent.id, _CONFIDENCE, evidence)
            break
    grouped: dict[str, list[DerivedEdge]] = defaultdict(list)
    for edge in children.values():
        grouped[edge.source].append(edge)
    return [edge for source in sorted(grouped) for edge in grouped[source]]
