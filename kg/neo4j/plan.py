"""Compare a graph with what a database holds: what is new, what changed, what papergraph wrote and the graph lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.neo4j.backend import value_of
from kg.neo4j.constraints import SchemaItem, missing
from kg.neo4j.rows import FOUND, MARK, Group, Row, groups, mark_of, node_rows, present, relationship_rows
from kg.progress import ProgressCallback, silent
from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES, Property

if TYPE_CHECKING:
    import networkx as nx

    from kg.neo4j.backend import Neo4jBackend


@dataclass(slots=True)
class Changes:
    """The rows of one label or group, by what has to be done with them."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    stale: list[Row] = field(default_factory=list)
    unchanged: int = 0


@dataclass(slots=True)
class Plan:
    """All that a load would do."""

    schema: list[SchemaItem]
    nodes: dict[str, Changes]
    relationships: dict[Group, Changes]


def plan(
    graph: nx.MultiDiGraph[str], backend: Neo4jBackend, *, verify: bool = False, progress: ProgressCallback = silent
) -> Plan:
    """Compare ``graph`` with the database.

    Parameters
    ----------
    graph
        The graph to load.
    backend
        The database.
    verify
        Compare every property, which finds what was changed by hand, instead of trusting the marks.
    progress
        Called as ``progress(stage, done, total)``.
    """
    stage = "reading what is in Neo4j"
    progress(stage, 0, None)
    nodes = _nodes_of(backend, verify)
    read = sum(map(len, nodes.values()))
    progress(stage, read, None)
    labels = {id: label for label, found in nodes.items() for id in found}
    relationships = _relationships_of(backend, labels, verify)
    read += sum(map(len, relationships.values()))
    progress(stage, read, read)
    return Plan(
        missing(backend),
        {label: _compare(rows, nodes[label], _node_key) for label, rows in node_rows(graph).items()},
        {
            group: _compare(rows, relationships[group], _relationship_key)
            for group, rows in relationship_rows(graph).items()
        },
    )


def _compare(rows: dict[Any, Row], found: dict[Any, str], key_row: Callable[[Any], Row]) -> Changes:
    """Sort rows by the marks that the database has under their keys."""
    changes = Changes()
    for key, row in rows.items():
        mark = found.get(key)
        if mark is None:
            changes.new.append(row)
        elif mark.removeprefix(FOUND) == row["mark"]:
            changes.unchanged += 1
        else:
            changes.changed.append(row)
    changes.stale = [key_row(key) for key, mark in found.items() if not mark.startswith(FOUND) and key not in rows]
    return changes


def _node_key(id: str) -> Row:
    return {"id": id}


def _relationship_key(ends: tuple[str, str]) -> Row:
    return {"s": ends[0], "t": ends[1]}


def _nodes_of(backend: Neo4jBackend, verify: bool) -> dict[str, dict[str, str]]:
    """Return the marks in the database by label and id."""
    properties = "properties(n)" if verify else "null"
    found = backend.read(
        f"MATCH (n:{'|'.join(NODE_TYPES)}) WHERE n.{MARK} IS NOT NULL "
        f"RETURN labels(n) AS labels, n.id AS id, n.{MARK} AS mark, {properties} AS properties"
    )
    marks: dict[str, dict[str, str]] = {label: {} for label in NODE_TYPES}
    for labels, id, mark, told in found:
        if not isinstance(id, str):
            continue  # somebody took the id away; without it the node is none of ours any more
        # A node that somebody gave a second label of ours is looked for under the one that its id speaks of.
        label = next((n for n in NODE_TYPES if n in labels and id.startswith(f"{n.lower()}:")), None)
        label = label or next(n for n in NODE_TYPES if n in labels)
        marks[label][id] = _mark(mark, NODE_TYPES[label].properties, told)
    return marks


def _relationships_of(
    backend: Neo4jBackend, labels: dict[str, str], verify: bool
) -> dict[Group, dict[tuple[str, str], str]]:
    """Return the marks in the database by group and the ids of both ends; ``labels`` are those of the nodes found."""
    properties = "properties(r)" if verify else "null"
    found = backend.read(
        f"MATCH (a)-[r:{'|'.join(RELATIONSHIP_TYPES)}]->(b) WHERE r.{MARK} IS NOT NULL "
        f"RETURN type(r) AS type, a.id AS s, b.id AS t, r.{MARK} AS mark, {properties} AS properties"
    )
    marks: dict[Group, dict[tuple[str, str], str]] = {group: {} for group in groups()}
    for kind, start, end, mark, told in found:
        group = Group(labels.get(start, ""), kind, labels.get(end, ""))
        if group in marks:
            marks[group][start, end] = _mark(mark, RELATIONSHIP_TYPES[kind].properties, told)
    return marks


def _mark(mark: str, kind: tuple[Property, ...], properties: dict[str, Any] | None) -> str:
    """Return the mark as read, or, where the properties were read too, one that tells their real content."""
    if properties is None:
        return mark
    return (FOUND if mark.startswith(FOUND) else "") + mark_of(present(kind, value_of(properties)))


def batches(rows: list[Row], size: int) -> Iterator[list[Row]]:
    """Cut rows into lists of at most ``size``."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
