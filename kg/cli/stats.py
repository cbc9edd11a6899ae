"""``kg stats``: what a graph holds, and what is not in it and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import SKIPPED_SHOWN, echo_json, graph_argument, heading, json_option, table

if TYPE_CHECKING:
    from kg.stats import Stats

_BAR = 40


@click.command(name="stats")
@graph_argument
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Length of each top list.")
@json_option
def command(graph: Path, limit: int, as_json: bool) -> None:
    """Count what GRAPH holds, and tell what is not in it and why.

    Nodes, relationships, years, top methods, datasets, tasks and metrics; what was skipped in reading and dropped in
    linking.

    \b
    Examples:
      kg stats mygraph
      kg stats mygraph --json | jq .nodes.Method
    """
    from kg.stats import stats
    from kg.store import open_graph

    figures = stats(open_graph(graph), limit=limit)
    if as_json:
        echo_json(figures.to_dict())
    else:
        click.echo("\n".join(_report(figures)))


def _report(figures: Stats) -> Iterator[str]:
    yield heading(f"{figures.path}: saved {figures.saved} by papergraph {figures.papergraph}")
    for title, counts in (("nodes", figures.nodes), ("relationships", figures.relationships)):
        yield ""
        rows = [(name, f"{n:,}") for name, n in sorted(counts.items(), key=lambda count: -count[1])]
        yield table((title, f"{sum(counts.values()):,}"), rows, indent=2)
    if figures.papers_by_year:
        yield from ("", heading("Papers by year"))
        yield from _years(figures)
    for label, ranked in figures.top.items():
        if ranked:
            yield from ("", heading(f"Top {label.lower()}s"))
            yield table(("name", "papers"), [(r.name, f"{r.n_papers:,}") for r in ranked], indent=2)
    yield from ("", heading("What to know"))
    yield f"  {figures.descriptive:,} entities are descriptive phrases of one paper, left out of the lists above"
    yield f"  {figures.without_entity:,} papers have no entity, {figures.undated:,} have no year"
    yield f"  {figures.without_evidence:,} relationships follow from names, not from a sentence"
    for reason, n in sorted(figures.dropped.items(), key=lambda drop: (-drop[1], drop[0])):
        yield f"  {n:,} dropped: {reason}"
    if figures.skipped:
        yield from ("", heading(f"Skipped in reading: {len(figures.skipped):,} records"))
        yield from (f"  {problem}" for problem in figures.skipped[:SKIPPED_SHOWN])
        if len(figures.skipped) > SKIPPED_SHOWN:
            yield f"  and {len(figures.skipped) - SKIPPED_SHOWN:,} more (--json has all)"


def _years(figures: Stats) -> Iterator[str]:
    most = max(figures.papers_by_year.values())
    for year, n in figures.papers_by_year.items():
        yield f"  {year}  {'█' * round(n / most * _BAR)} {n:,}".rstrip()
