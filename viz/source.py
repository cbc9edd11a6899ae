"""The graph as the views read it: a handle or a bare NetworkX graph, with names resolved and importance at hand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import networkx as nx

from extract.latex import plain
from extract.records import Extraction, fold
from kg.errors import NotFoundError
from kg.schema import ENTITY_LABELS
from viz.model import PaperRef
from viz.text import clean

if TYPE_CHECKING:
    from kg.store import Graph


class Source:
    """A graph to draw.

    Parameters
    ----------
    graph
        The NetworkX graph, following ``kg.schema``.
    handle
        The ``kg.store.Graph`` it came from, for the extractions of papers and for Cypher; ``None`` for a bare graph.
    """

    def __init__(self, graph: nx.MultiDiGraph[str], handle: Any = None) -> None:
        self.nx = graph
        self.handle = handle

    @classmethod
    def of(cls, graph: Any) -> Source:
        """Wrap a handle, a bare graph or a source."""
        if isinstance(graph, Source):
            return graph
        if isinstance(graph, nx.MultiDiGraph):
            return cls(graph)
        return cls(graph.nx, graph)

    def label(self, node: str) -> str:
        """Return the label of a node."""
        return str(self.nx.nodes[node]["label"])

    def name(self, node: str) -> str:
        """Return the name of a node, fit to be read."""
        data = self.nx.nodes[node]
        return clean(data.get("name") or data.get("title") or node) or node

    def extraction(self, paper: str) -> Extraction | None:
        """Return what was extracted from a paper, when the handle knows."""
        if self.handle is None:
            return None
        found: Extraction | None = self.handle.extraction(paper)
        return found

    def paper(self, node: str) -> PaperRef:
        """Return the reference of a paper."""
        data = self.nx.nodes[node]
        return PaperRef(node, self.name(node), web_address(node, data.get("url")), data.get("year"))

    def find(self, name: str, label: str | None = None) -> str:
        """Return the node of a name; see :func:`kg.find.find_entity`."""
        from kg.find import find_entity

        # The lookup reads nothing but ``nx``, which a source has too.
        found: str = find_entity(cast("Graph", self), name, label)
        return found

    def find_paper(self, name: str) -> str:
        """Return the paper of an id, a title, or a part of a title that only one paper has."""
        try:
            return self.find(name, "Paper")
        except NotFoundError:
            wanted = fold(name)
            found = [p for p in self.of_label("Paper") if wanted and wanted in fold(self.name(p))]
            if len(found) == 1:
                return found[0]
            if not found:
                raise
            titles = ", ".join(repr(self.name(p)) for p in found[:5])
            more = f" and {len(found) - 5} more" if len(found) > 5 else ""
            raise NotFoundError(f"{name!r} is in several titles: {titles}{more}; name one of them") from None

    def find_any(self, name: str) -> str:
        """Return the entity or else the paper of a name; see :func:`kg.find.find_node`."""
        from kg.find import find_node

        found: str = find_node(cast("Graph", self), name)
        return found

    def of_label(self, *labels: str) -> Iterator[str]:
        """Iterate over the nodes of some labels."""
        return (node for node, data in self.nx.nodes(data=True) if data["label"] in labels)

    def entities(self, *, descriptive: bool = False) -> Iterator[str]:
        """Iterate over the entities; phrases that describe one paper's thing only on request."""
        for node, data in self.nx.nodes(data=True):
            if data["label"] in ENTITY_LABELS and (descriptive or not data.get("descriptive")):
                yield node

    @cached_property
    def counts(self) -> Counter[str]:
        """Nodes by label."""
        return Counter(str(data["label"]) for _, data in self.nx.nodes(data=True))

    @cached_property
    def importance(self) -> dict[str, float]:
        """Weighted PageRank of every node in the graph seen undirected (Brin and Page 1998)."""
        import igraph

        nodes = list(self.nx)
        place = {node: i for i, node in enumerate(nodes)}
        weights: defaultdict[tuple[int, int], float] = defaultdict(float)
        for u, v, data in self.nx.edges(data=True):
            a, b = place[u], place[v]
            if a != b:
                weights[(a, b) if a < b else (b, a)] += float(data.get("confidence", 0.5)) * edge_papers(data)
        if not weights:
            return dict.fromkeys(nodes, 1.0 / max(len(nodes), 1))
        g = igraph.Graph(n=len(nodes), edges=list(weights))
        ranks = g.pagerank(weights=list(weights.values()), directed=False)
        return dict(zip(nodes, (float(r) for r in ranks), strict=True))

    def by_importance(self, nodes: Iterator[str] | list[str]) -> list[str]:
        """Return nodes sorted by number of papers, importance and id, the most important first."""
        data = self.nx.nodes
        return sorted(nodes, key=lambda n: (-self.importance[n] * (1 + data[n].get("n_papers", 0)), n))

    @cached_property
    def forms(self) -> dict[tuple[str, str], str]:
        """Entity node by (label, folded surface form), the most used node first."""
        found: dict[tuple[str, str], str] = {}
        entities = sorted(self.entities(descriptive=True), key=lambda n: (-self.nx.nodes[n].get("n_papers", 0), n))
        for main in (True, False):
            for node in entities:
                data = self.nx.nodes[node]
                names = [data.get("name", "")] if main else data.get("aliases", ())
                for form in names:
                    found.setdefault((data["label"], fold(plain(form))), node)
        return found


def edge_papers(data: dict[str, Any]) -> int:
    """Return the number of papers behind a relationship: one for those that start at a paper."""
    return int(data.get("n_papers") or 1)


def web_address(paper: str, url: object) -> str:
    """Return a web address of a paper that is safe to link to, or nothing."""
    text = clean(url or "")
    if re.match(r"https?://[^\s\"'<>]+$", text):
        return text
    if re.fullmatch(r"\d{4}\.\d{4,5}|[a-z\-]+(\.[A-Z]{2})?/\d{7}", paper):
        return f"https://arxiv.org/abs/{paper}"
    return ""
