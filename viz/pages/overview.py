"""The overview: communities of the whole graph as circles of their leading entities, with drill-down."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from viz.blocks import Block, Communities, Empty, Facts, Names, Ref, Text
from viz.communities import Community, communities, label_counts
from viz.cut import make_edges, make_nodes, paper_refs
from viz.layout import Points, force, part_circles, spread
from viz.model import Edge, Node, Region, View
from viz.source import Source
from viz.text import PLURALS, caption, count, kinds

#: Communities smaller than this are not drawn.
_SMALLEST = 3
#: Entities drawn at first sight; drill-down shows the others.
_FRONT = 240


def overview(
    source: Source,
    *,
    max_nodes: int = 600,
    max_communities: int = 36,
    resolution: float = 1.0,
    seed: int = 0,
) -> View:
    """Make the overview.

    Parameters
    ----------
    source
        The graph.
    max_nodes
        Entities on the page, the most important of each community.
    max_communities
        Communities on the page, the largest.
    resolution
        Above 1 more and smaller communities, below 1 fewer and larger.
    seed
        Equal seeds give equal pages.
    """
    every = communities(source, resolution=resolution, seed=seed) if any(True for _ in source.entities()) else []
    most = min(max_communities, max(max_nodes // _SMALLEST, 1))
    drawn = ([c for c in every if len(c.members) >= _SMALLEST] or every)[:most]
    quota = _quotas(drawn, max_nodes)
    chosen = [c.members[:q] for c, q in zip(drawn, quota, strict=True)]
    nodes: list[Node] = []
    for i, members in enumerate(chosen):
        front = max(4, round(_FRONT * len(members) / max(sum(map(len, chosen)), 1)))
        for rank, node in enumerate(make_nodes(source, members)):
            node.region, node.front = i, rank < front
            nodes.append(node)
    edges = make_edges(source, [n.id for n in nodes], limit=2)
    regions = _place(source, drawn, nodes, edges, seed)
    left_out = _left_out(source, every, drawn, nodes)
    return View(
        page="overview",
        title="Overview",
        subtitle=_subtitle(source),
        nodes=nodes,
        edges=edges,
        papers=paper_refs(source, nodes, edges),
        story=_story(source, regions),
        left_out=left_out,
        regions=regions,
        empty="This graph has no methods, datasets, tasks or metrics yet. Build it from more papers: kg build.",
    )


def _quotas(drawn: list[Community], max_nodes: int) -> list[int]:
    """Return how many members of each community are drawn: some of each, the rest by size, no more than asked for."""
    sizes = [len(c.members) for c in drawn]
    if sum(sizes) <= max_nodes:
        return sizes
    least = [min(s, _SMALLEST) for s in sizes]
    spare, open_places = max(max_nodes - sum(least), 0), sum(sizes) - sum(least)
    return [low + int(spare * (s - low) / max(open_places, 1)) for s, low in zip(sizes, least, strict=True)]


def _place(source: Source, drawn: list[Community], nodes: list[Node], edges: list[Edge], seed: int) -> list[Region]:
    by_region: defaultdict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        by_region[node.region or 0].append(node)
    home = {n.id: n.region or 0 for n in nodes}
    inner: defaultdict[int, list[Edge]] = defaultdict(list)
    between: Counter[tuple[int, int]] = Counter()
    for edge in edges:
        a, b = home[edge.source], home[edge.target]
        if a == b:
            inner[a].append(edge)
        else:
            between[min(a, b), max(a, b)] += 1
    radii = np.array([_inside(by_region[i], inner[i], seed) for i in range(len(drawn))], dtype=float)
    centres = _centres(between, radii, seed)
    for i, (x, y) in enumerate(centres):
        for node in by_region[i]:
            node.x, node.y = node.x + float(x), node.y + float(y)
    return [
        Region(
            id=i,
            name=c.name,
            x=float(centres[i][0]),
            y=float(centres[i][1]),
            radius=float(radii[i]),
            size=len(c.members),
            shown=len(by_region[i]),
            counts=label_counts(source, c.members),
            leaders=c.members[:3],
        )
        for i, c in enumerate(drawn)
    ]


def _inside(nodes: list[Node], edges: list[Edge], seed: int) -> float:
    """Lay out one community around its own middle; return its radius."""
    number = {n.id: i for i, n in enumerate(nodes)}
    # Everything hangs on the leader, so that loose members stay in the circle.
    pairs = [(number[e.source], number[e.target]) for e in edges] + [(0, i) for i in range(1, len(nodes))]
    places = force(len(nodes), pairs, seed=seed, spacing=70.0)
    places = spread(places, [n.size for n in nodes], [caption(n.name) for n in nodes])
    places = places - (places.max(axis=0) + places.min(axis=0)) / 2
    radius = float(np.hypot(places[:, 0], places[:, 1]).max()) * 1.22 + 50.0
    # The upper quarter of a circle is for its name.
    for node, (x, y) in zip(nodes, places, strict=True):
        node.x, node.y = float(x), float(y) + radius * 0.2
    return radius


def _centres(between: Counter[tuple[int, int]], radii: Points, seed: int) -> Points:
    n = len(radii)
    if n == 0:
        return np.zeros((0, 2))
    strong = [pair for pair, _ in between.most_common(3 * n)]
    links = strong + [(0, i) for i in range(1, n)]
    places = force(n, links, seed=seed, spacing=float(np.sqrt((radii**2).mean())) * 1.5)
    places[:, 0] *= 1.35
    return part_circles(places, radii, gap=56.0)


def _subtitle(source: Source) -> str:
    papers = source.counts["Paper"]
    entities = {label: source.counts[label] for label in ("Method", "Dataset", "Task", "Metric")}
    return f"{count(papers, 'papers')}: {kinds(entities)}" if papers else kinds(entities)


def _left_out(source: Source, every: list[Community], drawn: list[Community], nodes: list[Node]) -> list[str]:
    told: list[str] = []
    members = sum(len(c.members) for c in every)
    inside = sum(len(c.members) for c in drawn)
    if inside > len(nodes):
        told.append(
            f"{count(inside - len(nodes), 'entities')} of these communities: the page shows the {len(nodes):,} most "
            "important ones (--max-nodes)."
        )
    if len(every) > len(drawn):
        told.append(
            f"{count(members - inside, 'entities')} in {count(len(every) - len(drawn), 'communities')} that are small "
            "or loose."
        )
    phrases = sum(1 for _ in source.entities(descriptive=True)) - members
    if phrases:
        told.append(f"{count(phrases, 'phrases')} that describe something of a single paper.")
    papers = source.counts["Paper"]
    if papers:
        told.append(
            f"The {count(papers, 'papers')} themselves, and their results: see the pages entity, paper and task."
        )
    return told


def _story(source: Source, regions: list[Region]) -> list[Block]:
    if not regions:
        return [Empty("Nothing to show yet.")]
    figures = tuple(
        (f"{n:,}", PLURALS[label] if n != 1 else label.lower())
        for label in ("Paper", "Method", "Dataset", "Task", "Metric")
        if (n := source.counts[label])
    )
    relations = sum(1 for u, _ in source.nx.edges() if source.label(u) not in ("Paper", "Result"))
    blocks: list[Block] = [
        Text(
            "Each circle is a community: things that the papers relate to each other, or name together. Click one to "
            "look inside; search finds any name, alias or abbreviation."
        ),
        Facts((*figures, (f"{relations:,}", "relations"))),
        Communities("Communities", tuple((r.id, r.name, kinds(r.counts)) for r in regions)),
    ]
    for label in ("Method", "Task", "Dataset"):
        top = source.by_importance([n for n in source.entities() if source.label(n) == label])
        top = sorted(top, key=lambda n: -source.nx.nodes[n].get("n_papers", 0))[:8]
        items = tuple((Ref(n, source.name(n), label), int(source.nx.nodes[n].get("n_papers", 0)), "") for n in top)
        if items:
            blocks.append(Names(f"Leading {PLURALS[label]}", items))
    return blocks
