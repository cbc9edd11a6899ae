"""The chain of steps from surface forms to nodes."""

from __future__ import annotations

from collections.abc import Iterable

from extract.records import ENTITY_TYPES, Extraction, Paper
from kg.linking.assign import Assigner
from kg.linking.blocking import pairs
from kg.linking.clustering import Joined, cluster
from kg.linking.finish import finish
from kg.linking.guards import blocked
from kg.linking.hierarchy import derive_hierarchy
from kg.linking.inventory import UnitKey, take_inventory
from kg.linking.normalize import normalize
from kg.linking.overrides import Overrides
from kg.linking.records import Links
from kg.linking.scoring import score_pair


def link(
    papers: Iterable[Paper],
    extractions: Iterable[Extraction],
    *,
    overrides: Overrides | None = None,
    previous: Links | None = None,
) -> Links:
    """Put the entities of all papers that are one thing on one node.

    Parameters
    ----------
    papers, extractions
        The corpus, in any order.
    overrides
        A person's decisions, from ``load_overrides``.
    previous
        The links of an earlier, smaller corpus.

    Returns
    -------
    Links
        The same for the same corpus, in whatever order and in however many steps it arrives.
    """
    overrides = overrides or Overrides()
    inventory = take_inventory(papers, extractions, overrides)
    leaders: dict[UnitKey, str] = {}
    joins: dict[UnitKey, Joined] = {}
    for label in ENTITY_TYPES:
        units = {k: u for (t, k), u in inventory.units.items() if t == label}
        normals = {k: normalize(u.occurrences[0].head.form, label) for k, u in units.items()}
        scores = {}
        for a, b in pairs(normals.values()):
            if (score := score_pair(normals[a], normals[b])) is not None:
                scores[a, b] = score

        def forbidden(a: str, b: str, label=label, normals=normals) -> bool:  # type: ignore[no-untyped-def]
            return overrides.apart(label, a, b) or blocked(normals[a], normals[b]) is not None

        leader, joined = cluster(
            {k: u.papers for k, u in units.items()},
            scores,
            forbidden,
            [keys for t, keys in overrides.merges if t == label],
        )
        leaders |= {(label, k): v for k, v in leader.items()}
        joins |= {(label, j.member): j for j in joined}
    assignment = Assigner(inventory, leaders, overrides).run()
    entities, merges = finish(assignment, joins, overrides)
    links = Links()
    links.nodes = {e.id: e for e in sorted(entities.values(), key=lambda e: e.id)}
    links.assignment = {key: entities[node].id for key, node in assignment.nodes.items()}
    links.assignment |= dict.fromkeys(inventory.dropped)
    links.assignment = dict(sorted(links.assignment.items()))
    links.merges = sorted(merges, key=lambda m: (m.node, m.form))
    links.hierarchy = derive_hierarchy(entities)
    return links
