"""From word vectors to the extraction of one paper: runs every decoding step in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from extract.decode import Thing, Thresholds, find_forms, group_forms, judge, role_of
from extract.heads import Heads
from extract.records import Entity, Extraction, Relation, Result, Span
from extract.relating import Related, Reported, read_results, relate
from extract.textview import TextView


def unique_names(things: list[Thing]) -> list[str]:
    """Names of the things, told apart where two of different types share one."""
    seen: set[str] = set()
    names = []
    for thing in things:
        name = next((n for n in (thing.name, *(f.text for f in thing.forms)) if n not in seen), None)
        name = name or f"{thing.name} ({thing.type.lower()})"
        seen.add(name)
        names.append(name)
    return names


def role_evidence(view: TextView, thing: Thing) -> tuple[Span, ...]:
    """The sentence that shows the role: the first of the abstract that has a mention, else the title."""
    sentences = [view.sentence_of[s] for s, _ in thing.spans]
    body = [n for n, (s, _) in zip(sentences, thing.spans, strict=True) if s >= view.title_words]
    return (view.sentence((body or sentences)[0]),)


def plain_value(written: str) -> str:
    """The number without a LaTeX macro that ran into it: ``\\sim30`` is cut as ``sim30`` and means 30."""
    return re.sub(r"^(?:sim|approx|pm|geq|leq)(?=\d)", "", written)


def unit_after(text: str, end: int) -> str:
    """The unit that follows a number: ``%``, ``points`` or nothing."""
    match = re.match(r"\s*(?:\\?(%)|(?:percent(?:age)?|absolute|[A-Z]\w*)?\s*(points?)\b)", text[end : end + 30])
    return "" if match is None else "%" if match.group(1) else "points"


def calibrated(p: float, curve: Sequence[tuple[float, float]] | None) -> float:
    """Map a raw score to a probability by a piecewise linear curve fitted on the development set."""
    if curve:
        xs, ys = zip(*curve, strict=True)
        p = float(np.interp(p, xs, ys))
    return round(p, 4)


def confident(extraction: Extraction, least: float) -> Extraction:
    """Leave out what is less sure than ``least``, and relations and results that lose an end."""
    if least <= 0:
        return extraction
    entities = tuple(e for e in extraction.entities if e.confidence >= least)
    kept = {e.name for e in entities}
    relations = tuple(r for r in extraction.relations if r.confidence >= least and {r.head, r.tail} <= kept)
    results = []
    for r in extraction.results:
        if r.confidence >= least and r.metric in kept:
            method, task, dataset = (n if n in kept else None for n in (r.method, r.task, r.dataset))
            results.append(replace(r, method=method, task=task, dataset=dataset))
    return replace(extraction, entities=entities, relations=relations, results=tuple(results))


def assemble(
    view: TextView,
    paper: tuple[str, str],
    things: list[Thing],
    related: list[Related],
    reported: list[Reported],
    curves: Mapping[str, Sequence[tuple[float, float]]] = MappingProxyType({}),
) -> Extraction:
    """Put things, relations and results of one text into the record that is written.

    ``paper`` is (id, title); ``curves`` are the calibration curves of "entities", "relations" and "results".
    """
    names = unique_names(things)
    entities = []
    for name, thing in zip(names, things, strict=True):
        role, sure = role_of(thing)
        mentions = tuple(view.mention(s) for s in thing.spans)
        confidence = calibrated(thing.confidence * sure, curves.get("entities"))
        kind: Any = thing.type
        entities.append(Entity(name, kind, mentions, role, confidence, role_evidence(view, thing)))
    relations = [
        Relation(
            names[r.head],
            r.label,  # type: ignore[arg-type]
            names[r.tail],
            calibrated(r.probability, curves.get("relations")),
            (view.sentence(r.sentence),),
        )
        for r in sorted(related, key=lambda r: (r.head, r.tail, r.label))
    ]
    results = []
    for r in reported:
        if "Metric" not in r.arguments:
            continue
        _, end = view.characters(r.value)
        named = {k: names[v] for k, v in r.arguments.items()}
        results.append(
            Result(
                metric=named["Metric"],
                value=plain_value(view.form(r.value)),
                unit=unit_after(view.text, end),
                delta=r.delta,
                method=named.get("Method"),
                task=named.get("Task"),
                dataset=named.get("Dataset"),
                confidence=calibrated(r.probability, curves.get("results")),
                evidence=(view.sentence(view.sentence_of[r.value[0]]),),
            )
        )
    return Extraction(paper[0], paper[1], tuple(entities), tuple(relations), tuple(results))


def read_out(view: TextView, paper: tuple[str, str], heads: Heads, words: np.ndarray, at: Thresholds) -> Extraction:
    """Run all heads over the word vectors (words, width) of one text."""
    if not view.words:
        return Extraction(*paper)
    forms = find_forms(view, heads, words, at)
    if not forms:
        return Extraction(*paper)
    things = judge(view, heads, words, group_forms(view, heads, words, forms, at))
    return assemble(
        view, paper, things, relate(view, heads, words, things, at), read_results(view, heads, words, things, at)
    )
