"""Cut a view out of a graph: its nodes with captions and sizes, parallel relationships as one edge, their evidence."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from extract.latex import plain
from kg.schema import ENTITY_LABELS, RELATIONSHIP_TYPES
from viz.model import Edge, Evidence, Node, PaperRef, Relation
from viz.source import Source, edge_papers
from viz.text import clean

#: Aliases and sentences beyond these are counted, not carried.
MAX_ALIASES = 40
MAX_EVIDENCE = 4

Keep = Callable[[str, str, str, Mapping[str, Any]], bool]


def make_nodes(source: Source, ids: Iterable[str], *, scale: float = 1.0) -> list[Node]:
    """Make the nodes of a view, without places."""
    return [make_node(source, node, scale=scale) for node in ids]


def make_node(source: Source, node: str, *, scale: float = 1.0) -> Node:
    """Make one node: its size follows the number of papers (area ~ papers, within sensible bounds)."""
    data = source.nx.nodes[node]
    label = data["label"]
    n_papers = data.get("n_papers", 0)
    size = min(7.0 + 3.2 * math.sqrt(max(n_papers - 1, 0)), 34.0) if label in ENTITY_LABELS else 8.0
    return Node(node, label, source.name(node), size=round(size * scale, 1), facts=facts(source, node))


def facts(source: Source, node: str) -> dict[str, Any]:
    """Return what the detail panel tells of a node besides its relations."""
    data = source.nx.nodes[node]
    found: dict[str, Any] = {"degree": source.nx.degree(node)}
    if data["label"] in ENTITY_LABELS:
        name = source.name(node)
        aliases = list(dict.fromkeys(clean(plain(a)) for a in data.get("aliases", ())))
        aliases = [a for a in aliases if a and a != name]
        found["aliases"] = aliases[:MAX_ALIASES]
        if len(aliases) > MAX_ALIASES:
            found["more_aliases"] = len(aliases) - MAX_ALIASES
        for key in ("n_papers", "first_year", "last_year", "papers_by_year", "descriptive"):
            if data.get(key):
                found[key] = data[key]
    elif data["label"] == "Paper":
        ref = source.paper(node)
        if ref.year:
            found["first_year"] = found["last_year"] = ref.year
        if ref.url:
            found["url"] = ref.url
        authors = [clean(plain(a)) for a in data.get("authors", ())]
        if authors:
            found["authors"] = authors[:30]
        if data.get("n_authors"):
            found["n_authors"] = data["n_authors"]
        if data.get("date"):
            found["date"] = str(data["date"])
    return found


def sentences(source: Source, data: Mapping[str, Any], limit: int = MAX_EVIDENCE) -> tuple[Evidence, ...]:
    """Return the evidence of a relationship, each sentence with its paper."""
    places = data.get("evidence_at", ())
    pairs = zip(data.get("evidence", ())[:limit], places[:limit], strict=False)
    return tuple(Evidence(clean(plain(text)), place.rpartition(":")[0]) for text, place in pairs)


def relation(source: Source, u: str, v: str, key: str, data: Mapping[str, Any], limit: int = MAX_EVIDENCE) -> Relation:
    """Make one relation of a view."""
    evidence = sentences(source, data, limit)
    papers = edge_sources(source, u, data)
    years = [y for p in papers if p in source.nx and (y := source.nx.nodes[p].get("year"))]
    return Relation(
        type=key,
        source=u,
        target=v,
        confidence=round(float(data.get("confidence", 0.0)), 3),
        n_papers=edge_papers(dict(data)),
        derived=bool(data.get("derived")),
        years=(min(years), max(years)) if years else None,
        evidence=evidence,
    )


def edge_sources(source: Source, u: str, data: Mapping[str, Any]) -> list[str]:
    """Return the papers that say so: listed, or the one it starts at, or those of its sentences."""
    if data.get("papers"):
        return list(data["papers"])
    if source.nx.nodes[u]["label"] == "Paper":
        return [u]
    return list(dict.fromkeys(place.rpartition(":")[0] for place in data.get("evidence_at", ())))


def make_edges(
    source: Source, ids: Collection[str], *, keep: Keep | None = None, limit: int = MAX_EVIDENCE
) -> list[Edge]:
    """Make the edges among the nodes of a view; relationships of one pair, either way, become one edge.

    Parameters
    ----------
    source
        The graph.
    ids
        The nodes of the view.
    keep
        Called with (source, target, type, attributes); relationships that it refuses are left out.
    limit
        Sentences kept of each relationship.
    """
    inside = set(ids)
    pairs: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
    for u in ids:
        for _, v, key, data in source.nx.out_edges(u, keys=True, data=True):
            if v in inside and u != v and (keep is None or keep(u, v, key, data)):
                pair = (u, v) if (v, u) not in pairs else (v, u)
                pairs[pair].append(relation(source, u, v, key, data, limit))
    order = {name: i for i, name in enumerate(RELATIONSHIP_TYPES)}
    for found in pairs.values():
        found.sort(key=lambda r: (-r.n_papers, -r.confidence, order.get(r.type, 99)))
    return [Edge(u, v, tuple(found)) for (u, v), found in pairs.items()]


def paper_refs(source: Source, nodes: Iterable[Node], edges: Iterable[Edge]) -> dict[str, PaperRef]:
    """Return the papers that a view names: its nodes and the sources of its sentences."""
    ids = {n.id: None for n in nodes if n.label == "Paper"}
    ids.update({e.paper: None for edge in edges for r in edge.relations for e in r.evidence})
    return {p: source.paper(p) for p in ids if p in source.nx}
