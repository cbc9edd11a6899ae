"""Give the nodes of a view their places: around a centre by type, or by forces, with captions kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from viz.layout import force, sectors, spread
from viz.model import Edge, Node
from viz.text import caption


def around(nodes: list[Node], order: Sequence[str], *, seed: int = 0) -> None:
    """Place the first node in the middle and the others around it, each label in a sector; sorts them by sector."""
    del seed  # The sectors leave nothing to chance; every layout takes a seed.
    groups = [[n for n in nodes[1:] if n.label == label] for label in order]
    groups = [g for g in groups if g]
    ring = [n for g in groups for n in g]
    nodes[1:] = ring
    if ring:
        put(nodes, np.vstack([np.zeros((1, 2)), sectors([len(g) for g in groups])]), middle=True)


def by_force(nodes: Sequence[Node], edges: Iterable[Edge], *, seed: int = 0, spacing: float = 105.0) -> None:
    """Place nodes by the forces of their edges."""
    number = {n.id: i for i, n in enumerate(nodes)}
    put(nodes, force(len(nodes), [(number[e.source], number[e.target]) for e in edges], seed=seed, spacing=spacing))


def put(
    nodes: Sequence[Node], places: np.ndarray[tuple[int, int], np.dtype[np.float64]], *, middle: bool = False
) -> None:
    """Set the places of nodes, after pushing apart those whose captions overlap; ``middle`` keeps the first at 0, 0."""
    places = spread(places, [n.size for n in nodes], [caption(n.name) for n in nodes])
    if middle:
        places = places - places[0]
    for node, (x, y) in zip(nodes, places, strict=True):
        node.x, node.y = float(x), float(y)
