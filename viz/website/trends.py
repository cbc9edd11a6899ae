"""The trends of a site: papers and new things by year, shares of the leading ones, what rises and what fades."""

from __future__ import annotations

from kg.schema import ENTITY_LABELS
from viz.blocks import Block, Empty, Figure, Heat, Names, Ref
from viz.charts import bars, lines
from viz.source import Source
from viz.text import PLURALS
from viz.trends import by_year, dated_papers, movers

_LINES, _ROWS = 6, 20


def trends(source: Source) -> list[Block]:
    """Return the blocks of the page of trends."""
    papers = dated_papers(source)
    if not papers:
        return [
            Empty(
                "No paper of this graph has a date, so there are no trends to show. Read papers from a source that "
                "tells it (the JSON of Daily Papers, arXiv, BibTeX, or a column date or year), and build again."
            )
        ]
    years = tuple(range(min(papers), max(papers) + 1))
    if len(years) == 1:
        return [Empty(f"All dated papers are of {years[0]}: trends show once there are several years.")]
    blocks: list[Block] = [
        Figure("Papers by year", bars(years, [papers.get(y, 0) for y in years], title="Papers by year", width=640))
    ]
    dated = [n for n in source.entities() if source.nx.nodes[n].get("first_year")]
    ranked = sorted(dated, key=lambda n: (-source.nx.nodes[n].get("n_papers", 0), -source.importance[n], n))
    for label in ("Method", "Task", "Dataset"):
        leading = [n for n in ranked if source.label(n) == label][:_LINES]
        series = [
            (
                source.name(n),
                [
                    100 * v / papers[y] if papers.get(y) else None
                    for y, v in zip(years, by_year(source, n, years), strict=True)
                ],
            )
            for n in leading
        ]
        if series:
            title = f"Leading {PLURALS[label]}"
            caption = "Percent of the papers of each year that name it; years without papers are left open."
            blocks.append(Figure(title, lines(years, series, title=title, label=label), caption))
    rising, fading = movers(source, ranked, papers, 12)
    for title, found in (("Rising", rising), ("Fading", fading)):
        items = tuple((Ref(n, source.name(n), source.label(n)), total, note) for n, total, note in found)
        if items:
            blocks.append(Names(title, items))
    for label in ENTITY_LABELS:
        rows = tuple(
            (Ref(n, source.name(n), label), by_year(source, n, years)) for n in ranked if source.label(n) == label
        )
        if rows:
            note = "Papers by year; the shade is relative to the best year of the row."
            blocks.append(Heat(PLURALS[label].capitalize(), years, rows[:_ROWS], note))
    return blocks
