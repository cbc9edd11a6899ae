"""Build the graph: papers, extractions and links become one NetworkX MultiDiGraph that obeys the schema."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import networkx as nx

from extract.latex import plain
from extract.records import ROLES, Entity, Extraction, Paper, Relation, Result, Span
from kg import __version__
from kg.numbers import parse_number
from kg.pause import collector_paused
from kg.schema import NODE_TYPES, RELATION_RELATIONSHIP, RELATIONSHIP_TYPES, ROLE_RELATIONSHIP

if TYPE_CHECKING:
    from kg.linking import Links

#: No number of agreeing papers makes a relationship more certain than this.
MAX_CONFIDENCE = 0.999

LABEL_ORDER: Mapping[str, int] = {label: n for n, label in enumerate(NODE_TYPES)}

_EdgeKey = tuple[str, str, str]


def build_graph(
    papers: Iterable[Paper],
    extractions: Iterable[Extraction],
    links: Links,
    *,
    min_confidence: float = 0.0,
) -> nx.MultiDiGraph[str]:
    """Build the graph of all papers.

    Parameters
    ----------
    papers
        Every paper of the corpus, each once.
    extractions
        What was extracted from each paper, in any order.
    links
        Which node each entity of each paper belongs to, as ``kg.linking.link`` returns it.
    min_confidence
        Entities, relations and results below this confidence are left out.

    Returns
    -------
    networkx.MultiDiGraph
        Node keys are ids, edge keys are relationship types, attributes are those of ``kg.schema``. Nodes are sorted
        by (label, id) and edges by (source, target, type), so equal input gives an equal graph in equal order.
        ``graph.graph["dropped"]`` counts what was left out, by reason.
    """
    builder = _Builder(links, min_confidence)
    with collector_paused():
        for paper in papers:
            builder.add_paper(paper)
        for extraction in extractions:
            builder.add_extraction(extraction)
        return builder.finish()


def combine(confidences: Iterable[float]) -> float:
    """Combine independent confidences by noisy-or: the probability that at least one of them is right."""
    wrong = math.prod(1.0 - min(max(c, 0.0), 1.0) for c in confidences)
    return round(min(1.0 - wrong, MAX_CONFIDENCE), 4)


@dataclass(slots=True)
class _Evidence:
    """Sentences with their places, each place once, in order of arrival."""

    at: dict[str, str] = field(default_factory=dict)

    def add(self, paper: str, spans: Iterable[Span], shared: dict[str, str]) -> None:
        for span in spans:
            place = f"{paper}:{span.start}-{span.end}"
            # One sentence proves many edges: keep one copy of its text in memory.
            self.at.setdefault(shared.setdefault(place, place), shared.setdefault(span.text, span.text))

    def properties(self) -> dict[str, Any]:
        return {"evidence": list(self.at.values()), "evidence_at": list(self.at)}


@dataclass(slots=True)
class _EntityEdge:
    """What accumulates on a relationship between two entities, paper by paper."""

    papers: dict[str, float] = field(default_factory=dict)
    evidence: _Evidence = field(default_factory=_Evidence)
    derived: float = 0.0

    def properties(self) -> dict[str, Any]:
        confidences = [self.papers[p] for p in sorted(self.papers)]
        return {
            "confidence": combine([*confidences, self.derived]),
            **self.evidence.properties(),
            "papers": sorted(self.papers),
            "n_papers": len(self.papers),
            "derived": not self.papers,
        }


class _Builder:
    """The state of one ``build_graph``."""

    def __init__(self, links: Links, min_confidence: float) -> None:
        self.links = links
        self.min_confidence = min_confidence
        self.nodes: dict[str, dict[str, Any]] = {}
        self.years: dict[str, int] = {}
        self.entity_years: dict[str, Counter[int | None]] = {}
        self.paper_edges: dict[_EdgeKey, dict[str, Any]] = {}
        self.entity_edges: dict[_EdgeKey, _EntityEdge] = {}
        self.dropped: Counter[str] = Counter()

    def add_paper(self, paper: Paper) -> None:
        year = paper.year or (paper.date.year if paper.date else None)
        if year:
            self.years[paper.id] = year
        properties = {
            "label": "Paper",
            "id": paper.id,
            "name": plain(paper.title),
            "title": paper.title,
            "abstract": paper.abstract,
            "date": paper.date,
            "year": year,
            "authors": list(paper.authors),
            "n_authors": paper.n_authors if paper.n_authors is not None else len(paper.authors) or None,
            "categories": list(paper.categories),
            "url": paper.url,
            "sources": list(paper.sources),
        }
        self.nodes[paper.id] = {k: v for k, v in properties.items() if v is not None and v != []}

    def add_extraction(self, extraction: Extraction) -> None:
        if extraction.id not in self.nodes:
            self.dropped["extraction of a paper that is not in the corpus"] += 1
            return
        extraction = self.links.split(extraction)
        shared: dict[str, str] = {}
        on_node = self._add_roles(extraction, shared)
        for relation in extraction.relations:
            self._add_relation(extraction.id, relation, on_node, shared)
        for number, result in enumerate(extraction.results, start=1):
            self._add_result(f"{extraction.id}:result:{number}", extraction.id, result, on_node, shared)

    def _add_roles(self, extraction: Extraction, shared: dict[str, str]) -> dict[str, str]:
        """Add the edges from the paper to its entities; return entity name -> node id for those that were kept."""
        paper = extraction.id
        on_node: dict[str, str] = {}
        members: dict[str, list[Entity]] = {}
        for entity in extraction.entities:
            node = self.links.assignment.get((paper, entity.name))
            if node is None:
                self.dropped["entity: generic word or dropped by linking"] += 1
            elif entity.confidence < self.min_confidence:
                self.dropped["entity: below the least confidence"] += 1
            else:
                on_node[entity.name] = node
                members.setdefault(node, []).append(entity)
        for node, entities in members.items():
            linked = self.links.nodes[node]
            self.entity_years.setdefault(node, Counter())[self.years.get(paper)] += 1
            relationship, confidence = self._strongest_role(linked.label, entities)
            evidence = _Evidence()
            for entity in entities:
                evidence.add(paper, entity.evidence, shared)
            self.paper_edges[paper, node, relationship] = {
                "confidence": confidence,
                **evidence.properties(),
            }
        return on_node

    def _strongest_role(self, label: str, entities: list[Entity]) -> tuple[str, float]:
        """Return the relationship type for what one paper does with one node, and its confidence."""
        roles: dict[str, float] = {}
        for entity in entities:
            role = entity.role
            if role not in ROLES[label]:  # type: ignore[index]
                # A node that linking or the user gave another type: its role no longer applies, but it is mentioned.
                self.dropped["role: does not fit the type after linking, kept as a mention"] += 1
                role = "mentions"
            roles[role] = max(roles.get(role, 0.0), entity.confidence)
        strongest = min(roles, key=ROLES[label].index)  # type: ignore[index]
        return ROLE_RELATIONSHIP[strongest], round(float(roles[strongest]), 4)

    def _add_relation(self, paper: str, relation: Relation, on_node: dict[str, str], shared: dict[str, str]) -> None:
        head, tail = on_node.get(relation.head), on_node.get(relation.tail)
        if relation.confidence < self.min_confidence:
            self.dropped["relation: below the least confidence"] += 1
        elif head is None or tail is None:
            self.dropped["relation: one of its entities was dropped"] += 1
        else:
            edge = self._entity_edge(head, tail, RELATION_RELATIONSHIP[relation.type], "relation")
            if edge is not None:
                edge.papers[paper] = max(edge.papers.get(paper, 0.0), relation.confidence)
                edge.evidence.add(paper, relation.evidence, shared)

    def _entity_edge(self, head: str, tail: str, relationship: str, kind: str) -> _EntityEdge | None:
        if head == tail:
            self.dropped[f"{kind}: both ends are one node after linking"] += 1
            return None
        schema = RELATIONSHIP_TYPES[relationship]
        if (self.links.nodes[head].label, self.links.nodes[tail].label) not in schema.pairs:
            self.dropped[f"{kind}: its ends are of types that it can't join after linking"] += 1
            return None
        if schema.symmetric and tail < head:
            head, tail = tail, head
        return self.entity_edges.setdefault((head, tail, relationship), _EntityEdge())

    def _add_result(
        self, node: str, paper: str, result: Result, on_node: dict[str, str], shared: dict[str, str]
    ) -> None:
        if result.confidence < self.min_confidence:
            self.dropped["result: below the least confidence"] += 1
            return
        ends = {}
        for relationship, label, name in (
            ("OF", "Metric", result.metric),
            ("ON", "Dataset", result.dataset),
            ("BY", "Method", result.method),
            ("FOR", "Task", result.task),
        ):
            end = on_node.get(name) if name else None
            if end is not None and self.links.nodes[end].label == label:
                ends[relationship] = end
            elif name:
                self.dropped[f"result: the {label.lower()} was dropped or is of another type after linking"] += 1
        metric = self.links.nodes[ends["OF"]].name if "OF" in ends else plain(result.metric)
        unit = result.unit if result.unit in ("", "%") else f" {result.unit}"
        properties = {
            "label": "Result",
            "id": node,
            "name": f"{result.value}{unit} {metric}",
            "value": result.value,
            "number": parse_number(result.value),
            "unit": result.unit,
            "delta": result.delta,
        }
        self.nodes[node] = {k: v for k, v in properties.items() if v is not None}
        evidence = _Evidence()
        evidence.add(paper, result.evidence, shared)
        confidence = round(float(result.confidence), 4)
        self.paper_edges[paper, node, "REPORTS"] = {"confidence": confidence, **evidence.properties()}
        for relationship, end in ends.items():
            self.paper_edges[node, end, relationship] = {"confidence": confidence, **evidence.properties()}

    def _add_hierarchy(self) -> None:
        for derived in self.links.hierarchy:
            if derived.source not in self.entity_years or derived.target not in self.entity_years:
                self.dropped["derived relation: one of its entities is in no paper"] += 1
                continue
            edge = self._entity_edge(derived.source, derived.target, derived.type, "derived relation")
            if edge is not None:
                edge.derived = max(edge.derived, derived.confidence)

    def _add_entities(self) -> None:
        for node, years in self.entity_years.items():
            linked = self.links.nodes[node]
            properties: dict[str, Any] = {
                "label": linked.label,
                "id": node,
                "name": linked.name,
                "aliases": list(linked.aliases),
                "n_papers": years.total(),
                "descriptive": linked.descriptive,
            }
            known = [year for year in years if year is not None]
            if known:
                first, last = min(known), max(known)
                properties |= {
                    "first_year": first,
                    "last_year": last,
                    "papers_by_year": [years[year] for year in range(first, last + 1)],
                }
            self.nodes[node] = properties

    def finish(self) -> nx.MultiDiGraph[str]:
        self._add_hierarchy()
        self._add_entities()
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
            papergraph=__version__, dropped=dict(sorted(self.dropped.items()))
        )
        order = sorted(self.nodes, key=lambda n: (LABEL_ORDER[self.nodes[n]["label"]], n))
        rank = {node: n for n, node in enumerate(order)}
        for node in order:
            graph.add_node(node, **self.nodes.pop(node))
        edges = [*self.paper_edges, *self.entity_edges]
        edges.sort(key=lambda e: (rank[e[0]], rank[e[1]], e[2]))
        for edge in edges:
            properties = self.paper_edges.pop(edge, None) or self.entity_edges.pop(edge).properties()
            graph.add_edge(edge[0], edge[1], key=edge[2], **properties)
        return graph
