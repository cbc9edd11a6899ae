"""Answers about tasks, their datasets, and gaps."""

from __future__ import annotations

from collections import Counter

from query_answers import Rows, answers, first, newest, node, shown, year
from query_answers.entities import relatives
from query_answers.world import Library

BROAD = {"limit": 100, "descriptive": True}


@answers("methods-for-task", {"task": "T1"}, {"task": "vision", **BROAD}, {"limit": 3})
def methods_for_task(w: Library, task: str, limit: int, descriptive: bool) -> Rows:
    t = node(w, task, "Task")
    edges = [(s, p) for s, kind, _, p in w.into[t] if kind == "USED_FOR" and shown(w, s, descriptive)]
    edges.sort(key=lambda e: (-e[1]["n_papers"], -e[1]["confidence"], w.name(e[0]), e[0]))
    return [
        [w.name(t), w.name(s), p["n_papers"], p["confidence"], w.nodes[s].get("first_year"), first(p["evidence"])]
        for s, p in edges[:limit]
    ]


@answers("methods-over-time", {"task": "T1", "since": 2021}, {"task": "classification", **BROAD}, {"limit": 2})
def methods_over_time(w: Library, task: str, since: int | None, limit: int, descriptive: bool) -> Rows:
    t = node(w, task, "Task")
    found = Counter(
        (at, m)
        for m, kind, _, p in w.into[t]
        if kind == "USED_FOR" and shown(w, m, descriptive)
        for paper in p["papers"]
        if (at := year(w, paper)) and (since is None or at >= since)
    )
    rows = sorted((at, -n, w.name(m), m) for (at, m), n in found.items())
    return [[at, name, -n] for at, n, name, _ in rows[:limit]]


@answers("datasets-of-task", {"task": "object detection"}, {"task": "T2", "limit": 3})
def datasets_of_task(w: Library, task: str, limit: int) -> Rows:
    t = node(w, task, "Task")
    said = {s: p["n_papers"] for s, kind, _, p in w.into[t] if kind == "BENCHMARK_FOR"}
    seen = Counter(d for p in w.sources(t, "ADDRESSES") for d in w.targets(p, "EVALUATES_ON"))
    rows = [(w.name(d), said.get(d, 0), seen[d], w.nodes[d].get("last_year"), d) for d in {*said, *seen}]
    rows.sort(key=lambda r: (-r[1] - r[2], r[0], r[4]))
    return [[w.name(t), *r[:4]] for r in rows[:limit]]


@answers("fading-datasets", {"task": "object detection", "years": 1}, {"task": "T2", "years": 3, "limit": 4})
def fading_datasets(w: Library, task: str, years: int, limit: int) -> Rows:
    t, now = node(w, task, "Task"), newest(w)
    used: dict[str, list[int]] = {}
    for p in w.sources(t, "ADDRESSES"):
        for d in w.targets(p, "EVALUATES_ON", "TRAINS_ON"):
            if at := year(w, p):
                used.setdefault(d, []).append(at)
    rows = []
    for d, ats in used.items():
        recent = sum(at > now - years for at in ats)
        before = sum(now - 2 * years < at <= now - years for at in ats)
        earlier = len(ats) - recent - before
        if not recent:
            trend = "gone"
        elif not before and not earlier:
            trend = "new"
        else:
            trend = "growing" if recent > before else "fading" if recent < before else "steady"
        rows.append((w.name(d), trend, recent, before, earlier, max(ats), d))
    rows.sort(key=lambda r: (-(r[2] + r[3] + r[4]), r[0], r[6]))
    return [r[:6] for r in rows[:limit]]


@answers("metrics-of-task", {"task": "object detection"}, {"limit": 2})
def metrics_of_task(w: Library, task: str, limit: int) -> Rows:
    t = node(w, task, "Task")
    found = Counter(x for p in w.sources(t, "ADDRESSES") for x in w.targets(p, "MEASURES"))
    rows = sorted((-n, w.name(x), x) for x, n in found.items())
    return [[w.name(t), name, -n] for n, name, _ in rows[:limit]]


