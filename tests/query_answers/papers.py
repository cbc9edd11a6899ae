"""Answers about papers."""

from __future__ import annotations

from typing import Any

from query_answers import Rows, answers, first, last, node, since_year, year
from query_answers import entity as entity_of
from query_answers import paper as paper_of
from query_answers.world import Library


def papers_of(w: Library, id: str, since: int | None, limit: int) -> Rows:
    rows = [
        [w.name(id), w.name(s), year(w, s), kind, p["confidence"], s]
        for s, kind, _, p in w.into[id]
        if w.label(s) == "Paper" and since_year(w, s, since)
    ]
    return sorted(rows, key=lambda r: (-(r[2] or 0), r[1], r[5]))[:limit]


@answers("papers-of-method", {"method": "bert"}, {"method": "M4", "since": 2022, "limit": 3}, {"method": "method:02"})
def papers_of_method(w: Library, method: str, since: int | None, limit: int) -> Rows:
    return papers_of(w, node(w, method, "Method"), since, limit)


@answers("papers-of-entity", {"entity": "Shared Form"}, {"entity": "BLEU", "since": 2020}, {"entity": "vision"})
def papers_of_entity(w: Library, entity: str, since: int | None, limit: int) -> Rows:
    return papers_of(w, entity_of(w, entity), since, limit)


@answers("papers-of-author", {"author": "李"}, {"author": "a", "limit": 50})
def papers_of_author(w: Library, author: str, limit: int) -> Rows:
    rows = []
    for p in w.all("Paper"):
        named = [a for a in p.get("authors", []) if author.lower() in a.lower()]
        if named:
            proposes = sorted(w.name(t) for t in w.targets(p["id"], "PROPOSES"))
            rows.append([p["name"], p.get("year"), named, proposes, p["id"]])
    return sorted(rows, key=lambda r: (-(r[1] or 0), r[0], r[4]))[:limit]


@answers("what-a-paper-says", {"paper": "p05"}, {"paper": "étude"}, {"paper": "series"})
def what_a_paper_says(w: Library, paper: str) -> Rows:
    p = paper_of(w, paper)
    rows = [
        (w.label(t), kind, w.name(t), t, properties) for _, kind, t, properties in w.out[p] if w.label(t) != "Result"
    ]
    rows.sort(key=lambda r: r[:4])
    return [[w.name(p), kind, label, name, q["confidence"], first(q["evidence"])] for label, kind, name, _, q in rows]


def one(w: Library, result: str, kind: str) -> str | None:
    return next((w.name(t) for t in w.targets(result, kind)), None)


@answers("results-of-paper", *({"paper": f"p{n:02d}"} for n in (3, 10, 17, 24, 31)))
def results_of_paper(w: Library, paper: str) -> Rows:
    p = paper_of(w, paper)
    rows = []
    for _, kind, s, proof in sorted(w.out[p], key=lambda e: e[2]):
        if kind == "REPORTS":
            r = w.nodes[s]
            ends = [one(w, s, k) for k in ("BY", "ON", "FOR")]
            said = first(proof["evidence"])
            rows.append([w.name(p), one(w, s, "OF"), r["value"], r["unit"], r["delta"], *ends, said])
    return rows


def earliest(w: Library, method: str, but: str) -> str | None:
    found = [p for p in w.sources(method, "PROPOSES") if p != but]
    return min(found, key=lambda p: (year(w, p) or 9999, p), default=None)


@answers("foundations-of-paper", *({"paper": f"p{n:02d}"} for n in (1, 2, 7, 13)))
def foundations(w: Library, paper: str) -> Rows:
    p = paper_of(w, paper)
    rows: set[tuple[int, str, str, str | None]] = set()
    for m in w.targets(p, "USES"):
        rows.add((1, w.name(m), m, None))
        for q in w.sources(m, "PROPOSES"):
            if q != p:
                rows |= {(2, w.name(n), n, w.name(q)) for n in w.targets(q, "USES")}
    found = []
    for depth, name, m, via in sorted(rows, key=lambda r: (*r[:3], last(r[3]))):
        origin = earliest(w, m, p)
        found.append([depth, name, via, origin and w.name(origin), origin and year(w, origin)])
    return found


KINDS = ("PROPOSES", "USES", "ADDRESSES", "EVALUATES_ON", "TRAINS_ON")


@answers("similar-papers", {"paper": "p09"}, {"paper": "p13", "limit": 3})
def similar_papers(w: Library, paper: str, limit: int) -> Rows:
    p = paper_of(w, paper)
    mine = set(w.targets(p, *KINDS))
    rows = []
    for q in w.all("Paper"):
        names = sorted(w.name(e) for e in mine & set(w.targets(q["id"], *KINDS)))
        if names and q["id"] != p:
            rows.append([q["name"], q.get("year"), len(names), names[:5], q["id"]])
    return sorted(rows, key=lambda r: (-r[2], r[0], r[4]))[:limit]


@answers("proposed-and-evaluated", {"dataset": "COCOs"}, {"dataset": "COCO", "since": 2021, "limit": 2})
def proposed_and_evaluated(w: Library, dataset: str, since: int | None, limit: int) -> Rows:
    d = node(w, dataset, "Dataset")
    rows = []
    for s, kind, _, q in w.into[d]:
        methods = sorted(w.name(m) for m in w.targets(s, "PROPOSES") if w.label(m) == "Method")
        if kind == "EVALUATES_ON" and methods and since_year(w, s, since):
            rows.append([w.name(d), w.name(s), year(w, s), methods, q["confidence"], s])
    return sorted(rows, key=lambda r: (-(r[2] or 0), r[1], r[5]))[:limit]


@answers("who-proposed", {"entity": "resnets"}, {"entity": "COCO"}, {"entity": "task:02"})
def who_proposed(w: Library, entity: str) -> Rows:
    e = entity_of(w, entity)
    rows: list[list[Any]] = [
        [w.name(e), w.name(s), year(w, s), w.nodes[s].get("authors"), q["confidence"], first(q["evidence"]), s]
        for s, kind, _, q in w.into[e]
        if kind == "PROPOSES"
    ]
    return sorted(rows, key=lambda r: (last(r[2]), -r[4], r[6]))


@answers("influence-by-reuse", {"limit": 5}, {"limit": 100})
def influence(w: Library, limit: int) -> Rows:
    rows = []
    for p in w.all("Paper"):
        users, proposals = set(), set()
        for e in w.targets(p["id"], "PROPOSES"):
            if w.label(e) not in ("Method", "Dataset"):
                continue
            for q in w.sources(e, "USES", "COMPARES_WITH", "EVALUATES_ON", "TRAINS_ON"):
                earlier = p.get("year") and year(w, q) and year(w, q) < p["year"]  # type: ignore[operator]
                if q != p["id"] and not earlier:
                    users.add(q)
                    proposals.add(w.name(e))
        if users:
            rows.append([p["name"], p.get("year"), len(users), sorted(proposals), p["id"]])
    return sorted(rows, key=lambda r: (-r[2], r[0], r[4]))[:limit]


@answers("undated-papers", {"limit": 3})
def undated_papers(w: Library, limit: int) -> Rows:
    rows = [[p["name"], p.get("sources"), p["id"]] for p in w.all("Paper") if "year" not in p]
    return sorted(rows, key=lambda r: (r[0], r[2]))[:limit]
