"""Turn the graph into two Arrow tables and back: one row a node, one row a relationship, columns by the schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq

from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES, Kind, Property

_ARROW: Mapping[Kind, pa.DataType] = {
    "str": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "str[]": pa.list_(pa.string()),
    "int[]": pa.list_(pa.int64()),
}


def _columns(types: Iterable[tuple[Property, ...]]) -> dict[str, Kind]:
    return {p.name: p.kind for properties in types for p in properties}


#: Every property of any node, and of any relationship, with its kind: the columns after the structural ones.
NODE_COLUMNS = _columns(n.properties for n in NODE_TYPES.values())
EDGE_COLUMNS = _columns(r.properties for r in RELATIONSHIP_TYPES.values())

NODE_SCHEMA = pa.schema([("label", pa.string()), *((name, _ARROW[kind]) for name, kind in NODE_COLUMNS.items())])
EDGE_SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("type", pa.string()),
        *((name, _ARROW[kind]) for name, kind in EDGE_COLUMNS.items()),
    ]
)


def node_table(graph: nx.MultiDiGraph[str]) -> pa.Table:
    """Return one row a node, in the order of the graph; a missing property is null."""
    rows = [data for _, data in graph.nodes(data=True)]
    return pa.table({f.name: pa.array([r.get(f.name) for r in rows], f.type) for f in NODE_SCHEMA}, NODE_SCHEMA)


def edge_table(graph: nx.MultiDiGraph[str]) -> pa.Table:
    """Return one row a relationship, in the order of the graph; a missing property is null."""
    edges = list(graph.edges(keys=True, data=True))
    columns = [
        pa.array([e[0] for e in edges], pa.string()),
        pa.array([e[1] for e in edges], pa.string()),
        pa.array([e[2] for e in edges], pa.string()),
        *(pa.array([e[3].get(name) for e in edges], _ARROW[kind]) for name, kind in EDGE_COLUMNS.items()),
    ]
    return pa.Table.from_arrays(columns, schema=EDGE_SCHEMA)


def graph_of_tables(nodes: pa.Table, edges: pa.Table) -> nx.MultiDiGraph[str]:
    """Return the graph that ``node_table`` and ``edge_table`` were made from."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in _rows(nodes):
        graph.add_node(row["id"], **row)
    for row in _rows(edges):
        source, target, key = row.pop("source"), row.pop("target"), row.pop("type")
        graph.add_edge(source, target, key=key, **row)
    return graph


def write_parquet(table: pa.Table, file: Path | BinaryIO) -> None:
    """Write a table with every option fixed, so that equal tables give equal bytes."""
    pq.write_table(
        table,
        file,
        row_group_size=50_000,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
    )


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield the rows without their nulls; equal strings in lists (evidence sentences) become one object."""
    shared: dict[str, str] = {}
    for batch in table.to_batches(max_chunksize=10_000):
        columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        for name, values in columns.items():
            if pa.types.is_list(table.schema.field(name).type) and name != "papers_by_year":
                columns[name] = [v and [shared.setdefault(s, s) for s in v] for v in values]
        for values in zip(*columns.values(), strict=True):
            yield {name: value for name, value in zip(columns, values, strict=True) if value is not None}
