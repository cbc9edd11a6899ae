"""A real Neo4j for the tests: the server at NEO4J_URI, else one in Docker, else Maven's artifacts on Java.

Nothing is started before the first test that asks for it. In CI a server that can't be had fails the test; elsewhere
the test is skipped and says why. ``PAPERGRAPH_NEO4J_VERSION`` chooses another release of Docker's image or Maven's
artifacts, e.g. 2026.08.1 (with ``JAVA_HOME`` at a Java of 21 or newer).
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
import pytest

pytest.register_assert_rewrite("neo4j_graphs")

# The driver logs every remark of the server, an empty database's unknown labels too; a failed test need not show them.
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)

POM = Path(__file__).parent / "neo4j_server" / "pom.xml"
VERSION = os.environ.get("PAPERGRAPH_NEO4J_VERSION", "5.26.30")
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "papergraph-tests"

#: What the server's own start script opens to it.
OPENS = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]


class Unavailable(Exception):
    """Why there is no Neo4j to be had."""


@dataclass(frozen=True)
class Server:
    """A running Neo4j."""

    uri: str
    user: str
    password: str
    database: str | None = None
    http: str | None = None

    def driver(self) -> neo4j.Driver:
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password))

    def rows(self, cypher: str, **params: Any) -> list[dict[str, Any]]:
        """Run one statement in a transaction of its own and return its rows."""
        with self.driver() as driver, driver.session(database=self.database) as session:
            return session.run(cypher, params).data()

    def value(self, cypher: str, **params: Any) -> Any:
        """Run one statement that returns one value."""
        (row,) = self.rows(cypher, **params)
        (value,) = row.values()
        return value

    def empty(self) -> None:
        """Delete every node, constraint and index."""
        while self.value("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*)"):
            pass
        for row in self.rows("SHOW CONSTRAINTS YIELD name"):
            self.rows(f"DROP CONSTRAINT `{row['name']}`")
        for row in self.rows("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"):
            self.rows(f"DROP INDEX `{row['name']}`")

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which ``kg`` finds this server."""
        given = {"NEO4J_URI": self.uri, "NEO4J_USERNAME": self.user, "NEO4J_PASSWORD": self.password}
        return os.environ | given | ({"NEO4J_DATABASE": self.database} if self.database else {})


def java() -> str:
    """Return the Java to run, or say what is missing."""
    home = os.environ.get("JAVA_HOME")
    found = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not found or not Path(found).exists():
        raise Unavailable("no Java: set JAVA_HOME or put java (17 or newer) on the PATH")
    return found


def classpath(version: str = VERSION) -> str:
    """Return the classpath of Neo4j's artifacts; Maven fetches what is not in its local repository yet."""
    if not shutil.which("mvn"):
        raise Unavailable("no Maven: install mvn, or set NEO4J_URI to a running server")
    key = hashlib.sha256(POM.read_bytes() + version.encode()).hexdigest()[:16]
    known = CACHE / f"classpath-{key}.txt"
    if known.is_file() and all(Path(jar).is_file() for jar in known.read_text().split(":")):
        return known.read_text()
    CACHE.mkdir(parents=True, exist_ok=True)
    aside = known.with_suffix(f".{os.getpid()}")
    command = ["mvn", "-B", "-q", "-f", str(POM), f"-Dneo4j.version={version}", f"-Dmdep.outputFile={aside}"]
    if not version.startswith("5."):
        command += ["-P", "!shell"]
    for attempt in range(3):
        time.sleep(attempt * 5)
        maven = subprocess.run([*command, "dependency:build-classpath"], capture_output=True, text=True, timeout=900)
        if maven.returncode == 0:
            aside.replace(known)
            return known.read_text()
    said = next((line for line in maven.stdout.splitlines() if "ERROR" in line), maven.stderr[-300:])
    raise Unavailable(f"Maven can't fetch Neo4j {version}: {said}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(home: Path, settings: dict[str, str] | None = None, password: str | None = None) -> Iterator[Server]:
    """Run a Neo4j from Maven's artifacts in ``home``, on free ports, until the block ends.

    Parameters
    ----------
    home
        Its directory: configuration, data and logs.
    settings
        More lines of ``neo4j.conf``.
    password
        The password, where ``home`` holds a server that has one already.
    """
    bolt, http = free_port(), free_port()
    conf = home / "conf" / "neo4j.conf"
    conf.parent.mkdir(parents=True, exist_ok=True)
    lines = {
        "server.bolt.listen_address": f"127.0.0.1:{bolt}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt}",
        "server.http.listen_address": f"127.0.0.1:{http}",
        "server.http.advertised_address": f"127.0.0.1:{http}",
        "server.memory.pagecache.size": "256m",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
    } | (settings or {})
    conf.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    command = [java(), "-Xms256m", "-Xmx1g", "-XX:+UseG1GC", *OPENS, "-cp", classpath()]
    main = "CommunityEntryPoint" if VERSION.startswith("5.") else "Neo4jCommunity"
    command += [f"org.neo4j.server.{main}", f"--home-dir={home}", f"--config-dir={conf.parent}"]
    with (home / "console.log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=home)
    try:
        uri = f"bolt://127.0.0.1:{bolt}"
        server = Server(uri, "neo4j", password or secrets.token_urlsafe(12), http=f"http://127.0.0.1:{http}")
        _await(server, process, home, fresh=password is None)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(server: Server, process: subprocess.Popen[bytes], home: Path, *, fresh: bool, seconds: float = 400) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            if fresh:
                _set_password(server)
            with server.driver() as driver:
                driver.verify_connectivity()
            return
        except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.TransientError, OSError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Unavailable(f"Neo4j did not start: {(home / 'console.log').read_text()[-500:]}") from None
            time.sleep(0.3)


def _set_password(server: Server) -> None:
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver,
        driver.session(database="system") as session,
    ):
        session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=server.password).consume()


