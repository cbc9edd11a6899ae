"""Fill the embedded engine from a graph, and keep the result as a cache in the graph directory."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kglite

from kg.schema import ENTITY_LABELS

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Graph

CACHE = "graph.kgl"

#: Says which graph and which engine the cache was made from; written last, so that a torn pair is never trusted.
STAMP = "graph.kgl.json"

_BATCH = 5_000

# The engine would print them on standard error as well; callers get them as ``QueryResult.warnings``.
kglite.set_query_warning_policy("silent")


def fill(graph: nx.MultiDiGraph[str]) -> kglite.KnowledgeGraph:
    """Return an engine store in memory with every node, label and relationship of ``graph``."""
    store = kglite.KnowledgeGraph()
    labels: dict[str, str] = {}
    nodes: dict[str, list[dict[str, Any]]] = {}
    for node, attributes in graph.nodes(data=True):
        properties = dict(attributes)
        label = labels[node] = properties.pop("label")
        properties["id"] = node
        nodes.setdefault(label, []).append({"id": node, "properties": properties})
    for label, rows in nodes.items():
        second = ":Entity" if label in ENTITY_LABELS else ""
        # The engine answers ``n.title`` with the name where a node has no title; Neo4j answers null, and so do we.
        untitled = "" if label == "Paper" else " SET n.title = null"
        _write(store, f"CREATE (n:{label}{second} {{id: row.id}}) SET n += row.properties{untitled}", rows)
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        row = {"source": source, "target": target, "properties": dict(attributes)}
        edges.setdefault((labels[source], key, labels[target]), []).append(row)
    for (start, key, end), rows in edges.items():
        _write(
            store,
            f"MATCH (a:{start} {{id: row.source}}) MATCH (b:{end} {{id: row.target}}) "
            f"CREATE (a)-[r:{key}]->(b) SET r += row.properties",
            rows,
        )
    return store


def _write(store: kglite.KnowledgeGraph, clauses: str, rows: list[dict[str, Any]]) -> None:
    for batch in _batches(rows):
        store.cypher(f"UNWIND $rows AS row {clauses}", params={"rows": batch})


def _batches(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def load(graph: Graph) -> kglite.KnowledgeGraph:
    """Return the store of a graph directory: from its cache, or made anew and cached.

    A cache that is damaged, of another graph or of another engine version is made again. Where the directory can't
    be written to, the store is made in memory every time.
    """
    path = Path(graph.path)
    stamp = {"engine": f"kglite {kglite.__version__}", "graph": graph_hash(graph)}
    cached = path / CACHE
    if _stamp_of(path) == stamp | {"file": _fingerprint(cached)}:
        try:
            return kglite.load(str(cached))
        except kglite.KgError:
            pass  # damaged: made again below
    store = fill(graph.nx)
    with contextlib.suppress(OSError, kglite.FileIoError):  # a read-only directory has no cache
        _save(store, path, stamp)
    return store


def graph_hash(graph: Graph) -> str:
    """Return a hash of the graph's tables, as its manifest tells it; equal tables give equal caches."""
    files = graph.manifest["files"]
    told = "".join(files[name]["sha256"] for name in ("nodes.parquet", "edges.parquet"))
    return hashlib.sha256(told.encode()).hexdigest()


def _save(store: kglite.KnowledgeGraph, path: Path, stamp: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory(prefix=".kgl-", dir=path) as aside:
        made = Path(aside) / CACHE
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", kglite.MappedFallbackWarning)  # about memory-mapping, which we don't use
            store.save(str(made), fsync=False)  # a cache that a power cut tears is made again
        text = json.dumps(stamp | {"file": _fingerprint(made)}, indent=2, sort_keys=True)
        (Path(aside) / STAMP).write_text(text + "\n", encoding="utf-8")
        os.replace(made, path / CACHE)
        os.replace(Path(aside) / STAMP, path / STAMP)


def _stamp_of(path: Path) -> Any:
    try:
        return json.loads((path / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _fingerprint(path: Path) -> str:
    """Return size and hash of the ends of a file: enough to tell a torn pair, and instant for files of gigabytes."""
    ends = 65_536
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(ends)
            file.seek(max(0, size - ends))
            return f"{size}:{hashlib.sha256(head + file.read(ends)).hexdigest()}"
    except OSError:
        return ""
