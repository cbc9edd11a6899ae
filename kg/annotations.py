"""Annotated papers as JSON Lines, gold or predicted, brought to one shape for scoring."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extract.errors import ReadError
from extract.records import ENTITY_TYPES, Paper, fold

#: A mention: start, end and entity type.
Mention = tuple[int, int, str]


@dataclass(frozen=True)
class AnnotatedEntity:
    """One entity of an annotated paper: all its forms, those of them that stand for every occurrence, given offsets."""

    name: str
    type: str
    forms: tuple[str, ...]
    everywhere: tuple[str, ...]
    given: tuple[tuple[int, int], ...]
    role: str | None
    confidence: float | None

    @cached_property
    def folded(self) -> frozenset[str]:
        """Its forms and its name, folded: two entities of one type that share one of these are the same thing."""
        return frozenset(map(fold, (*self.forms, self.name)))


@dataclass(frozen=True)
class AnnotatedRelation:
    """A relation between two entities, by their names."""

    head: str
    type: str
    tail: str
    confidence: float | None


@dataclass(frozen=True)
class Annotation:
    """What is said to stand in one paper."""

    id: str
    title: str
    entities: tuple[AnnotatedEntity, ...] = ()
    relations: tuple[AnnotatedRelation, ...] = ()
    results: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Annotation:
        """Read the gold format (mentions are forms, relations lists) and that of ``kg extract`` (both are objects)."""
        return cls(
            data["id"],
            data.get("title", ""),
            tuple(_entity(e) for e in data["entities"]),
            tuple(_relation(r) for r in data.get("relations", ())),
            tuple((r["metric"], str(r["value"])) for r in data.get("results", ())),
        )

    def mentions(self, text: str) -> set[Mention]:
        """Locate all mentions in ``text``: given offsets as they are; of forms the longest first, none overlapping."""
        found = {(start, end, e.type) for e in self.entities for start, end in e.given}
        located = {
            (end - start, start, end, e.type)
            for e in self.entities
            for form in e.everywhere
            for start, end in occurrences(form, text)
        }
        taken: set[int] = set()
        for _, start, end, label in sorted(located, reverse=True):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.add((start, end, label))
        return found


def _entity(data: Mapping[str, Any]) -> AnnotatedEntity:
    mentions = data["mentions"]
    if data["type"] not in ENTITY_TYPES:
        raise ValueError(f"{data['type']!r} is no entity type")
    return AnnotatedEntity(
        data["name"],
        data["type"],
        tuple(m if isinstance(m, str) else m["text"] for m in mentions),
        tuple(m for m in mentions if isinstance(m, str)),
        tuple((m["start"], m["end"]) for m in mentions if not isinstance(m, str)),
        data.get("role"),
        data.get("confidence"),
    )


def _relation(data: Mapping[str, Any] | list[str]) -> AnnotatedRelation:
    if isinstance(data, list):
        head, kind, tail = data
        return AnnotatedRelation(head, kind, tail, None)
    return AnnotatedRelation(data["head"], data["type"], data["tail"], data.get("confidence"))


def occurrences(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield every place of ``form`` in ``text`` that is not a part of a longer word or number (ASCII, case kept)."""
    left = r"(?<![A-Za-z0-9])" if form[:1].isalnum() else ""
    right = r"(?![A-Za-z0-9])" if form[-1:].isalnum() else ""
    for match in re.finditer(left + re.escape(form) + right, text):
        yield match.start(), match.end()


def read_annotations(path: Path) -> list[Annotation]:
    """Read annotated papers, one JSON object a line.

    Raises
    ------
    ReadError
        A line that is no annotated paper, with its number.
    """
    out = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                out.append(Annotation.from_dict(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                problem = f"no {error} in this paper" if isinstance(error, KeyError) else str(error)
                remedy = (
                    'a line holds {"id", "entities": [{"name", "type", "mentions", "role"}], "relations", "results"}'
                )
                raise ReadError(path, number, problem, remedy) from None
    return out


def read_gold_papers(path: Path) -> dict[str, Paper]:
    """Read the texts of annotated papers, a JSON list of ``{"id", "title", "abstract"}``, as they are.

    Raises
    ------
    ReadError
        A file that is no such list.
    """
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
        return {r["id"]: Paper(r["id"], r["title"], r["abstract"]) for r in records}
    except (ValueError, TypeError, KeyError) as error:
        problem = f"not a list of papers ({error})"
        raise ReadError(path, None, problem, 'give a JSON list of {"id", "title", "abstract"}') from None
