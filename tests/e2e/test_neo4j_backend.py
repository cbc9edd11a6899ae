"""Asking a real Neo4j: values as on the embedded engine, read-only unless told otherwise, errors of ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from neo4j_fixture import Server
from neo4j_graphs import small_graph

from kg.cypher_types import Backend, Node, Path, Rel
from kg.embedded import Engine
from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, ReadOnlyError
from kg.neo4j import Neo4jBackend, load

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def backend(neo4j_server: Server) -> Iterator[Neo4jBackend]:
    neo4j_server.empty()
    with Neo4jBackend(neo4j_server.uri, neo4j_server.user, neo4j_server.password, neo4j_server.database) as backend:
        load(small_graph(), backend)
        yield backend


def test_it_is_a_backend(backend: Neo4jBackend) -> None:
    assert isinstance(backend, Backend)
    assert int(backend.version.split(".")[0]) >= 5


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (p:Paper {id: 'p1'}) RETURN p",
        "MATCH (m:Method) RETURN m ORDER BY m.id",
        "MATCH (:Paper)-[r:ADDRESSES]->() RETURN r",
        "MATCH path = (:Paper {id: 'p1'})-[:ADDRESSES]->(:Task) RETURN path",
        "MATCH (p:Paper) RETURN p.date AS date, p.date.year AS year, p.authors AS authors ORDER BY p.id",
        "MATCH (p:Paper) RETURN p {.name, .year} AS p ORDER BY p.name",
        "MATCH (t:Task) RETURN collect(t) AS all, {one: t} AS map",
        "RETURN null AS a, true AS b, 1 AS c, 1.5 AS d, 'x' AS e, [1, [2]] AS f, {g: 1} AS g",
        "RETURN duration({days: 3}) AS d, date('2020-02-29') AS e",
    ],
)
def test_values_are_those_of_the_embedded_engine(backend: Neo4jBackend, cypher: str) -> None:
    with Engine.from_networkx(small_graph()) as engine:
        wanted = engine.run(cypher)
    found = backend.run(cypher)
    assert (found.columns, found.rows) == (wanted.columns, wanted.rows)


def test_kinds_of_values(backend: Neo4jBackend) -> None:
    ((path,),) = backend.run("MATCH p = (:Paper {id: 'p1'})-[:REPORTS]->(:Result) RETURN p").rows
    assert isinstance(path, Path)
    assert [node.labels for node in path.nodes] == [("Paper",), ("Result",)]
    assert isinstance(path.rels[0], Rel)
    assert (path.rels[0].start, path.rels[0].end) == ("p1", "p1:result:1")
    ((node, date),) = backend.run("MATCH (p:Paper {id: 'p1'}) RETURN p, p.date").rows
    assert isinstance(node, Node)
    assert date == node.properties["date"] == dt.date(2021, 2, 28)
    assert "_papergraph" not in node.properties


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (n:X)",
        "MATCH (n:Paper) SET n.year = 1",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:Paper {id: 'new'}) RETURN n",
        "CREATE INDEX made_up FOR (n:X) ON (n.y)",
        "CALL db.createLabel('X')",
        "CREATE USER eve SET PASSWORD 'eve-eve-eve'",
        "MATCH (p:Paper) CALL { WITH p SET p.year = 1 } RETURN 1 AS one",
    ],
)
def test_a_query_that_writes_is_refused_by_the_server(backend: Neo4jBackend, cypher: str) -> None:
    with pytest.raises(ReadOnlyError, match="queries only read"):
        backend.run(cypher)


def test_files_of_the_server_are_not_read(backend: Neo4jBackend) -> None:
    with pytest.raises(QueryError, match="LOAD CSV is not allowed"):
        backend.run("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line")


def test_writing_when_told_to(backend: Neo4jBackend) -> None:
    made = backend.run("CREATE (n:Scratch {id: 's'}) RETURN n.id AS id", write=True)
    assert made.rows == [("s",)]
    assert made.counters["nodes_created"] == 1
    assert backend.run("MATCH (n:Scratch) DELETE n", write=True).counters == {"nodes_deleted": 1}


def test_syntax_errors_timeouts_and_others(backend: Neo4jBackend) -> None:
    with pytest.raises(QuerySyntaxError, match="Invalid input"):
        backend.run("MTCH (n) RETURN n")
    with pytest.raises(QueryTimeout, match=r"longer than 0\.3 s"):
        backend.run("UNWIND range(1, 100000000) AS a WITH a WHERE a % 7 = 8 RETURN count(*) AS n", timeout=0.3)
    with pytest.raises(QueryError, match="no value for \\$x"):
        backend.run("RETURN $x AS x")
    with pytest.raises(QueryError, match="/ by zero"):
        backend.run("RETURN 1 / 0 AS x")


def test_an_unknown_label_is_told_as_a_warning(backend: Neo4jBackend) -> None:
    result = backend.run("MATCH (n:Metod) RETURN n")
    assert result.rows == []
    assert any("Metod" in warning for warning in result.warnings)
    assert backend.run("MATCH (t:Task) CALL { WITH t RETURN 1 AS one } RETURN one").warnings == []


def test_parameters_of_every_kind(backend: Neo4jBackend) -> None:
    values = {
        "s": "it's",
        "n": 2**62,
        "f": 0.1,
        "b": True,
        "z": None,
        "l": [1, 2],
        "m": {"k": "v"},
        "d": dt.date(2020, 1, 2),
    }
    returned = backend.run(f"RETURN {', '.join(f'${k} AS {k}' for k in values)}", values)
    assert returned.rows == [tuple(values.values())]
