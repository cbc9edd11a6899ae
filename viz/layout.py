"""Where the nodes stand: force-directed, circles that don't overlap, sectors, columns. All seeded, all in Python.

Distances are in the units of vis-network's canvas, where a node's radius is 7 to 34.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

#: Above this number of nodes the Fruchterman-Reingold layout gives way to DrL, which is quicker on large graphs.
LARGE = 1200
_SMALL = 120
#: Places on the spiral that are tried at once.
_TRIES = 48
_CHARACTER = 6.4
_LINE = 15.0


def force(n: int, edges: Sequence[tuple[int, int]], *, seed: int = 0, spacing: float = 95.0) -> Points:
    """Lay out a graph by forces: each connected component for itself, then the components packed around the largest.

    Kamada and Kawai (1989) for a few nodes, Fruchterman and Reingold (1991) up to ``LARGE`` nodes, DrL (Martin et al.
    2011) beyond.

    Parameters
    ----------
    n
        Number of nodes.
    edges
        Pairs of node numbers.
    seed
        Equal seeds give equal layouts.
    spacing
        Typical distance between neighbours.
    """
    import igraph

    points: Points = np.zeros((n, 2))
    if n == 0:
        return points
    graph = igraph.Graph(n=n, edges=list(edges))
    members = sorted(graph.connected_components(), key=len, reverse=True)
    igraph.set_random_number_generator(random.Random(seed))
    try:
        parts = [_component(graph, part, spacing) if len(part) > 1 else np.zeros((1, 2)) for part in members]
    finally:
        igraph.set_random_number_generator(random)
    radii = np.array([float(np.hypot(p[:, 0], p[:, 1]).max()) + spacing * 0.6 for p in parts])
    for part, places, centre in zip(members, parts, pack(radii), strict=True):
        points[part] = places + centre
    return points


def _component(graph: object, part: Sequence[int], spacing: float) -> Points:
    sub = graph.induced_subgraph(part)  # type: ignore[attr-defined]
    n = len(part)
    if n <= _SMALL:
        places = np.array(sub.layout_kamada_kawai(maxiter=40 * n).coords)
    elif n <= LARGE:
        places = np.array(sub.layout_fruchterman_reingold(niter=400 if n < 400 else 200, grid=n > 400).coords)
    else:
        places = np.array(sub.layout_drl(options="coarsest").coords)
    places = places - places.mean(axis=0)
    # The mean square radius of n points spread evenly at this spacing.
    size = math.sqrt(float((places**2).sum(axis=1).mean())) or 1.0
    return np.asarray(places * (spacing * math.sqrt(n / (2 * math.pi)) / size))


def pack(radii: Points, *, gap: float = 0.0, aspect: float = 1.5) -> Points:
    """Place circles so that none overlap, the first in the middle, in a field wider than high by ``aspect``."""
    places: Points = np.zeros((len(radii), 2))
    turn = np.arange(_TRIES) * 0.35
    distance = float(radii[0]) * 0.5 if len(radii) else 0.0
    for i in range(1, len(radii)):
        reach = (radii[:i] + radii[i] + gap) ** 2
        angle, step = 2.4 * i, (float(radii[i]) * 0.35 + 4.0) * 0.06
        # The places where earlier circles found room only further out are not tried again.
        distance = max(distance - 2.5 * float(radii[i]), float(radii[0]) * 0.5)
        while True:
            out = distance + step * np.arange(_TRIES)
            tries = np.stack([out * np.cos(angle + turn) * aspect, out * np.sin(angle + turn)], axis=1)
            apart = ((tries[:, None, :] - places[None, :i, :]) ** 2).sum(axis=2)
            free = (apart >= reach[None, :]).all(axis=1)
            if free.any():
                places[i] = tries[int(free.argmax())]
                distance = float(out[int(free.argmax())])
                break
            angle += float(turn[-1]) + 0.35
            distance += step * _TRIES
    return places


def part_circles(places: Points, radii: Points, *, gap: float = 0.0, rounds: int = 300) -> Points:
    """Push overlapping circles apart, keeping near to where they were."""
    places = places.copy()
    reach = radii[:, None] + radii[None, :] + gap
    # Hundreds of circles take their time; what little they overlap then does no harm.
    for _ in range(rounds if len(radii) <= 150 else rounds // 4):
        offset = places[:, None, :] - places[None, :, :]
        distance = np.hypot(offset[..., 0], offset[..., 1])
        overlap = np.where(distance < reach, reach - distance, 0.0)
        np.fill_diagonal(overlap, 0.0)
        if float(overlap.max(initial=0.0)) < 1.0:
            break
        unit = offset / np.maximum(distance, 1e-6)[..., None]
        places += (unit * overlap[..., None] * 0.5).sum(axis=1) * 0.5
    return places


def spread(places: Points, sizes: Sequence[float], captions: Sequence[str], *, rounds: int = 120) -> Points:
    """Push nodes apart until neither they nor the captions under them overlap, as far as ``rounds`` allow."""
    n = len(sizes)
    if n < 2 or n > 700:
        return places
    widths = np.array(
        [
            max(s, max(len(line) for line in c.split("\n")) * _CHARACTER / 2)
            for s, c in zip(sizes, captions, strict=True)
        ]
    )
    above = np.array(sizes, dtype=float)
    below = np.array([s + 4 + _LINE * (c.count("\n") + 1) for s, c in zip(sizes, captions, strict=True)])
    middle, half = (below - above) / 2, (below + above) / 2 + 3
    places = places.copy()
    # Nodes on the very same spot have no direction to part in: a golden-angle jitter gives each one.
    turn = np.arange(n) * 2.39996
    places += np.stack([np.cos(turn), np.sin(turn)], axis=1) * 0.01
    for _ in range(rounds):
        dx = places[:, None, 0] - places[None, :, 0]
        y = places[:, 1] + middle
        dy = y[:, None] - y[None, :]
        ox = widths[:, None] + widths[None, :] + 8 - np.abs(dx)
        oy = half[:, None] + half[None, :] - np.abs(dy)
        hit = (ox > 0) & (oy > 0)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        # Each overlap is undone along the axis where it is the smaller.
        sideways = hit & (ox < oy)
        upright = hit & ~sideways
        places[:, 0] += (np.where(sideways, ox, 0) * np.sign(dx)).sum(axis=1) * 0.3
        places[:, 1] += (np.where(upright, oy, 0) * np.sign(dy)).sum(axis=1) * 0.3
    return places


def sectors(groups: Sequence[int], *, inner: float = 150.0, step: float = 84.0, arc: float = 104.0) -> Points:
    """Place the neighbours of a centre on rings, each group in a sector of its own whose width follows its size.

    Parameters
    ----------
    groups
        Number of nodes of each group; nodes are numbered group by group.
    inner
        Radius of the first ring.
    step
        Distance between rings.
    arc
        Room along a ring for one node.
    """
    points: list[tuple[float, float]] = []
    # Small groups get somewhat more than their share, so that they don't pile up outwards.
    weights = [g**0.9 for g in groups]
    start = -math.pi / 2 - math.pi * weights[0] / sum(weights)
    for size, weight in zip(groups, weights, strict=True):
        width = 2 * math.pi * weight / sum(weights)
        usable = width * (0.92 if len(groups) > 1 else 1.0)
        ring, left = 0, size
        while left > 0:
            radius = inner + ring * step
            room = max(1, int(usable * radius / arc))
            here = min(left, room)
            for k in range(here):
                # Every other ring stands half a place aside, so that captions fall into gaps.
                shift = 0.5 + (0.25 if ring % 2 else -0.25) * (here == room and here > 1)
                angle = start + (width - usable) / 2 + usable * (k + shift) / here
                points.append((radius * math.cos(angle) * 1.12, radius * math.sin(angle)))
            left -= here
            ring += 1
        start += width
    return np.array(points).reshape(-1, 2)


def columns(levels: Sequence[float], *, width: float = 260.0, height: float = 84.0) -> Points:
    """Place nodes in columns by level, each column centred."""
    points: Points = np.zeros((len(levels), 2))
    for level in sorted(set(levels)):
        members = [i for i, other in enumerate(levels) if other == level]
        for k, i in enumerate(members):
            points[i] = (level * width, (k - (len(members) - 1) / 2) * height)
    return points
