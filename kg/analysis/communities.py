"""Communities: entities that belong together, by the Leiden algorithm with a fixed seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import igraph

from kg.schema import ENTITY_LABELS

if TYPE_CHECKING:
    import networkx as nx

#: Entities of a paper beyond this many are not paired with each other: a survey would tie everything to everything.
MOST_ENTITIES = 60


@dataclass(frozen=True, slots=True)
class Community:
    """A group of entities: ``members`` are ids, the most central first; ``name`` lists the leading ones."""

    name: str
    members: tuple[str, ...]
    n_papers: int


def communities(
    graph: nx.MultiDiGraph[str],
    *,
    labels: Iterable[str] = ENTITY_LABELS,
    resolution: float = 1.0,
    min_size: int = 2,
    descriptive: bool = False,
    seed: int = 42,
) -> list[Community]:
    """Group the entities by their relationships and by the papers that they share.

    Two entities are tied by the sum of their relationships' papers, and by every paper that mentions both, which counts
    1/(n-1) for a paper of n entities (Newman 2001), so that papers rich in entities don't rule. The groups are
    those of the Leiden algorithm (Traag, Waltman and van Eck 2019) for modularity.

    Parameters
    ----------
    graph
        The graph (``Graph.nx``).
    labels
        Labels of the entities to group.
    resolution
        Above 1 gives more and smaller communities.
    min_size
        Smaller groups are left out.
    descriptive
        Whether phrases that describe something in one paper only are grouped too.
    seed
        The same seed gives the same communities.

    Returns
    -------
    list of Community
        The largest first.
    """
    nodes = graph.nodes
    wanted = set(labels)
    chosen = [
        node
        for node, data in nodes(data=True)
        if data["label"] in wanted and data["label"] in ENTITY_LABELS and (descriptive or not data.get("descriptive"))
    ]
    weights = _ties(graph, {node: number for number, node in enumerate(chosen)})
    pairs = sorted(weights)
    net = igraph.Graph(n=len(chosen), edges=pairs)
    weight = [weights[pair] for pair in pairs]
    igraph.set_random_number_generator(random.Random(seed))
    try:
        partition = net.community_leiden("modularity", weights=weight, resolution=resolution, n_iterations=4)
    finally:
        igraph.set_random_number_generator(random)
    strength = net.strength(weights=weight)
    found = []
    for group in partition:
        if len(group) >= min_size:
            members = sorted(group, key=lambda v: (-strength[v], chosen[v]))
            ids = tuple(chosen[v] for v in members)
            leading = sorted(ids, key=lambda i: (-nodes[i]["n_papers"], i))[:3]
            papers = {source for i in ids for source in graph.predecessors(i) if nodes[source]["label"] == "Paper"}
            found.append(Community(", ".join(nodes[i]["name"] for i in leading), ids, len(papers)))
    return sorted(found, key=lambda c: (-len(c.members), c.members[0]))


def _ties(graph: nx.MultiDiGraph[str], number: dict[str, int]) -> dict[tuple[int, int], float]:
    ties: dict[tuple[int, int], float] = defaultdict(float)
    for source, target, data in graph.edges(data=True):
        if source in number and target in number:
            ties[_pair(number[source], number[target])] += max(1, data["n_papers"])
    for paper, data in graph.nodes(data=True):
        if data["label"] != "Paper":
            continue
        members = sorted({number[target] for target in graph.successors(paper) if target in number})
        if 2 <= len(members) <= MOST_ENTITIES:
            for i, one in enumerate(members):
                for other in members[i + 1 :]:
                    ties[one, other] += 1 / (len(members) - 1)
    return ties


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
