"""Export a graph to the formats that other tools read; a new format is one file here and one line in FORMATS."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.errors import GraphError
from kg.files import explained, open_output, open_outputs

if TYPE_CHECKING:
    from kg.store import Graph


@dataclass(frozen=True, slots=True)
class Format:
    """One export format.

    Parameters
    ----------
    module
        The module with its ``write``: ``write(graph, file)`` for the layout ``file``, ``write(graph, nodes, edges)``
        for ``tables`` (all binary files), ``write(graph, directory)`` for ``directory`` (an empty ``Path``); the graph
        is the ``MultiDiGraph``.
    description
        What it is for, in one line.
    layout
        One file, a table of nodes and one of relationships, or a directory of files.
    suffixes
        File name endings that stand for it when no format is named.
    """

    module: str
    description: str
    layout: Literal["file", "tables", "directory"] = "file"
    suffixes: tuple[str, ...] = ()


FORMATS: Mapping[str, Format] = {
    "graphml": Format("kg.formats.graphml", "XML for NetworkX, igraph, Cytoscape, yEd", suffixes=(".graphml",)),
    "gexf": Format("kg.formats.gexf", "XML for Gephi, with colours", suffixes=(".gexf",)),
    "json": Format("kg.formats.json", "node-link JSON for D3, NetworkX and scripts", suffixes=(".json",)),
    "jsonld": Format("kg.formats.jsonld", "linked data with schema.org terms, for RDF tools", suffixes=(".jsonld",)),
    "csv": Format("kg.formats.csv", "a table of nodes and one of edges, for pandas and Excel", "tables", (".csv",)),
    "parquet": Format(
        "kg.formats.parquet", "the same tables, typed, for pandas, DuckDB, Spark", "tables", (".parquet",)
    ),
    "cypher": Format("kg.formats.cypher", "a script for cypher-shell, which may be run again", suffixes=(".cypher",)),
    "neo4j-import": Format(
        "kg.formats.neo4j_import", "CSV and the command for neo4j-admin database import", "directory"
    ),
}


def export_graph(graph: Graph, format: str | None, output: str | Path) -> list[Path]:
    """Write a graph in a format that another tool reads.

    Equal graphs give equal bytes. A file appears whole or not at all.

    Parameters
    ----------
    graph
        The graph, as ``open_graph`` returns it.
    format
        A name in ``FORMATS``; ``None`` to tell it from the ending of ``output``.
    output
        Where to write: a file (``.gz`` at the end compresses it, ``-`` is standard output); for ``csv`` and ``parquet``
        a directory, or a file name such as ``g.csv`` that becomes ``g.nodes.csv`` and ``g.edges.csv``; a directory for
        the formats of many files.

    Returns
    -------
    list of pathlib.Path
        The files written; empty for standard output.

    Raises
    ------
    GraphError
        The format is unknown, does not go with the output, or the output can't be written.
    """
    name = format or guess_format(output)
    if name not in FORMATS:
        raise GraphError(f"{name}: no such format; choose one of {', '.join(FORMATS)}")
    chosen = FORMATS[name]
    write = importlib.import_module(chosen.module).write
    if str(output) == "-" and chosen.layout != "file":
        raise GraphError(f"{name} is more than one file and can't go to standard output; name a directory with -o")
    if chosen.layout == "file":
        with open_output(output) as file:
            write(graph.nx, file)
        return [] if str(output) == "-" else [Path(output)]
    output = Path(output)
    if chosen.layout == "tables":
        paths = _table_paths(output, chosen.suffixes[0])
        with open_outputs(paths) as (nodes, edges):
            write(graph.nx, nodes, edges)
        return list(paths)
    return _write_directory(graph, write, output)


def guess_format(output: str | Path) -> str:
    """Return the format that a file name stands for.

    Raises
    ------
    GraphError
        The ending is none that a format uses.
    """
    name = Path(output).name.lower().removesuffix(".gz")
    for format, chosen in FORMATS.items():
        if name.endswith(chosen.suffixes or ("\0",)):
            return format
    raise GraphError(f"{output}: its ending tells no format; name one with -f: {', '.join(FORMATS)}")


def _table_paths(output: Path, suffix: str) -> tuple[Path, Path]:
    """Return where the two tables go: ``g.csv.gz`` -> ``g.nodes.csv.gz``, a directory -> its ``nodes.csv``."""
    packed = ".gz" if output.name.endswith(".gz") else ""
    name = output.name.removesuffix(".gz")
    if packed and suffix == ".parquet":
        raise GraphError(f"{output}: Parquet is compressed already; leave out .gz")
    if not output.is_dir() and name.endswith(suffix):
        stem = name.removesuffix(suffix)
        return tuple(output.with_name(f"{stem}.{part}{suffix}{packed}") for part in ("nodes", "edges"))  # type: ignore[return-value]
    with explained(output):
        output.mkdir(parents=True, exist_ok=True)
    return output / f"nodes{suffix}", output / f"edges{suffix}"


def _write_directory(graph: Graph, write: object, output: Path) -> list[Path]:
    """Write many files aside, then move them into ``output`` over files of the same names."""
    assert callable(write)
    with ExitStack() as stack:
        stack.enter_context(explained(output))
        output.mkdir(parents=True, exist_ok=True)
        aside = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".export.", dir=output)))
        write(graph.nx, aside)
        return [file.replace(output / file.name) for file in sorted(aside.iterdir())]
