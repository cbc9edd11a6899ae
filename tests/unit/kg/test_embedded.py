"""The embedded engine: what it loads, its cache, its limits, and that it never writes."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import kglite
import networkx as nx
import pytest

from kg import embedded_cache
from kg.embedded import Engine, engine
from kg.embedded_cache import CACHE, STAMP
from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, ReadOnlyError
from kg.store import Graph, open_graph, save_graph

COUNT = "MATCH (n) RETURN count(n) AS n"


def small_graph() -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    paper = {"name": "Étude", "title": "\\'Etude", "date": dt.date(2024, 2, 29), "year": 2024, "authors": ["Ada", "李"]}
    graph.add_node("2401.00001", label="Paper", id="2401.00001", **paper)
    for number, name in enumerate(["BoxNet", "GridNet"]):
        entity = {"name": name, "aliases": [name, f"{name}s"], "n_papers": number, "descriptive": False}
        graph.add_node(f"method:{name.lower()}", label="Method", id=f"method:{name.lower()}", **entity)
    proof = {"confidence": 0.9, "evidence": ["We use it."], "evidence_at": ["2401.00001:0-10"]}
    graph.add_edge("2401.00001", "method:boxnet", key="USES", **proof)
    told = {"papers": ["2401.00001"], "n_papers": 1, "derived": False}
    graph.add_edge("method:boxnet", "method:gridnet", key="PART_OF", **proof, **told)
    graph.add_edge("method:boxnet", "method:gridnet", key="SUBCLASS_OF", **proof, **told)
    return graph


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return save_graph(tmp_path / "g", small_graph())


def count(graph: Graph) -> int:
    with Engine.open(graph) as opened:
        return int(opened.run(COUNT).rows[0][0])


def test_every_property_of_every_node_and_edge_arrives() -> None:
    source = small_graph()
    store = Engine.from_networkx(source)
    for id, attributes in source.nodes(data=True):
        (node,) = store.run("MATCH (n {id: $id}) RETURN n", {"id": id}).rows[0]
        label = attributes["label"]
        assert label in node.labels
        assert node.properties == {key: value for key, value in attributes.items() if key != "label"}
    rows = store.run("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS p").rows
    edges = {(a, kind, b): p for a, kind, b, p in rows}
    assert edges == {(a, kind, b): p for a, b, kind, p in source.edges(keys=True, data=True)}


def test_only_papers_have_a_title() -> None:
    rows = Engine.from_networkx(small_graph()).run("MATCH (n) RETURN n.title AS title ORDER BY title").rows
    assert rows == [("\\'Etude",), (None,), (None,)]


def test_a_graph_without_nodes() -> None:
    assert Engine.from_networkx(nx.MultiDiGraph()).run(COUNT).rows == [(0,)]


# --- cache -------------------------------------------------------------------------------------------------------


def test_the_cache_is_made_once(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    assert count(graph) == 3
    files = {path.name for path in graph.path.iterdir()}
    assert {CACHE, STAMP} <= files
    monkeypatch.setattr(embedded_cache, "fill", lambda graph: pytest.fail("made again"))
    assert count(open_graph(graph.path)) == 3
    assert {path.name for path in graph.path.iterdir()} == files


def test_a_cache_of_another_graph_is_made_again(graph: Graph) -> None:
    count(graph)
    larger = small_graph()
    larger.add_node("task:new", label="Task", id="task:new", name="new", aliases=["new"], n_papers=1, descriptive=False)
    assert count(save_graph(graph.path, larger)) == 4


def spoil_version(path: Path) -> None:
    stamp = json.loads((path / STAMP).read_text())
    (path / STAMP).write_text(json.dumps(stamp | {"engine": "kglite 0.0.1"}))


def spoil_bytes(path: Path) -> None:
    content = bytearray((path / CACHE).read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    (path / CACHE).write_bytes(content)


def spoil_all_but_the_stamp(path: Path) -> None:
    """Damage that the fingerprint does not see, so that only the engine notices."""
    (path / CACHE).write_bytes(b"not a graph")
    stamp = json.loads((path / STAMP).read_text())
    (path / STAMP).write_text(json.dumps(stamp | {"file": embedded_cache._fingerprint(path / CACHE)}))


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_version,
        spoil_bytes,
        spoil_all_but_the_stamp,
        lambda path: (path / CACHE).unlink(),
        lambda path: (path / STAMP).unlink(),
        lambda path: (path / STAMP).write_text("{"),
    ],
)
def test_a_spoilt_cache_is_made_again(graph: Graph, spoil: Callable[[Path], None]) -> None:
    count(graph)
    good = json.loads((graph.path / STAMP).read_text())
    spoil(graph.path)
    assert count(graph) == 3
    stamp = json.loads((graph.path / STAMP).read_text())
    assert (stamp["engine"], stamp["graph"]) == (f"kglite {kglite.__version__}", good["graph"])
    assert stamp["file"] == embedded_cache._fingerprint(graph.path / CACHE)


def test_a_directory_that_was_copied_keeps_its_cache(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(graph)
    shutil.copytree(graph.path, tmp_path / "copy", copy_function=shutil.copyfile)
    monkeypatch.setattr(embedded_cache, "fill", lambda graph: pytest.fail("made again"))
    assert count(open_graph(tmp_path / "copy")) == 3


def test_a_directory_that_cannot_be_written_has_no_cache(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise PermissionError("read-only file system")

    monkeypatch.setattr(embedded_cache.tempfile, "TemporaryDirectory", refuse)
    assert count(graph) == 3
    assert not (graph.path / CACHE).exists()


def test_the_cache_can_be_read_by_those_who_can_read_the_graph(graph: Graph) -> None:
    count(graph)
    umask = os.umask(0)
    os.umask(umask)
    assert {(graph.path / name).stat().st_mode & 0o777 for name in (CACHE, STAMP)} == {0o666 & ~umask}


def test_a_handle_keeps_its_engine(graph: Graph) -> None:
    assert engine(graph) is engine(graph)


# --- limits ------------------------------------------------------------------------------------------------------


def test_a_query_is_stopped_after_its_time() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in range(400):
        graph.add_node(f"task:{n}", label="Task", id=f"task:{n}", name=str(n))
    store = Engine.from_networkx(graph, max_work=None)
    began = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"longer than 0\.2 s"):
        store.run(
            "MATCH (a:Task), (b:Task), (c:Task), (d:Task) RETURN count(*) AS n, max(a.name + d.name) AS m", timeout=0.2
        )
    assert time.monotonic() - began < 10
    assert store.run(COUNT).rows == [(400,)]


def test_a_query_that_holds_too_much_is_stopped() -> None:
    store = Engine.from_networkx(small_graph(), max_work=10_000)
    with pytest.raises(QueryError, match="too many rows at once"):
        store.run("UNWIND range(1, 100000) AS x RETURN collect(x) AS xs")


def test_writing_changes_the_copy_in_memory_only(graph: Graph) -> None:
    before = {path.name: path.read_bytes() for path in graph.path.iterdir()}
    with Engine.open(graph) as opened:
        made = opened.run("CREATE (t:Task {id: 'task:x', name: 'x'})", write=True)
        assert made.counters["nodes_created"] == 1
        assert opened.run(COUNT).rows == [(4,)]
        with pytest.raises(ReadOnlyError):
            opened.run("CREATE (t:Task {id: 'task:y'})")
    assert count(graph) == 3
    assert before.items() <= {path.name: path.read_bytes() for path in graph.path.iterdir()}.items()


def test_a_failed_write_leaves_the_engine_read_only() -> None:
    store = Engine.from_networkx(small_graph())
    with pytest.raises(QueryError):
        store.run("CREATE (t:Task {id: 1/0})", write=True)
    with pytest.raises(ReadOnlyError):
        store.run("CREATE (t:Task {id: 'x'})")


@pytest.mark.parametrize("write", [False, True])
def test_no_file_is_ever_read(tmp_path: Path, write: bool) -> None:
    (tmp_path / "secret.csv").write_text("secret\n")
    cypher = f"LOAD CSV FROM 'file://{tmp_path}/secret.csv' AS line RETURN line"
    with pytest.raises(QueryError, match="LOAD CSV is not allowed"):
        Engine.from_networkx(small_graph()).run(cypher, write=write)


@pytest.mark.parametrize(
    "cypher",
    [
        "LOAD/**/CSV FROM 'file:///etc/hostname' AS x RETURN x",
        "load\n// x\ncsv from 'file:///etc/hostname' as x return x",
    ],
)
def test_comments_do_not_hide_a_clause(cypher: str) -> None:
    with pytest.raises(QueryError, match="CSV is not allowed"):
        Engine.from_networkx(small_graph()).run(cypher)


def test_errors_are_one_line_with_the_place() -> None:
    store = Engine.from_networkx(small_graph())
    with pytest.raises(QuerySyntaxError) as told:
        store.run("MATCH (n)\nRETURN n.name AS")
    assert "\n" not in str(told.value)
    with pytest.raises(QueryError, match="Unknown function: nosuch"):
        store.run("RETURN nosuch(1) AS x")


def test_a_map_with_the_keys_of_a_node_is_no_node() -> None:
    made = {"id": "x", "labels": ["a"], "properties": {"b": 1}}
    assert Engine.from_networkx(small_graph()).run("RETURN $made AS made", {"made": made}).rows == [(made,)]


def test_a_node_in_many_rows_is_one_object() -> None:
    rows = Engine.from_networkx(small_graph()).run("MATCH (p:Paper) UNWIND [1, 2] AS i RETURN p").rows
    assert rows[0][0] is rows[1][0]


def test_reading_the_rows_is_stopped_as_well() -> None:
    store = Engine.from_networkx(small_graph())
    with pytest.raises(QueryTimeout):
        store.run("MATCH (n) UNWIND range(1, 200000) AS i RETURN n, i", timeout=0.3)


def test_a_closed_engine_says_so() -> None:
    store = Engine.from_networkx(small_graph())
    store.close()
    with pytest.raises(QueryError, match="is closed"):
        store.run(COUNT)


def test_durations_and_times_come_as_those_of_python() -> None:
    days, months = "duration({days: 3, hours: 1}) AS days", "duration({months: 2}) AS months"
    cypher = f"RETURN {days}, {months}, datetime('2024-01-01T00:00:00Z') AS at"
    row = Engine.from_networkx(small_graph()).run(cypher).rows[0]
    utc = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    assert row == (dt.timedelta(days=3, hours=1), {"months": 2, "days": 0, "seconds": 0}, utc)
