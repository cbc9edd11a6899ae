"""Which entities rise and which fall, by their share of the papers of each year."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.schema import ENTITY_LABELS

if TYPE_CHECKING:
    import networkx as nx

#: Papers added to each side before two shares are compared: keeps two papers after none from looking like a boom.
SMOOTHING = 1.0


@dataclass(frozen=True, slots=True)
class Trend:
    """How the share of papers on an entity moved from the earlier years to the recent ones.

    ``change`` is the base-2 logarithm of the ratio of the two (smoothed) shares: 1 is a doubling, -1 a halving.
    """

    id: str
    name: str
    label: str
    n_papers: int
    earlier: int
    recent: int
    change: float


def papers_by_year(graph: nx.MultiDiGraph[str]) -> dict[int, int]:
    """Return the number of papers of each year from the first to the last, the empty years too."""
    years = Counter(data["year"] for _, data in graph.nodes(data=True) if "year" in data)
    return {year: years[year] for year in range(min(years), max(years) + 1)} if years else {}


def trends(
    graph: nx.MultiDiGraph[str],
    label: str | None = None,
    *,
    recent_from: int | None = None,
    min_papers: int = 3,
    descriptive: bool = False,
) -> list[Trend]:
    """Return the entities with how their share of the papers changed, the strongest rise first.

    Parameters
    ----------
    graph
        The graph (``Graph.nx``).
    label
        Only entities of this label; all four when not given.
    recent_from
        First year that counts as recent; when not given, the year that parts the papers most evenly in two.
    min_papers
        Entities of fewer papers are left out: their numbers tell nothing.
    descriptive
        Whether phrases that describe something in one paper only are counted too.

    Returns
    -------
    list of Trend
        Empty when the papers have no years, or all the same. The list ends with the strongest fall.
    """
    totals = papers_by_year(graph)
    if len(totals) < 2:
        return []
    split = _even_split(totals) if recent_from is None else recent_from
    all_earlier = sum(n for year, n in totals.items() if year < split)
    all_recent = sum(n for year, n in totals.items() if year >= split)
    if not all_earlier or not all_recent:
        return []
    labels = (label,) if label else ENTITY_LABELS
    found = []
    for node, data in graph.nodes(data=True):
        if data["label"] not in labels or "papers_by_year" not in data or (data.get("descriptive") and not descriptive):
            continue
        dated = sum(data["papers_by_year"])
        if dated < min_papers:
            continue
        until_split = max(0, split - data["first_year"])
        earlier = sum(data["papers_by_year"][:until_split])
        recent = dated - earlier
        change = math.log2((recent + SMOOTHING) / (all_recent + SMOOTHING)) - math.log2(
            (earlier + SMOOTHING) / (all_earlier + SMOOTHING)
        )
        found.append(Trend(node, data["name"], data["label"], dated, earlier, recent, round(change, 4)))
    return sorted(found, key=lambda t: (-t.change, -t.n_papers, t.id))


def _even_split(totals: dict[int, int]) -> int:
    """Return the year from which on the papers are as near to half of all as they can be."""
    half = sum(totals.values()) / 2
    years = sorted(totals)[1:]
    return min(years, key=lambda first: (abs(sum(n for year, n in totals.items() if year >= first) - half), first))
