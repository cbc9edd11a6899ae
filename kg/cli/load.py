"""``kg load``: put a graph into Neo4j, or bring the one that is there up to date."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import Progress, duration, echo_json, graph_argument, json_option, quiet_option, resumable

if TYPE_CHECKING:
    from kg.neo4j import LoadReport


@click.command(name="load")
@graph_argument
@click.option(
    "--uri", envvar="NEO4J_URI", default="bolt://localhost:7687", show_default=True, help="The server's Bolt address."
)
@click.option("--user", envvar="NEO4J_USERNAME", default="neo4j", show_default=True, help="The account.")
@click.option("--database", envvar="NEO4J_DATABASE", help="The database.  [default: the account's home database]")
@click.option("--prune", is_flag=True, help="Remove what kg load wrote earlier and the graph no longer has.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would change.")
@click.option("--verify", is_flag=True, help="Compare every property, and repair what was changed by hand.")
@click.option(
    "--batch-size", type=click.IntRange(1, 100_000), default=5_000, show_default=True, help="Rows in one transaction."
)
@json_option
@quiet_option
def command(
    graph: Path,
    uri: str,
    user: str,
    database: str | None,
    prune: bool,
    dry_run: bool,
    verify: bool,
    batch_size: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Make a Neo4j database (5 or newer) hold GRAPH.

    Constraints and indexes come first, then what is new or changed. Running it again writes nothing; a load that was
    stopped is finished by running it again. Nothing that others wrote is removed, with --prune either.

    The password is read from NEO4J_PASSWORD, or asked for on a terminal; it can't be given on the command line, where
    everybody on the machine could read it. Set it to nothing for a server without authentication. NEO4J_URI,
    NEO4J_USERNAME and NEO4J_DATABASE stand for --uri, --user and --database.

    \b
    Examples:
      kg load mygraph --uri bolt://localhost:7687
      kg load mygraph --dry-run
      kg load mygraph --prune
    """
    from kg.neo4j import Neo4jBackend, load
    from kg.store import open_graph

    opened = open_graph(graph)
    resumable("what is in Neo4j stays; run the same command again to finish")
    with Neo4jBackend(uri, user, password(user), database) as backend, Progress(quiet=quiet or as_json) as progress:
        report = load(
            opened,
            backend,
            prune=prune,
            dry_run=dry_run,
            verify=verify,
            batch_size=batch_size,
            progress=progress,
        )
    if as_json:
        echo_json(report.to_dict())
    elif not quiet:
        click.echo("\n".join(lines(report, prune=prune)))


def password(user: str) -> str:
    """Return the password from NEO4J_PASSWORD, or ask for it on a terminal.

    Raises
    ------
    Neo4jError
        It is not set, and there is no terminal to ask on.
    """
    from kg.errors import Neo4jError

    given = os.environ.get("NEO4J_PASSWORD")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Neo4jError("no password: set NEO4J_PASSWORD (to nothing for a server without authentication)")
    prompted: str = click.prompt(f"Password of {user}", hide_input=True, default="", show_default=False, err=True)
    return prompted


def lines(report: LoadReport, *, prune: bool) -> list[str]:
    """Say for people what a load did, or would do."""
    told = []
    changes = {
        f"{report.constraints} constraints and {report.indexes} indexes made": report.constraints + report.indexes,
        f"nodes: {_changes(report.nodes_created, report.nodes_updated, report.nodes_deleted)}": report.nodes_created
        + report.nodes_updated
        + report.nodes_deleted,
        "relationships: "
        + _changes(
            report.relationships_created, report.relationships_updated, report.relationships_deleted
        ): report.relationships_created + report.relationships_updated + report.relationships_deleted,
    }
    told += [text for text, count in changes.items() if count]
    same = f"{report.nodes_unchanged:,} nodes and {report.relationships_unchanged:,} relationships"
    if not report.writes:
        told.append(f"nothing to write: {same} are in Neo4j as they are in the graph")
    elif report.nodes_unchanged or report.relationships_unchanged:
        told.append(f"unchanged: {same}")
    if not prune and report.nodes_stale + report.relationships_stale:
        told.append(
            f"{report.nodes_stale:,} nodes and {report.relationships_stale:,} relationships of an earlier load are not "
            "in the graph any more; --prune removes them"
        )
    if prune and report.nodes_stale > report.nodes_deleted:
        kept = report.nodes_stale - report.nodes_deleted
        told.append(f"{kept:,} nodes of an earlier load were kept: relationships of others hang on them")
    if report.dry_run:
        return ["dry run, nothing was written; a load would do this:", *("  " + line for line in told)]
    return [*told, f"done in {duration(report.seconds)}"]


def _changes(created: int, updated: int, deleted: int) -> str:
    parts = ((created, "created"), (updated, "updated"), (deleted, "removed"))
    return ", ".join(f"{count:,} {what}" for count, what in parts if count)
