"""Small corpora in our own words for the tests of linking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from extract.records import Entity, EntityType, Extraction, Paper, Span, paper_id
from kg.linking import Links

Forms = str | tuple[str, ...]


def paper(key: str, text: str, **entities: Sequence[Forms]) -> tuple[Paper, Extraction]:
    """Make a paper and its extraction.

    Each of ``entities`` (Method, Dataset, Task, Metric) lists the things of that type, each as one form or as a tuple
    of forms, the name first. A form that does not stand in the text is mentioned at its start.
    """
    title, _, abstract = text.partition(". ")
    made = Paper(key, title, abstract)
    things: list[Entity] = []
    for label, listed in entities.items():
        for forms in listed:
            spans = []
            for form in (forms,) if isinstance(forms, str) else forms:
                start = max(made.text.find(form), 0)
                spans.append(Span(form, start, start + len(form)))
            kind: EntityType = label  # type: ignore[assignment]
            things.append(Entity(spans[0].text, kind, tuple(spans), "mentions", 0.9))
    return made, Extraction(key, title, tuple(things))


def names(links: Links, label: str) -> set[str]:
    """Return the canonical names of one type."""
    return {n.name for n in links.nodes.values() if n.label == label}


def gold_corpus(folder: Path, *parts: str) -> tuple[list[Paper], list[Extraction]]:
    """Return the papers and annotations of gold files as a corpus: what a faultless extractor would say."""
    papers: list[Paper] = []
    extractions: list[Extraction] = []
    for part in parts:
        texts = {p["id"]: p for p in json.loads((folder / f"{part}.papers.json").read_text(encoding="utf-8"))}
        for line in (folder / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
            annotated = json.loads(line)
            text = texts[annotated["id"]]
            made = Paper(paper_id(text["title"]), text["title"], text["abstract"])
            things: dict[str, Entity] = {}
            for e in annotated["entities"]:
                spans = [
                    Span(f, made.text.find(f), made.text.find(f) + len(f)) for f in e["mentions"] if f in made.text
                ]
                if spans:
                    things.setdefault(e["name"], Entity(e["name"], e["type"], tuple(spans), e["role"], 0.9))
            papers.append(made)
            extractions.append(Extraction(made.id, made.title, tuple(things.values())))
    return papers, extractions
