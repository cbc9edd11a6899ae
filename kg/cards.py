"""What ``kg show`` tells: the typed cards of one entity and of one paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence and where it stands: code points ``start`` to ``end`` of the paper's title, newline, abstract."""

    text: str
    paper: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that has to do with an entity."""

    id: str
    title: str
    year: int | None
    confidence: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity that a relationship joins to the one shown; ``outgoing`` when the relationship starts at the latter."""

    id: str
    name: str
    label: str
    relationship: str
    outgoing: bool
    confidence: float
    n_papers: int
    derived: bool
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A reported number with all that it is tied to, by name."""

    id: str
    value: str
    unit: str
    delta: bool
    metric: str | None
    dataset: str | None
    method: str | None
    task: str | None
    paper: str
    confidence: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A relationship between two entities that one paper states."""

    source: str
    source_name: str
    relationship: str
    target: str
    target_name: str
    confidence: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class EntityCard:
    """One entity.

    Attributes
    ----------
    roles
        Relationship type (``PROPOSES``, ``USES``, …) -> the papers in that role, the newest first.
    neighbours
        Relationship type -> the entities joined by it, those of the most papers first.
    results
        The numbers reported for it.
    merges
        With ``why``: the lines of ``merges.jsonl`` that put forms on this node, or nearly did.
    others
        Ids of other nodes that the asked name may stand for.
    """

    id: str
    name: str
    label: str
    aliases: tuple[str, ...]
    n_papers: int
    papers_by_year: Mapping[int, int]
    descriptive: bool
    roles: Mapping[str, tuple[Reference, ...]]
    neighbours: Mapping[str, tuple[Neighbour, ...]]
    results: tuple[Measured, ...]
    merges: tuple[Mapping[str, Any], ...] = ()
    others: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the card as plain data, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An entity in one paper."""

    id: str
    name: str
    label: str
    confidence: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One paper and what it says.

    Attributes
    ----------
    properties
        The paper's own: title, abstract, date, authors and whatever else is known.
    roles
        Relationship type (``PROPOSES``, ``USES``, …) -> the entities in that role.
    statements
        The relationships between entities that this paper states.
    results
        The numbers that it reports.
    others
        Ids of other nodes that the asked name may stand for.
    """

    id: str
    name: str
    properties: Mapping[str, Any]
    roles: Mapping[str, tuple[Mentioned, ...]]
    statements: tuple[Statement, ...]
    results: tuple[Measured, ...]
    others: tuple[str, ...] = ()
    label: str = "Paper"

    def to_dict(self) -> dict[str, Any]:
        """Return the card as plain data, for JSON."""
        return asdict(self)