def given() -> Server:
    """The server at NEO4J_URI; the tests empty it, so it has to be empty when they begin."""
    server = Server(
        os.environ["NEO4J_URI"],
        os.environ.get("NEO4J_USERNAME", "neo4j"),
        os.environ.get("NEO4J_PASSWORD", ""),
        os.environ.get("NEO4J_DATABASE"),
        os.environ.get("NEO4J_HTTP"),
    )
    if nodes := server.value("MATCH (n) RETURN count(*)"):
        raise Unavailable(
            f"the database at NEO4J_URI holds {nodes} nodes, and the tests would delete them; name an empty one"
        )
    return server


@contextmanager
def _in_docker() -> Iterator[Server]:
    from testcontainers.community.neo4j import Neo4jContainer

    password = secrets.token_urlsafe(12)
    with Neo4jContainer(f"neo4j:{VERSION}-community", password=password) as container:
        http = f"http://{container.get_container_host_ip()}:{container.get_exposed_port(7474)}"
        yield Server(container.get_connection_url(), "neo4j", password, http=http)


def docker_answers() -> bool:
    """Tell whether a Docker engine runs here, and the library that drives it is installed."""
    if not shutil.which("docker"):
        return False
    try:
        import testcontainers.community.neo4j  # noqa: F401

        return subprocess.run(["docker", "info"], capture_output=True, timeout=20).returncode == 0
    except (ImportError, subprocess.TimeoutExpired):
        return False


def refuse(error: Unavailable) -> None:
    """Fail in CI, skip elsewhere."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"no Neo4j: {error}")
    pytest.skip(f"no Neo4j: {error}")


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real Neo4j, one for the whole run; ask for ``neo4j_db`` to have it empty."""
    try:
        if os.environ.get("NEO4J_URI"):
            yield given()
        elif docker_answers():
            with _in_docker() as server:
                yield server
        else:
            with started(tmp_path_factory.mktemp("neo4j")) as server:
                yield server
    except Unavailable as error:
        refuse(error)


@pytest.fixture
def neo4j_db(neo4j_server: Server) -> Server:
    """The real Neo4j, emptied."""
    neo4j_server.empty()
    return neo4j_server


Tool = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def neo4j_tool() -> Tool:
    """Run a main class of Neo4j's artifacts, e.g. ``org.neo4j.cli.AdminTool``, as its script would."""
    try:
        runtime, path = java(), classpath()
    except Unavailable as error:
        refuse(error)

    def run(main: str, *arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        command = [runtime, "-Xmx512m", *OPENS, "-cp", path, main, *map(str, arguments)]
        return subprocess.run(command, **{"capture_output": True, "text": True, "timeout": 300} | options)

    return run


def admin_program(home: Path) -> Path:
    """Write ``neo4j-admin`` for the server whose directory is ``home``, from Maven's artifacts; return its path."""
    (home / "conf").mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").touch()
    lines = [
        "#!/bin/sh",
        f"export NEO4J_HOME={shlex.quote(str(home))} NEO4J_CONF={shlex.quote(str(home / 'conf'))}",
        f"exec {shlex.quote(java())} -Xmx1g {' '.join(OPENS)} -cp {shlex.quote(classpath())} \\",
        '  org.neo4j.cli.AdminTool "$@"',
    ]
    program = home / "neo4j-admin"
    program.write_text("\n".join(lines) + "\n")
    program.chmod(0o755)
    return program


def version_of(server: Server) -> tuple[int, ...]:
    """Return the server's version as numbers."""
    text = server.value("CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0]")
    return tuple(map(int, re.findall(r"\d+", text)[:3]))
