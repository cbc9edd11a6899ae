"""Keep a graph in a directory: two Parquet tables, the merges and a manifest; open it, load it, save it atomically."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from extract.records import Extraction, Paper
from kg import __version__
from kg.errors import GraphError, NotFoundError
from kg.files import replacing, replacing_all, sha256

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa

#: Version of the directory's layout; a directory of another version is rebuilt from its checkpoint.
FORMAT = 1

MANIFEST = "manifest.json"
CHECKPOINT = "extractions.sqlite"
NODES = "nodes.parquet"
EDGES = "edges.parquet"
MERGES = "merges.jsonl"
ALIASES = "aliases.toml"
MEMORY = "linking.jsonl.gz"
LOCK = ".lock"


class Graph:
    """Handle on a graph directory. What it hands out is shared and cached: read it, don't change it.

    Attributes
    ----------
    path
        The directory.
    manifest
        Versions, inputs with hashes, counts, what was skipped and dropped (see ``docs/python.md``).
    """

    def __init__(self, path: Path, manifest: Mapping[str, Any]) -> None:
        self.path = path
        self.manifest = manifest

    def __repr__(self) -> str:
        counts = self.manifest["counts"]
        return f"<Graph {str(self.path)!r}: {counts['nodes']:,} nodes, {counts['edges']:,} edges>"

    @cached_property
    def nx(self) -> nx.MultiDiGraph[str]:
        """The graph in memory: node key = id, edge key = relationship type, attributes as in ``kg.schema``."""
        import pyarrow.parquet as pq

        from kg.pause import collector_paused
        from kg.tables import EDGE_SCHEMA, NODE_SCHEMA, graph_of_tables

        self.verify()
        nodes = pq.read_table(self.path / NODES, schema=NODE_SCHEMA)
        edges = pq.read_table(self.path / EDGES, schema=EDGE_SCHEMA)
        with collector_paused():
            graph = graph_of_tables(nodes, edges)
        graph.graph.update(papergraph=self.manifest["papergraph"], dropped=self.manifest["dropped"])
        return graph

    def verify(self) -> None:
        """Check that the files are those of the manifest.

        Raises
        ------
        GraphError
            A save was interrupted, or a file was changed or lost.
        """
        for name, file in self.manifest["files"].items():
            path = self.path / name
            if not path.is_file() or path.stat().st_size != file["bytes"] or sha256(path) != file["sha256"]:
                raise _interrupted(self.path, name)

    def table(self, name: Literal["nodes", "edges"], columns: list[str] | None = None, filters: Any = None) -> pa.Table:
        """Return the table of nodes or of relationships, or some of its columns and rows, without loading the graph."""
        import pyarrow.parquet as pq

        return pq.read_table(self.path / f"{name}.parquet", columns=columns, filters=filters)

    def papers(self) -> Iterator[Paper]:
        """Yield every paper of the graph, by id."""
        import pyarrow.compute as pc

        columns = ["id", "title", "abstract", "date", "year", "authors", "n_authors", "categories", "url", "sources"]
        rows = self.table("nodes", columns, pc.field("label") == "Paper")
        for batch in rows.to_batches(max_chunksize=1_000):
            for row in batch.to_pylist():
                for name in ("authors", "categories", "sources"):
                    row[name] = tuple(row[name] or ())
                yield Paper(**row)

    def extraction(self, paper_id: str) -> Extraction:
        """Return what was extracted from one paper.

        Raises
        ------
        NotFoundError
            The checkpoint has no extraction of that paper.
        GraphError
            The directory has no checkpoint (a graph that was saved without one).
        """
        from extract.checkpoint import Checkpoint

        path = self.path / CHECKPOINT
        if not path.is_file():
            raise GraphError(f"{self.path}: has no {CHECKPOINT}, so what each paper says is not known; build it again")
        with Checkpoint(path) as checkpoint:
            extraction = checkpoint.extraction(self.manifest["model"], paper_id)
        if extraction is None:
            raise NotFoundError(f"{paper_id}: {path} has no extraction of this paper; run kg build again")
        return extraction

    def merges(self) -> Iterator[dict[str, Any]]:
        """Yield every merge of ``merges.jsonl``: which forms were put on one node, by which step, and why."""
        path = self.path / MERGES
        if path.is_file():
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    yield json.loads(line)


def open_graph(path: str | Path) -> Graph:
    """Open a graph directory; the graph itself is loaded on first use of ``Graph.nx``.

    Raises
    ------
    GraphError
        There is no graph at ``path``, or it is half-built, damaged or of another version.

    Examples
    --------
    >>> from kg import open_graph
    >>> graph = open_graph("mygraph")  # doctest: +SKIP
    >>> graph.nx.number_of_nodes()  # doctest: +SKIP
    4218
    """
    path = Path(path)
    if not path.exists():
        raise GraphError(f"{path}: no such graph; build one with: kg build PAPERS… -o {path}")
    if not path.is_dir():
        raise GraphError(f"{path}: is a file, but a graph is a directory; name the directory that kg build made")
    manifest = read_manifest(path)
    if manifest is None:
        if (path / CHECKPOINT).exists():
            raise GraphError(f"{path}: its build did not finish; run the same kg build again to go on where it stopped")
        raise GraphError(f"{path}: is no graph of papergraph (no {MANIFEST}); build one with: kg build PAPERS… -o DIR")
    for name, file in manifest["files"].items():
        if not (path / name).is_file() or (path / name).stat().st_size != file["bytes"]:
            raise _interrupted(path, name)
    return Graph(path, manifest)


def read_manifest(path: Path) -> dict[str, Any] | None:
    """Return the manifest of a graph directory, or ``None`` when it has none.

    Raises
    ------
    GraphError
        The manifest is damaged, not ours, or of another layout version.
    """
    file = path / MANIFEST
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise GraphError(f"{file}: can't be read ({error}); delete it and run kg build again") from error
    if not isinstance(manifest, dict) or not {"papergraph", "format", "files", "counts"} <= manifest.keys():
        raise GraphError(f"{file}: is not a manifest of papergraph; choose another directory")
    if manifest["format"] != FORMAT:
        raise GraphError(
            f"{path}: was built by papergraph {manifest['papergraph']} in another layout; "
            f"delete {file} and run kg build again (what was extracted is kept)"
        )
    return manifest


def save_graph(
    path: str | Path,
    graph: nx.MultiDiGraph[str],
    *,
    merges: Iterable[Mapping[str, Any]] = (),
    **manifest: Any,
) -> Graph:
    """Save a graph to a directory, atomically; files whose content would stay the same are not touched.

    Every file is first written aside in full, so a full disk or a kill leaves the graph that was there. The manifest
    comes last: its hashes tell a complete graph from one whose files belong to two builds.

    Parameters
    ----------
    path
        The directory; made when it does not exist.
    graph
        A graph that obeys the schema, as ``kg.graph.build_graph`` makes it.
    merges
        The lines of ``merges.jsonl``.
    manifest
        More to record, e.g. ``model``, ``inputs``, ``skipped``.

    Returns
    -------
    Graph
        The saved graph, opened.
    """
    from kg.tables import write_edges, write_nodes

    path = Path(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GraphError(f"{path}: can't be made ({error.strerror}); choose another directory") from error
    with replacing_all([path / NODES, path / EDGES, path / MERGES], keep_equal=True) as aside:
        write_nodes(graph, aside[path / NODES])
        write_edges(graph, aside[path / EDGES])
        with aside[path / MERGES].open("w", encoding="utf-8", newline="\n") as lines:
            for merge in merges:
                lines.write(json.dumps(merge, ensure_ascii=False) + "\n")
    files = {
        name: {"sha256": sha256(path / name), "bytes": (path / name).stat().st_size} for name in (NODES, EDGES, MERGES)
    }
    record = {
        "papergraph": __version__,
        "format": FORMAT,
        "saved": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "model": None,
        "inputs": [],
        "skipped": [],
        **manifest,
        "dropped": graph.graph.get("dropped", {}),
        "counts": counts(graph),
        "files": files,
    }
    with replacing(path / MANIFEST) as file:
        file.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Graph(path, record)


def counts(graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Count nodes and relationships, in all and by label and type."""
    labels = Counter(label for _, label in graph.nodes(data="label"))
    types = Counter(key for _, _, key in graph.edges(keys=True))
    return {
        "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
        "labels": dict(sorted(labels.items())),
        "types": dict(sorted(types.items())),
    }


def _interrupted(path: Path, name: str) -> GraphError:
    return GraphError(
        f"{path}: {name} does not belong to its {MANIFEST} (an interrupted save, or changed by hand); "
        "run the same kg build again, what was extracted is kept"
    )
