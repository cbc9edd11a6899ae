"""Clauses of Cypher: the same right answers on the embedded engine and on Neo4j."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import Any

import pytest
from cypher_cases import Case, Cases, check
from cypher_world import World

from kg.cypher_types import Backend
from kg.errors import QueryError

cases = Cases()

# --- OPTIONAL MATCH, collect -------------------------------------------------------------------------------------

FIRST = "MATCH (t:Task) WHERE t.id STARTS WITH 'T000'\n"


def first_tasks(w: World) -> list[tuple[str, list[str]]]:
    tasks = [t for t in w.all("Task") if t["id"].startswith("T000")]
    return [(t["name"], sorted({w.name(p) for p in w.sources(t["id"], "ADDRESSES")})) for t in tasks]


cases(
    "collect after sorting, and a slice",
    f"{FIRST}OPTIONAL MATCH (t)<-[:ADDRESSES]-(p:Paper)\n"
    "WITH t, p.name AS paper ORDER BY paper\nWITH t, collect(DISTINCT paper) AS papers\n"
    "RETURN t.name AS task, papers[..5] AS some, size(papers) AS n ORDER BY n DESC, task LIMIT 20",
    lambda w: sorted(([t, ps[:5], len(ps)] for t, ps in first_tasks(w)), key=lambda r: (-r[2], r[0])),
)
cases(
    "a slice of a collection",
    f"{FIRST}OPTIONAL MATCH (t)<-[:ADDRESSES]-(p:Paper)\nWITH t, collect(DISTINCT p.name)[..5] AS some\n"
    "RETURN t.name AS task, size(some) AS n ORDER BY n DESC, task LIMIT 20",
    lambda w: sorted(([t, min(5, len(ps))] for t, ps in first_tasks(w)), key=lambda r: (-r[1], r[0])),
)
cases(
    "an optional match of nothing",
    "MATCH (p:Paper {id: $id}) OPTIONAL MATCH (p)-[:NOPE]->(x) RETURN x IS NULL AS none, count(x) AS n",
    lambda w: [[True, 0]],
    {"id": "P0011"},
)

# --- UNWIND, CASE ------------------------------------------------------------------------------------------------

SOME = (3, 77, 205)
cases(
    "unwind a list of names",
    "UNWIND $names AS name MATCH (m:Method {name: name}) RETURN name, m.n_papers AS n ORDER BY name",
    lambda w: sorted([m["name"], m["n_papers"]] for m in (w.nodes[w.id("Method", i)] for i in SOME)),
    lambda w: {"names": [w.name(w.id("Method", i)) for i in SOME]},
)
cases(
    "unwind a range", "UNWIND range(1, 5) AS i RETURN i, i * i AS square", lambda w: [[i, i * i] for i in range(1, 6)]
)


def bucket(n: int) -> str:
    return "hub" if n >= 20 else "common" if n >= 3 else "rare"


cases(
    "case with conditions",
    "MATCH (m:Method)\n"
    "WITH CASE WHEN m.n_papers >= 20 THEN 'hub' WHEN m.n_papers >= 3 THEN 'common' ELSE 'rare' END AS bucket\n"
    "RETURN bucket, count(*) AS n ORDER BY bucket",
    lambda w: sorted([k, n] for k, n in Counter(bucket(m["n_papers"]) for m in w.all("Method")).items()),
)
cases(
    "case of a value",
    "MATCH (p:Paper {id: $id})-[r]->()\n"
    "RETURN CASE type(r) WHEN 'USES' THEN 'u' WHEN 'PROPOSES' THEN 'p' ELSE 'o' END AS kind, count(*) AS n "
    "ORDER BY kind",
    lambda w: sorted(
        [k, n]
        for k, n in Counter({"USES": "u", "PROPOSES": "p"}.get(kind, "o") for _, kind, _, _ in w.out["P0011"]).items()
    ),
    {"id": "P0011"},
)

# --- subqueries --------------------------------------------------------------------------------------------------

FIVE = "MATCH (t:Task) WHERE t.id <= 'T0004'\n"
BEST = "MATCH (t)<-[:USED_FOR]-(m:Method) RETURN m ORDER BY m.n_papers DESC, m.name LIMIT 2 }\n"
BEST += "RETURN t.name AS task, m.name AS method ORDER BY task, method"


def best_two(w: World) -> list[list[Any]]:
    rows = []
    for task in w.all("Task")[:5]:
        methods = [w.nodes[m] for m in w.sources(task["id"], "USED_FOR")]
        best = sorted(methods, key=lambda m: (-m["n_papers"], m["name"]))[:2]
        rows += [[task["name"], m["name"]] for m in best]
    return sorted(rows)


cases("a subquery for every row", f"{FIVE}CALL {{ WITH t {BEST}", best_two)
cases("a subquery with a scope", f"{FIVE}CALL (t) {{ {BEST}", best_two)
cases(
    "a union in a subquery",
    "CALL { MATCH (m:Method) RETURN m.n_papers AS n UNION ALL MATCH (d:Dataset) RETURN d.n_papers AS n }\n"
    "RETURN sum(n) AS n",
    lambda w: [[sum(n["n_papers"] for n in w.all("Method", "Dataset"))]],
)
cases(
    "counts in the branches of a union in a subquery",
    "CALL { MATCH (m:Method) WITH count(*) AS n RETURN 'm' AS kind, n UNION ALL\n"
    "  MATCH (d:Dataset) WITH count(*) AS n RETURN 'd' AS kind, n }\nRETURN kind, n ORDER BY kind",
    lambda w: [["d", w.sizes["Dataset"]], ["m", w.sizes["Method"]]],
)
cases(
    "a count as the result of one branch of a union in a subquery",
    "CALL { MATCH (m:Method) RETURN 'm' AS kind, count(*) AS n UNION ALL\n"
    "  MATCH (d:Dataset) RETURN d.id AS kind, 1 AS n }\nRETURN kind, n ORDER BY kind",
    lambda w: [*([d["id"], 1] for d in w.all("Dataset")), ["m", w.sizes["Method"]]],
    lacking=True,
)


def most_addressed(w: World) -> list[list[Any]]:
    rows = ([t["name"], len(w.sources(t["id"], "ADDRESSES"))] for t in w.all("Task"))
    return sorted(rows, key=lambda r: (-r[1], r[0]))[:10]


def five_addressed(w: World) -> list[list[Any]]:
    return sorted([t["name"], len(w.sources(t["id"], "ADDRESSES"))] for t in w.all("Task")[:5])


cases(
    "a count subquery",
    "MATCH (t:Task) WITH t, COUNT { (t)<-[:ADDRESSES]-(:Paper) } AS n\n"
    "RETURN t.name AS task, n ORDER BY n DESC, task LIMIT 10",
    most_addressed,
)
cases(
    "a collect subquery",
    f"{FIVE}RETURN t.name AS task, size(COLLECT {{ MATCH (t)<-[:ADDRESSES]-(p:Paper) RETURN p.name }}) AS n\n"
    "ORDER BY task",
    five_addressed,
    lacking=True,
)
cases(
    "a pattern comprehension",
    f"{FIVE}RETURN t.name AS task, size([(t)<-[:ADDRESSES]-(p:Paper) | p.name]) AS n ORDER BY task",
    five_addressed,
)

# --- UNION, WITH, aggregates -------------------------------------------------------------------------------------

cases(
    "a union drops duplicates",
    "MATCH (m:Method) WHERE m.n_papers > 20 RETURN 'x' AS name UNION MATCH (d:Dataset) RETURN d.name AS name",
    lambda w: [["x"], *([d["name"]] for d in w.all("Dataset"))],
    ordered=False,
)
cases(
    "with everything and one more",
    "MATCH (t:Task {id: $id})<-[:USED_FOR]-(m:Method) WITH *, m.n_papers AS n WHERE n > 3\n"
    "RETURN t.name AS task, count(*) AS n",
    lambda w: [[w.name("T0002"), sum(w.nodes[m]["n_papers"] > 3 for m in w.sources("T0002", "USED_FOR"))]],
    {"id": "T0002"},
)


def uses(w: World) -> list[dict[str, Any]]:
    return [p for _, _, p in w.typed("USES")]


cases(
    "aggregates",
    "MATCH (:Paper)-[r:USES]->(:Method)\n"
    "RETURN count(*) AS n, sum(r.count) AS sum, min(r.confidence) AS min, max(r.confidence) AS max, "
    "avg(r.confidence) AS mean",
    lambda w: [
        [
            len(uses(w)),
            sum(p["count"] for p in uses(w)),
            min(p["confidence"] for p in uses(w)),
            max(p["confidence"] for p in uses(w)),
            statistics.fmean(p["confidence"] for p in uses(w)),
        ]
    ],
)
cases(
    "the standard deviation",
    "MATCH (m:Method) RETURN stDev(m.n_papers) AS deviation",
    lambda w: [[statistics.stdev(m["n_papers"] for m in w.all("Method"))]],
)
cases(
    "the median",
    "MATCH (m:Method) WITH m.n_papers AS n ORDER BY n WITH collect(n) AS ns\n"
    "RETURN (ns[(size(ns) - 1) / 2] + ns[size(ns) / 2]) / 2.0 AS median",
    lambda w: [[statistics.median(m["n_papers"] for m in w.all("Method"))]],
)
cases(
    "aggregates of aggregates",
    "MATCH (p:Paper)-[:EVALUATES_ON]->(d:Dataset) WITH d, count(p) AS n WITH max(n) AS most, collect(n) AS counts\n"
    "RETURN most, size(counts) AS n",
    lambda w: [[max(c := Counter(d for _, d, _ in w.typed("EVALUATES_ON")).values()), len(c)]],
)


def top_three(w: World) -> list[dict[str, Any]]:
    return sorted(w.all("Method"), key=lambda m: (-m["n_papers"], m["name"]))[:3]


cases(
    "go on from the first three",
    "MATCH (m:Method) WITH m ORDER BY m.n_papers DESC, m.name LIMIT 3\n"
    "MATCH (m)-[:USED_FOR]->(t:Task) RETURN m.name AS method, count(t) AS n ORDER BY method",
    lambda w: sorted(
        [m["name"], len(w.targets(m["id"], "USED_FOR"))] for m in top_three(w) if w.targets(m["id"], "USED_FOR")
    ),
)

# --- ORDER BY, SKIP, LIMIT, null ---------------------------------------------------------------------------------

cases(
    "skip and limit as parameters",
    "MATCH (m:Method) RETURN m.name AS name ORDER BY m.n_papers DESC, name SKIP $skip LIMIT $limit",
    lambda w: [[m["name"]] for m in sorted(w.all("Method"), key=lambda m: (-m["n_papers"], m["name"]))[3:7]],
    {"skip": 3, "limit": 4},
)
cases("a limit of none", "MATCH (m:Method) RETURN m.name AS name LIMIT 0", lambda w: [])
cases(
    "in a list of parameters",
    "MATCH (m:Method) WHERE m.id IN $ids RETURN m.name AS name ORDER BY name",
    lambda w: sorted([w.name(m)] for m in ("M0003", "M0009")),
    {"ids": ["M0003", "M0009"]},
)


def years(w: World) -> list[int]:
    return [p["year"] for p in w.all("Paper") if "year" in p]


cases(
    "nulls come last",
    "MATCH (p:Paper) RETURN p.year AS year ORDER BY year LIMIT 1",
    lambda w: [[min(years(w))]],
)
cases(
    "nulls come first downwards", "MATCH (p:Paper) RETURN p.year AS year ORDER BY year DESC LIMIT 1", lambda w: [[None]]
)
cases(
    "the negation of unknown is unknown",
    "MATCH (p:Paper) WHERE NOT p.year > 2000 RETURN count(p) AS n",
    lambda w: [[0]],
)
cases(
    "a property that is absent",
    "MATCH (p:Paper) WHERE p.day IS NULL RETURN count(p) AS n",
    lambda w: [[sum("day" not in p for p in w.all("Paper"))]],
)
cases(
    "a parameter that is null",
    "MATCH (p:Paper) WHERE $since IS NULL OR p.year >= $since RETURN count(p) AS n",
    lambda w: [[w.sizes["Paper"]]],
    {"since": None},
)
cases(
    "comments, small letters, quoted names, a semicolon",
    "// leading comment\nmatch (m:Method) /* a ; in a block */ where m.`n_papers` > 20 return count(m) as n;",
    lambda w: [[sum(m["n_papers"] > 20 for m in w.all("Method"))]],
)


@cases.parametrize
def test_both_engines_give_the_right_rows(case: Case, backend: Backend, world: World) -> None:
    check(case, backend, world)


@pytest.mark.parametrize(
    ("cypher", "message"),
    [
        ("RETURN 1 AS a; RETURN 2 AS b", "more than one statement"),
        ("LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line", "LOAD CSV is not allowed"),
        ("RETURN 1 AS a FORMAT CSV", "FORMAT CSV is not allowed"),
        ("MATCH (m:Method {id: $id}) RETURN m.name AS name", r"no value for \$id"),
        ("RETURN 'open AS a", "is never closed"),
        ("  // nothing", "empty"),
    ],
)
def test_both_engines_refuse_alike(backend: Backend, cypher: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        backend.run(cypher)
