"""Both Cypher engines with the same graph in them: fixtures for tests that must give the same answer on each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from cypher_world import World

from kg.cypher_types import Backend
from kg.embedded import Engine
from kg.schema import ENTITY_LABELS

if TYPE_CHECKING:
    from neo4j_fixture import Server

ENGINES = ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)]


def fill_neo4j(server: Server, graph: nx.MultiDiGraph[str]) -> None:
    """Put a graph into an emptied server, in the plainest way, so that the tests don't lean on ``kg load``."""
    server.empty()
    label_of = dict(graph.nodes(data="label"))
    rows: dict[str, list[dict[str, Any]]] = {}
    with server.driver() as driver, driver.session(database=server.database) as session:
        for label in sorted(set(label_of.values())):
            session.run(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.id IS UNIQUE").consume()
        for node, attributes in graph.nodes(data=True):
            properties = {key: value for key, value in attributes.items() if key != "label"}
            rows.setdefault(f"CREATE (n:{label_of[node]}{entity(label_of[node])}) SET n = row", []).append(
                properties | {"id": node}
            )
        for source, target, kind, properties in graph.edges(keys=True, data=True):
            rows.setdefault(
                f"MATCH (a:{label_of[source]} {{id: row.a}}) MATCH (b:{label_of[target]} {{id: row.b}}) "
                f"CREATE (a)-[r:{kind}]->(b) SET r = row.properties",
                [],
            ).append({"a": source, "b": target, "properties": dict(properties)})
        for cypher, all_rows in rows.items():
            remaining = iter(all_rows)
            while batch := list(islice(remaining, 2000)):
                session.run(f"UNWIND $rows AS row {cypher}", rows=batch).consume()


def entity(label: str) -> str:
    return ":Entity" if label in ENTITY_LABELS else ""


def open_backend(kind: str, graph: nx.MultiDiGraph[str], request: pytest.FixtureRequest) -> Iterator[Backend]:
    """Yield an engine that holds ``graph``."""
    if kind == "embedded":
        with Engine.from_networkx(graph) as engine:
            yield engine
        return
    from kg.neo4j import Neo4jBackend

    server: Server = request.getfixturevalue("neo4j_server")
    fill_neo4j(server, graph)
    with Neo4jBackend(server.uri, server.user, server.password, server.database) as backend:
        yield backend


@pytest.fixture(scope="session")
def world() -> World:
    """The synthetic graph."""
    return World()


@pytest.fixture(scope="module", params=ENGINES)
def backend(request: pytest.FixtureRequest, world: World) -> Iterator[Backend]:
    """The synthetic graph on each engine in turn."""
    yield from open_backend(request.param, world.graph, request)
