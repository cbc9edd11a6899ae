"""The entity page: one method, dataset, task or metric, what surrounds it, and the sentences that say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from kg.schema import ENTITY_LABELS, RELATIONSHIP_TYPES, ROLE_RELATIONSHIP
from viz.blocks import Block, Cell, Chips, Facts, Figure, Names, Quote, Quotes, Ref, Table
from viz.charts import bars
from viz.cut import make_edges, make_nodes, paper_refs, sentences
from viz.model import View
from viz.place import around, by_force
from viz.results import results_of
from viz.source import Source, edge_papers
from viz.text import PLURALS, count, words, years
from viz.ties import ties

#: The order of the sectors around the entity, clockwise from the top.
_AROUND = ("Task", "Dataset", "Metric", "Paper", "Method")
_PAPER_SHARE = 0.4


def entity(
    source: Source, name: str, *, depth: int = 1, max_nodes: int = 60, label: str | None = None, seed: int = 0
) -> View:
    """Make the page of one entity.

    Parameters
    ----------
    source
        The graph.
    name
        Its id, name, an alias or an abbreviation.
    depth
        1 for what it touches, 2 for what that touches, and so on.
    max_nodes
        Nodes on the page; those with the most papers behind their tie to the entity come first.
    label
        Look among entities of this label only.
    seed
        Equal seeds give equal pages.
    """
    ego = source.find(name, label)
    strength = ties(source, ego)
    chosen = _choose(source, strength, max_nodes)
    levels = dict.fromkeys(chosen, 1)
    ring = list(chosen)
    for level in range(2, depth + 1):
        ring = _next_ring(source, {ego, *levels}, ring, max_nodes - len(levels) - 1)
        levels.update(dict.fromkeys(ring, level))
    ids = [ego, *levels]
    nodes = make_nodes(source, ids)
    nodes[0].size = max(nodes[0].size, 26.0)

    def keep(u: str, v: str, _key: str, _data: Mapping[str, Any]) -> bool:
        return ego in (u, v) or source.label(u) != "Paper" or levels.get(v, 0) > 1 or levels.get(u, 0) > 1

    edges = make_edges(source, ids, keep=keep)
    if depth == 1:
        around(nodes, _AROUND, seed=seed)
    else:
        by_force(nodes, edges, seed=seed)
    return View(
        page="entity",
        title=source.name(ego),
        subtitle=_subtitle(source, ego),
        nodes=nodes,
        edges=edges,
        papers=paper_refs(source, nodes, edges),
        story=story(source, ego, strength),
        left_out=_left_out(source, strength, chosen, depth),
        focus=(ego,),
        kind=source.label(ego),
        empty="Nothing is tied to it in this graph.",
    )


def _choose(source: Source, strength: Mapping[str, float], max_nodes: int) -> list[str]:
    ranked = sorted(strength, key=lambda n: (-strength[n], -source.importance[n], n))
    papers = [n for n in ranked if source.label(n) == "Paper"]
    things = [n for n in ranked if source.label(n) != "Paper"]
    room = max(max_nodes - 1, 1)
    n_papers = min(len(papers), max(int(room * _PAPER_SHARE), room - len(things)))
    return things[: room - n_papers] + papers[:n_papers]


def _next_ring(source: Source, inside: set[str], ring: Sequence[str], room: int) -> list[str]:
    found: defaultdict[str, float] = defaultdict(float)
    for node in ring:
        if source.label(node) == "Paper":
            continue
        for other, weight in ties(source, node).items():
            if other not in inside and source.label(other) != "Paper":
                found[other] += weight
    return sorted(found, key=lambda n: (-found[n], n))[: max(room, 0)]


def _subtitle(source: Source, ego: str) -> str:
    data = source.nx.nodes[ego]
    said = [source.label(ego)]
    if data.get("n_papers"):
        said.append(f"in {count(data['n_papers'], 'papers')}")
    if data.get("first_year"):
        said.append(years(data["first_year"], data.get("last_year")))
    return ", ".join(said)


def story(source: Source, ego: str, strength: Mapping[str, float]) -> list[Block]:
    """Return what there is to tell of an entity, for its page and for its page in a site."""
    data = source.nx.nodes[ego]
    kinds = Counter(source.label(n) for n in strength)
    blocks: list[Block] = [
        Facts(
            tuple(
                (f"{n:,}", PLURALS[label] if n != 1 else label.lower())
                for label in ("Paper", *ENTITY_LABELS)
                if (n := kinds[label])
            )
        )
    ]
    name = source.name(ego)
    aliases = make_nodes(source, [ego])[0].facts.get("aliases", [])
    if aliases:
        more = len(aliases) - 14
        blocks.append(Chips("Also written", tuple(aliases[:14]), f"and {more} more" if more > 0 else ""))
    if data.get("papers_by_year") and len(data["papers_by_year"]) > 1:
        span = list(range(data["first_year"], data["first_year"] + len(data["papers_by_year"])))
        blocks.append(Figure("Papers by year", bars(span, data["papers_by_year"], title=f"Papers by year: {name}")))
    blocks += _roles(source, ego)
    blocks += _relations(source, ego)
    rows = results_of(source, ego)
    if rows:
        columns = tuple(Cell(c) for c in ("Result", "Method", "Dataset", "Paper"))
        blocks.append(Table("Reported results", columns, tuple(rows[:20]), note=_more(len(rows) - 20, "results")))
    blocks += _quotes(source, ego)
    return blocks


def _roles(source: Source, ego: str) -> list[Block]:
    roles = Counter(key for _, _, key in source.nx.in_edges(ego, keys=True) if key in set(ROLE_RELATIONSHIP.values()))
    items = tuple((words(key, forward=False).capitalize(), roles[key]) for key in RELATIONSHIP_TYPES if roles[key])
    if not items:
        return []
    rows = tuple((Cell(name), Cell(count(n, "papers"))) for name, n in items)
    return [Table("What papers do with it", (), rows)]


def _relations(source: Source, ego: str) -> list[Block]:
    groups: defaultdict[tuple[str, bool], list[tuple[str, int]]] = defaultdict(list)
    for forward, edges in (
        (True, source.nx.out_edges(ego, keys=True, data=True)),
        (False, source.nx.in_edges(ego, keys=True, data=True)),
    ):
        for u, v, key, data in edges:
            other = v if forward else u
            if source.label(other) in ENTITY_LABELS and other != ego:
                way = forward or RELATIONSHIP_TYPES[key].symmetric
                groups[key, way].append((other, edge_papers(data)))
    blocks: list[Block] = []
    for (key, forward), found in sorted(groups.items(), key=lambda g: -sum(n for _, n in g[1])):
        found.sort(key=lambda f: (-f[1], -source.importance[f[0]], f[0]))
        items = tuple((Ref(n, source.name(n), source.label(n)), k, "") for n, k in found[:8])
        title = words(key, forward=forward).capitalize()
        blocks.append(Names(title, items, more=_more(len(found) - 8, "others")))
    return blocks


def _quotes(source: Source, ego: str) -> list[Block]:
    order = list(RELATIONSHIP_TYPES)
    edges = [e for e in source.nx.in_edges(ego, keys=True, data=True) if source.label(e[0]) == "Paper"]
    edges.sort(key=lambda e: (order.index(e[2]), -float(e[3].get("confidence", 0)), e[0]))
    quotes: list[Quote] = []
    for paper, _, key, data in edges[:8]:
        for evidence in sentences(source, data, 1):
            ref = source.paper(paper)
            quotes.append(Quote(evidence.text, paper, ref.title, ref.url, words(key, forward=False), ref.year))
    if not quotes:
        return []
    return [Quotes("In the papers' words", tuple(quotes), _more(len(edges) - 8, "papers"))]


def _more(n: int, noun: str) -> str:
    return f"and {count(n, noun)} more" if n > 0 else ""


def _left_out(source: Source, strength: Mapping[str, float], chosen: Sequence[str], depth: int) -> list[str]:
    missing = Counter(source.label(n) for n in set(strength) - set(chosen))
    told = []
    if missing:
        parts = ", ".join(count(n, PLURALS[label]) for label, n in missing.most_common())
        told.append(f"{parts} with weaker ties to it (--max-nodes).")
    if depth == 1:
        told.append("What its neighbours are tied to in turn (--depth 2).")
    return told
