"""The exports for Neo4j, taken in by the real neo4j-admin and the real cypher-shell."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j_fixture import Server, Tool, Unavailable, admin_program, refuse, started
from neo4j_graphs import assert_equal, connect, small_graph, totals, totals_of

from kg.neo4j import load
from kg.store import save_graph

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_neo4j_admin_imports_the_export(tmp_path: Path, kg: Run, neo4j_tool: Tool) -> None:
    graph = small_graph()
    save_graph(tmp_path / "graph", graph)
    assert kg("export", tmp_path / "graph", "-f", "neo4j-import", "-o", tmp_path / "csv").returncode == 0
    home = tmp_path / "home"
    try:
        environment = os.environ | {"NEO4J_ADMIN": str(admin_program(home))}
        done = subprocess.run(
            [tmp_path / "csv" / "import.sh", "neo4j"], env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "15 nodes" in done.stdout
        assert "16 relationships" in done.stdout
        with started(home) as server:
            assert totals(server) == totals_of(graph)
            for statement in (tmp_path / "csv" / "after-import.cypher").read_text().split(";\n"):
                if statement.strip():
                    server.rows(statement)
            server.rows("CALL db.awaitIndexes(120)")
            assert_equal(server, graph)
            with connect(server) as backend:
                assert load(graph, backend).writes == 0, "a load after an import has nothing to do"
                assert load(graph, backend, verify=True).writes == 0
    except Unavailable as error:
        refuse(error)


def test_cypher_shell_runs_the_script(neo4j_db: Server, tmp_path: Path, kg: Run, neo4j_tool: Tool) -> None:
    graph = small_graph()
    save_graph(tmp_path / "graph", graph)
    script = tmp_path / "graph.cypher"
    assert kg("export", tmp_path / "graph", "-f", "cypher", "-o", script).returncode == 0
    for _ in range(2):  # a second run changes nothing
        if shell := shutil.which("cypher-shell"):
            command = [shell, "-a", neo4j_db.uri, "-u", neo4j_db.user, "-f", str(script), "--fail-fast"]
            done = subprocess.run(command, env=neo4j_db.environment, capture_output=True, text=True, timeout=300)
        else:
            arguments = ("-a", neo4j_db.uri, "-u", neo4j_db.user, "-f", script, "--fail-fast")
            done = neo4j_tool("org.neo4j.shell.Main", *arguments, env=neo4j_db.environment)
        assert done.returncode == 0, done.stderr
        assert_equal(neo4j_db, graph)
    with connect(neo4j_db) as backend:
        assert load(graph, backend).writes == 0
        assert load(graph, backend, verify=True).writes == 0
