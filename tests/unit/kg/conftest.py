"""A small corpus of our own, linked by hand, with the graph that it makes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx
import pytest

from extract.records import Entity, EntityType, Extraction, Paper, Relation, RelationType, Result, Span
from kg.graph import build_graph
from kg.linking.records import DerivedEdge, LinkedEntity, Links
from kg.store import Graph, save_graph


@dataclass
class Corpus:
    """Papers, what each says, and the nodes that its entities are on."""

    papers: list[Paper] = field(default_factory=list)
    extractions: list[Extraction] = field(default_factory=list)
    links: Links = field(default_factory=Links)

    def graph(self, min_confidence: float = 0.0) -> nx.MultiDiGraph[str]:
        return build_graph(self.papers, self.extractions, self.links, min_confidence=min_confidence)

    def node(self, id: str, name: str, *aliases: str, descriptive: bool = False) -> None:
        label: EntityType = id.partition(":")[0].capitalize()  # type: ignore[assignment]
        self.links.nodes[id] = LinkedEntity(id, label, name, (name, *aliases), descriptive)

    def paper(
        self,
        paper: Paper,
        entities: dict[str, tuple[str, str]],
        relations: list[tuple[str, RelationType, str]],
        results: list[Result] | None = None,
        confidence: float = 0.9,
    ) -> None:
        """Add a paper; ``entities`` is name -> (node id, role), a name that has no node has the id ``Type:``."""
        said = []
        for name, (node, role) in entities.items():
            start = paper.text.index(name)
            label: EntityType = node.partition(":")[0].capitalize()  # type: ignore[assignment]
            mention = Span(name, start, start + len(name))
            said.append(Entity(name, label, (mention,), role, confidence, (sentence(paper, name),)))
            self.links.assignment[paper.id, name] = None if node.endswith(":") else node
        self.papers.append(paper)
        joined = tuple(Relation(h, t, tail, confidence, (sentence(paper, h, tail),)) for h, t, tail in relations)
        self.extractions.append(Extraction(paper.id, paper.title, tuple(said), joined, tuple(results or ())))


def sentence(paper: Paper, *names: str) -> Span:
    """Return the first sentence (or the title) of a paper that has all the names."""
    start = 0
    for part in paper.text.replace("\n", "\0").replace(". ", ".\0").split("\0"):
        if all(name in part for name in names):
            return Span(part, start, start + len(part))
        start += len(part) + 1
    raise AssertionError(f"no sentence has {names}")


@pytest.fixture
def corpus() -> Corpus:
    """Three papers: a detector, its rival that compares with it, and a survey without a date."""
    corpus = Corpus()
    corpus.node("method:boxnet", "BoxNet", "box network")
    corpus.node("method:gridnet", "GridNet")
    corpus.node("method:convolution", "convolution", "convolutions")
    corpus.node("dataset:streets", "Streets", "STREETS-5k")
    corpus.node("task:object-detection", "object detection")
    corpus.node("task:detection", "detection")
    corpus.node("metric:map", "mAP")
    boxnet = Paper(
        "2101.00001",
        "BoxNet: Fast Object Detection",
        "We propose BoxNet, a stack of convolutions for object detection. BoxNet reaches 61.5 mAP on Streets.",
        date=dt.date(2021, 1, 4),
        authors=("Ada Muster", "Émile 李"),
        categories=("cs.CV",),
        url="https://arxiv.org/abs/2101.00001",
        sources=("a.jsonl",),
    )
    corpus.paper(
        boxnet,
        {
            "BoxNet": ("method:boxnet", "proposes"),
            "convolutions": ("method:convolution", "uses"),
            "object detection": ("task:object-detection", "addresses"),
            "Streets": ("dataset:streets", "evaluates"),
            "mAP": ("metric:map", "reports"),
        },
        [
            ("BoxNet", "Used-For", "object detection"),
            ("convolutions", "Part-Of", "BoxNet"),
            ("BoxNet", "Evaluated-With", "Streets"),
        ],
        [
            Result(
                "mAP",
                "61.5",
                method="BoxNet",
                dataset="Streets",
                task="object detection",
                confidence=0.8,
                evidence=(sentence(boxnet, "61.5"),),
            )
        ],
    )
    gridnet = Paper(
        "2301.00002",
        "GridNet",
        "GridNet beats the box network on STREETS-5k by 2.5 points mAP. We use the model for object detection.",
        year=2023,
        sources=("a.jsonl", "b.jsonl"),
    )
    corpus.paper(
        gridnet,
        {
            "GridNet": ("method:gridnet", "proposes"),
            "box network": ("method:boxnet", "compares"),
            "STREETS-5k": ("dataset:streets", "evaluates"),
            "mAP": ("metric:map", "reports"),
            "object detection": ("task:object-detection", "addresses"),
            "the model": ("Method:", "uses"),
        },
        [
            ("GridNet", "Compare-With", "box network"),
            ("the model", "Used-For", "object detection"),
            ("box network", "Evaluated-With", "STREETS-5k"),
        ],
        [
            Result(
                "mAP",
                "2.5",
                "points",
                delta=True,
                method="GridNet",
                dataset="STREETS-5k",
                evidence=(sentence(gridnet, "2.5"),),
            )
        ],
        confidence=0.7,
    )
    survey = Paper(
        "p0123456789", "A Survey of Detection", "We look back at detection and at BoxNet.", sources=("b.jsonl",)
    )
    corpus.paper(survey, {"detection": ("task:detection", "addresses"), "BoxNet": ("method:boxnet", "mentions")}, [])
    corpus.links.hierarchy.append(
        DerivedEdge("task:object-detection", "SUBTASK_OF", "task:detection", 0.9, "its name ends in the other's")
    )
    return corpus


@pytest.fixture
def graph(corpus: Corpus) -> nx.MultiDiGraph[str]:
    """The graph of ``corpus``."""
    return corpus.graph()


@pytest.fixture
def stored(graph: nx.MultiDiGraph[str], tmp_path: Path) -> Graph:
    """The graph of ``corpus``, saved and opened."""
    return save_graph(
        tmp_path / "stored", graph, model="hand", inputs=[{"name": "a.jsonl"}], skipped=["a.jsonl:7: bad"]
    )
