"""Lint: every construct that one of the engines lacks is found at its place, and nothing is said of good queries."""

from __future__ import annotations

import time

import pytest

import queries
from kg.cypher_lint import lint


@pytest.mark.parametrize("name", sorted(queries.catalog()))
def test_the_library_is_clean(name: str) -> None:
    assert lint(queries.get(name).cypher) == []


@pytest.mark.parametrize(
    ("cypher", "place", "rule"),
    [
        ("MATCH (p:Paper) WHERE p.title IS NULL RETURN p", (1, 25), "P1"),
        ("MATCH (n:Method) RETURN n.type AS t", (1, 27), "P2"),
        ("MATCH (n:Method) RETURN n.labels AS t", (1, 27), "P2"),
        ("MATCH (n:Method)\nSET n.name = 'x'", (2, 1), "P3"),
        ("CREATE (n:Method)", (1, 1), "P3"),
        ("MATCH (n:Method) DETACH DELETE n", (1, 18), "P3"),
        ("MERGE (n:Method {id: 'x'})", (1, 1), "P3"),
        ("MATCH (n:Method) REMOVE n.name", (1, 18), "P3"),
        ("MATCH (n:Method) FOREACH (x IN [1] | SET n.name = x)", (1, 18), "P3"),
        ("LOAD CSV FROM 'x' AS row RETURN row", (1, 1), "P3"),
        ("MATCH (n:Method) OPTIONAL CALL { WITH n RETURN n.name AS x } RETURN x", (1, 18), "P3"),
        ("MATCH (n:Method) CALL (n) { RETURN n.name AS x } RETURN x", (1, 18), "P3"),
        ("MATCH (n:Method) CALL { WITH n RETURN n.name AS x } IN TRANSACTIONS RETURN x", (1, 53), "P3"),
        ("MATCH (n:Method) RETURN n.name AS x HAVING x > 1", (1, 37), "P3"),
        ("SHOW INDEXES", (1, 1), "P3"),
        ("CALL { MATCH (a:Task) RETURN count(*) AS n UNION MATCH (b:Task) RETURN 1 AS n } RETURN n", (1, 23), "P3"),
        ("MATCH (m:Method WHERE m.n_papers > 1) RETURN m", (1, 17), "P4"),
        ("MATCH (a:Task)-[r:SUBTASK_OF WHERE r.confidence > 0.5]->(b:Task) RETURN a", (1, 30), "P4"),
        ("MATCH (a:Task)-[:SUBTASK_OF]->{1,3}(b:Task) RETURN a", (1, 31), "P4"),
        ("MATCH ((a:Task)-[:SUBTASK_OF]->(b:Task)){1,3} RETURN a", (1, 41), "P4"),
        ("MATCH ((a:Task)-[:SUBTASK_OF]->(b:Task))+ RETURN a", (1, 41), "P4"),
        ("MATCH p = SHORTEST 1 (a:Task)-[:SUBTASK_OF]->(b:Task) RETURN p", (1, 11), "P4"),
        ("MATCH p = ANY SHORTEST (a:Task)-[:SUBTASK_OF]->(b:Task) RETURN p", (1, 15), "P4"),
        ("MATCH (a:Task)-[:SUBTASK_OF*]->(b:Task) RETURN a", (1, 28), "P4"),
        ("MATCH (a:Task)-[:SUBTASK_OF*2..]->(b:Task) RETURN a", (1, 28), "P4"),
        ("MATCH (a:Entity&Task) RETURN a", (1, 16), "P4"),
        ("MATCH (a:!Task) RETURN a", (1, 10), "P4"),
        ("MATCH (a:Task) USING INDEX a:Task(id) WHERE a.id = 'x' RETURN a", (1, 16), "P4"),
        ("MATCH p = shortestPath((a)-[:T*..6 {derived: false}]-(b)) RETURN p", (1, 36), "P5"),
        ("MATCH p = shortestPath((a)-[:T*..6]-(b)) WHERE all(r IN relationships(p) WHERE r.x) RETURN p", (1, 57), "P5"),
        ("MATCH (t:Task) WHERE exists(t.name) RETURN t", (1, 22), "P6"),
        ("MATCH (t:Task) WHERE size((t)--()) > 1 RETURN t", (1, 22), "P6"),
        ("MATCH (t:Task) RETURN size(COLLECT { MATCH (t)--(x) RETURN x }) AS n", (1, 38), "P6"),
        ("MATCH (t:Task) RETURN id(t) AS id", (1, 23), "P7"),
        ("MATCH (t:Task) RETURN percentileCont(t.n_papers, 0.5) AS x", (1, 23), "P7"),
        ("RETURN apoc.text.join(['a'], ',') AS x", (1, 8), "P7"),
        ("CALL db.indexes() YIELD name RETURN name", (1, 6), "P7"),
        ("MATCH (a:Task), (b:Task) RETURN a, b", (1, 17), "P8"),
        ("RETURN duration.between(date('2020-01-01'), date('2021-01-01')) AS x", (1, 8), "P9"),
        ("RETURN datetime() AS x", (1, 8), "P9"),
        ("MATCH (t:Task {id: $0}) RETURN t", (1, 20), "P10"),
        ("MATCH (t:Task) RETURN t.name", (1, 23), "P11"),
        ("MATCH (t:Task) RETURN t.name AS x, t.id AS x", (1, 44), "P11"),
        ("MATCH (t:Task) RETURN t LIMIT 3", (1, 25), "P11"),
        ("MATCH (t:Task) RETURN t SKIP 3", (1, 25), "P11"),
        ("MATCH (t:Task) RETURN labels(t)[0] AS label", (1, 23), "P12"),
        ("RETURN 1 AS a; RETURN 2 AS b", (1, 14), "P13"),
        ("RETURN 'open AS a", (1, 8), "P13"),
        ("RETURN 1 AS a /* open", (1, 15), "P13"),
    ],
)
def test_what_one_engine_lacks_is_found(cypher: str, place: tuple[int, int], rule: str) -> None:
    found = [((f.line, f.column), f.rule) for f in lint(cypher)]
    assert (place, rule) in found, found


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (t:Task) RETURN t.name AS create ORDER BY create",
        "MATCH (t:Task) WITH t AS set, t.id AS id RETURN set, id",
        "MATCH (t:Task) RETURN {set: 1, merge: t.name, delete: [1]} AS map",
        "MATCH (t:Task) WHERE t.name = 'CREATE (n) RETURN id(n)' RETURN t // MERGE (x)",
        "MATCH (t:Task) /* SET t.x = 1 */ RETURN t;",
        "MATCH (t:Task) WHERE any(x IN t.aliases WHERE x STARTS WITH 'a') RETURN t",
        "MATCH (t:Task) RETURN [x IN t.aliases WHERE x ENDS WITH 'a' | x] AS xs",
        "MATCH (t:Task) RETURN 2 * (3 + 1) * (t.n_papers) AS n, -(1) AS m",
        "MATCH (a:Task)-[:SUBTASK_OF*1..3 {derived: false}]->(b:Task|Method) RETURN a, b",
        "MATCH (a:Task {id: $a}) MATCH (b:Task {id: $b}) MATCH p = shortestPath((a)-[*..6]-(b)) RETURN p",
        "MATCH (a:Task)--(x), (x)--(b:Task) RETURN a, b",
        "MATCH (a:Task) MATCH (a)--(x), (a)--(y) RETURN x, y",
        "MATCH (t:Task) WHERE NOT EXISTS { (t)<-[:USED_FOR]-(:Method) } RETURN t",
        "MATCH (t:Task) RETURN t.name AS name, COUNT { (t)<-[:USED_FOR]-(m:Method) WHERE m.n_papers > 1 } AS n",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (t:Task) RETURN t LIMIT 0",
        "UNWIND range(1, 3) AS x RETURN x UNION ALL UNWIND [4] AS x RETURN x",
        "MATCH (t:Task) WHERE $since IS NULL OR t.first_year >= $since RETURN DISTINCT t",
        "MATCH (t:Task) WHERE t:Entity AND NOT t:Method RETURN t",
        "MATCH (t:Task) WHERE size(t.aliases) > 1 AND size((t.aliases)) > 1 RETURN t",
    ],
)
def test_good_queries_are_clean(cypher: str) -> None:
    assert lint(cypher) == []


def test_findings_read_as_lines() -> None:
    assert str(lint("MATCH (t:Task)\nRETURN t.name")[0]) == "2:8: P11 give the column a name: … AS name"


BROKEN = ["", "}", "{{{", ")](", "'", "MATCH", "RETURN", "CALL {", "$", "`", "/*", "🙂", "\0", "-[*", "a.b.(", "size(("]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_text_is_no_trouble(text: str) -> None:
    assert isinstance(lint(text), list)


@pytest.mark.parametrize("piece", ["(", "{", "CALL {", "'", "MATCH (a)-[*", "RETURN a, ", "[x IN "])
def test_long_text_takes_no_time(piece: str) -> None:
    began = time.monotonic()
    lint(piece * 300)
    assert time.monotonic() - began < 10
