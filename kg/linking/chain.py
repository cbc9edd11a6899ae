"""The chain of linking: inventory, comparison, clustering, assignment, naming, hierarchy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extract.records import ENTITY_TYPES, EntityType, Extraction, Paper
from kg.linking.assign import Assigner
from kg.linking.clustering import Joined, cluster
from kg.linking.compare import Cosines, Voice, compare
from kg.linking.drafts import NearMiss, Reason
from kg.linking.finish import finish
from kg.linking.guards import blocked
from kg.linking.hierarchy import derive_hierarchy
from kg.linking.inventory import Inventory, UnitKey, take_inventory
from kg.linking.memory import Memory
from kg.linking.normalize import Normal
from kg.linking.overrides import Overrides
from kg.linking.records import Links
from kg.linking.scoring import NEAR_MISS, Embed
from kg.linking.split import split_off
from kg.pause import collector_paused


@dataclass(slots=True)
class _Clusters:
    leaders: dict[UnitKey, str] = field(default_factory=dict)
    joins: dict[UnitKey, Joined] = field(default_factory=dict)
    near_misses: list[NearMiss] = field(default_factory=list)
    #: Only those that this run asked about, so that the memory does not grow for ever.
    cosines: Cosines = field(default_factory=dict)


def link(
    papers: Iterable[Paper],
    extractions: Iterable[Extraction],
    *,
    overrides: Overrides | None = None,
    previous: Links | None = None,
    embed: Embed | None = None,
) -> Links:
    """Put the entities of all papers that are one thing on one node.

    Every decision depends only on the papers that it is about, never on the order in which they came, so a corpus
    linked in one go and the same corpus linked paper by paper give equal links.

    Parameters
    ----------
    papers, extractions
        The whole corpus, in any order.
    overrides
        A person's decisions, from ``load_overrides``.
    previous
        The links of an earlier state of the corpus, or what ``load_memory`` returns. Papers that did not change are
        not read again, and nodes that no new paper touches are taken over as they are.
    embed
        Turns forms into unit vectors. Asked only about pairs that characters and words leave open
        and that it was not asked about in ``previous``, which must come from the same embedding.

    Returns
    -------
    Links
        ``remade`` names the nodes that were decided anew: all of them without ``previous``.
    """
    overrides = overrides or Overrides()
    memory = previous.memory if previous is not None else None
    if not isinstance(memory, Memory) or memory.overrides != overrides:
        memory = Memory()
    with collector_paused():
        inventory = take_inventory(papers, extractions, overrides, memory.records)
        parts = split_off(inventory, overrides)
        clusters = _cluster_units(inventory, overrides, embed, memory.cosines)
        assignment = Assigner(inventory, clusters.leaders, overrides).run()
        assignment.near_misses += clusters.near_misses
        nodes = finish(assignment, clusters.joins, overrides, memory.finished)
        assigned: dict[tuple[str, str], str | None] = {
            (record_id, name): None for record_id, record in inventory.records.items() for name in record.dropped
        }
        assigned |= {place: nodes.entities[node].id for place, node in assignment.nodes.items()}
        return Links(
            nodes={e.id: e for e in sorted(nodes.entities.values(), key=lambda e: e.id)},
            assignment=dict(sorted(assigned.items())),
            merges=sorted(nodes.merges, key=lambda m: (m.node, not m.accepted, m.form, m.other)),
            hierarchy=derive_hierarchy(nodes.entities),
            parts=parts,
            remade=frozenset(nodes.entities[node].id for node in nodes.remade),
            memory=Memory(overrides, inventory.records, nodes.finished, clusters.cosines),
        )


def _cluster_units(
    inventory: Inventory, overrides: Overrides, embed: Embed | None, known: Mapping[tuple[str, str], float]
) -> _Clusters:
    out = _Clusters()
    voice = Voice(embed, known, out.cosines) if embed else None
    by_label: dict[EntityType, dict[str, Normal]] = {label: {} for label in ENTITY_TYPES}
    for (label, key), occurrences in inventory.units.items():
        # Any form of the key does, but it must not depend on the order of the papers.
        by_label[label][key] = overrides.normal(min(o.head.form for o in occurrences), label)
    for label, normals in by_label.items():
        _cluster_label(out, inventory, overrides, label, normals, voice)
    return out


def _cluster_label(
    out: _Clusters,
    inventory: Inventory,
    overrides: Overrides,
    label: EntityType,
    normals: Mapping[str, Normal],
    voice: Voice | None,
) -> None:
    scores = compare(inventory, label, normals, voice)
    involved = {k for pair in scores for k in pair}
    weights = {k: inventory.papers((label, k)) for k in involved}

    def forbidden(a: str, b: str) -> bool:
        return overrides.apart(label, a, b) or blocked(normals[a], normals[b]) is not None

    leader, joined = cluster(weights, scores, forbidden)
    out.leaders |= {(label, k): v for k, v in leader.items()}
    out.joins |= {(label, j.member): j for j in joined}
    for (a, b), score in scores.items():
        if score.score >= NEAR_MISS and leader[a] != leader[b] and not overrides.apart(label, a, b):
            reason = Reason(score.step, score.score, score.evidence, normals[b].form)
            out.near_misses.append(
                NearMiss((label, leader[a]), (label, leader[b]), normals[a].form, normals[b].form, reason)
            )
