"""The path page: the chains of evidence between two things."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from kg.errors import NotFoundError
from kg.schema import RELATIONSHIP_TYPES
from viz.blocks import Block, Empty, Quote, Ref, Steps, Text
from viz.cut import make_edges, make_nodes, paper_refs, sentences
from viz.layout import columns
from viz.model import Node, View
from viz.place import put
from viz.source import Source
from viz.text import brief, count, words

#: Cost of one step before confidence: a stated relation, a paper's role, a mention in passing.
_STATED, _ROLE, _PASSING = 1.0, 0.8, 1.6
#: A step through something that everything touches says little: its cost grows with the logarithm of its degree.
_HUB = 0.12


def path(source: Source, start: str, end: str, *, max_paths: int = 6, seed: int = 0) -> View:
    """Make the page of the paths between two entities or papers.

    The cheapest loopless paths (Yen 1971) over relationships that have a sentence, whichever way they point.

    Parameters
    ----------
    source
        The graph.
    start, end
        Ids, names, aliases or abbreviations of entities, or titles of papers.
    max_paths
        The most paths; those that pass through nothing new come last.
    seed
        Accepted like on every page; the places follow from the paths.
    """
    del seed
    a, b = source.find_any(start), source.find_any(end)
    if a == b:
        raise NotFoundError(f"{start!r} and {end!r} are both {source.name(a)!r}; name two different things")
    paths = _paths(source, a, b, max_paths)
    ids = list(dict.fromkeys([a, b, *(n for p in paths for n in p)]))
    nodes = make_nodes(source, ids)
    steps = {frozenset(pair) for p in paths for pair in pairwise(p)}
    edges = make_edges(
        source, ids, keep=lambda u, v, _key, data: frozenset((u, v)) in steps and bool(data.get("evidence"))
    )
    _place(nodes, paths, a, b)
    return View(
        page="path",
        title=f"From {brief(source.name(a))} to {brief(source.name(b))}",
        subtitle=f"{count(len(paths), 'paths')}, {_lengths(paths)}" if paths else "No path",
        nodes=nodes,
        edges=edges,
        papers=paper_refs(source, nodes, edges),
        story=_story(source, paths),
        left_out=["Longer and more roundabout paths (--max-paths), and relations that follow from names alone."],
        focus=(a, b),
        document=True,
    )


def _lengths(paths: Sequence[Sequence[str]]) -> str:
    steps = sorted({len(p) - 1 for p in paths})
    return count(steps[0], "steps") if len(steps) == 1 else f"{steps[0]} to {steps[-1]} steps"


def _paths(source: Source, a: str, b: str, most: int) -> list[list[str]]:
    import igraph

    nodes = list(source.nx)
    place = {n: i for i, n in enumerate(nodes)}
    cost: dict[tuple[int, int], float] = {}
    degree = dict(source.nx.degree())
    for u, v, key, data in source.nx.edges(keys=True, data=True):
        if not data.get("evidence") or u == v or "Result" in (source.label(u), source.label(v)):
            continue
        base = _PASSING if key == "MENTIONS" else _ROLE if source.label(u) == "Paper" else _STATED
        hubs = sum(math.log1p(degree[n]) for n in (u, v) if n not in (a, b))
        step = base / max(float(data.get("confidence", 0.5)), 0.05) + _HUB * hubs
        pair = (min(place[u], place[v]), max(place[u], place[v]))
        cost[pair] = min(cost.get(pair, math.inf), step)
    graph = igraph.Graph(n=len(nodes), edges=list(cost))
    if graph.distances(place[a], place[b])[0][0] == math.inf:
        return []
    found = graph.get_k_shortest_paths(place[a], place[b], k=most * 3, weights=list(cost.values()), output="vpath")
    ranked = [[nodes[i] for i in p] for p in found]
    fresh: list[list[str]] = []
    stale: list[list[str]] = []
    seen: set[str] = set()
    for candidate in ranked:
        inner = set(candidate[1:-1])
        (fresh if not inner or inner - seen else stale).append(candidate)
        seen |= inner
    return (fresh + stale)[:most]


def _place(nodes: list[Node], paths: Sequence[Sequence[str]], a: str, b: str) -> None:
    longest = max((len(p) - 1 for p in paths), default=2)
    level = {a: 0.0, b: float(longest)}
    for p in paths:
        for i, n in enumerate(p[1:-1], start=1):
            level.setdefault(n, float(round(i * longest / (len(p) - 1))))
    places = columns([level[n.id] for n in nodes], width=max(150.0, min(240.0, 640.0 / longest)), height=92.0)
    put(nodes, np.asarray(places))
    for node in nodes:
        if node.id in (a, b):
            node.size = max(node.size, 20.0)


def _story(source: Source, paths: Sequence[Sequence[str]]) -> list[Block]:
    if not paths:
        return [
            Empty(
                "No chain of sentences joins the two in this graph. More papers may: kg build adds them to a graph "
                "that exists."
            )
        ]
    blocks: list[Block] = [
        Text(
            "Each path is a chain of relations, every one with the sentence that says so; the most direct comes first."
        )
    ]
    for number, p in enumerate(paths, start=1):
        steps = [_step(source, u, v) for u, v in pairwise(p)]
        via = " → ".join(brief(source.name(n)) for n in p[1:-1])
        blocks.append(Steps(f"{number}. {'Through ' + via if via else 'Directly'}", tuple(steps)))
    return blocks


def _step(source: Source, u: str, v: str) -> tuple[Ref, str, Ref, tuple[Quote, ...], str]:
    """Return one step in the direction that its best relation points."""
    order = list(RELATIONSHIP_TYPES)
    found = [
        (key == "MENTIONS", -float(data.get("confidence", 0)), order.index(str(key)), x, y, str(key), data)
        for x, y in ((u, v), (v, u))
        for key, data in (source.nx.get_edge_data(x, y) or {}).items()
        if data.get("evidence")
    ]
    _, _, _, x, y, key, data = min(found, key=lambda f: f[:5])
    quotes = []
    for e in sentences(source, data, 1):
        ref = source.paper(e.paper)
        quotes.append(Quote(e.text, ref.id, ref.title, ref.url, "", ref.year))
    ends = [Ref(n, source.name(n), source.label(n)) for n in (x, y)]
    more = f"and {count(len(found) - 1, 'relations')} more" if len(found) > 1 else ""
    return ends[0], words(key), ends[1], tuple(quotes), more
