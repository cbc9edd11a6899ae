"""``kg query``: ask a graph in Cypher, by a query of the library or your own."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from kg.cli.common import echo_json, quiet_option
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.cypher_types import Backend, QueryResult
    from kg.store import Graph


def _complete_graph(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(incomplete, type="dir"), *_complete_name(ctx, param, incomplete)]


def _complete_name(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from queries import catalog

    return [CompletionItem(q.name, help=q.title) for q in catalog().values() if q.name.startswith(incomplete)]


def _complete_parameter(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from queries import catalog
    from queries.values import words

    # While the value of -p is still to come, click has the arguments in ``args`` only.
    typed = [*ctx.args, ctx.params.get("graph"), ctx.params.get("name")]
    query = next((catalog()[word] for word in reversed(typed) if word in catalog()), None)
    if query is None:
        return []
    name, equals, begun = incomplete.partition("=")
    if equals:
        known = {p.name: p.type for p in query.parameters}
        return [CompletionItem(f"{name}={word}") for word in words(known.get(name, "")) if word.startswith(begun)]
    return [CompletionItem(f"{p.name}=", help=p.description) for p in query.parameters if p.name.startswith(name)]


@click.command(name="query")
@click.argument("graph", required=False, shell_complete=_complete_graph)
@click.argument("name", required=False, shell_complete=_complete_name)
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    shell_complete=_complete_parameter,
    help="Value of a parameter; may be given several times.",
)
@click.option("--cypher", metavar="TEXT", help="A Cypher statement of your own, instead of a name.")
@click.option("--limit", type=click.IntRange(min=0), help="Print so many rows at most.")
@click.option(
    "-f",
    "--format",
    default="table",
    type=click.Choice(["table", "json", "jsonl", "csv"]),
    help="How to print the rows.  [default: table]",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--wide", is_flag=True, help="Don't fit the table to the terminal.")
@click.option("--timeout", default=30.0, type=click.FloatRange(min=0, min_open=True), help="Seconds.  [default: 30]")
@click.option("--memory", type=click.IntRange(min=1), help="Run in a child process that may take so many MB.")
@click.option("--uri", metavar="URI", help="Ask a Neo4j server instead, e.g. bolt://localhost:7687.")
@click.option("--user", envvar="NEO4J_USERNAME", default="neo4j", help="Its user; NEO4J_USERNAME works too.")
@click.option("--database", envvar="NEO4J_DATABASE", help="Its database; NEO4J_DATABASE works too.")
@quiet_option
def command(
    graph: str | None,
    name: str | None,
    params: tuple[str, ...],
    cypher: str | None,
    limit: int | None,
    format: str,
    as_json: bool,
    wide: bool,
    timeout: float,
    memory: int | None,
    uri: str | None,
    user: str,
    database: str | None,
    quiet: bool,
) -> None:
    """Ask GRAPH in Cypher: by the NAME of a query of the library, with --cypher, from a .cypher file, or - for
    standard input. Queries only read.

    Without NAME the library is listed; with a NAME but no GRAPH, that query is explained. With --uri no GRAPH is
    needed; the password is read from NEO4J_PASSWORD, or asked for on a terminal.

    \b
    Examples:
      kg query                                   # what the library has
      kg query leaderboard                       # what one query does and takes
      kg query mygraph top-methods -p limit=5
      kg query mygraph leaderboard -p dataset=COCO -p metric=mAP --format csv
      kg query mygraph --cypher 'MATCH (p:Paper) RETURN p.year AS year, count(*) AS n ORDER BY year'
      kg query top-tasks --uri bolt://localhost:7687
    """
    format = "json" if as_json else format
    graph, name = _sort_out(graph, name, cypher, uri)
    if name is None and cypher is None:
        _print_catalog(format)
    elif graph is None and uri is None:
        _print_query(name or "", format)
    else:
        with _target(graph, uri, user, database, memory) as target:
            if cypher is not None or name == "-" or (name or "").endswith(".cypher"):
                text = cypher if cypher is not None else _read(name or "-")
                result = _backend(target).run(text, _untyped(params), timeout=timeout)
            else:
                result = _run_named(target, name or "", params, limit, timeout, quiet)
        _print_rows(result, format, limit, wide, quiet)


def _sort_out(
    graph: str | None, name: str | None, cypher: str | None, uri: str | None
) -> tuple[str | None, str | None]:
    """Tell what a lone argument is: a graph where there is such a directory or Cypher to run on it, else a name."""
    if graph is None or name is not None:
        return graph, name
    if uri is None and (cypher is not None or Path(graph).is_dir()):
        return graph, None
    if graph == "-" or graph.endswith(".cypher"):
        if uri is None:
            raise QueryError(f"{graph}: on which graph? give its directory first, e.g. kg query mygraph {graph}")
    elif uri is None and ("/" in graph or graph.startswith(".")):
        return graph, None
    return None, graph


@contextmanager
def _target(
    graph: str | None, uri: str | None, user: str, database: str | None, memory: int | None
) -> Iterator[Graph | Backend]:
    if uri is not None:
        from kg.cli.load import password
        from kg.neo4j import Neo4jBackend

        with Neo4jBackend(uri, user, password(user), database) as server:
            yield server
        return
    from kg.store import open_graph

    opened = open_graph(graph or "")
    if memory is None:
        yield opened
    else:
        from kg.sandbox import Sandbox

        yield Sandbox(opened, memory)


def _backend(target: Graph | Backend) -> Backend:
    from kg.cypher_types import Backend as Runs
    from kg.embedded import engine

    return target if isinstance(target, Runs) else engine(target)


def _read(name: str) -> str:
    return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")


def _pairs(params: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pair in params:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise QueryError(f"-p {pair}: write it as KEY=VALUE, e.g. -p limit=20")
        yield key.strip(), value


def _untyped(params: tuple[str, ...]) -> dict[str, Any]:
    """Read parameters of a query that declares none: JSON where it is JSON, else text."""
    values: dict[str, Any] = {}
    for key, text in _pairs(params):
        try:
            values[key] = json.loads(text)
        except ValueError:
            values[key] = text
    return values


def _run_named(
    target: Graph | Backend, name: str, params: tuple[str, ...], limit: int | None, timeout: float, quiet: bool
) -> QueryResult:
    import queries
    from queries.values import read

    query = queries.get(name)
    values = {}
    for key, text in _pairs(params):
        parameter = query.parameter(key)
        values[key] = read(text, parameter.type, key, nullable=parameter.default is None)
    if limit is not None and "limit" in query.defaults:
        values.setdefault("limit", limit)
    if not quiet and query.parameters:
        shown = {**query.defaults, **values}
        told = (f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in shown.items())
        click.secho(f"{query.title}: {', '.join(told)}", err=True, dim=True)
    return queries.run(target, name, values, timeout=timeout)


def _print_rows(result: QueryResult, format: str, limit: int | None, wide: bool, quiet: bool) -> None:
    from kg.cli.rows import render
    from kg.cypher_types import QueryResult as Rows

    for warning in result.warnings:
        click.echo(f"kg: warning: {warning}", err=True)
    found = len(result)
    if limit is not None and found > limit:
        result = Rows(result.columns, result.rows[:limit], result.warnings)
    width = None if wide or not sys.stdout.isatty() else shutil.get_terminal_size().columns
    text = render(result, format, width)
    if text:
        click.echo(text)
    if not quiet and format == "table":
        more = f" of {found:,}" if found > len(result) else ""
        click.secho(f"{len(result):,}{more} row{'' if len(result) == 1 else 's'}", err=True, dim=True)


def _print_catalog(format: str) -> None:
    from queries.catalog import TAGS, catalog

    if format != "table":
        return echo_json([asdict(query) for query in catalog().values()])
    longest = max(map(len, catalog()))
    for tag, about in TAGS.items():
        members = [query for query in catalog().values() if query.tags[0] == tag]
        if members:
            click.echo(f"{click.style(tag, bold=True)}: {about}")
        for query in members:
            click.echo(f"  {query.name:<{longest}}  {query.title}")
    click.echo("\nkg query NAME explains one; kg query GRAPH NAME runs it.")
    return None


def _print_query(name: str, format: str) -> None:
    from queries import get

    query = get(name)
    if format != "table":
        return echo_json(asdict(query))
    click.secho(query.title, bold=True)
    click.echo(f"\n{query.description}\n")
    for parameter in query.parameters:
        default = json.dumps(parameter.default, ensure_ascii=False)
        click.echo(f"  -p {parameter.name}=…  {parameter.description} ({parameter.type})  [default: {default}]")
    click.echo("\nColumns")
    for column in query.columns:
        click.echo(f"  {column.name} ({column.type})  {column.description}")
    click.echo(f"\nTags: {', '.join(query.tags)}\n\nRun it: kg query GRAPH {name}")
    return None
