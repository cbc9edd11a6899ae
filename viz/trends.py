"""What rises and what fades: shares of the papers of early and late years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from viz.source import Source

#: A thing of fewer papers has no trend.
_LEAST_PAPERS = 4
#: Change of share (in papers per hundred) below which nothing is said.
_LEAST_CHANGE = 0.4


def dated_papers(source: Source) -> Counter[int]:
    """Count papers by year; those without one are left out."""
    return Counter(y for p in source.of_label("Paper") if (y := source.nx.nodes[p].get("year")))


def by_year(source: Source, node: str, years: Sequence[int]) -> tuple[int, ...]:
    """Return the number of papers of an entity in each year."""
    data = source.nx.nodes[node]
    first, counts = data.get("first_year"), data.get("papers_by_year", ())
    return tuple(counts[y - first] if first and 0 <= y - first < len(counts) else 0 for y in years)


def movers(
    source: Source, nodes: Sequence[str], papers: Mapping[int, int], limit: int = 8
) -> tuple[list[tuple[str, int, str]], list[tuple[str, int, str]]]:
    """Return what rises and what fades: node, number of papers, and the change in words.

    The years are cut in two so that each half has about as many papers; the change is that of the share of papers
    that name the thing.
    """
    years = sorted(papers)
    early: list[int] = []
    total, seen = sum(papers.values()), 0
    for y in years:
        if early and (seen >= total / 2 or y == years[-1]):
            break
        early.append(y)
        seen += papers[y]
    late = [y for y in years if y not in early]
    if not early or not late:
        return [], []
    before, after = sum(papers[y] for y in early), sum(papers[y] for y in late)
    spans = [f"{s[0]}–{s[-1]}" if len(s) > 1 else str(s[0]) for s in (early, late)]
    changes = []
    for node in nodes:
        a, b = sum(by_year(source, node, early)), sum(by_year(source, node, late))
        if a + b >= _LEAST_PAPERS:
            share_a, share_b = 100 * a / before, 100 * b / after
            note = f"{share_a:.1f} % of the papers of {spans[0]}, {share_b:.1f} % of {spans[1]}"
            changes.append((share_b - share_a, node, a + b, note))
    changes.sort(key=lambda c: (-c[0], c[1]))
    rising = [(n, total, note) for change, n, total, note in changes if change >= _LEAST_CHANGE][:limit]
    fading = [(n, total, note) for change, n, total, note in reversed(changes) if change <= -_LEAST_CHANGE][:limit]
    return rising, fading
