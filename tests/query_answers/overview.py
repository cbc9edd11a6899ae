"""Answers about the graph as a whole, and over time."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import Any

from query_answers import Rows, answers, entity, last, newest, shown, year
from query_answers.world import Library


def top(w: Library, label: str, limit: int, descriptive: bool) -> list[dict[str, Any]]:
    found = [n for n in w.all(label) if shown(w, n["id"], descriptive)]
    return sorted(found, key=lambda n: (-n["n_papers"], n["name"], n["id"]))[:limit]


def number(w: Library, id: str, *kinds: str) -> int:
    return len(w.sources(id, *kinds))


@answers("top-methods", {"limit": 3}, {"limit": 100, "descriptive": True}, {"limit": 0})
def top_methods(w: Library, limit: int, descriptive: bool) -> Rows:
    return [
        [m["name"], m["n_papers"], number(w, m["id"], "PROPOSES"), number(w, m["id"], "USES"), *span(m)]
        for m in top(w, "Method", limit, descriptive)
    ]


def span(node: dict[str, Any]) -> list[int | None]:
    return [node.get("first_year"), node.get("last_year")]


@answers("top-datasets", {"limit": 3}, {"limit": 100, "descriptive": True})
def top_datasets(w: Library, limit: int, descriptive: bool) -> Rows:
    kinds = ("EVALUATES_ON", "TRAINS_ON", "PROPOSES")
    return [
        [d["name"], d["n_papers"], *(number(w, d["id"], kind) for kind in kinds), *span(d)]
        for d in top(w, "Dataset", limit, descriptive)
    ]


@answers("top-tasks", {"limit": 3}, {"limit": 100, "descriptive": True})
def top_tasks(w: Library, limit: int, descriptive: bool) -> Rows:
    kinds = ("ADDRESSES", "USED_FOR", "BENCHMARK_FOR")
    return [
        [t["name"], t["n_papers"], *(number(w, t["id"], kind) for kind in kinds), *span(t)]
        for t in top(w, "Task", limit, descriptive)
    ]


@answers("top-metrics", {"limit": 3})
def top_metrics(w: Library, limit: int) -> Rows:
    return [
        [x["name"], x["n_papers"], number(w, x["id"], "MEASURES"), number(w, x["id"], "OF")]
        for x in top(w, "Metric", limit, True)
    ]


@answers("papers-by-year")
def papers_by_year(w: Library) -> Rows:
    rows: dict[int | None, list[int]] = {}
    for paper in w.all("Paper"):
        row = rows.setdefault(paper.get("year"), [0, 0, 0, 0])
        row[0] += 1
        proposed = {w.label(t) for t in w.targets(paper["id"], "PROPOSES")}
        for place, label in enumerate(("Method", "Dataset", "Task"), start=1):
            row[place] += label in proposed
    return [[at, *rows[at]] for at in sorted(rows, key=last)]


@answers("graph-overview")
def graph_overview(w: Library) -> Rows:
    labels = Counter(n["label"] for n in w.nodes.values())
    types = Counter(kind for _, kind, _, _ in w.edges)
    rows = [["nodes", label, n, None] for label, n in labels.items()]
    for kind, n in types.items():
        mean = fmean(p["confidence"] for _, k, _, p in w.edges if k == kind)
        rows.append(["relationships", kind, n, mean])
    return sorted(rows, key=lambda r: (r[0], -r[2], r[1]))


@answers("search", {"text": "NET"}, {"text": "shared form", "limit": 50}, {"text": "注"}, {"text": "paper", "limit": 4})
def search(w: Library, text: str, limit: int) -> Rows:
    wanted = text.lower()
    rows = [
        [n["label"], n["name"], n.get("n_papers"), n["id"]]
        for n in w.all("Paper", "Method", "Dataset", "Task", "Metric")
        if any(wanted in form.lower() for form in [n["name"], *n.get("aliases", [])])
    ]
    return sorted(rows, key=lambda r: (r[1].lower() != wanted, -(r[2] or 0), r[1], r[3]))[:limit]


def trends(w: Library, label: str, years: int, limit: int, descriptive: bool, sign: int) -> Rows:
    """Count the papers of two periods from the edges, not from ``papers_by_year``."""
    now = newest(w)
    rows = []
    for e in w.all(*(["Method", "Dataset", "Task", "Metric"] if label == "Entity" else [label])):
        seen = [y for s, _, _, _ in w.into[e["id"]] if w.label(s) == "Paper" and (y := year(w, s))]
        recent = sum(y > now - years for y in seen)
        before = sum(now - 2 * years < y <= now - years for y in seen)
        if shown(w, e["id"], descriptive) and sign * (recent - before) > 0:
            rows.append((e["label"], e["name"], recent, before, e["n_papers"], e["id"]))
    rows.sort(key=lambda r: (-sign * (r[2] - r[3]), -r[4], r[1], r[5]))
    return [r[:5] for r in rows[:limit]]


TRIALS = [
    {"label": "Dataset"},
    {"label": "Entity", "years": 3, "limit": 50, "descriptive": True},
    {"label": "Task", "years": 1},
]


@answers("rising-entities", *TRIALS)
def rising(w: Library, label: str, years: int, limit: int, descriptive: bool) -> Rows:
    return trends(w, label, years, limit, descriptive, 1)


@answers("falling-entities", *TRIALS)
def falling(w: Library, label: str, years: int, limit: int, descriptive: bool) -> Rows:
    return trends(w, label, years, limit, descriptive, -1)


@answers("entity-over-time", {"entity": "imagenet"}, {"entity": "task:01"}, {"entity": "BLEU"})
def entity_over_time(w: Library, entity: str) -> Rows:
    e = entity_(w, entity)
    kinds = [(y, kind) for s, kind, _, _ in w.into[e] if w.label(s) == "Paper" and (y := year(w, s))]
    years = sorted({y for y, _ in kinds})
    return [
        [w.name(e), y, sum(at == y for at, _ in kinds), kinds.count((y, "PROPOSES")), kinds.count((y, "MENTIONS"))]
        for y in years
    ]


entity_ = entity
