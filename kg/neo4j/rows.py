"""What is written to Neo4j: the graph's nodes and relationships as rows, each with a mark of its content.

The mark is a property of every node and relationship that papergraph wrote: a hash of its content, so that a second
load knows without reading everything back that there is nothing to write, and the sign by which ``--prune`` tells
what papergraph made from everything else in the database. What was in the database before, under the same id, bears
a mark that begins with ``+``: it is kept up to date, and never removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES, Property

if TYPE_CHECKING:
    import networkx as nx

#: The property that bears the mark.
MARK = "_papergraph"

#: How the mark of a node or relationship begins that papergraph found and did not make.
FOUND = "+"


class Group(NamedTuple):
    """The relationships of one type between two labels; Neo4j finds both ends by label and id."""

    start: str
    type: str
    end: str


Row = dict[str, Any]


def node_rows(graph: nx.MultiDiGraph[str]) -> dict[str, dict[str, Row]]:
    """Return the nodes by label and id, each a row ``{id, props, mark}``; labels in the order of the schema."""
    rows: dict[str, dict[str, Row]] = {label: {} for label in NODE_TYPES}
    for node, data in graph.nodes(data=True):
        properties = present(NODE_TYPES[data["label"]].properties, data) | {"id": node}
        rows[data["label"]][node] = {"id": node, "props": properties, "mark": mark_of(properties)}
    return rows


def relationship_rows(graph: nx.MultiDiGraph[str]) -> dict[Group, dict[tuple[str, str], Row]]:
    """Return the relationships by group and the ids of their ends, each a row ``{s, t, props, mark}``."""
    labels: dict[str, str] = {node: data["label"] for node, data in graph.nodes(data=True)}
    rows: dict[Group, dict[tuple[str, str], Row]] = {group: {} for group in groups()}
    for source, target, key, data in graph.edges(keys=True, data=True):
        properties = present(RELATIONSHIP_TYPES[key].properties, data)
        row = {"s": source, "t": target, "props": properties, "mark": mark_of(properties)}
        rows[Group(labels[source], key, labels[target])][source, target] = row
    return rows


def groups() -> Iterator[Group]:
    """Yield every kind of relationship that the schema allows."""
    for relationship in RELATIONSHIP_TYPES.values():
        for start, end in relationship.pairs:
            yield Group(start, relationship.type, end)


def present(properties: tuple[Property, ...], data: Mapping[str, Any]) -> Row:
    """Return the schema's properties that ``data`` has, in the order of the schema."""
    return {p.name: data[p.name] for p in properties if data.get(p.name) is not None}


def cleared(properties: tuple[Property, ...], row: Row) -> Row:
    """Return the properties of a row with a null for each that the schema has and the row has not.

    A change that takes a property away removes it from Neo4j so; properties of other people are left alone.
    """
    return {p.name: row.get(p.name) for p in properties}


def mark_of(properties: Mapping[str, Any]) -> str:
    """Return the hash of a node's or relationship's properties: 16 hex digits, equal for equal content."""
    text = json.dumps(properties, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
