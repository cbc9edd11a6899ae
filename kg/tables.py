"""Turn the graph into two Arrow tables and back: one row a node, one row a relationship, columns by the schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq

from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES, Kind, Property

#: Rows of a row group: what is in memory at once, in Arrow, while a table is written.
ROW_GROUP = 50_000

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


def write_nodes(graph: nx.MultiDiGraph[str], file: Path | BinaryIO) -> None:
    """Write one row a node to a Parquet file, in the order of the graph; a missing property is null."""
    _write_parquet(NODE_SCHEMA, (data for _, data in graph.nodes(data=True)), file)


def write_edges(graph: nx.MultiDiGraph[str], file: Path | BinaryIO) -> None:
    """Write one row a relationship to a Parquet file, in the order of the graph; a missing property is null."""
    rows = (
        {"source": source, "target": target, "type": key, **data}
        for source, target, key, data in graph.edges(keys=True, data=True)
    )
    _write_parquet(EDGE_SCHEMA, rows, file)


def graph_of_tables(nodes: pa.Table, edges: pa.Table) -> nx.MultiDiGraph[str]:
    """Return the graph that ``write_nodes`` and ``write_edges`` were given."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in _rows(nodes):
        graph.add_node(row["id"], **row)
    for row in _rows(edges):
        source, target, key = row.pop("source"), row.pop("target"), row.pop("type")
        graph.add_edge(source, target, key=key, **row)
    return graph


def _write_parquet(schema: pa.Schema, rows: Iterable[Mapping[str, Any]], file: Path | BinaryIO) -> None:
    """Write rows a group at a time, with every option fixed, so that equal rows give equal bytes."""
    with pq.ParquetWriter(
        file,
        schema,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
    ) as writer:
        iterator = iter(rows)
        while group := list(islice(iterator, ROW_GROUP)):
            columns = [pa.array([row.get(field.name) for row in group], field.type) for field in schema]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=ROW_GROUP)


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
