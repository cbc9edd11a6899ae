"""Communities of entities by the Leiden algorithm, named by their leading members."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.schema import ENTITY_LABELS
from viz.source import Source, edge_papers
from viz.text import brief, shorten

#: A relation that a sentence states binds more than being named by the same paper.
_STATED, _SHARED = 3.0, 1.0
#: Papers that name more entities than this would tie everything to everything.
_MOST_OF_A_PAPER = 40


@dataclass(frozen=True, slots=True)
class Community:
    """A group of entities that belong together, the most important first."""

    name: str
    members: tuple[str, ...]


def communities(source: Source, *, resolution: float = 1.0, seed: int = 0) -> list[Community]:
    """Find the communities of the entities, the largest first.

    Two entities are tied by every relation between them and, more weakly, by every paper that names both (a paper
    spreads one unit over its entities). Leiden with modularity (Traag, Waltman and van Eck 2019).

    Parameters
    ----------
    source
        The graph.
    resolution
        Above 1 more and smaller communities, below 1 fewer and larger.
    seed
        Equal seeds give equal communities.
    """
    import igraph

    members = sorted(source.entities())
    place = {node: i for i, node in enumerate(members)}
    weights = _ties(source, place)
    graph = igraph.Graph(n=len(members), edges=list(weights))
    igraph.set_random_number_generator(random.Random(seed))
    try:
        parts = graph.community_leiden(
            objective_function="modularity", weights=list(weights.values()), resolution=resolution, n_iterations=4
        )
    finally:
        igraph.set_random_number_generator(random)
    groups = [source.by_importance([members[i] for i in part]) for part in parts]
    groups.sort(key=lambda g: (-len(g), g[0]))
    return [Community(name_of(source, g), tuple(g)) for g in groups]


def _ties(source: Source, place: dict[str, int]) -> dict[tuple[int, int], float]:
    weights: defaultdict[tuple[int, int], float] = defaultdict(float)
    named: defaultdict[str, list[int]] = defaultdict(list)
    for u, v, data in source.nx.edges(data=True):
        b = place.get(v)
        if b is None:
            continue
        a = place.get(u)
        if a is None:
            if source.label(u) == "Paper":
                named[u].append(b)
        elif a != b:
            weights[min(a, b), max(a, b)] += _STATED * edge_papers(data) * float(data.get("confidence", 0.5))
    for found in named.values():
        group = sorted(set(found))[:_MOST_OF_A_PAPER]
        share = _SHARED / max(len(group) - 1, 1)
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                weights[a, b] += share
    return weights


def name_of(source: Source, members: Sequence[str], *, leaders: int = 3) -> str:
    """Name a community by its leading members: different things, tasks and methods before metrics."""
    chosen: list[str] = []
    for node in members:
        name = brief(source.name(node))
        if source.label(node) == "Metric" and len(members) > leaders:
            continue
        if not any(name.lower() in other.lower() or other.lower() in name.lower() for other in chosen):
            chosen.append(name)
        if len(chosen) == leaders:
            break
    return " · ".join(shorten(c, 32) for c in chosen or [brief(source.name(members[0]))])


def label_counts(source: Source, members: Sequence[str]) -> dict[str, int]:
    """Count members by label, in the schema's order."""
    found = Counter(source.label(m) for m in members)
    return {label: found[label] for label in ENTITY_LABELS if found[label]}
