"""What goes wrong with a Neo4j server is told in one line, with an exit code, and nothing is half done."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j_fixture import Server, Unavailable, free_port, refuse, started
from neo4j_graphs import large_graph, small_graph

from kg.errors import Neo4jError
from kg.neo4j import Neo4jBackend, load
from kg.neo4j.backend import check_uri
from kg.neo4j.errors import check_version
from kg.store import save_graph

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save_graph(tmp_path / "graph", small_graph())
    return tmp_path / "graph"


def error_of(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a failed command printed."""
    assert done.returncode == 1, done
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("kg: error: ")
    return line


@pytest.mark.neo4j
def test_a_wrong_password(neo4j_db: Server, saved: Path, kg: Run) -> None:
    line = error_of(kg("load", saved, env=neo4j_db.environment | {"NEO4J_PASSWORD": "not-the-password"}))
    assert "wrong user name or password for neo4j" in line
    assert "not-the-password" not in line
    assert neo4j_db.value("MATCH (n) RETURN count(*)") == 0


@pytest.mark.neo4j
def test_a_database_that_does_not_exist(neo4j_db: Server, saved: Path, kg: Run) -> None:
    line = error_of(kg("load", saved, "--database", "nosuch", env=neo4j_db.environment))
    assert "there is no database nosuch" in line


@pytest.mark.neo4j
def test_the_port_of_http_instead_of_bolt(neo4j_db: Server, saved: Path, kg: Run) -> None:
    if not neo4j_db.http:
        pytest.skip("NEO4J_HTTP is not set: no HTTP port to try")
    uri = neo4j_db.http.replace("http://", "bolt://")
    line = error_of(kg("load", saved, "--uri", uri, env=neo4j_db.environment))
    assert "check that the port is Bolt's (7687)" in line


def test_a_server_that_is_away(saved: Path, kg: Run) -> None:
    uri = f"bolt://127.0.0.1:{free_port()}"
    line = error_of(kg("load", saved, "--uri", uri, env=os.environ | {"NEO4J_PASSWORD": "x"}))
    assert f"{uri}: no Neo4j answers there" in line


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("localhost:7687", "an address looks like bolt://localhost:7687"),
        ("http://localhost:7474", "an address looks like bolt://localhost:7687"),
        ("bolt://no.such.host.invalid:7687", "no Neo4j answers there"),
    ],
)
def test_an_address_that_is_none(saved: Path, kg: Run, uri: str, told: str) -> None:
    assert told in error_of(kg("load", saved, "--uri", uri, env=os.environ | {"NEO4J_PASSWORD": "x"}))


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(Neo4jError, match="leave user and password out of the address") as told:
        check_uri("bolt://neo4j:secret@localhost:7687")
    assert "secret" not in str(told.value)


def test_no_password_and_no_terminal(saved: Path, kg: Run) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    line = error_of(kg("load", saved, env=environment, stdin=subprocess.DEVNULL))
    assert "set NEO4J_PASSWORD" in line


def test_there_is_no_option_for_a_password(kg: Run) -> None:
    assert "--password" not in kg("load", "--help").stdout


@pytest.mark.neo4j
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_password_is_asked_for_on_a_terminal_and_not_shown(neo4j_db: Server, saved: Path) -> None:
    environment = {k: v for k, v in neo4j_db.environment.items() if k != "NEO4J_PASSWORD"}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from kg.cli import main; main()", "load", str(saved)]
    process = subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while b"Password of neo4j" not in shown:
        shown += os.read(ours, 1024)
    time.sleep(0.3)
    os.write(ours, neo4j_db.password.encode() + b"\n")
    try:
        while more := os.read(ours, 4096):
            shown += more
    except OSError:
        pass  # the end of a terminal whose other side is closed
    assert process.wait(120) == 0, shown
    assert neo4j_db.password.encode() not in shown
    assert neo4j_db.value("MATCH (n) RETURN count(*)") == 15


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("Neo4j/4.4.46", "is Neo4j 4.4.46, which is too old; upgrade it to Neo4j 5"),
        ("Neo4j/3.5.0", "too old"),
        ("OtherGraph/2.0", "is OtherGraph/2.0, not Neo4j"),
        ("", "not Neo4j"),
    ],
)
def test_a_server_of_a_version_that_is_not_supported(agent: str, told: str) -> None:
    with pytest.raises(Neo4jError, match=told):
        check_version(agent, "bolt://localhost:7687")


@pytest.mark.parametrize("agent", ["Neo4j/5.0.0", "Neo4j/5.26.30", "Neo4j/5.27-aura", "Neo4j/2026.08.1"])
def test_supported_versions(agent: str) -> None:
    check_version(agent, "bolt://localhost:7687")


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_read_only_database_and_a_server_that_dies(tmp_path: Path, kg: Run) -> None:
    home, password = tmp_path / "server", ""
    graph = small_graph()
    save_graph(tmp_path / "graph", graph)
    graph.nodes["p2"]["year"] = 1999
    save_graph(tmp_path / "changed", graph)
    save_graph(tmp_path / "large", large_graph(800))
    try:
        with started(home) as server:
            password = server.password
            with Neo4jBackend(server.uri, server.user, password) as backend:
                load(small_graph(), backend)
            # The server goes away in the middle of a load.
            command = ("load", tmp_path / "large", "--batch-size", "20")
            done: list[subprocess.CompletedProcess[str]] = []
            loading = threading.Thread(target=lambda: done.append(kg(*command, env=server.environment)))
            loading.start()
            while not server.value("MATCH (p:Paper) WHERE p.id <> 'p1' AND p.id <> 'p2' RETURN count(*)"):
                assert loading.is_alive()
        loading.join()
        assert done[0].returncode == 1
        assert "no Neo4j answers there" in done[0].stderr.splitlines()[-1]
        assert "Traceback" not in done[0].stderr

        with started(home, {"server.databases.read_only": "neo4j"}, password) as server:
            before = server.value("MATCH (n) RETURN count(*)")
            for folder in ("changed", "large"):
                refused = kg("load", tmp_path / folder, "-q", env=server.environment)
                assert "the database is read-only; nothing was written" in error_of(refused)
            same = kg("load", tmp_path / "graph", env=server.environment)
            assert "nothing to write: 15 nodes" in same.stdout
            assert server.value("MATCH (n) RETURN count(*)") == before

        with started(home, None, password) as server:
            assert kg("load", tmp_path / "large", "-q", env=server.environment).returncode == 0
            assert (
                server.value("MATCH (:Paper)-[r:USES]->(:Method) WHERE r.evidence = ['Text.'] RETURN count(*)") == 8_000
            )
    except Unavailable as error:
        refuse(error)
