"""``kg load`` on a real Neo4j: all of the graph, once, and nothing of anybody else's."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from neo4j_fixture import Server
from neo4j_graphs import (
    HOSTILE,
    assert_equal,
    connect,
    counts,
    large_graph,
    seeds_graph,
    small_graph,
    totals,
    totals_of,
)

from kg.neo4j import load
from kg.neo4j.rows import MARK
from kg.store import save_graph

pytestmark = pytest.mark.neo4j

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save_graph(tmp_path / "graph", small_graph())
    return tmp_path / "graph"


def test_a_load_brings_every_node_relationship_and_property(neo4j_db: Server, saved: Path, kg: Run) -> None:
    done = kg("load", saved, env=neo4j_db.environment)
    assert done.returncode == 0, done.stderr
    graph = small_graph()
    assert f"nodes: {graph.number_of_nodes()} created" in done.stdout
    assert f"relationships: {graph.number_of_edges()} created" in done.stdout
    assert "6 constraints and 10 indexes made" in done.stdout
    assert_equal(neo4j_db, graph)
    assert neo4j_db.password not in done.stdout + done.stderr


def test_the_second_load_writes_nothing_and_says_so(neo4j_db: Server, saved: Path, kg: Run) -> None:
    assert kg("load", saved, env=neo4j_db.environment).returncode == 0
    before = neo4j_db.rows("SHOW DATABASES YIELD name, lastCommittedTxn WHERE name <> 'system'")
    again = kg("load", saved, env=neo4j_db.environment)
    assert again.returncode == 0
    assert "nothing to write: 15 nodes and 16 relationships are in Neo4j as they are in the graph" in again.stdout
    assert json.loads(kg("load", saved, "--verify", "--json", env=neo4j_db.environment).stdout)["writes"] == 0
    after = neo4j_db.rows("SHOW DATABASES YIELD name, lastCommittedTxn WHERE name <> 'system'")
    assert after == before, "a transaction was committed"


def test_constraints_and_indexes_are_made_once(neo4j_db: Server) -> None:
    with connect(neo4j_db) as backend:
        load(small_graph(), backend)
        assert load(small_graph(), backend).writes == 0
    unique = neo4j_db.rows("SHOW CONSTRAINTS YIELD labelsOrTypes, properties")
    assert sorted(row["labelsOrTypes"][0] for row in unique) == [
        "Dataset", "Method", "Metric", "Paper", "Result", "Task",
    ]  # fmt: skip
    assert all(row["properties"] == ["id"] for row in unique)
    assert neo4j_db.value("SHOW INDEXES YIELD name, type WHERE name = 'papergraph_search' RETURN type") == "FULLTEXT"
    assert neo4j_db.rows("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name") == []


def test_the_full_text_index_finds_aliases_and_abstracts(neo4j_db: Server) -> None:
    with connect(neo4j_db) as backend:
        load(small_graph(), backend)
        found = "CALL db.index.fulltext.queryNodes('papergraph_search', $text) YIELD node RETURN node.id AS id"
        assert backend.run(found, {"text": "syntax"}).rows == [("task:parsing",)]
        assert backend.run(found, {"text": "ticked"}).rows[0][0] in ("method:0", "p1")
        assert ("p1",) in backend.run(found, {"text": "DETACH"}).rows


@pytest.mark.shared
def test_the_graph_of_the_seeds_loads(neo4j_db: Server, shared: Path) -> None:
    graph = seeds_graph(shared)
    assert graph.number_of_nodes() > 4_000
    assert graph.number_of_edges() > 10_000
    with connect(neo4j_db) as backend:
        report = load(graph, backend)
        assert (report.nodes_created, report.relationships_created) == tuple(totals_of(graph).values())
        assert load(graph, backend).writes == 0
    assert_equal(neo4j_db, graph)


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_a_load_killed_in_the_middle_is_finished_by_the_next(neo4j_db: Server, tmp_path: Path, kg: Run) -> None:
    graph = large_graph()
    save_graph(tmp_path / "graph", graph)
    command = [sys.executable, "-c", "from kg.cli import main; main()", "load", str(tmp_path / "graph")]
    process = subprocess.Popen([*command, "--batch-size", "50", "-q"], env=neo4j_db.environment)
    try:
        deadline = time.monotonic() + 120
        while neo4j_db.value("MATCH ()-[r:USES]->() RETURN count(*)") < 500:
            assert process.poll() is None, "the load was over before it could be killed"
            assert time.monotonic() < deadline
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
    time.sleep(0.5)
    assert 500 <= totals(neo4j_db)["relationships"] < graph.number_of_edges()
    rerun = kg("load", tmp_path / "graph", "--json", env=neo4j_db.environment)
    report = json.loads(rerun.stdout)
    assert report["relationships_created"] + report["relationships_unchanged"] == graph.number_of_edges()
    assert report["relationships_unchanged"] >= 500
    assert_equal(neo4j_db, graph)


def test_a_change_is_brought_and_what_others_added_is_kept(neo4j_db: Server) -> None:
    graph = small_graph()
    with connect(neo4j_db) as backend:
        load(graph, backend)
        neo4j_db.rows("MATCH (m:Method {id: 'method:0'}) SET m:Reviewed, m.reviewer = 'Ann'")
        graph.nodes["method:0"]["name"] = "renamed"
        del graph.nodes["method:0"]["papers_by_year"]
        graph.edges["p1", "task:parsing", "ADDRESSES"]["confidence"] = 0.75
        graph.add_edge("p2", "task:parsing", key="MENTIONS", confidence=0.5)
        report = load(graph, backend)
    assert (report.nodes_updated, report.relationships_updated, report.relationships_created) == (1, 1, 1)
    node = neo4j_db.value("MATCH (m:Method {id: 'method:0'}) RETURN properties(m)")
    assert node.pop(MARK)
    assert node.pop("reviewer") == "Ann"
    assert node == {k: v for k, v in graph.nodes["method:0"].items() if k != "label"}
    assert neo4j_db.value("MATCH (m:Reviewed) RETURN count(*)") == 1
    assert neo4j_db.value("MATCH (:Paper)-[r:ADDRESSES]->() RETURN r.confidence") == 0.75


def test_verify_repairs_what_was_changed_by_hand(neo4j_db: Server) -> None:
    graph = small_graph()
    with connect(neo4j_db) as backend:
        load(graph, backend)
        neo4j_db.rows("MATCH (m:Method {id: 'method:0'}) SET m.name = 'vandal', m.n_papers = null")
        neo4j_db.rows("MATCH (:Method {id: 'method:0'})-[r:COMPARED_WITH]->() SET r.evidence = []")
        assert load(graph, backend).writes == 0
        report = load(graph, backend, verify=True)
        assert (report.nodes_updated, report.relationships_updated, report.writes) == (1, 1, 2)
    assert_equal(neo4j_db, graph)


def test_prune_removes_what_the_graph_lost_and_nothing_else(neo4j_db: Server, kg: Run, tmp_path: Path) -> None:
    # Before papergraph came: a node and a relationship under ids of the graph, and things of other people.
    neo4j_db.rows(
        "CREATE (m:Method {id: 'method:3', owner: 'Ann'}), (:Method {id: 'method:old', name: 'not ours'}), "
        "(p:Person {id: 'p1', name: 'Ann'})-[:LIKES]->(m), (:Paper {name: 'without id'})"
    )
    graph = small_graph()
    with connect(neo4j_db) as backend:
        load(graph, backend)
        # After: others hang something on nodes of the graph.
        neo4j_db.rows("MATCH (m:Method {id: 'method:4'}) MATCH (p:Person) CREATE (p)-[:READ]->(m)")
        neo4j_db.rows("MATCH (a:Paper {id: 'p2'}) MATCH (b:Task) CREATE (a)-[:MENTIONS {by: 'Ann'}]->(b)")
        whole = counts(neo4j_db)
        graph.remove_nodes_from(["method:3", "method:4", "method:5"])
        graph.remove_edge("p1", "task:parsing", key="ADDRESSES")
        graph.remove_edge("method:0", "method:1", key="COMPARED_WITH")

        report = load(graph, backend)
        assert report.writes == 0
        assert counts(neo4j_db) == whole
        assert (report.nodes_stale, report.relationships_stale) == (2, 5)

    save_graph(tmp_path / "graph", graph)
    told = kg("load", tmp_path / "graph", env=neo4j_db.environment)
    assert "2 nodes and 5 relationships of an earlier load are not in the graph any more; --prune" in told.stdout
    done = kg("load", tmp_path / "graph", "--prune", env=neo4j_db.environment)
    assert "1 nodes of an earlier load were kept: relationships of others hang on them" in done.stdout
    after = counts(neo4j_db)
    assert after["nodes"] == whole["nodes"] - 1
    assert after["relationships"] == whole["relationships"] - 5
    left = {row["id"] for row in neo4j_db.rows("MATCH (m:Method) RETURN m.id AS id")}
    assert {"method:3", "method:4", "method:old"} <= left
    assert "method:5" not in left
    assert neo4j_db.value("MATCH (m:Method {id: 'method:3'}) RETURN m.owner") == "Ann"
    assert neo4j_db.value("MATCH (:Person)-[r]->() RETURN count(*)") == 2
    assert neo4j_db.value("MATCH ()-[r:MENTIONS {by: 'Ann'}]->() RETURN count(*)") == 1
    assert neo4j_db.value("MATCH (p:Paper) WHERE p.id IS NULL RETURN count(*)") == 1


def test_a_dry_run_says_what_would_change_and_writes_nothing(neo4j_db: Server, saved: Path, kg: Run) -> None:
    empty = kg("load", saved, "--dry-run", env=neo4j_db.environment)
    assert empty.returncode == 0
    assert "nothing was written; a load would do this:" in empty.stdout
    assert "nodes: 15 created" in empty.stdout
    assert "relationships: 16 created" in empty.stdout
    assert "6 constraints and 10 indexes" in empty.stdout
    assert totals(neo4j_db) == {"nodes": 0, "relationships": 0}
    assert neo4j_db.rows("SHOW CONSTRAINTS YIELD name") == []

    graph = small_graph()
    with connect(neo4j_db) as backend:
        load(graph, backend)
        graph.remove_node("method:5")
        graph.nodes["p2"]["year"] = 2020
        told = load(graph, backend, prune=True, dry_run=True)
        assert counts(neo4j_db)["Method"] == len(HOSTILE)
        done = load(graph, backend, prune=True)
    assert told.writes == done.writes == 3
    assert (told.nodes_updated, told.nodes_deleted, told.relationships_deleted) == (1, 1, 1)
    skipped = {"seconds", "dry_run"}
    assert {k: v for k, v in told.to_dict().items() if k not in skipped} == {
        k: v for k, v in done.to_dict().items() if k not in skipped
    }


def test_a_name_with_two_nodes_of_others_is_told_in_one_line(neo4j_db: Server, saved: Path, kg: Run) -> None:
    neo4j_db.rows("CREATE (:Task {id: 'twice'}), (:Task {id: 'twice'})")
    done = kg("load", saved, env=neo4j_db.environment)
    assert done.returncode == 1
    (line,) = (line for line in done.stderr.splitlines() if "error" in line)
    assert "breaks a constraint" in line
    assert "twice" in line
    assert totals(neo4j_db) == {"nodes": 2, "relationships": 0}


def test_another_index_under_our_name_is_told_before_anything_is_written(
    neo4j_db: Server, saved: Path, kg: Run
) -> None:
    neo4j_db.rows("CREATE FULLTEXT INDEX papergraph_search FOR (n:Movie) ON EACH [n.title]")
    done = kg("load", saved, env=neo4j_db.environment)
    assert done.returncode == 1
    assert "DROP INDEX papergraph_search" in done.stderr
    assert totals(neo4j_db) == {"nodes": 0, "relationships": 0}
    assert neo4j_db.rows("SHOW CONSTRAINTS YIELD name") == []


def test_progress_is_told_stage_by_stage(neo4j_db: Server) -> None:
    told: list[tuple[str, int, int | None]] = []

    def progress(stage: str, done: int, total: int | None) -> None:
        told.append((stage, done, total))

    with connect(neo4j_db) as backend:
        load(small_graph(), backend, batch_size=4, progress=progress)
    stages: dict[str, Any] = {}
    for stage, done, total in told:
        assert done >= stages.get(stage, (0,))[0]
        stages[stage] = (done, total)
    assert stages == {
        "reading what is in Neo4j": (0, 0),
        "writing nodes": (15, 15),
        "writing relationships": (16, 16),
    }
