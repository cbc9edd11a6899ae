"""Check what papergraph needs on this machine: the model, the embedded engine, Neo4j, the disk, optional extras."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from extract.errors import PapergraphError
from kg import __version__

#: Below this much free space a build of some ten thousand papers may not fit.
LOW_DISK = 1 << 30

Status = Literal["ok", "warning", "failed", "skipped"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: how it stands, what was found, and what to do about it if it does not work."""

    name: str
    status: Status
    found: str
    remedy: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the check for JSON."""
        return asdict(self)


def diagnose(
    *,
    model: Path | None = None,
    uri: str | None = None,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    directory: Path = Path(),
) -> list[Check]:
    """Check everything and return what was found; nothing is raised and nothing is left behind.

    Parameters
    ----------
    model
        Directory of an extraction model; by default the one that comes with the package.
    uri, user, password, database
        The Neo4j server to ask, by default that of ``NEO4J_URI`` and so on; without any, Neo4j is skipped.
    directory
        Where graphs will be written.
    """
    return [
        Check("papergraph", "ok", f"{__version__} on Python {platform.python_version()}, {platform.machine()}"),
        _guarded("model", lambda: _model(model), "install papergraph again: pip install --force-reinstall papergraph"),
        _guarded("engine", _engine, "install the embedded engine again: pip install --force-reinstall kglite==0.21.2"),
        _guarded(
            "neo4j",
            lambda: _neo4j(uri, user, password, database),
            "start Neo4j (docker/compose.yaml has one), and check NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD",
        ),
        _guarded("disk", lambda: _disk(directory), "write graphs to a directory of yours, on a disk with free space"),
        _extra("train", "torch", "kg train"),
    ]


def _guarded(name: str, check: Callable[[], Check], remedy: str) -> Check:
    """Run one check. Whatever goes wrong in it is what the person wants to know, so every exception is a finding."""
    try:
        return check()
    except PapergraphError as error:
        return Check(name, "failed", str(error), remedy)
    except Exception as error:  # noqa: BLE001
        return Check(name, "failed", f"{type(error).__name__}: {error}", remedy)


def _model(path: Path | None) -> Check:
    from extract.pipeline import extract_papers, model_id
    from extract.records import Paper

    text = "We evaluate BERT on SQuAD for question answering and reach an F1 of 93.2."
    began = time.perf_counter()
    (extraction,) = extract_papers([Paper("doctor", "BERT for question answering", text)], model=path)
    took = time.perf_counter() - began
    if not extraction.entities:
        return Check(
            "model",
            "failed",
            f"{model_id(path)} loads, but finds nothing in a plain sentence",
            "install papergraph again, or give another --model",
        )
    names = ", ".join(e.name for e in extraction.entities)
    return Check("model", "ok", f"{model_id(path)} finds {names} in a test sentence, in {took:.1f} s with loading")


def _engine() -> Check:
    import networkx as nx

    from kg.embedded import Engine

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("task:parsing", label="Task", id="task:parsing", name="parsing", n_papers=1)
    with Engine.from_networkx(graph) as engine:
        rows = engine.run("MATCH (t:Task {name: $name}) RETURN t.n_papers", {"name": "parsing"}).rows
    if rows != [(1,)]:
        raise RuntimeError(f"a test query gave {rows}")
    from importlib.metadata import version

    return Check("engine", "ok", f"kglite {version('kglite')} answers a test query")


def _neo4j(uri: str | None, user: str | None, password: str | None, database: str | None) -> Check:
    uri = uri or os.environ.get("NEO4J_URI")
    if not uri:
        return Check("neo4j", "skipped", "no server named", "to check one, set NEO4J_URI or give --uri")
    from kg.neo4j import Neo4jBackend

    user = user or os.environ.get("NEO4J_USERNAME", "neo4j")
    password = password or os.environ.get("NEO4J_PASSWORD", "")
    backend = Neo4jBackend(uri, user, password, database or os.environ.get("NEO4J_DATABASE"))
    try:
        rows = backend.run("CALL dbms.components() YIELD name, versions RETURN name, versions").rows
        nodes = backend.run("MATCH (n) RETURN count(n)").rows[0][0]
    finally:
        backend.close()
    server = next((f"{name} {versions[0]}" for name, versions in rows if "Neo4j" in name), "a server")
    return Check("neo4j", "ok", f"{server} at {uri}, {nodes:,} nodes in its database")


def _disk(directory: Path) -> Check:
    with tempfile.TemporaryFile(dir=directory) as file:
        file.write(b"papergraph")
    free = shutil.disk_usage(directory).free
    found = f"{free / (1 << 30):,.1f} GB free in {directory.resolve()}, writable"
    if free < LOW_DISK:
        return Check("disk", "warning", found, "free some space before building a large graph")
    return Check("disk", "ok", found)


def _extra(name: str, module: str, command: str) -> Check:
    if importlib.util.find_spec(module):
        return Check(f"extra {name}", "ok", f"{module} is installed")
    return Check(
        f"extra {name}",
        "skipped",
        f"{module} is not installed",
        f"only {command} needs it: pip install 'papergraph[{name}]'",
    )