@answers("task-hierarchy", {"task": "object detection", "descriptive": True}, {"task": "task:02", "limit": 3})
def task_hierarchy(w: Library, task: str, limit: int, descriptive: bool) -> Rows:
    t = node(w, task, "Task")
    return relatives(w, t, ("SUBTASK_OF",), ("supertask", "subtask"), 3, limit, descriptive)


def both(w: Library, task: str, other: str) -> dict[str, tuple[dict[str, float], dict[str, float]]]:
    a, b = (
        {s: p for s, kind, _, p in w.into[t] if kind == "USED_FOR"}
        for t in (node(w, task, "Task"), node(w, other, "Task"))
    )
    return {m: (a[m], b[m]) for m in a.keys() & b.keys()}


@answers("shared-methods", {"task": "T2", "other": "t1"}, {"task": "T0", "other": "T2", "limit": 1})
def shared_methods(w: Library, task: str, other: str, limit: int) -> Rows:
    rows = [
        (w.name(m), r["n_papers"], s["n_papers"], min(r["confidence"], s["confidence"]), m)
        for m, (r, s) in both(w, task, other).items()
    ]
    rows.sort(key=lambda r: (-r[1] - r[2], r[0], r[4]))
    return [r[:4] for r in rows[:limit]]


@answers("untested-methods", *({"task": "T0", "other": "task:04", "dataset": f"dataset:{n:02d}"} for n in (1, 3)))
def untested_methods(w: Library, task: str, other: str, dataset: str, limit: int) -> Rows:
    d = node(w, dataset, "Dataset")
    papers = set(w.sources(d, "EVALUATES_ON", "TRAINS_ON"))
    rows = []
    for m, (r, s) in both(w, task, other).items():
        tried = d in w.targets(m, "EVALUATED_WITH", "TRAINED_WITH") or papers & set(w.sources(m, "PROPOSES", "USES"))
        if not tried:
            rows.append((w.name(m), r["n_papers"], s["n_papers"], w.nodes[m]["n_papers"], m))
    rows.sort(key=lambda r: (-r[1] - r[2], -r[3], r[0], r[4]))
    return [r[:4] for r in rows[:limit]]


@answers("unconnected-tasks", {"min_papers": 0, "limit": 100}, {"min_papers": 5})
def unconnected_tasks(w: Library, min_papers: int, limit: int) -> Rows:
    tasks = [t["id"] for t in w.all("Task") if t["n_papers"] >= min_papers]
    methods = {t: {m for m in w.sources(t, "USED_FOR") if w.label(m) == "Method"} for t in tasks}
    rows = []
    for a in tasks:
        for b in tasks:
            shared = sorted(w.name(d) for d in {*w.sources(a, "BENCHMARK_FOR")} & {*w.sources(b, "BENCHMARK_FOR")})
            if a < b and shared and not methods[a] & methods[b]:
                rows.append((w.name(a), w.name(b), len(shared), shared[:5], a, b))
    rows.sort(key=lambda r: (-r[2], r[0], r[1], r[4], r[5]))
    return [r[:4] for r in rows[:limit]]


@answers("untried-methods", {"task": "object detection", **BROAD}, {"task": "T2", "limit": 3})
def untried_methods(w: Library, task: str, limit: int, descriptive: bool) -> Rows:
    t = node(w, task, "Task")
    related = {o for d in w.sources(t, "BENCHMARK_FOR") for o in w.targets(d, "BENCHMARK_FOR")} - {t}
    related |= {*w.targets(t, "SUBTASK_OF"), *w.sources(t, "SUBTASK_OF")}
    used: dict[str, list[str]] = {}
    for o in related:
        for m in w.sources(o, "USED_FOR"):
            if t not in w.targets(m, "USED_FOR") and shown(w, m, descriptive):
                used.setdefault(m, []).append(w.name(o))
    rows = [(w.name(m), len(ts), sorted(ts)[:5], w.nodes[m]["n_papers"], m) for m, ts in used.items()]
    rows.sort(key=lambda r: (-r[1], -r[3], r[0], r[4]))
    return [r[:4] for r in rows[:limit]]
