"""Answers about how two things hang together, and the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from query_answers import Rows, answers, entity, first, last, node, year
from query_answers.world import ENTITY_RELATIONS, Library

Edge = tuple[str, str, str, dict[str, Any]]
ANYTHING = ("Paper", "Method", "Dataset", "Task", "Metric")


def around(w: Library, here: str) -> Iterator[tuple[Edge, str]]:
    """Yield every edge of a node with its other end."""
    for edge in w.out[here]:
        yield edge, edge[2]
    for edge in w.into[here]:
        yield edge, edge[0]


def walks(w: Library, a: str, b: str, steps: int, allowed: Any) -> Iterator[tuple[list[str], list[Edge]]]:
    """Yield every walk of so many steps from ``a`` to ``b`` over allowed edges that repeats no edge."""

    def go(nodes: list[str], edges: list[Edge]) -> Iterator[tuple[list[str], list[Edge]]]:
        if len(edges) == steps:
            if nodes[-1] == b:
                yield nodes, edges
            return
        for edge, there in around(w, nodes[-1]):
            if allowed(edge) and not any(edge is e for e in edges):
                yield from go([*nodes, there], [*edges, edge])

    yield from go([a], [])


def shortest(w: Library, a: str, b: str, most: int, allowed: Any) -> list[tuple[list[str], list[Edge]]]:
    for steps in range(1, most + 1):
        if found := list(walks(w, a, b, steps, allowed)):
            return found
    return []


def told(w: Library, nodes: list[str], edges: list[Edge]) -> list[list[Any]]:
    rows = []
    for step, (edge, x, y) in enumerate(zip(edges, nodes, nodes[1:], strict=False), start=1):
        arrow = f"{edge[1]} ->" if edge[0] == x else f"<- {edge[1]}"
        rows.append([step, w.name(x), arrow, w.name(y)])
    return rows


def walk_key(nodes: list[str], edges: list[Edge]) -> tuple[str, str]:
    return "".join(f"{n} " for n in nodes), "".join(f"{e[1]} " for e in edges)


@answers(
    "path-between",
    {"source": "p01", "target": "p02"},
    {"source": "BLEU", "target": "dataset:07"},
    {"source": "metric:04", "target": "task:12"},
    {"source": "ImageNet", "target": "dataset:00"},
)
def path_between(w: Library, source: str, target: str) -> Rows:
    a, b = node(w, source, *ANYTHING), node(w, target, *ANYTHING)
    found = shortest(w, a, b, 4, lambda edge: True) if a != b else []
    if not found:
        return []
    nodes, edges = min(found, key=lambda f: (sum(e[1] == "MENTIONS" for e in f[1]), *walk_key(*f)))
    proofs = [[e[3]["confidence"], first(e[3]["evidence"])] for e in edges]
    return [[*row, *proof] for row, proof in zip(told(w, nodes, edges), proofs, strict=True)]


@answers(
    "evidence-path",
    {"source": "method:15", "target": "dataset:05"},
    {"source": "BERT", "target": "task:09", "min_confidence": 0.8},
    {"source": "dataset:06", "target": "task:10"},
    {"source": "BERT", "target": "task:09", "min_confidence": 1.0},
)
def evidence_path(w: Library, source: str, target: str, min_confidence: float) -> Rows:
    a, b = entity(w, source), entity(w, target)

    def stated(edge: Edge) -> bool:
        proof = edge[3]
        return edge[1] in ENTITY_RELATIONS and not proof["derived"] and proof["confidence"] >= min_confidence

    found = shortest(w, a, b, 4, stated) if a != b else []
    if not found:
        return []
    nodes, edges = min(found, key=lambda f: (-min(e[3]["confidence"] for e in f[1]), *walk_key(*f)))
    proofs = [[e[3]["n_papers"], e[3]["confidence"], e[3]["evidence"][0], e[3]["evidence_at"][0]] for e in edges]
    return [[*row, *proof] for row, proof in zip(told(w, nodes, edges), proofs, strict=True)]


def provenance_of(w: Library, edges: list[Edge]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for s, kind, t, p in edges:
        said = list(zip(p["evidence"], p["evidence_at"], strict=True)) or [(None, None)]
        for sentence, place in said:
            paper = place and place.split(":")[0]
            title, at = (w.name(paper), year(w, paper)) if paper else (None, None)
            rows.append([w.name(s), kind, w.name(t), p["confidence"], sentence, title, at, place])
    return rows


@answers(
    "provenance",
    *({"source": "Transformer", "target": f"method:{n:02d}"} for n in (1, 2, 5, 10)),
    {"source": "p01", "target": "Transformer"},
    {"source": "method:02", "target": "method:01", "relationship": "PART_OF"},
)
def provenance(w: Library, source: str, target: str, relationship: str | None, limit: int) -> Rows:
    a, b = node(w, source, *ANYTHING), node(w, target, *ANYTHING)
    edges = [e for e, there in around(w, a) if there == b and relationship in (None, e[1])]
    return sorted(provenance_of(w, edges), key=lambda r: (r[1], r[0], r[2], last(r[7])))[:limit]
