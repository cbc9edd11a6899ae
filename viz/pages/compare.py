"""The compare page: two entities side by side, what they share and what only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kg.errors import NotFoundError
from kg.schema import ENTITY_LABELS, RELATIONSHIP_TYPES, ROLE_RELATIONSHIP
from viz.blocks import Block, Cell, Empty, Names, Quote, Ref, Steps, Table, Text
from viz.cut import make_edges, make_nodes, paper_refs, sentences
from viz.model import View
from viz.place import put
from viz.source import Source
from viz.text import PLURALS, brief, count, words, years
from viz.ties import ties


def compare(source: Source, one: str, other: str, *, max_nodes: int = 50, seed: int = 0) -> View:
    """Make the page that compares two entities.

    Parameters
    ----------
    source
        The graph.
    one, other
        Ids, names, aliases or abbreviations.
    max_nodes
        Nodes on the page: first what they share, then what only one of them has.
    seed
        Accepted like on every page; the places follow from what is shared.
    """
    del seed
    a, b = source.find(one), source.find(other)
    if a == b:
        raise NotFoundError(f"{one!r} and {other!r} are both {source.name(a)!r}; name two different things to compare")
    ties_a, ties_b = ties(source, a), ties(source, b)
    shared = sorted(set(ties_a) & set(ties_b), key=lambda n: (-min(ties_a[n], ties_b[n]), -source.importance[n], n))
    only_a = sorted(set(ties_a) - set(ties_b) - {b}, key=lambda n: (-ties_a[n], n))
    only_b = sorted(set(ties_b) - set(ties_a) - {a}, key=lambda n: (-ties_b[n], n))
    things_a = [n for n in only_a if source.label(n) != "Paper"]
    things_b = [n for n in only_b if source.label(n) != "Paper"]
    room = max(max_nodes - 2, 3)
    middle = shared[: room if len(shared) < room // 2 else max(room // 2, room - len(things_a) - len(things_b))]
    side = max((room - len(middle)) // 2, 1)
    left, right = things_a[:side], things_b[:side]
    nodes = make_nodes(source, [a, b, *middle, *left, *right], scale=0.75)
    nodes[0].size = max(nodes[0].size, 24.0)
    nodes[1].size = max(nodes[1].size, 24.0)
    ends = {a, b}

    def keep(u: str, v: str, _key: str, _data: Mapping[str, Any]) -> bool:
        return bool(ends & {u, v})

    edges = make_edges(source, [n.id for n in nodes], keep=keep)
    put(nodes, _places(len(middle), len(left), len(right)))
    left_out = []
    missing = len(shared) - len(middle) + len(things_a) - len(left) + len(things_b) - len(right)
    if missing > 0:
        left_out.append(f"{count(missing, 'things')} with weaker ties to them (--max-nodes).")
    papers = sum(1 for n in only_a + only_b if source.label(n) == "Paper")
    if papers:
        left_out.append(f"{count(papers, 'papers')} that name only one of the two.")
    return View(
        page="compare",
        title=f"{brief(source.name(a))} and {brief(source.name(b))}",
        subtitle=f"{count(len(shared), 'things')} in common: {_by_label(source, shared)}"
        if shared
        else "Nothing in common",
        nodes=nodes,
        edges=edges,
        papers=paper_refs(source, nodes, edges),
        story=_story(source, a, b, (ties_a, ties_b), shared, (only_a, only_b)),
        left_out=left_out,
        focus=(a, b),
        document=True,
        empty="Neither has ties to anything.",
    )


def _places(shared: int, left: int, right: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Place one above and the other below, what they share between them, what only one has on its far side."""
    across, row = 142.0, 76.0

    def block(n: int, start: float) -> list[tuple[float, float]]:
        wide = 5 if n > 15 else 4
        return [
            (((i % wide) - (min(wide, n - i // wide * wide) - 1) / 2) * across, start + (i // wide) * row)
            for i in range(n)
        ]

    above = block(left, 0.0)
    y = (above[-1][1] if above else 0.0) + 130.0
    first = (0.0, y)
    between = block(shared, y + 130.0)
    y = (between[-1][1] if between else y + 60.0) + 130.0
    second = (0.0, y)
    return np.array([first, second, *between, *above, *block(right, y + 130.0)])


def _by_label(source: Source, nodes: Sequence[str]) -> str:
    found = Counter(source.label(n) for n in nodes)
    return ", ".join(count(found[label], PLURALS[label]) for label in (*ENTITY_LABELS, "Paper") if found[label])


def _story(
    source: Source,
    a: str,
    b: str,
    strength: tuple[Mapping[str, float], Mapping[str, float]],
    shared: Sequence[str],
    only: tuple[Sequence[str], Sequence[str]],
) -> list[Block]:
    blocks: list[Block] = [_side_by_side(source, a, b)]
    steps = []
    for u, v in ((a, b), (b, a)):
        for key, data in sorted((source.nx.get_edge_data(u, v) or {}).items()):
            papers = [(e, source.paper(e.paper)) for e in sentences(source, data, 6) if e.paper in source.nx]
            quotes = tuple(Quote(e.text, p.id, p.title, p.url, "", p.year) for e, p in papers)
            ends = [Ref(n, source.name(n), source.label(n)) for n in (u, v)]
            steps.append((ends[0], words(str(key)), ends[1], quotes, count(int(data.get("n_papers", 1)), "papers")))
    if steps:
        blocks.append(Steps("What is said of the two", tuple(steps)))
    else:
        blocks.append(Text("No sentence relates the two to each other directly.", "What is said of the two"))
    if not shared:
        blocks.append(Empty("They have nothing in common in this graph: no paper, method, dataset, task or metric."))
    for label in ("Task", "Dataset", "Method", "Metric", "Paper"):
        blocks += _list(source, f"Shared {PLURALS[label]}", [n for n in shared if source.label(n) == label], strength)
    for node, names in zip((a, b), only, strict=True):
        things = [n for n in names if source.label(n) != "Paper"]
        blocks += _list(source, f"Only {brief(source.name(node))}", things, strength)
    return blocks


def _list(
    source: Source, title: str, nodes: Sequence[str], strength: tuple[Mapping[str, float], Mapping[str, float]]
) -> list[Block]:
    if not nodes:
        return []
    items = tuple(
        (Ref(n, source.name(n), source.label(n)), int(source.nx.nodes[n].get("n_papers", 1)), "") for n in nodes[:10]
    )
    more = f"and {count(len(nodes) - 10, 'others')} more" if len(nodes) > 10 else ""
    return [Names(title, items, more=more)]


def _side_by_side(source: Source, a: str, b: str) -> Block:
    def figures(node: str) -> dict[str, str]:
        data = source.nx.nodes[node]
        found = {"Type": source.label(node), "Papers": f"{data.get('n_papers', 0):,}"}
        if data.get("first_year"):
            found["Years"] = years(data["first_year"], data.get("last_year"))
        roles = Counter(key for _, _, key in source.nx.in_edges(node, keys=True))
        for key in RELATIONSHIP_TYPES:
            if key in ROLE_RELATIONSHIP.values() and roles[key]:
                found[words(key, forward=False).capitalize()] = count(roles[key], "papers")
        return found

    left, right = figures(a), figures(b)
    rows = tuple(
        (Cell(key), Cell(left.get(key, "–")), Cell(right.get(key, "–"))) for key in dict.fromkeys([*left, *right])
    )
    heads = tuple(Cell(source.name(n), Ref(n, source.name(n), source.label(n))) for n in (a, b))
    return Table("Side by side", (Cell(), *heads), rows)
