"""Answers about what to check in a graph."""

from __future__ import annotations

from query_answers import Rows, answers, first, shown
from query_answers.world import ENTITY_RELATIONS, Library


def label_list(label: str) -> list[str]:
    return ["Method", "Dataset", "Task", "Metric"] if label == "Entity" else [label]


@answers("unproved-edges", {"derived": False}, {"limit": 4})
def unproved_edges(w: Library, derived: bool, limit: int) -> Rows:
    edges = [e for e in w.edges if not e[3]["evidence"] and (derived or not e[3].get("derived", False))]
    edges.sort(key=lambda e: (e[3].get("derived", False), e[1], w.name(e[0]), w.name(e[2]), e[0], e[2]))
    return [[w.name(s), kind, w.name(t), p.get("derived", False), p["confidence"]] for s, kind, t, p in edges[:limit]]


@answers("orphans", {"limit": 1})
def orphans(w: Library, limit: int) -> Rows:
    rows = [
        [n["label"], n["name"], n.get("year", n.get("first_year")), n["id"]]
        for n in w.nodes.values()
        if not w.out[n["id"]] and not w.into[n["id"]]
    ]
    return sorted(rows, key=lambda r: (r[0], r[1], r[3]))[:limit]


@answers("isolated-entities", {"label": "Task"}, {"label": "Metric", "descriptive": True}, {"limit": 1})
def isolated_entities(w: Library, label: str, limit: int, descriptive: bool) -> Rows:
    joined = {n for s, kind, t, _ in w.edges if kind in (*ENTITY_RELATIONS, "OF") for n in (s, t)}
    rows = [
        [e["label"], e["name"], e["n_papers"], e["id"]]
        for e in w.all(*label_list(label))
        if e["id"] not in joined and shown(w, e["id"], descriptive)
    ]
    return sorted(rows, key=lambda r: (-r[2], r[1], r[3]))[:limit]


@answers("doubtful-edges", {"below": 0.8, "limit": 200}, {"below": 0.9, "relationship": "USED_FOR"}, {"below": 0.1})
def doubtful_edges(w: Library, below: float, relationship: str | None, limit: int) -> Rows:
    edges = [e for e in w.edges if e[3]["confidence"] < below and relationship in (None, e[1])]
    edges.sort(key=lambda e: (e[3]["confidence"], e[1], w.name(e[0]), w.name(e[2]), e[0], e[2]))
    return [[w.name(s), k, w.name(t), p["confidence"], first(p["evidence"])] for s, k, t, p in edges[:limit]]


@answers("shared-aliases", {"one_label": True}, {"limit": 1})
def shared_aliases(w: Library, one_label: bool, limit: int) -> Rows:
    bearers: dict[str, set[str]] = {}
    for e in w.all("Method", "Dataset", "Task", "Metric"):
        for form in [e["name"], *e["aliases"]]:
            bearers.setdefault(form.lower(), set()).add(e["id"])
    rows = []
    for form, ids in bearers.items():
        labels = {w.label(i) for i in ids}
        if len(ids) > 1 and (not one_label or len(labels) < len(ids)):
            rows.append([form, sorted(ids), sum(w.nodes[i]["n_papers"] for i in ids)])
    return sorted(rows, key=lambda r: (-r[2], r[0]))[:limit]


@answers("hierarchy-cycles", {"limit": 1})
def hierarchy_cycles(w: Library, limit: int) -> Rows:
    kinds = ("SUBCLASS_OF", "PART_OF", "SUBTASK_OF")
    confidence = {(s, kind, t): p["confidence"] for s, kind, t, p in w.edges if kind in kinds}
    rows = [
        (kind, w.name(s), w.name(t), sure, confidence[t, kind, s], s, t)
        for (s, kind, t), sure in confidence.items()
        if s < t and (t, kind, s) in confidence
    ]
    rows.sort(key=lambda r: (*r[:3], *r[5:]))
    return [r[:5] for r in rows[:limit]]
