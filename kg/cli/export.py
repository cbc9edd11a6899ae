"""``kg export``: write a graph in a format that another tool reads."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import graph_argument, quiet_option
from kg.formats import FORMATS, export_graph, guess_format

_HELP = """\
Write GRAPH in a format that another tool reads.

\b
Formats:
{formats}

The format is told from the ending of FILE; name it with -f where the ending does not tell. A name in .gz is compressed.
csv and parquet are two tables: -o g.csv gives g.nodes.csv and g.edges.csv, any other name is a directory.

\b
Example:
  kg export mygraph -o mygraph.graphml
  kg export mygraph -f json -o - | jq '.nodes | length'
  kg export mygraph -f csv -o tables/
"""


@click.command(
    "export", help=_HELP.format(formats="\n".join(f"  {name:<13} {f.description}" for name, f in FORMATS.items()))
)
@graph_argument
@click.option("-f", "--format", type=click.Choice(list(FORMATS)), help="The format; told from the output's ending.")
@click.option("-o", "--output", required=True, metavar="FILE", help="A file, a directory, or - for standard output.")
@quiet_option
def command(graph: Path, format: str | None, output: str, quiet: bool) -> None:
    """Write GRAPH in a format that another tool reads."""
    from kg.store import open_graph

    format = format or guess_format(output)
    written = export_graph(open_graph(graph), format, output)
    if not quiet and written:
        size = sum(path.stat().st_size for path in written)
        click.echo(f"{format}: {', '.join(map(str, written))} ({size / 1e6:,.1f} MB)", err=True)
