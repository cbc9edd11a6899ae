"""``kg query --uri``: what was loaded with ``kg load`` answers the same as the graph directory."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest
from cypher_cases import same
from neo4j_fixture import Server
from query_answers.world import Library

import queries
from kg.cypher_types import Backend
from kg.neo4j import Neo4jBackend, load
from kg.store import Graph, save_graph

pytestmark = pytest.mark.neo4j

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, neo4j_server: Server) -> Graph:
    neo4j_server.empty()
    saved = save_graph(tmp_path_factory.mktemp("query") / "g", Library().graph)
    with Neo4jBackend(neo4j_server.uri, neo4j_server.user, neo4j_server.password, neo4j_server.database) as backend:
        assert isinstance(backend, Backend)
        load(saved, backend)
    return saved


def answer(done: subprocess.CompletedProcess[str]) -> object:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ["top-methods", "-p", "limit=5"],
        ["leaderboard", "-p", "dataset=coco"],
        ["evidence-path", "-p", "source=BERT", "-p", "target=NER"],
        ["--cypher", "MATCH path = (p:Paper)-[r:USES]->(m:Method) RETURN p, m, path ORDER BY p.id, m.id LIMIT 3"],
    ],
)
def test_the_command_gives_the_same_rows(kg: Run, graph: Graph, neo4j_server: Server, arguments: list[str]) -> None:
    embedded = kg("query", graph.path, *arguments, "--json")
    server = kg(
        "query", *arguments, "--json", "--uri", neo4j_server.uri, "--timeout", "300", env=neo4j_server.environment
    )
    assert answer(server) == answer(embedded)


def test_every_query_gives_the_same_rows_on_what_kg_load_wrote(graph: Graph, neo4j_server: Server) -> None:
    with Neo4jBackend(neo4j_server.uri, neo4j_server.user, neo4j_server.password, neo4j_server.database) as backend:
        for name in queries.catalog():
            server, embedded = queries.run(backend, name, timeout=300), queries.run(graph, name)
            assert same(server.rows, embedded.rows, ordered=True), name


def test_mistakes_are_told_alike(kg: Run, graph: Graph, neo4j_server: Server) -> None:
    for arguments, told in [
        (["--cypher", "MATCH (n) DETACH DELETE n"], "queries only read"),
        (["--cypher", "MATCH (n RETURN n"], "line 1, column"),
        (["papers-of-method", "-p", "method=Burt"], "'Burt': no method of that name"),
    ]:
        for where in ([graph.path], ["--uri", neo4j_server.uri]):
            done = kg("query", *where, *arguments, "-q", env=neo4j_server.environment)
            assert (done.returncode, done.stdout) == (1, ""), done
            assert told in done.stderr
            assert done.stderr.count("\n") == 1


def test_a_wrong_password_is_told(kg: Run, neo4j_server: Server) -> None:
    if not neo4j_server.password:
        pytest.skip("the server has no authentication")
    done = kg(
        "query", "top-methods", "--uri", neo4j_server.uri, env=neo4j_server.environment | {"NEO4J_PASSWORD": "no"}
    )
    assert done.returncode == 1
    assert "wrong user name or password" in done.stderr
