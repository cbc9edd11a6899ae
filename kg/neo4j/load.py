"""Load a graph into Neo4j: constraints first, then only what is new or changed, in batches that may be repeated."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.neo4j import constraints, statements
from kg.neo4j.plan import Changes, Plan, batches, plan
from kg.neo4j.rows import Group, Row, cleared
from kg.progress import ProgressCallback, silent
from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES
from kg.store import Graph

if TYPE_CHECKING:
    import networkx as nx

    from kg.neo4j.backend import Neo4jBackend

#: Rows in a transaction. Larger ones gain little and cost the server memory.
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, or with ``dry_run`` would do.

    Attributes
    ----------
    constraints, indexes
        Made by this load.
    nodes_created, nodes_updated, relationships_created, relationships_updated
        Written; an updated one was there with other content.
    nodes_unchanged, relationships_unchanged
        There already, with equal content.
    nodes_stale, relationships_stale
        Written by an earlier load and not in the graph any more: removed with ``prune``, left otherwise.
    nodes_deleted, relationships_deleted
        Removed by ``prune``. A stale node on which relationships of other people hang is kept.
    """

    constraints: int = 0
    indexes: int = 0
    nodes_created: int = 0
    nodes_updated: int = 0
    nodes_unchanged: int = 0
    nodes_stale: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_updated: int = 0
    relationships_unchanged: int = 0
    relationships_stale: int = 0
    relationships_deleted: int = 0
    dry_run: bool = False
    seconds: float = 0.0

    @property
    def writes(self) -> int:
        """How many things were written or removed, constraints and indexes with them; 0 when all was there."""
        return sum(
            (
                self.constraints,
                self.indexes,
                self.nodes_created,
                self.nodes_updated,
                self.nodes_deleted,
                self.relationships_created,
                self.relationships_updated,
                self.relationships_deleted,
            )
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the counts for JSON."""
        return asdict(self) | {"writes": self.writes}


def load(
    graph: Graph | nx.MultiDiGraph[str],
    backend: Neo4jBackend,
    *,
    prune: bool = False,
    dry_run: bool = False,
    verify: bool = False,
    batch_size: int = BATCH,
    progress: ProgressCallback = silent,
) -> LoadReport:
    """Make a Neo4j database hold the graph.

    Constraints and indexes come first, then nodes, then relationships, each in transactions of ``batch_size`` rows
    that the driver repeats when the server asks for it. Only what is new or changed is sent, so a second load writes
    nothing, and a load that was killed is finished by running it again.

    Parameters
    ----------
    graph
        A graph that ``open_graph`` or ``build_graph`` returned.
    backend
        The database.
    prune
        Remove what papergraph wrote earlier and the graph no longer has. Nothing else is removed: not what others
        wrote, not what was there before under the same id, and no node on which others' relationships hang.
    dry_run
        Write nothing, report what would be done.
    verify
        Compare every property instead of trusting the marks, and so repair what was changed by hand.
    batch_size
        Rows in a transaction.
    progress
        Called as ``progress(stage, done, total)``.

    Raises
    ------
    Neo4jError
        The server went away, the database is read-only, the account may not write, or data of others breaks a
        constraint. What was committed stays; run the same load again to finish it.
    """
    began = time.monotonic()
    network = graph.nx if isinstance(graph, Graph) else graph
    todo = plan(network, backend, verify=verify, progress=progress)
    if dry_run:
        return _report(todo, _forecast(todo, prune), dry_run=True, seconds=time.monotonic() - began)
    constraints.create(backend, todo.schema)
    done = backend.writing(lambda write: _apply(todo, write, prune=prune, batch_size=batch_size, progress=progress))
    return _report(todo, done, dry_run=False, seconds=time.monotonic() - began)


def _apply(
    todo: Plan, write: Callable[..., dict[str, int]], *, prune: bool, batch_size: int, progress: ProgressCallback
) -> Counter[str]:
    """Write the plan, batch by batch; return the counts of the server and of the updates."""
    done: Counter[str] = Counter()

    def send(stage: str, jobs: Iterable[tuple[str, list[Row]]]) -> None:
        jobs = [job for job in jobs if job[1]]
        total, sent = sum(len(rows) for _, rows in jobs), 0
        for cypher, rows in jobs:
            for batch in batches(rows, batch_size):
                done.update(write(cypher, rows=batch))
                sent += len(batch)
                progress(stage, sent, total)

    nodes, relationships = todo.nodes.items(), todo.relationships.items()
    send("writing nodes", ((statements.merge_nodes(label), changes.new) for label, changes in nodes))
    send("updating nodes", ((statements.update_nodes(label), _cleared_nodes(label, c)) for label, c in nodes))
    send("writing relationships", ((statements.merge_relationships(group), c.new) for group, c in relationships))
    send(
        "updating relationships",
        ((statements.update_relationships(g), _cleared_relationships(g, c)) for g, c in relationships),
    )
    done["nodes_updated"] = sum(len(c.changed) for _, c in nodes)
    done["relationships_updated"] = sum(len(c.changed) for _, c in relationships)
    if prune:
        send(
            "removing relationships", ((statements.delete_relationships(group), c.stale) for group, c in relationships)
        )
        send("removing nodes", ((statements.delete_nodes(label), c.stale) for label, c in nodes))
    return done


def _cleared_nodes(label: str, changes: Changes) -> list[Row]:
    properties = NODE_TYPES[label].properties
    return [row | {"props": cleared(properties, row["props"])} for row in changes.changed]


def _cleared_relationships(group: Group, changes: Changes) -> list[Row]:
    properties = RELATIONSHIP_TYPES[group.type].properties
    return [row | {"props": cleared(properties, row["props"])} for row in changes.changed]


def _forecast(todo: Plan, prune: bool) -> Counter[str]:
    """Return the counts that ``_apply`` is expected to return."""
    nodes, relationships = todo.nodes.values(), todo.relationships.values()
    expected = Counter(
        nodes_created=sum(len(c.new) for c in nodes),
        nodes_updated=sum(len(c.changed) for c in nodes),
        relationships_created=sum(len(c.new) for c in relationships),
        relationships_updated=sum(len(c.changed) for c in relationships),
    )
    if prune:
        expected["nodes_deleted"] = sum(len(c.stale) for c in nodes)
        expected["relationships_deleted"] = sum(len(c.stale) for c in relationships)
    return expected


def _report(todo: Plan, done: Counter[str], *, dry_run: bool, seconds: float) -> LoadReport:
    nodes, relationships = todo.nodes.values(), todo.relationships.values()
    unique = sum(item.kind == "UNIQUENESS" for item in todo.schema)
    return LoadReport(
        constraints=unique,
        indexes=len(todo.schema) - unique,
        nodes_created=done["nodes_created"],
        nodes_updated=done["nodes_updated"],
        nodes_unchanged=sum(c.unchanged for c in nodes),
        nodes_stale=sum(len(c.stale) for c in nodes),
        nodes_deleted=done["nodes_deleted"],
        relationships_created=done["relationships_created"],
        relationships_updated=done["relationships_updated"],
        relationships_unchanged=sum(c.unchanged for c in relationships),
        relationships_stale=sum(len(c.stale) for c in relationships),
        relationships_deleted=done["relationships_deleted"],
        dry_run=dry_run,
        seconds=round(seconds, 3),
    )
