"""Answers about methods, datasets and results."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import Any

from query_answers import Rows, answers, first, node, shown, year
from query_answers.world import Library


@answers("tasks-of-method", {"method": "BERT"}, {"method": "transformers", "limit": 2}, {"method": "method:02"})
def tasks_of_method(w: Library, method: str, limit: int) -> Rows:
    m = node(w, method, "Method")
    edges = [(t, p) for _, kind, t, p in w.out[m] if kind == "USED_FOR"]
    edges.sort(key=lambda e: (-e[1]["n_papers"], -e[1]["confidence"], w.name(e[0]), e[0]))
    return [
        [w.name(m), w.label(t), w.name(t), p["n_papers"], p["confidence"], first(p["evidence"])]
        for t, p in edges[:limit]
    ]


@answers("datasets-of-method", *({"method": f"method:{n:02d}"} for n in (8, 10, 12)), {"method": "M8", "limit": 1})
def datasets_of_method(w: Library, method: str, limit: int) -> Rows:
    m = node(w, method, "Method")
    edges = [(kind, t, p) for _, kind, t, p in w.out[m] if kind in ("EVALUATED_WITH", "TRAINED_WITH")]
    edges.sort(key=lambda e: (-e[2]["n_papers"], w.name(e[1]), e[0], e[1]))
    return [
        [w.name(m), kind, w.name(t), p["n_papers"], p["confidence"], first(p["evidence"])]
        for kind, t, p in edges[:limit]
    ]


@answers("cooccurring-methods", {"method": "method:01"}, {"method": "BERT", "limit": 50, "descriptive": True})
def cooccurring(w: Library, method: str, limit: int, descriptive: bool) -> Rows:
    m = node(w, method, "Method")
    kinds = ("PROPOSES", "USES", "COMPARES_WITH")
    together = Counter(
        o
        for p in w.sources(m, *kinds)
        for o in w.targets(p, *kinds)
        if o != m and w.label(o) == "Method" and shown(w, o, descriptive)
    )
    rows = [(w.name(o), n, round(1000 * n / w.nodes[o]["n_papers"]) / 1000, o) for o, n in together.items()]
    rows.sort(key=lambda r: (-r[1], -r[2], r[0], r[3]))
    return [[w.name(m), *r[:3]] for r in rows[:limit]]


@answers("rivals-of-method", *({"method": f"method:{n:02d}"} for n in (1, 2, 5)))
def rivals(w: Library, method: str, limit: int) -> Rows:
    m = node(w, method, "Method")
    edges = [(t, p) for _, kind, t, p in w.out[m] if kind == "COMPARED_WITH"]
    edges += [(s, p) for s, kind, _, p in w.into[m] if kind == "COMPARED_WITH"]
    rows: list[list[Any]] = []
    for o, p in edges:
        tasks = {t for t in set(w.targets(m, "USED_FOR")) & set(w.targets(o, "USED_FOR")) if w.label(t) == "Task"}
        sets = set(w.targets(m, "EVALUATED_WITH")) & set(w.targets(o, "EVALUATED_WITH"))
        proof = [p["confidence"], first(p["evidence"])]
        rows.append([w.name(m), w.name(o), p["n_papers"], len(tasks), len(sets), *proof, o])
    rows.sort(key=lambda r: (-r[2], -r[3], r[1], r[7]))
    return [r[:7] for r in rows[:limit]]


def climb(w: Library, start: str, kinds: tuple[str, ...], up: bool, most: int) -> dict[str, int]:
    """Return the nodes within ``most`` steps along the edges (or against them), with their distance."""
    found = {start: 0}
    layer = [start]
    for steps in range(1, most + 1):
        layer = [n for here in layer for n in (w.targets if up else w.sources)(here, *kinds) if n not in found]
        for n in layer:
            found.setdefault(n, steps)
    del found[start]
    return found


def relatives(
    w: Library, start: str, kinds: tuple[str, ...], names: tuple[str, str], most: int, limit: int, descriptive: bool
) -> Rows:
    rows = []
    for direction, up in zip(names, (True, False), strict=True):
        for o, steps in climb(w, start, kinds, up, most).items():
            if shown(w, o, descriptive):
                rows.append((direction, steps, w.name(o), w.nodes[o]["n_papers"], o))
    rows.sort(key=lambda r: (r[0], r[1], -r[3], r[2], r[4]))
    return [r[:4] for r in rows[:limit]]


@answers("lineage-of-method", {"method": "BERT"}, {"method": "method:02", "limit": 7, "descriptive": True})
def lineage(w: Library, method: str, limit: int, descriptive: bool) -> Rows:
    m = node(w, method, "Method")
    return relatives(w, m, ("SUBCLASS_OF", "PART_OF"), ("ancestor", "descendant"), 4, limit, descriptive)


@answers("parts-of-method", {"method": "transformer"}, {"method": "method:02"}, {"method": "method:01", "limit": 2})
def parts(w: Library, method: str, limit: int) -> Rows:
    m = node(w, method, "Method")
    edges = [(s, p) for s, kind, _, p in w.into[m] if kind == "PART_OF"]
    edges.sort(key=lambda e: (-e[1]["n_papers"], -e[1]["confidence"], w.name(e[0]), e[0]))
    return [
        [w.name(m), w.name(s), p["n_papers"], p["confidence"], p["derived"], first(p["evidence"])]
        for s, p in edges[:limit]
    ]


def scores(w: Library, dataset: str, metric: str | None) -> list[tuple[str, str, str]]:
    """Return (result, metric, paper) of the scores on a dataset; ``metric`` may be any of its forms."""
    d = node(w, dataset, "Dataset")
    found = []
    for s in w.sources(d, "ON"):
        r = w.nodes[s]
        for x in w.targets(s, "OF"):
            forms = [w.name(x).lower(), *(a.lower() for a in w.nodes[x]["aliases"])]
            wanted = metric is None or metric == x or metric.lower() in forms
            if wanted and "number" in r and not r["delta"]:
                found += [(s, x, p) for p in w.sources(s, "REPORTS")]
    return found


@answers(
    "leaderboard",
    {"dataset": "coco"},
    {"metric": "ACCURACY"},
    {"metric": "M2", "lower_is_better": True},
    {"metric": "Shared Form", "limit": 2},
)
def leaderboard(w: Library, dataset: str, metric: str | None, lower_is_better: bool, limit: int) -> Rows:
    rows = []
    for s, x, p in scores(w, dataset, metric):
        r = w.nodes[s]
        ends = {k: next((w.name(t) for t in w.targets(s, k)), None) for k in ("BY", "FOR")}
        rows.append([w.name(x), r["number"], r["unit"], ends["BY"], w.name(p), year(w, p), ends["FOR"], p, s])
    rows.sort(key=lambda r: (r[0], r[1] if lower_is_better else -r[1], r[8]))
    return [r[:8] for r in rows[:limit]]


@answers("benchmark-saturation", {"dataset": "COCO"}, {"metric": "f1"})
def saturation(w: Library, dataset: str, metric: str | None) -> Rows:
    groups: dict[tuple[str, str, int, str], list[float]] = {}
    for s, x, p in scores(w, dataset, metric):
        if at := year(w, p):
            groups.setdefault((w.name(x), w.nodes[s]["unit"], at, x), []).append(w.nodes[s]["number"])
    rows = []
    for (name, unit, at, _), numbers in sorted(groups.items()):
        headroom = round(100 - max(numbers), 2) if unit == "%" else None
        rows.append([name, unit, at, len(numbers), max(numbers), min(numbers), fmean(numbers), headroom])
    return rows
