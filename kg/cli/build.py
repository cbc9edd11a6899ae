"""``kg build``: from papers to a graph directory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import (
    Progress,
    duration,
    echo_json,
    heading,
    input_options,
    json_option,
    quiet_option,
    resumable,
    told_skipped,
    wrapped,
)

if TYPE_CHECKING:
    from kg.store import Graph


@click.command(name="build")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Directory of the graph; made when missing."
)
@input_options
@click.option(
    "--aliases",
    type=click.Path(path_type=Path),
    help="Your decisions on linking: merge, keep apart, rename, retype, drop.  [default: OUTPUT/aliases.toml]",
)
@json_option
@quiet_option
def command(output: Path, aliases: Path | None, as_json: bool, quiet: bool, **options: Any) -> None:
    """Build a graph from PAPERS: read, extract, link, save.

    PAPERS are files, - is standard input. Safe to stop and run again: what was extracted is kept, and only new or
    changed papers are extracted. A graph that is already there gets the new papers added.

    \b
    Examples:
      kg build dumps/*.txt -o mygraph
      zcat papers.jsonl.gz | kg build - -o mygraph --jobs 2
    """
    from kg.build import build

    resumable(f"run the same command again to go on: what was extracted is kept in {output}")
    began = time.monotonic()
    with Progress(quiet) as progress:
        graph = build(options.pop("papers"), output, aliases=aliases, progress=progress, **options)
    if as_json:
        echo_json({"path": str(graph.path), **graph.manifest})
    elif not quiet:
        told_skipped(graph.manifest["skipped"])
        click.echo("\n".join(_summary(graph, time.monotonic() - began)))


def _summary(graph: Graph, seconds: float) -> Iterator[str]:
    counts = graph.manifest["counts"]
    head = f"{graph.path}: {counts['nodes']:,} nodes, {counts['edges']:,} relationships, in {duration(seconds)}"
    yield heading(head)
    for kinds in (counts["labels"], counts["types"]):
        often = sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))
        # A no-break space keeps number and kind on one line; copied text shall have a plain one.
        lines = wrapped(", ".join(f"{n:,}\N{NO-BREAK SPACE}{kind}" for kind, n in often), "  ")
        yield from (line.replace("\N{NO-BREAK SPACE}", " ") for line in lines)
    yield f"next: kg view {graph.path} overview -o {graph.path}.html --open"
