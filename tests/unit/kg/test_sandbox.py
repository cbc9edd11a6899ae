"""Queries in a child process: the same rows, hard limits, nothing left behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import networkx as nx
import pytest
from query_answers.world import Library

import queries
from kg.cypher_types import Backend
from kg.embedded import Engine
from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, ReadOnlyError
from kg.sandbox import Sandbox, decode, encode
from kg.store import save_graph


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return Sandbox(save_graph(tmp_path_factory.mktemp("sandbox") / "g", Library().graph))


def test_it_is_a_backend(sandbox: Sandbox) -> None:
    assert isinstance(sandbox, Backend)


def test_values_of_every_kind_survive_the_way_back(sandbox: Sandbox) -> None:
    cypher = (
        "MATCH path = (a:Method {id: 'method:00'})-[r]-(b) WITH path, r, b ORDER BY type(r), b.id LIMIT 3\n"
        "RETURN path, r, b, {list: [1, 2.5, null, true]} AS map, date('2024-02-29') AS day, duration('P1D') AS long, "
        "$x AS x"
    )
    params = {"x": {"day": dt.date(2020, 1, 1), "text": "ö\n\"'"}}
    expected = Engine.from_networkx(Library().graph).run(cypher, params)
    assert sandbox.run(cypher, params) == expected
    assert len(expected) == 3


def test_a_query_of_the_library_gives_the_same_rows(sandbox: Sandbox) -> None:
    expected = queries.run(Engine.from_networkx(Library().graph), "top-methods")
    assert queries.run(sandbox, "top-methods") == expected


def test_a_query_that_runs_too_long_is_stopped(sandbox: Sandbox) -> None:
    with pytest.raises(QueryTimeout, match="longer than 1 s"):
        sandbox.run("MATCH (a), (b), (c), (d), (e) RETURN max(a.name + e.name) AS m", timeout=1)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory limit needs Linux")
def test_a_query_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("task:x", label="Task", id="task:x", name="x" * 1000)
    small = Sandbox(save_graph(tmp_path / "g", graph), memory=32)
    with pytest.raises(QueryError, match="needs more than 32 MB"):
        small.run("MATCH (t:Task) UNWIND range(1, 60000) AS i RETURN collect(t.name + toString(i)) AS x", timeout=120)
    assert small.run("MATCH (t:Task) RETURN count(t) AS n").rows == [(1,)]


def test_errors_are_those_of_the_engine(sandbox: Sandbox) -> None:
    with pytest.raises(ReadOnlyError):
        sandbox.run("MATCH (n) DETACH DELETE n")
    with pytest.raises(QuerySyntaxError, match="line 1, column"):
        sandbox.run("MATCH (n RETURN n")
    with pytest.raises(ReadOnlyError, match="child process can't write"):
        sandbox.run("CREATE (n)", write=True)


@pytest.mark.parametrize(
    "value",
    [
        None,
        1,
        "x",
        [1, [2]],
        {"node": 1, "date": {}},
        dt.date(2020, 1, 2),
        dt.datetime(2020, 1, 2, 3, 4, tzinfo=dt.UTC),
        dt.time(1, 2),
        dt.timedelta(days=-1, microseconds=5),
    ],
)
def test_decoding_undoes_encoding(value: object) -> None:
    assert decode(encode(value)) == value
    assert type(decode(encode(value))) is type(value)
