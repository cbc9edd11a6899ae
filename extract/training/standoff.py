"""Annotations as stand-off data: offsets, labels and hashes, but no sentence of an abstract.

Whoever has the texts (from any input that ``kg build`` reads) can train on them; the hash shows that a text is the one
that was annotated. One JSON object a line, xz-compressed::

    {"id", "split", "title", "sha256",
     "entities": [{"type", "role", "forms": [[start, end], …], "name": [start, end] or text}],
     "relations": [[head, type, tail], …],
     "results": [{"metric", "dataset", "task", "method", "value": [start, end], "unit", "delta"}]}

Offsets count code points in title + newline + abstract, with runs of white space folded to one space. ``forms`` holds
one occurrence of every surface form; all occurrences count. Ends of relations and results are indices of entities.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.errors import ReadError
from extract.records import Paper, fold
from extract.training.data import Annotated

SHIPPED = Path(__file__).resolve().parent / "annotations.jsonl.xz"
_SLOTS = ("metric", "dataset", "task", "method")


def _find(text: str, form: str) -> list[int] | None:
    start = text.find(form)
    return None if start < 0 else [start, start + len(form)]


def to_standoff(annotated: Annotated, split: str) -> dict[str, Any]:
    """Replace every form of an annotation by its first place in the text."""
    text, given = annotated.text, annotated.annotation
    entities: list[dict[str, Any]] = []
    index: dict[str, int] = {}
    for e in given["entities"]:
        forms = [f for f in (_find(text, m) for m in dict.fromkeys(e["mentions"])) if f]
        index[e["name"]] = len(entities)
        name = _find(text, e["name"]) or e["name"]
        entities.append({"type": e["type"], "role": e["role"], "forms": forms, "name": name})
    relations = [[index[h], t, index[u]] for h, t, u in given["relations"] if h in index and u in index]
    results = []
    for r in given["results"]:
        value = _find(text, str(r["value"]))
        if value and r["metric"] in index:
            ends = {slot: index.get(r.get(slot)) for slot in _SLOTS}
            results.append({**ends, "value": value, "unit": r.get("unit") or "", "delta": bool(r.get("delta"))})
    return {
        "id": annotated.id,
        "split": split,
        "title": text.split("\n", 1)[0],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "entities": entities,
        "relations": relations,
        "results": results,
    }


def from_standoff(data: dict[str, Any], text: str) -> Annotated:
    """Put the forms back from the text."""

    def form(where: list[int] | str) -> str:
        return where if isinstance(where, str) else text[where[0] : where[1]]

    names = [form(e["name"]) for e in data["entities"]]
    entities = [
        {"name": n, "type": e["type"], "role": e["role"], "mentions": [form(f) for f in e["forms"]]}
        for n, e in zip(names, data["entities"], strict=True)
    ]
    results = [
        {
            **{slot: None if r[slot] is None else names[r[slot]] for slot in _SLOTS},
            "value": form(r["value"]),
            "unit": r["unit"],
            "delta": r["delta"],
        }
        for r in data["results"]
    ]
    relations = [[names[h], t, names[u]] for h, t, u in data["relations"]]
    annotation = {"id": data["id"], "entities": entities, "relations": relations, "results": results}
    return Annotated(data["id"], text, annotation)


def write_standoff(path: Path, splits: Iterable[tuple[str, Iterable[Annotated]]]) -> int:
    """Write stand-off annotations (aside, then renamed); returns how many papers."""
    rows = [to_standoff(a, split) for split, items in splits for a in items]
    aside = path.with_name(path.name + ".writing")
    with lzma.open(aside, "wt", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    aside.replace(path)
    return len(rows)


def read_standoff(path: Path, papers: Iterable[Paper], *, allow_missing: bool = False) -> dict[str, list[Annotated]]:
    """Join stand-off annotations with the texts; returns {split: annotated papers}.

    A paper is found by its folded title and must have the annotated text, to the letter.

    Raises
    ------
    ReadError
        A text differs from the annotated one, or (unless ``allow_missing``) is not among ``papers``.
    """
    texts = {fold(p.title): p.text for p in papers}
    out: dict[str, list[Annotated]] = {}
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            data = json.loads(line)
            text = texts.get(fold(data["title"]))
            if text is None:
                if allow_missing:
                    continue
                raise ReadError(
                    path,
                    number,
                    f"no text for {data['title']!r}",
                    "add an input that holds the paper, or pass --partial",
                )
            if hashlib.sha256(text.encode()).hexdigest() != data["sha256"]:
                raise ReadError(
                    path,
                    number,
                    f"the text of {data['title']!r} is not the annotated one",
                    "give the title and abstract as they stood when it was annotated, or leave the paper out",
                )
            out.setdefault(data["split"], []).append(from_standoff(data, text))
    return out
