"""Patterns, predicates and paths of Cypher: the same right answers on the embedded engine and on Neo4j."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import Any

from cypher_cases import ANY, Case, Cases, check
from cypher_world import World

from kg.cypher_types import Backend

cases = Cases()

# --- relationships -----------------------------------------------------------------------------------------------


@cache
def users(w: World) -> dict[str, set[str]]:
    found = defaultdict(set)
    for paper, method, _ in w.typed("USES"):
        found[method].add(paper)
    return found


def most_used(w: World) -> str:
    return max(users(w), key=lambda m: (len(users(w)[m]), m))


cases(
    "count of distinct papers by method",
    "MATCH (p:Paper)-[:USES]->(m:Method)\n"
    "RETURN m.name AS method, count(DISTINCT p) AS papers ORDER BY papers DESC, method LIMIT 20",
    lambda w: sorted(([w.name(m), len(ps)] for m, ps in users(w).items()), key=lambda r: (-r[1], r[0]))[:20],
)
cases(
    "either of two types, with the type and a property",
    "MATCH (m:Method {name: $name})<-[r:USES|PROPOSES]-(p:Paper)\n"
    "RETURN p.name AS paper, type(r) AS type, r.confidence AS confidence",
    lambda w: [
        [w.name(s), kind, p["confidence"]] for s, kind, _, p in w.into[most_used(w)] if kind in ("USES", "PROPOSES")
    ],
    lambda w: {"name": w.name(most_used(w))},
    ordered=False,
)


def used_together(w: World) -> list[list[Any]]:
    pairs: Counter[tuple[str, str]] = Counter()
    for paper in w.all("Paper"):
        names = sorted((w.name(m), m) for m in w.targets(paper["id"], "USES"))
        pairs.update((a, b) for i, (a, _) in enumerate(names) for b, _ in names[i + 1 :])
    rows = [[a, b, n] for (a, b), n in pairs.items() if n >= 3]
    return sorted(rows, key=lambda r: (-r[2], r[0], r[1]))[:25]


cases(
    "pairs in one pattern",
    "MATCH (a:Method)<-[:USES]-(p:Paper)-[:USES]->(b:Method) WHERE a.name < b.name\n"
    "WITH a.name AS one, b.name AS other, count(*) AS n WHERE n >= 3\n"
    "RETURN one, other, n ORDER BY n DESC, one, other LIMIT 25",
    used_together,
)
cases(
    "a relationship is walked once in a pattern",
    "MATCH (a:Method)<-[:USES]-(p:Paper {id: $id})-[:USES]->(b:Method) RETURN count(*) AS n",
    lambda w: [[(k := len(w.targets("P0011", "USES"))) * (k - 1)]],
    {"id": "P0011"},
)
cases(
    "a triangle in two patterns",
    "MATCH (a:Method)-[:SUBCLASS_OF]->(b:Method), (a)-[:USED_FOR]->(t:Task)<-[:USED_FOR]-(b) RETURN count(*) AS n",
    lambda w: [
        [
            sum(
                len(set(w.targets(a, "USED_FOR")) & set(w.targets(b, "USED_FOR")))
                for a, b, _ in w.typed("SUBCLASS_OF", "Method")
            )
        ]
    ],
)
cases(
    "distinct nodes two steps away",
    "MATCH (p:Paper {id: $id})-[:USES]->(m:Method)<-[:USES]-(q:Paper) WHERE q <> p\n"
    "WITH DISTINCT q RETURN count(q) AS n",
    lambda w: [[len({q for m in w.targets("P0011", "USES") for q in w.sources(m, "USES")} - {"P0011"})]],
    {"id": "P0011"},
)
cases(
    "any type and direction",
    "MATCH (a:Method {id: $id})--(b) RETURN count(*) AS n",
    lambda w: [[len(list(w.neighbours("M0003")))]],
    {"id": "M0003"},
)
cases(
    "any type, counted by type",
    "MATCH (a:Method {id: $id})<-[r]-(b) RETURN type(r) AS type, count(*) AS n ORDER BY type",
    lambda w: sorted([kind, n] for kind, n in Counter(kind for _, kind, _, _ in w.into["M0003"]).items()),
    {"id": "M0003"},
)
cases(
    "properties of a relationship",
    "MATCH (:Paper)-[r:USES {count: 2}]->(:Method)\n"
    "WHERE r.confidence > 0.5 AND r.evidence CONTAINS 'section 4' RETURN count(r) AS n",
    lambda w: [
        [sum(p["count"] == 2 and p["confidence"] > 0.5 and "section 4" in p["evidence"] for _, _, p in w.typed("USES"))]
    ],
)
cases(
    "ends of a relationship",
    "MATCH (:Task {id: $id})-[r:USED_FOR]-()\n"
    "RETURN startNode(r).id STARTS WITH 'M' AS right, endNode(r).id AS end, count(*) AS n",
    lambda w: [[True, "T0002", len(w.sources("T0002", "USED_FOR"))]],
    {"id": "T0002"},
)

# --- labels and properties ---------------------------------------------------------------------------------------

cases(
    "nodes counted by label",
    "MATCH (n) WITH [l IN labels(n) WHERE l <> 'Entity'] AS labels, count(*) AS n RETURN labels, n ORDER BY n DESC",
    lambda w: sorted(([[label], n] for label, n in w.sizes.items()), key=lambda r: -r[1]),
)
cases(
    "the label of the node before a relationship",
    "MATCH (n)-[:COMPARED_WITH]->()\n"
    "RETURN [l IN labels(n) WHERE l <> 'Entity'][0] AS label, count(*) AS n ORDER BY label",
    lambda w: [[label, len(w.typed("COMPARED_WITH", label))] for label in ("Dataset", "Method")],
)
cases(
    "names of nodes of several labels",
    "MATCH (p:Paper {id: $id})-[r]->(x) RETURN type(r) AS type, coalesce(x.name, x.title) AS name ORDER BY type, name",
    lambda w: sorted([kind, w.name(t)] for _, kind, t, _ in w.out["P0011"]),
    {"id": "P0011"},
)
POPULAR = "n.n_papers > 20"
cases(
    "a label as a predicate",
    f"MATCH (n) WHERE (n:Method OR n:Dataset) AND {POPULAR} RETURN n.name AS name",
    lambda w: [[n["name"]] for n in w.all("Method", "Dataset") if n["n_papers"] > 20],
    ordered=False,
)
cases(
    "either of two labels",
    f"MATCH (n:Method|Dataset) WHERE {POPULAR} RETURN n.name AS name",
    lambda w: [[n["name"]] for n in w.all("Method", "Dataset") if n["n_papers"] > 20],
    ordered=False,
)
cases(
    "the second label of every entity",
    "MATCH (e:Entity) WHERE NOT e:Method RETURN count(e) AS n",
    lambda w: [[w.sizes["Dataset"] + w.sizes["Task"]]],
)
cases("an unknown label is on no node", "MATCH (x:Nope) RETURN count(x) AS n", lambda w: [[0]])
cases("an unknown type is on no relationship", "MATCH (m:Method)-[:NOPE]->() RETURN count(m) AS n", lambda w: [[0]])
cases(
    "a property that the label lacks is null",
    "MATCH (m:Method {id: 'M0001'}) RETURN m.title AS title, m.nosuch AS nosuch",
    lambda w: [[None, None]],
)
cases(
    "properties that only some nodes have",
    "MATCH (n) WHERE n.title CONTAINS 'problem 11' OR n.name ENDS WITH ' 11' RETURN count(n) AS n",
    lambda w: [[sum("problem 11" in n.get("title", "") or n["name"].endswith(" 11") for n in w.nodes.values())]],
)
cases(
    "WHERE inside a node pattern",
    "MATCH (m:Method WHERE m.n_papers > 20) RETURN count(m) AS n",
    lambda w: [[sum(m["n_papers"] > 20 for m in w.all("Method"))]],
    lacking=True,
)
cases(
    "a text in any case",
    "MATCH (m:Method) WHERE toLower(m.name) CONTAINS toLower($text) RETURN count(m) AS n",
    lambda w: [[sum("gan" in m["name"].lower() for m in w.all("Method"))]],
    {"text": "GAN"},
)
cases(
    "the ends of a text",
    "MATCH (m:Method) WHERE m.name STARTS WITH $text AND m.name ENDS WITH '7' RETURN count(*) AS n",
    lambda w: [[sum(m["name"].startswith("Deep ") and m["name"].endswith("7") for m in w.all("Method"))]],
    {"text": "Deep "},
)
cases(
    "a regular expression matches the whole text",
    "MATCH (m:Method) WHERE m.name =~ '(?i).*gan [0-9]+' RETURN count(m) AS n",
    lambda w: [[sum(bool(re.fullmatch("(?i).*gan [0-9]+", m["name"])) for m in w.all("Method"))]],
)

# --- existence ---------------------------------------------------------------------------------------------------

for name, predicate in {
    "exists as a subquery": "EXISTS { MATCH (m)<-[:USES]-(:Paper) }",
    "exists as a pattern": "EXISTS { (m)<-[:USES]-(:Paper) }",
}.items():
    cases(name, f"MATCH (m:Method) WHERE {predicate} RETURN count(m) AS n", lambda w: [[len(users(w))]])
for name, predicate in {
    "not a pattern": "NOT (m)<-[:USES]-()",
    "not a pattern with a label": "NOT (m)<-[:USES]-(:Paper)",
}.items():
    cases(
        name,
        f"MATCH (m:Method) WHERE {predicate} RETURN count(m) AS n",
        lambda w: [[w.sizes["Method"] - len(users(w))]],
    )
cases(
    "exists with a condition",
    "MATCH (m:Method) WHERE EXISTS { MATCH (m)<-[r:USES]-(p:Paper) WHERE r.confidence > 0.95 } RETURN count(m) AS n",
    lambda w: [[len({m for _, m, p in w.typed("USES") if p["confidence"] > 0.95})]],
)
cases(
    "exists that looks at a variable outside",
    "MATCH (p:Paper {id: $id})-[r:USES]->(m:Method)\n"
    "WHERE EXISTS { MATCH (m)<-[s:USES]-(:Paper) WHERE s.confidence > r.confidence } RETURN count(m) AS n",
    lambda w: [
        [
            sum(
                any(q["confidence"] > p["confidence"] for _, kind, _, q in w.into[m] if kind == "USES")
                for _, kind, m, p in w.out["P0011"]
                if kind == "USES"
            )
        ]
    ],
    {"id": "P0011"},
)
cases(
    "a pattern between two bound nodes",
    "MATCH (m:Method {id: 'M0003'})<-[:USES]-(p:Paper), (d:Dataset {id: 'D0000'})\n"
    "WHERE (p)-[:EVALUATES_ON]->(d) RETURN count(p) AS n",
    lambda w: [[len(set(w.sources("M0003", "USES")) & set(w.sources("D0000", "EVALUATES_ON")))]],
)

# --- paths -------------------------------------------------------------------------------------------------------


@cache
def climber(w: World) -> str:
    return max(w.nodes, key=lambda m: (len(w.climbs(m, "SUBCLASS_OF", 1, 3)), m))


def climber_name(w: World) -> dict[str, Any]:
    return {"name": w.name(climber(w))}


def roots(w: World) -> list[list[Any]]:
    below = defaultdict(set)
    for method in w.all("Method"):
        for walk in w.climbs(method["id"], "SUBCLASS_OF", 1, 3):
            below[walk[-1]].add(method["id"])
    return sorted(([w.name(m), len(ms)] for m, ms in below.items()), key=lambda r: (-r[1], r[0]))[:20]


cases(
    "one to three steps",
    "MATCH (m:Method)-[:SUBCLASS_OF*1..3]->(root:Method)\n"
    "RETURN root.name AS root, count(DISTINCT m) AS n ORDER BY n DESC, root LIMIT 20",
    roots,
)
cases(
    "nodes and length of paths",
    "MATCH path = (m:Method {name: $name})-[:SUBCLASS_OF*1..3]->(root:Method)\n"
    "RETURN [n IN nodes(path) | n.name] AS names, length(path) AS steps",
    lambda w: [[[w.name(m) for m in walk], len(walk) - 1] for walk in w.climbs(climber(w), "SUBCLASS_OF", 1, 3)],
    climber_name,
    ordered=False,
)
cases(
    "relationships of paths as a list",
    "MATCH (m:Method {name: $name})-[rs:SUBCLASS_OF*1..3]->(root:Method) RETURN root.name AS root, size(rs) AS steps",
    lambda w: [[w.name(walk[-1]), len(walk) - 1] for walk in w.climbs(climber(w), "SUBCLASS_OF", 1, 3)],
    climber_name,
    ordered=False,
)
cases(
    "no step or more",
    "MATCH path = (m:Method {name: $name})-[:SUBCLASS_OF*0..2]->(root:Method)\n"
    "RETURN root.name AS root, length(path) AS steps",
    lambda w: [[w.name(walk[-1]), len(walk) - 1] for walk in w.climbs(climber(w), "SUBCLASS_OF", 0, 2)],
    climber_name,
    ordered=False,
)
cases(
    "a quantified pattern",
    "MATCH (m:Method {name: $name}) (()-[:SUBCLASS_OF]->()){1,3} (root:Method) RETURN DISTINCT root.name AS root",
    lambda w: [[w.name(m)] for m in {walk[-1] for walk in w.climbs(climber(w), "SUBCLASS_OF", 1, 3)}],
    climber_name,
    ordered=False,
    lacking=True,
)


def two_steps(w: World) -> list[list[Any]]:
    start = most_compared(w)
    ties = [(a, b) for a, b, _ in w.typed("COMPARED_WITH", "Method")]
    found = set()
    for first, (a, b) in enumerate(ties):
        if start in (a, b):
            middle = b if a == start else a
            found.add(middle)
            for second, (c, d) in enumerate(ties):
                if second != first and middle in (c, d):
                    found.add(d if c == middle else c)
    return [[w.name(m)] for m in found]


def most_compared(w: World) -> str:
    degree = Counter(m for a, b, _ in w.typed("COMPARED_WITH", "Method") for m in (a, b))
    return max(degree, key=lambda m: (degree[m], m))


cases(
    "two steps in any direction",
    "MATCH (m:Method {id: $id})-[:COMPARED_WITH*1..2]-(x:Method) RETURN DISTINCT x.name AS name",
    two_steps,
    lambda w: {"id": most_compared(w)},
    ordered=False,
)


@cache
def far_apart(w: World) -> tuple[str, str]:
    """Return a method and a dataset at distance four or more."""
    for method in reversed(w.all("Method")):
        for node, (steps, _) in w.distances(method["id"]).items():
            if w.label(node) == "Dataset" and steps >= 4:
                return method["id"], node
    raise AssertionError("the graph is too dense")


def ends(w: World) -> dict[str, Any]:
    method, dataset = far_apart(w)
    return {"a": w.name(method), "b": w.name(dataset)}


def distance(w: World, *kinds: str) -> tuple[int, int]:
    method, dataset = far_apart(w)
    return w.distances(method, *kinds)[dataset]


TWO = "MATCH (a:Method {name: $a}), (b:Dataset {name: $b})\n"
cases(
    "shortest path in one pattern",
    "MATCH p = shortestPath((a:Method {name: $a})-[*..6]-(b:Dataset {name: $b}))\n"
    "RETURN [n IN nodes(p) | n.name] AS names, length(p) AS steps",
    lambda w: [[ANY, distance(w)[0]]],
    ends,
)
cases(
    "shortest path between bound nodes",
    TWO
    + "MATCH p = shortestPath((a)-[*..6]-(b)) RETURN length(p) AS steps, [r IN relationships(p) | type(r)] AS types",
    lambda w: [[distance(w)[0], ANY]],
    ends,
)
cases(
    "shortest path by some types",
    TWO + "MATCH p = shortestPath((a)-[:USES|PROPOSES|EVALUATES_ON*..8]-(b)) RETURN length(p) AS steps",
    lambda w: [[distance(w, "USES", "PROPOSES", "EVALUATES_ON")[0]]],
    ends,
)
cases(
    "all shortest paths",
    TWO + "MATCH p = allShortestPaths((a)-[*..6]-(b)) RETURN count(p) AS n",
    lambda w: [[distance(w)[1]]],
    ends,
)
cases(
    "SHORTEST of GQL",
    "MATCH p = SHORTEST 1 (a:Method {name: $a})-[]-{1,6}(b:Dataset {name: $b}) RETURN length(p) AS steps",
    lambda w: [[distance(w)[0]]],
    ends,
    lacking=True,
)

# --- gaps --------------------------------------------------------------------------------------------------------


def untouched_pairs(w: World) -> list[list[Any]]:
    tasks = [t["id"] for t in w.all("Task") if t["n_papers"] >= 8]
    methods = {t: set(w.sources(t, "USED_FOR")) for t in tasks}
    return [[sum(a < b and not methods[a] & methods[b] for a in tasks for b in tasks)]]


def never_evaluated(w: World) -> list[list[Any]]:
    evaluating = {p for p, _, _ in w.typed("EVALUATES_ON")}
    evaluated = {m for kind in ("USES", "PROPOSES") for p, m, _ in w.typed(kind) if p in evaluating}
    return [[w.sizes["Method"] - len(evaluated)]]


PAIRS = "MATCH (a:Task), (b:Task) WHERE a.id < b.id AND a.n_papers >= $least AND b.n_papers >= $least\n  AND "
for name, predicate in {
    "pairs without a common neighbour, by exists": "NOT EXISTS { MATCH (a)<-[:USED_FOR]-(:Method)-[:USED_FOR]->(b) }",
    "pairs without a common neighbour, by a pattern": "NOT (a)<-[:USED_FOR]-(:Method)-[:USED_FOR]->(b)",
}.items():
    cases(name, f"{PAIRS}{predicate}\nRETURN count(*) AS n", untouched_pairs, {"least": 8})
EVALUATED = "(m)<-[:USES|PROPOSES]-(:Paper)-[:EVALUATES_ON]->(:Dataset)"
cases(
    "never evaluated, by exists",
    f"MATCH (m:Method) WHERE NOT EXISTS {{ MATCH {EVALUATED} }} RETURN count(m) AS n",
    never_evaluated,
)
cases("never evaluated, by a pattern", f"MATCH (m:Method) WHERE NOT {EVALUATED} RETURN count(m) AS n", never_evaluated)
cases(
    "never evaluated, by an optional match",
    "MATCH (m:Method) OPTIONAL MATCH (m)<-[:USES|PROPOSES]-(p:Paper)-[:EVALUATES_ON]->(d:Dataset)\n"
    "WITH m, count(d) AS n WHERE n = 0 RETURN count(m) AS n",
    never_evaluated,
)


@cases.parametrize
def test_both_engines_give_the_right_rows(case: Case, backend: Backend, world: World) -> None:
    check(case, backend, world)
