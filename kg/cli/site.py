"""``kg site``: write a static site of a graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import Progress, echo_json, graph_argument, json_option, quiet_option


@click.command("site")
@graph_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="The directory."
)
@click.option(
    "--min-papers", type=click.IntRange(1), default=2, show_default=True, help="Pages for entities of so many papers."
)
@click.option(
    "--max-nodes", type=click.IntRange(2, 500), default=40, show_default=True, help="Nodes on each entity's picture."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of layout and communities.")
@quiet_option
@json_option
def command(graph: Path, output: Path, min_papers: int, max_nodes: int, seed: int, quiet: bool, as_json: bool) -> None:
    """Write a static site of GRAPH: an index with search, a page for each entity and paper, leaderboards, trends, the
    views, and the data to download.

    It needs no server: open its index.html, or copy the directory to any web host. An earlier site is replaced when
    the new one is complete.

    \b
    Examples:
      kg site mygraph -o site/
      kg site mygraph -o site/ --min-papers 1
    """
    from kg.store import open_graph
    from viz import site

    with Progress(quiet=quiet or as_json) as progress:
        made = site(open_graph(graph), output, min_papers=min_papers, max_nodes=max_nodes, seed=seed, progress=progress)
    if as_json:
        echo_json(
            {
                "path": made.path,
                "entities": made.entities,
                "papers": made.papers,
                "files": made.files,
                "bytes": made.bytes,
            }
        )
    elif not quiet:
        click.echo(
            f"{made.path / 'index.html'}: {made.entities:,} entities, {made.papers:,} papers, "
            f"{made.files:,} files, {made.bytes / 1e6:.0f} MB",
            err=True,
        )
