"""How strongly things are tied: papers times confidence, summed over all relationships of a pair."""

from __future__ import annotations

from collections import defaultdict

from viz.source import Source, edge_papers

#: A mention in passing binds less than a stated role or relation.
_IN_PASSING = 0.3


def ties(source: Source, node: str) -> dict[str, float]:
    """Return every neighbour of a node, results apart, with the strength of its tie."""
    found: defaultdict[str, float] = defaultdict(float)
    graph = source.nx
    for u, v, key, data in [*graph.out_edges(node, keys=True, data=True), *graph.in_edges(node, keys=True, data=True)]:
        other = v if u == node else u
        if other != node and source.label(other) != "Result":
            weight = _IN_PASSING if key == "MENTIONS" else 1.0
            found[other] += weight * edge_papers(data) * float(data.get("confidence", 0.5))
    return dict(found)
