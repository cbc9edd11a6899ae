"""``kg extract``: what each paper says, as JSON Lines, without a graph."""

from __future__ import annotations

import time
from typing import Any

import click

from kg.cli.common import Progress, duration, input_options, quiet_option, resumable, told_skipped


@click.command(name="extract")
@click.option(
    "-o", "--output", default="-", help="File to write, packed when it ends in .gz.  [default: standard output]"
)
@input_options
@quiet_option
def command(output: str, quiet: bool, **options: Any) -> None:
    """Write what each paper says as JSON Lines, without a graph.

    One object a paper: entities with mentions and roles, relations, results. PAPERS are files, - is standard input.
    With -o FILE it is safe to stop and run again, and papers are in the order of their ids; standard output gets each
    paper at once, in the order of the input.

    \b
    Examples:
      kg extract dumps/*.txt -o extracted.jsonl
      kg extract papers.csv | jq -r '.entities[].name' | sort | uniq -c | sort -rn
    """
    from kg.extracting import write_extractions

    if output != "-":
        resumable("run the same command again to go on: what was extracted is kept")
    began = time.monotonic()
    skipped: list[str] = []
    with Progress(quiet) as progress:
        count = write_extractions(
            options.pop("papers"),
            output,
            on_bad=lambda error: skipped.append(str(error)),
            progress=progress,
            **options,
        )
    if not quiet:
        told_skipped(skipped)
        if output != "-":
            click.echo(f"{output}: {count:,} papers, in {duration(time.monotonic() - began)}", err=True)
