"""What the graph knows of one entity or one paper, each fact with the sentence that says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.cards import EntityCard, Measured, Mentioned, Neighbour, PaperCard, Quote, Reference, Statement
from kg.find import candidates, find_node
from kg.schema import ENTITY_LABELS, RELATIONSHIP_TYPES

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Graph

__all__ = [
    "EntityCard",
    "Measured",
    "Mentioned",
    "Neighbour",
    "PaperCard",
    "Quote",
    "Reference",
    "Statement",
    "quotes",
    "show",
]


def show(graph: Graph, name: str, *, label: str | None = None, why: bool = False) -> EntityCard | PaperCard:
    """Return what the graph knows of an entity or a paper.

    Parameters
    ----------
    graph
        The graph, as ``open_graph`` returns it.
    name
        An id, name, alias, abbreviation, or the title of a paper.
    label
        Look among nodes of this label only.
    why
        For an entity, also tell which forms were put on its node, by which step of linking and on what evidence.

    Raises
    ------
    NotFoundError
        Nothing bears that name; the message offers the nearest names.

    Examples
    --------
    >>> from kg import open_graph, show
    >>> show(open_graph("mygraph"), "CLIP").aliases  # doctest: +SKIP
    ('CLIP', 'Contrastive Language-Image Pre-training')
    """
    node = find_node(graph, name, label)
    others = tuple(other for other in candidates(graph, name, label) if other != node)
    if graph.nx.nodes[node]["label"] == "Paper":
        return _paper_card(graph.nx, node, others)
    merges = tuple(m for m in graph.merges() if node in (m["node"], m["other"])) if why else ()
    return _entity_card(graph.nx, node, others, merges)


def quotes(data: Mapping[str, Any], paper: str | None = None) -> tuple[Quote, ...]:
    """Return the evidence of a relationship, or the part of it that stands in one paper."""
    return tuple(
        Quote(text, where, start, end)
        for text, (where, start, end) in zip(data["evidence"], map(_place, data["evidence_at"]), strict=True)
        if paper in (None, where)
    )


def _place(at: str) -> tuple[str, int, int]:
    paper, _, span = at.rpartition(":")
    start, _, end = span.partition("-")
    return paper, int(start), int(end)


def _entity_card(
    graph: nx.MultiDiGraph[str], node: str, others: tuple[str, ...], merges: tuple[Mapping[str, Any], ...]
) -> EntityCard:
    nodes, data = graph.nodes, graph.nodes[node]
    roles: dict[str, list[Reference]] = defaultdict(list)
    neighbours: dict[str, list[Neighbour]] = defaultdict(list)
    results = []
    for source, _, key, edge in graph.in_edges(node, keys=True, data=True):
        label = nodes[source]["label"]
        if label == "Paper":
            roles[key].append(
                Reference(source, nodes[source]["name"], nodes[source].get("year"), edge["confidence"], quotes(edge))
            )
        elif label == "Result":
            results.append(_measured(graph, source))
        else:
            neighbours[key].append(_neighbour(graph, source, key, edge, outgoing=False))
    for _, target, key, edge in graph.out_edges(node, keys=True, data=True):
        neighbours[key].append(_neighbour(graph, target, key, edge, outgoing=True))
    first = data.get("first_year")
    return EntityCard(
        id=node,
        name=data["name"],
        label=data["label"],
        aliases=tuple(data["aliases"]),
        n_papers=data["n_papers"],
        papers_by_year={} if first is None else dict(enumerate(data["papers_by_year"], start=first)),
        descriptive=data["descriptive"],
        roles=_in_schema_order(
            (key, sorted(found, key=lambda r: (-(r.year or 0), -r.confidence, r.id))) for key, found in roles.items()
        ),
        neighbours=_in_schema_order(
            (key, sorted(found, key=lambda n: (-n.n_papers, -n.confidence, n.id))) for key, found in neighbours.items()
        ),
        results=tuple(sorted(results, key=lambda r: r.id)),
        merges=merges,
        others=others,
    )


def _paper_card(graph: nx.MultiDiGraph[str], paper: str, others: tuple[str, ...]) -> PaperCard:
    nodes = graph.nodes
    roles: dict[str, list[Mentioned]] = defaultdict(list)
    results = []
    for _, target, key, edge in graph.out_edges(paper, keys=True, data=True):
        data = nodes[target]
        if key == "REPORTS":
            results.append(_measured(graph, target))
        else:
            roles[key].append(Mentioned(target, data["name"], data["label"], edge["confidence"], quotes(edge)))
    return PaperCard(
        id=paper,
        name=nodes[paper]["name"],
        properties={k: v for k, v in nodes[paper].items() if k not in ("id", "name", "label")},
        roles=_in_schema_order(
            (key, sorted(found, key=lambda m: (ENTITY_LABELS.index(m.label), -m.confidence, m.id)))
            for key, found in roles.items()
        ),
        statements=tuple(_statements(graph, paper)),
        results=tuple(sorted(results, key=lambda r: int(r.id.rpartition(":")[2]))),
        others=others,
    )


def _statements(graph: nx.MultiDiGraph[str], paper: str) -> Iterator[Statement]:
    nodes = graph.nodes
    members = {target for target in graph.successors(paper) if nodes[target]["label"] in ENTITY_LABELS}
    for source in sorted(members):
        for _, target, key, edge in graph.out_edges(source, keys=True, data=True):
            if target in members and paper in edge["papers"]:
                yield Statement(
                    source,
                    nodes[source]["name"],
                    key,
                    target,
                    nodes[target]["name"],
                    edge["confidence"],
                    quotes(edge, paper),
                )


def _neighbour(
    graph: nx.MultiDiGraph[str], node: str, key: str, edge: Mapping[str, Any], *, outgoing: bool
) -> Neighbour:
    data = graph.nodes[node]
    return Neighbour(
        node,
        data["name"],
        data["label"],
        key,
        outgoing,
        edge["confidence"],
        edge["n_papers"],
        edge["derived"],
        quotes(edge),
    )


def _measured(graph: nx.MultiDiGraph[str], result: str) -> Measured:
    ends = {key: graph.nodes[target]["name"] for _, target, key in graph.out_edges(result, keys=True)}
    paper, _, reports = next(iter(graph.in_edges(result, data=True)))
    data = graph.nodes[result]
    return Measured(
        id=result,
        value=data["value"],
        unit=data["unit"],
        delta=data["delta"],
        metric=ends.get("OF"),
        dataset=ends.get("ON"),
        method=ends.get("BY"),
        task=ends.get("FOR"),
        paper=paper,
        confidence=reports["confidence"],
        evidence=quotes(reports),
    )


def _in_schema_order(groups: Iterable[tuple[str, list[Any]]]) -> dict[str, tuple[Any, ...]]:
    found = dict(groups)
    return {key: tuple(found[key]) for key in RELATIONSHIP_TYPES if key in found}
