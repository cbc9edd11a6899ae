"""The records that pass between the stages: a paper as read, and what was extracted from it.

All offsets count Unicode code points in ``Paper.text``, that is ``title + "\\n" + abstract``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

EntityType = Literal["Method", "Dataset", "Task", "Metric"]
RelationType = Literal[
    "Used-For",
    "Evaluated-With",
    "Trained-With",
    "Benchmark-For",
    "Part-Of",
    "SubClass-Of",
    "SubTask-Of",
    "Compare-With",
]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)

#: The roles an entity of each type may have in one paper, the strongest first.
ROLES: Mapping[EntityType, tuple[str, ...]] = {
    "Task": ("proposes", "addresses", "mentions"),
    "Method": ("proposes", "uses", "compares", "mentions"),
    "Dataset": ("proposes", "evaluates", "trains", "mentions"),
    "Metric": ("reports", "mentions"),
}

#: The (head, tail) types that each relation may join.
RELATION_PAIRS: Mapping[RelationType, tuple[tuple[EntityType, EntityType], ...]] = {
    "Used-For": (("Method", "Task"), ("Method", "Method")),
    "Evaluated-With": (("Method", "Dataset"),),
    "Trained-With": (("Method", "Dataset"),),
    "Benchmark-For": (("Dataset", "Task"),),
    "Part-Of": (("Method", "Method"), ("Dataset", "Dataset")),
    "SubClass-Of": (("Method", "Method"), ("Dataset", "Dataset")),
    "SubTask-Of": (("Task", "Task"),),
    "Compare-With": (("Method", "Method"), ("Dataset", "Dataset")),
}


def fold(text: str) -> str:
    """Fold case, hyphens, underscores and whitespace, for comparing titles and surface forms."""
    return re.sub(r"[\s\-_]+", " ", text).strip().lower()


def squeeze(text: str) -> str:
    """Fold every run of whitespace to one space and strip the ends; nothing else is changed."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as read from an input: title, abstract and whatever else the input told."""

    id: str
    title: str
    abstract: str
    date: dt.date | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()
    n_authors: int | None = None
    categories: tuple[str, ...] = ()
    url: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that all offsets refer to."""
        return f"{self.title}\n{self.abstract}"

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of ``text``: an extraction is valid as long as this stays the same."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def merged(self, other: Paper) -> Paper:
        """This paper, completed with what only ``other`` (the same paper from another input) knows."""
        return replace(
            self,
            date=self.date or other.date,
            year=self.year or other.year,
            authors=self.authors or other.authors,
            n_authors=self.n_authors if self.n_authors is not None else other.n_authors,
            categories=self.categories or other.categories,
            url=self.url or other.url,
            sources=tuple(dict.fromkeys(self.sources + other.sources)),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON; those that are not known are left out."""
        fields = {
            "id": self.id,
            "title": self.title,
            "abstract": self.abstract,
            "date": self.date.isoformat() if self.date else None,
            "year": self.year,
            "authors": list(self.authors),
            "n_authors": self.n_authors,
            "categories": list(self.categories),
            "url": self.url,
            "sources": list(self.sources),
        }
        return {name: value for name, value in fields.items() if value not in (None, [])}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Paper:
        date = data.get("date")
        return cls(
            id=data["id"],
            title=data["title"],
            abstract=data["abstract"],
            date=dt.date.fromisoformat(date) if date else None,
            year=data.get("year"),
            authors=tuple(data.get("authors", ())),
            n_authors=data.get("n_authors"),
            categories=tuple(data.get("categories", ())),
            url=data.get("url"),
            sources=tuple(data.get("sources", ())),
        )


def paper_id(title: str, arxiv_id: str | None = None) -> str:
    """Return the stable id of a paper: its arXiv id without version, else p and ten hex digits of its folded title."""
    if arxiv_id:
        return re.sub(r"v\d+$", "", arxiv_id.strip().removeprefix("arXiv:"))
    return "p" + hashlib.sha1(fold(title).encode("utf-8"), usedforsecurity=False).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paper's text: ``text == paper.text[start:end]``. Used for mentions and for evidence sentences."""

    text: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "start": self.start, "end": self.end}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Span:
        return cls(data["text"], data["start"], data["end"])


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in one paper, with all its mentions, its role and the sentence that shows the role."""

    name: str
    type: EntityType
    mentions: tuple[Span, ...]
    role: str
    confidence: float
    evidence: tuple[Span, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The distinct surface forms, in order of first use."""
        return tuple(dict.fromkeys(m.text for m in self.mentions))

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "type": self.type,
            "mentions": [m.to_dict() for m in self.mentions],
            "role": self.role,
            "confidence": self.confidence,
            "evidence": [e.to_dict() for e in self.evidence],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Entity:
        return cls(
            data["name"],
            data["type"],
            tuple(Span.from_dict(m) for m in data["mentions"]),
            data["role"],
            data["confidence"],
            tuple(Span.from_dict(e) for e in data.get("evidence", ())),
        )


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed relation between two entities of one paper; ``head`` and ``tail`` are ``Entity.name``."""

    head: str
    type: RelationType
    tail: str
    confidence: float
    evidence: tuple[Span, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "head": self.head,
            "type": self.type,
            "tail": self.tail,
            "confidence": self.confidence,
            "evidence": [e.to_dict() for e in self.evidence],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Relation:
        return cls(
            data["head"],
            data["type"],
            data["tail"],
            data["confidence"],
            tuple(Span.from_dict(e) for e in data.get("evidence", ())),
        )


@dataclass(frozen=True, slots=True)
class Result:
    """A reported number. ``value`` is as written; ``method``, ``task``, ``dataset``, ``metric`` are ``Entity.name``."""

    metric: str
    value: str
    unit: str = ""
    delta: bool = False
    method: str | None = None
    task: str | None = None
    dataset: str | None = None
    confidence: float = 1.0
    evidence: tuple[Span, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "task": self.task,
            "dataset": self.dataset,
            "metric": self.metric,
            "value": self.value,
            "unit": self.unit,
            "delta": self.delta,
            "confidence": self.confidence,
            "evidence": [e.to_dict() for e in self.evidence],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Result:
        return cls(
            metric=data["metric"],
            value=data["value"],
            unit=data.get("unit", ""),
            delta=bool(data.get("delta")),
            method=data.get("method"),
            task=data.get("task"),
            dataset=data.get("dataset"),
            confidence=data.get("confidence", 1.0),
            evidence=tuple(Span.from_dict(e) for e in data.get("evidence", ())),
        )


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one paper. Entity names are unique within one paper."""

    id: str
    title: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    results: tuple[Result, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "entities": [e.to_dict() for e in self.entities],
            "relations": [r.to_dict() for r in self.relations],
            "results": [r.to_dict() for r in self.results],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Extraction:
        return cls(
            data["id"],
            data["title"],
            tuple(Entity.from_dict(e) for e in data["entities"]),
            tuple(Relation.from_dict(r) for r in data["relations"]),
            tuple(Result.from_dict(r) for r in data["results"]),
        )
