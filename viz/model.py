"""What a page shows, before it becomes HTML: nodes with places, edges with evidence, regions and the story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from viz.blocks import Block


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, and the paper it stands in."""

    text: str
    paper: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of the graph with as much of its evidence as the page carries."""

    type: str
    source: str
    target: str
    confidence: float
    n_papers: int
    derived: bool
    years: tuple[int, int] | None
    evidence: tuple[Evidence, ...]


@dataclass(slots=True)
class Edge:
    """All relationships between two nodes, drawn as one line."""

    source: str
    target: str
    relations: tuple[Relation, ...]


@dataclass(slots=True)
class Node:
    """One node: where it stands, how large it is drawn, and what the panel tells about it."""

    id: str
    label: str
    name: str
    size: float = 8.0
    x: float = 0.0
    y: float = 0.0
    region: int | None = None
    #: A node of the first sight of a page with regions; the others show up on drill-down.
    front: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Region:
    """A community: a circle behind its members, with a name made of its leading entities."""

    id: int
    name: str
    x: float
    y: float
    radius: float
    size: int
    shown: int
    counts: Mapping[str, int]
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A vertical band behind the nodes, such as a year."""

    left: float
    right: float
    name: str


@dataclass(frozen=True, slots=True)
class PaperRef:
    """What the page needs of a paper that its evidence comes from."""

    id: str
    title: str
    url: str
    year: int | None


@dataclass(slots=True)
class View:
    """One page."""

    page: str
    title: str
    subtitle: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    papers: Mapping[str, PaperRef]
    story: Sequence[Block] = ()
    #: Sentences that tell what of the graph is not on the page, and how to get it.
    left_out: Sequence[str] = ()
    regions: Sequence[Region] = ()
    bands: Sequence[Band] = ()
    #: The node or nodes that the page is about.
    focus: Sequence[str] = ()
    #: Document pages read from top to bottom beside the picture; the others lead with the picture.
    document: bool = False
    #: What to say in place of an empty picture.
    empty: str = ""
    #: The type of the thing that the page is about, drawn beside the title.
    kind: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the data of the page as JSON-ready values."""
        return {
            "page": self.page,
            "title": self.title,
            "subtitle": self.subtitle,
            "focus": list(self.focus),
            "nodes": [
                {"id": n.id, "label": n.label, "name": n.name, "x": n.x, "y": n.y, "region": n.region, **n.facts}
                for n in self.nodes
            ],
            "edges": [
                {
                    "source": r.source,
                    "type": r.type,
                    "target": r.target,
                    "confidence": r.confidence,
                    "n_papers": r.n_papers,
                    "derived": r.derived,
                    "evidence": [{"text": e.text, "paper": e.paper} for e in r.evidence],
                }
                for edge in self.edges
                for r in edge.relations
            ],
            "regions": [
                {"id": r.id, "name": r.name, "size": r.size, "shown": r.shown, "counts": dict(r.counts)}
                for r in self.regions
            ],
            "left_out": list(self.left_out),
            "story": [block.to_dict() for block in self.story],
        }
