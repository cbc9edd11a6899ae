"""The entities of the most papers."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.schema import ENTITY_LABELS

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entity and the number of papers that mention it."""

    id: str
    name: str
    label: str
    n_papers: int


def top_entities(
    graph: nx.MultiDiGraph[str], label: str | None = None, limit: int = 10, *, descriptive: bool = False
) -> list[Ranked]:
    """Return the entities of the most papers, the most frequent first, equals by name.

    Parameters
    ----------
    graph
        The graph (``Graph.nx``).
    label
        Only entities of this label; all four when not given.
    limit
        How many.
    descriptive
        Whether phrases that describe something in one paper only are counted too.
    """
    labels = (label,) if label else ENTITY_LABELS
    found = (
        Ranked(node, data["name"], data["label"], data["n_papers"])
        for node, data in graph.nodes(data=True)
        if data["label"] in labels and (descriptive or not data.get("descriptive"))
    )
    return heapq.nsmallest(limit, found, key=lambda r: (-r.n_papers, r.name, r.id))
