"""What both engines return: nodes, relationships and paths as our own types, whatever the engine calls them."""

from __future__ import annotations

from typing import Any

import pytest
from cypher_world import World

from kg.cypher_types import Backend, Node, Path, Rel
from kg.errors import QueryError, QuerySyntaxError, ReadOnlyError


def node(world: World, id: str) -> Node:
    attributes = dict(world.nodes[id])
    label = attributes.pop("label")
    return Node((label,) if label == "Paper" else tuple(sorted(("Entity", label))), attributes)


def test_a_node_has_labels_and_its_own_properties(backend: Backend, world: World) -> None:
    for id in ("M0007", "D0001", "T0001", "P0001"):
        found = backend.run("MATCH (n) WHERE n.id = $id RETURN n", {"id": id}).rows
        assert found == [(node(world, id),)]


def test_a_node_found_by_a_property_in_the_pattern(backend: Backend, world: World) -> None:
    assert backend.run("MATCH (n {id: $id}) RETURN n", {"id": "M0007"}).rows == [(node(world, "M0007"),)]


def test_relationships_and_their_ends(backend: Backend, world: World) -> None:
    result = backend.run("MATCH (:Paper {id: $id})-[r:USES]->(m:Method) RETURN r, m ORDER BY m.id", {"id": "P0011"})
    expected = sorted((t, p) for _, kind, t, p in world.out["P0011"] if kind == "USES")
    assert result.columns == ["r", "m"]
    assert result.rows == [(Rel("USES", p), node(world, t)) for t, p in expected]


def test_a_path_has_nodes_and_relationships_with_ids_as_ends(backend: Backend, world: World) -> None:
    cypher = "MATCH p = (a:Paper {id: $id})-[:EVALUATES_ON]->(d:Dataset) RETURN p ORDER BY d.id"
    paper = next(p["id"] for p in world.all("Paper") if world.targets(p["id"], "EVALUATES_ON"))
    paths = backend.run(cypher, {"id": paper}).column("p")
    edges = sorted((t, p) for _, kind, t, p in world.out[paper] if kind == "EVALUATES_ON")
    assert paths == [Path((node(world, paper), node(world, t)), (Rel("EVALUATES_ON", p, paper, t),)) for t, p in edges]
    assert [len(path) for path in paths] == [1] * len(edges)


def test_a_path_against_the_arrows_keeps_their_direction(backend: Backend, world: World) -> None:
    path = backend.run("MATCH p = (m:Method)<-[:USES]-(:Paper) RETURN p ORDER BY m.id LIMIT 1").rows[0][0]
    assert world.label(path.nodes[0].id) == "Method"
    assert (path.rels[0].start, path.rels[0].end) == (path.nodes[1].id, path.nodes[0].id)


def test_nodes_in_lists_and_maps(backend: Backend, world: World) -> None:
    cypher = "MATCH (m:Method) WHERE m.id IN ['M0001', 'M0002'] WITH m ORDER BY m.id RETURN collect({node: m}) AS ms"
    assert backend.run(cypher).rows == [([{"node": node(world, id)} for id in ("M0001", "M0002")],)]


def test_a_count_of_nodes_is_the_size_of_their_collection(backend: Backend, world: World) -> None:
    cypher = "MATCH (:Paper {id: $id})-[:USES]->(m:Method) RETURN count(m) AS n, size(collect(m)) AS k"
    used = len(world.targets("P0011", "USES"))
    assert backend.run(cypher, {"id": "P0011"}).rows == [(used, used)]


@pytest.mark.parametrize(
    "value",
    ["", "ö'\"\\`$x", 0, -(2**63), 2**63 - 1, 0.1, True, None, [], [1, "a", None], {"a": [{"b": 1.5}]}, ("x",), {"y"}],
)
def test_a_parameter_comes_back_as_it_went(backend: Backend, value: Any) -> None:
    expected = list(value) if isinstance(value, tuple | set) else value
    (found,) = backend.run("RETURN $value AS value", {"value": value}).rows[0]
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_no_engine_stores_becomes_null(backend: Backend, value: float) -> None:
    assert backend.run("RETURN $value AS value", {"value": value}).rows == [(None,)]


@pytest.mark.parametrize(("value", "message"), [(2**63, "64 bits"), (object(), "object"), ({1: 2}, "keys must be")])
def test_other_parameters_are_refused_by_name(backend: Backend, value: Any, message: str) -> None:
    with pytest.raises(QueryError, match=rf"\$value\.list\[0\].*{message}"):
        backend.run("RETURN $value AS value", {"value": {"list": [value]}})


def test_a_text_is_never_read_as_cypher(backend: Backend) -> None:
    evil = "x'}) DETACH DELETE n //"
    assert backend.run("MATCH (m:Method {name: $name}) RETURN m", {"name": evil}).rows == []
    assert backend.run("MATCH (m:Method) RETURN count(m) > 0 AS some").rows == [(True,)]


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (n:Method {id: 'new'})",
        "MATCH (n:Method) SET n.name = 'x'",
        "MATCH (n:Method) DETACH DELETE n",
        "MERGE (n:Method {id: 'new'}) RETURN n",
        "MATCH (n:Method) REMOVE n.name",
        "CREATE INDEX FOR (n:Method) ON (n.name)",
        "MATCH (n:Method) CALL { WITH n SET n.x = 1 }",
    ],
)
def test_queries_only_read(backend: Backend, cypher: str) -> None:
    with pytest.raises(QueryError) as told:
        backend.run(cypher)
    assert isinstance(told.value, ReadOnlyError) or "CALL" in cypher
    assert backend.run("MATCH (n:Method) WHERE n.id = 'new' OR n.x = 1 RETURN count(n) AS n").rows == [(0,)]


def test_a_mistake_is_told_with_its_place(backend: Backend) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column"):
        backend.run("MATCH (m:Method)\nRETRUN m")


def test_an_unknown_label_is_warned_about(backend: Backend) -> None:
    (warning,) = backend.run("MATCH (m:Metod) RETURN m").warnings
    assert "Metod" in warning
