"""Write the rows of a query: as a table that fits the terminal, as JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import unicodedata
from collections.abc import Sequence
from typing import Any

import click

from kg.cypher_types import Node, Path, QueryResult, Rel

FORMATS = ("table", "json", "jsonl", "csv")

#: No column is made narrower than this.
_NARROWEST = 8


def render(result: QueryResult, format: str, width: int | None = None) -> str:
    """Return the rows as text in one of ``FORMATS``, without a final newline.

    Parameters
    ----------
    result
        What a query returned.
    format
        ``table`` for people; ``json`` (a list of objects), ``jsonl`` (an object a line) or ``csv`` for programs.
    width
        Columns of the terminal, to which a table is fitted; ``None`` leaves every cell in full.
    """
    if format == "table":
        return _table(result, width)
    if format == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([_csv(value) for value in row] for row in result.rows)
        return text.getvalue().removesuffix("\n")
    objects = [dict(zip(result.columns, map(plain, row), strict=True)) for row in result.rows]
    if format == "jsonl":
        return "\n".join(json.dumps(item, ensure_ascii=False) for item in objects)
    return json.dumps(objects, ensure_ascii=False, indent=2)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dates in ISO form, nodes, relationships and paths as objects."""
    if isinstance(value, Node):
        return {"labels": list(value.labels), "properties": plain(value.properties)}
    if isinstance(value, Rel):
        ends = {} if value.start is None else {"start": value.start, "end": value.end}
        return {"type": value.type, "properties": plain(value.properties), **ends}
    if isinstance(value, Path):
        return {"nodes": [plain(n) for n in value.nodes], "relationships": [plain(r) for r in value.rels]}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _csv(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _cell(value: Any) -> str:
    """Return a value as a person reads it, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Node):
        return f"({value.name})"
    if isinstance(value, Rel):
        return f"[{value.type}]"
    if isinstance(value, Path):
        walk = f"({value.nodes[0].name})"
        for rel, before, node in zip(value.rels, value.nodes, value.nodes[1:], strict=False):
            forward = rel.start == before.id
            walk += f"{'-' if forward else '<-'}[{rel.type}]{'->' if forward else '-'}({node.name})"
        return walk
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    text = str(plain(value)) if not isinstance(value, dict) else json.dumps(plain(value), ensure_ascii=False)
    # No line breaks, and none of the control characters by which a title could play tricks on a terminal.
    return "".join(c if c.isprintable() else " " for c in text)


def _table(result: QueryResult, width: int | None) -> str:
    cells = [[_cell(value) for value in row] for row in result.rows]
    numeric = [
        all(isinstance(row[i], int | float | None) and not isinstance(row[i], bool) for row in result.rows)
        and any(row[i] is not None for row in result.rows)
        for i in range(len(result.columns))
    ]
    wanted = [max([_width(name), *(_width(row[i]) for row in cells)]) for i, name in enumerate(result.columns)]
    widths = _fit(wanted, numeric, width)
    head = click.style(_line(result.columns, widths, numeric), bold=True)
    return "\n".join([head, *(_line(row, widths, numeric) for row in cells)])


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    placed = []
    for text, width, right in zip(row, widths, numeric, strict=True):
        short = _shorten(text, width)
        pad = " " * (width - _width(short))
        placed.append(pad + short if right else short + pad)
    return "  ".join(placed).rstrip()


def _fit(wanted: list[int], numeric: Sequence[bool], width: int | None) -> list[int]:
    """Return column widths that fit the terminal: the widest columns of text give way, numbers never do."""
    widths = list(wanted)
    over = sum(widths) + 2 * (len(widths) - 1) - width if width else 0
    while over > 0:
        soft = [i for i, w in enumerate(widths) if not numeric[i] and w > _NARROWEST]
        if not soft:
            break
        widest = max(soft, key=lambda i: widths[i])
        others = [widths[i] for i in soft if widths[i] < widths[widest]]
        level = max([_NARROWEST, *others])
        cut = min(over, max(1, widths[widest] - level))
        widths[widest] -= cut
        over -= cut
    return widths


def _shorten(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    kept = ""
    room = width - 1
    for character in text:
        room -= _width(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + "…"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)
