"""``kg cypher``: check that Cypher runs alike on the embedded engine and on Neo4j."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.common import echo_json, json_option


@click.command(name="cypher")
@click.option("--lint", is_flag=True, default=True, help="Check the files.  [default]")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
def command(*, lint: bool, files: tuple[str, ...], as_json: bool) -> None:
    """Check Cypher files for what would not run, or not give the same rows, on both engines.

    Each finding names the line, the column, the rule (docs/queries.md explains them) and what to write instead.
    Exits with 1 when there is one. - is standard input.

    \b
    Example:
      kg cypher --lint my-query.cypher
      echo 'MATCH (m:Method) RETURN m.name LIMIT 3' | kg cypher --lint -
    """
    from kg.cypher_lint import lint as check

    told = [
        {"file": file, **asdict(finding)}
        for file in files
        for finding in check(sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))
    ]
    if as_json:
        echo_json(told)
    for finding in () if as_json else told:
        click.echo("{file}:{line}:{column}: {rule} {message}".format(**finding))
    if told:
        raise SystemExit(1)
