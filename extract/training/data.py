"""Annotated papers as training examples: words, tags, forms, entities, relations and results.

Reads the annotation format of ``kg eval`` (one JSON object a paper) with its ``NAME.papers.json`` of texts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extract.features import WordSpan
from extract.heads import SENSES, TAGS, VALUE_TAGS
from extract.records import RELATION_TYPES
from extract.textview import TextView, longest_first

#: What the LaTeX of an abstract loses on a Daily Papers page.
_MARKUP = re.compile(r"[$\\]")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A paper's text with its annotation, in the format of ``kg eval``."""

    id: str
    text: str
    annotation: dict[str, Any]


@dataclass(slots=True)
class GoldEntity:
    """An annotated entity with its occurrences, after the longest forms have taken theirs."""

    name: str
    type: str
    sense: int
    forms: dict[str, list[WordSpan]]

    @property
    def spans(self) -> list[WordSpan]:
        return sorted(s for spans in self.forms.values() for s in spans)


@dataclass(slots=True)
class Example:
    """One annotated text. ``relations`` and ``results`` hold indices into ``entities``."""

    view: TextView
    entities: list[GoldEntity]
    tags: np.ndarray
    value_tags: np.ndarray
    relations: dict[tuple[int, int], int]
    results: list[tuple[WordSpan, dict[str, int | None]]]


def read_annotated(path: Path, papers: Path | None = None) -> list[Annotated]:
    """Read an annotated file; the texts stand in ``papers``, by default NAME.papers.json beside it."""
    papers = papers or path.with_suffix(".papers.json")
    texts = {p["id"]: f"{p['title']}\n{p['abstract']}" for p in json.loads(papers.read_text(encoding="utf-8"))}
    lines = path.read_text(encoding="utf-8").splitlines()
    annotations = [json.loads(line) for line in lines if line.strip()]
    return [Annotated(a["id"], texts[a["id"]], a) for a in annotations]


def as_on_page(annotated: Annotated) -> Annotated:
    """The paper as Daily Papers pages show it: without the dollar signs and backslashes of its LaTeX."""

    def bare(text: str) -> str:
        return _MARKUP.sub("", text)

    text, a = bare(annotated.text), annotated.annotation
    entities = [{**e, "name": bare(e["name"]), "mentions": [bare(m) for m in e["mentions"]]} for e in a["entities"]]
    results = [{k: bare(v) if isinstance(v, str) else v for k, v in r.items()} for r in a["results"]]
    relations = [[bare(head), label, bare(tail)] for head, label, tail in a["relations"]]
    return Annotated(annotated.id, text, {**a, "entities": entities, "relations": relations, "results": results})


def training_examples(papers: Iterable[Annotated]) -> list[Example]:
    """Make the examples; half of the papers with LaTeX, by a hash of their ids, are taken as a page shows them."""

    def paged(a: Annotated) -> bool:
        return bool(_MARKUP.search(a.text)) and hashlib.sha256(a.id.encode()).digest()[0] % 2 == 1

    return [make_example(as_on_page(a) if paged(a) else a) for a in papers]


def bio(n: int, spans: list[tuple[WordSpan, int]]) -> np.ndarray:
    """Tags of ``n`` words from spans with the index of their B tag; the I tag is the next one."""
    out = np.zeros(n, dtype=np.int64)
    for (start, end), b in spans:
        out[start] = b
        out[start + 1 : end] = b + 1
    return out


def make_example(annotated: Annotated) -> Example:
    """Turn one annotated paper into an example."""
    annotation, view = annotated.annotation, TextView(annotated.text)
    owner = {m: k for k, e in reversed(list(enumerate(annotation["entities"]))) for m in e["mentions"]}
    placed = longest_first(view, list(owner))
    entities: list[GoldEntity] = []
    index: dict[str, int] = {}
    for k, e in enumerate(annotation["entities"]):
        forms = {m: placed[m] for m in dict.fromkeys(e["mentions"]) if m in placed and owner[m] == k}
        if forms:
            index[e["name"]] = len(entities)
            entities.append(GoldEntity(e["name"], e["type"], SENSES.index((e["type"], e["role"])), forms))
    tags = bio(len(view.words), [(s, TAGS.index(f"B-{e.type}")) for e in entities for s in e.spans])
    relations: dict[tuple[int, int], int] = {}
    for head, label, tail in annotation["relations"]:
        if head in index and tail in index and head != tail:
            relations[index[head], index[tail]] = 1 + RELATION_TYPES.index(label)
            if label == "Compare-With":
                relations[index[tail], index[head]] = 1 + RELATION_TYPES.index(label)
    results: list[tuple[WordSpan, dict[str, int | None]]] = []
    tagged: list[tuple[WordSpan, int]] = []
    for r in annotation["results"]:
        if r["metric"] not in index:
            continue
        value = str(r["value"])
        span = _value_span(
            view, value.removeprefix("+") or value, entities[index[r["metric"]]].spans, [s for s, _ in results]
        )
        if span is None:
            continue
        arguments = {slot: index.get(r.get(slot)) for slot in ("method", "dataset", "task", "metric")}
        results.append((span, arguments))
        tagged.append((span, VALUE_TAGS.index("B-delta" if r.get("delta") else "B-value")))
    return Example(view, entities, tags, bio(len(view.words), tagged), relations, results)


def _value_span(view: TextView, value: str, metric: list[WordSpan], used: list[WordSpan]) -> WordSpan | None:
    """The occurrence of a value (not inside a longer number) nearest to its metric and not yet used.

    A value that stands only as the beginning of words ("3" in "3x" and in "3times") is taken with the rest of the word.
    """
    number = rf"(?<![\d.]){re.escape(value)}(?![\d]|\.\d)"
    spans = [view.word_span(*m.span()) for m in re.finditer(number, view.text)]
    if not any(spans):
        spans = [view.word_span(*m.span()) for m in re.finditer(rf"{number}[A-Za-z]+", view.text)]
    free = [s for s in spans if s is not None and s not in used] or [s for s in spans if s is not None]
    return min(free, key=lambda s: min(abs(s[0] - m[0]) for m in metric), default=None)
