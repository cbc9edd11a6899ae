"""The timeline: when methods, datasets and tasks appear, rise and fade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from kg.schema import ENTITY_LABELS
from viz.blocks import Block, Empty, Facts, Figure, Heat, Names, Ref, Text
from viz.charts import bars
from viz.cut import make_edges, make_nodes, paper_refs
from viz.model import Band, Node, View
from viz.place import put
from viz.source import Source
from viz.text import PLURALS, count
from viz.ties import ties
from viz.trends import by_year, dated_papers, movers

_WIDTH, _ROW = 142.0, 58.0
#: The most things of one type that first appear in one year.
_CELL = 7
_NO_YEARS = (
    "No paper of this graph has a date, so nothing can be put on a timeline. Read papers from a source that tells it "
    "(the JSON of Daily Papers, arXiv, BibTeX, or a column date or year), and build again."
)


def timeline(source: Source, name: str | None = None, *, max_nodes: int = 90, seed: int = 0) -> View:
    """Make the timeline of the whole graph, or of what surrounds one entity.

    Parameters
    ----------
    source
        The graph.
    name
        Show only this entity and its neighbours.
    max_nodes
        Entities of the picture, those of the most papers.
    seed
        Accepted like on every page; the places follow from the years.
    """
    del seed
    ego = source.find(name) if name else None
    pool = list(source.entities())
    if ego:
        near = ties(source, ego)
        pool = [ego, *(n for n in pool if n in near and n != ego)]
    dated = [n for n in pool if source.nx.nodes[n].get("first_year")]
    papers = dated_papers(source)
    ranked = sorted(dated, key=lambda n: (n != ego, -source.nx.nodes[n].get("n_papers", 0), -source.importance[n], n))
    nodes = make_nodes(source, _choose(source, ranked, max_nodes), scale=0.7)
    years = sorted(papers) or [0]
    bands = _place(nodes, range(years[0], years[-1] + 1)) if nodes else []
    edges = make_edges(source, [n.id for n in nodes], limit=2)
    title = f"Timeline of {source.name(ego)}" if ego else "Timeline"
    undated = source.counts["Paper"] - sum(papers.values())
    left_out = []
    if len(ranked) > len(nodes):
        left_out.append(
            f"{count(len(ranked) - len(nodes), 'entities')}: the picture shows at most {_CELL} of a type in a year, "
            "those of the most papers, and no metrics."
        )
    if undated:
        left_out.append(f"{count(undated, 'papers')} without a date.")
    return View(
        page="timeline",
        title=title,
        subtitle=f"{count(sum(papers.values()), 'papers')}, {years[0]}–{years[-1]}" if papers else "No dates",
        nodes=nodes,
        edges=edges,
        papers=paper_refs(source, nodes, edges),
        story=_story(source, papers, ranked, ego),
        left_out=left_out,
        bands=bands,
        focus=(ego,) if ego else (),
        empty=_NO_YEARS,
    )


def _choose(source: Source, ranked: Sequence[str], max_nodes: int) -> list[str]:
    """Return the leading things, no year and type with more than a handful."""
    full: Counter[tuple[int, str]] = Counter()
    chosen = []
    for node in ranked:
        cell = (source.nx.nodes[node]["first_year"], source.label(node))
        if cell[1] != "Metric" and full[cell] < _CELL:
            full[cell] += 1
            chosen.append(node)
    return chosen[:max_nodes]


def _place(nodes: list[Node], years: Sequence[int]) -> list[Band]:
    """Place nodes in the column of their first year, the types one above the other, the best known in the middle."""
    order = ("Task", "Method", "Dataset")
    columns: dict[tuple[int, str], list[Node]] = {}
    for node in nodes:
        columns.setdefault((node.facts["first_year"], node.label), []).append(node)
    rows = {label: max([len(v) for (_, kind), v in columns.items() if kind == label] or [0]) for label in order}
    filled = {year for year, _ in columns}
    left, x = {}, 0.0
    for year in (*years, years[-1] + 1):
        left[year] = x
        # Years in which nothing appears stay slim.
        x += _WIDTH if year in filled else _WIDTH * 0.6
    below, places = 0.0, {}
    for label in order:
        for year in years:
            for row, node in enumerate(columns.get((year, label), ())):
                places[node.id] = ((left[year] + left[year + 1]) / 2, below + row * _ROW)
        below += rows[label] * _ROW + (44.0 if rows[label] else 0.0)
    put(nodes, np.array([places[n.id] for n in nodes]))
    return [Band(left[y], left[y + 1], str(y)) for y in years]


def _story(source: Source, papers: Mapping[int, int], ranked: Sequence[str], ego: str | None) -> list[Block]:
    if not papers:
        return [Empty(_NO_YEARS)]
    years = tuple(range(min(papers), max(papers) + 1))
    appear = Counter(source.nx.nodes[n]["first_year"] for n in ranked)
    blocks: list[Block] = [
        Text("Each thing stands in the year of the first paper that names it; its size is the number of papers."),
        Facts(((f"{sum(papers.values()):,}", "dated papers"), (f"{len(ranked):,}", "things that appear"))),
    ]
    if len(years) < 2:
        only = f"All dated papers are of {years[0]}: what rises and fades shows once there are several years."
        blocks.append(Empty(only))
    else:
        figure = bars(years, [papers.get(y, 0) for y in years], title="Papers by year")
        blocks.append(Figure("Papers by year", figure))
        new = bars(years, [appear.get(y, 0) for y in years], title="New things by year")
        blocks.append(Figure("New methods, datasets, tasks and metrics by year", new))
        rising, fading = movers(source, ranked, papers)
        for title, found in (("Rising", rising), ("Fading", fading)):
            items = tuple((Ref(n, source.name(n), source.label(n)), total, note) for n, total, note in found)
            if items:
                blocks.append(Names(title, items))
        if not rising and not fading:
            blocks.append(Text("Nothing is named by enough papers of several years to rise or fade.", "Rise and fade"))
    for label in ENTITY_LABELS:
        rows = tuple(
            (Ref(n, source.name(n), label), by_year(source, n, years)) for n in ranked if source.label(n) == label
        )
        if rows and len(years) > 1:
            note = "Papers by year; the shade is relative to the best year of the row."
            blocks.append(Heat(PLURALS[label].capitalize(), years, rows[:15], note))
    return blocks
