"""Write two CSV tables, nodes and edges, for pandas and spreadsheets.

Columns are those of ``kg.tables``. A missing value and an empty text are both an empty cell (the schema tells them
apart: only optional properties can be missing); lists are JSON arrays; booleans are ``true`` and ``false``.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, tab or carriage return as a formula. Such a cell
gets an apostrophe in front, and so does a cell that begins with an apostrophe; a plain number such as ``-0.3`` is left
as it is. So nothing is lost: take one apostrophe off every cell that begins with one. Read with pandas by
``read_csv(path, dtype=str, keep_default_na=False)``: ids such as ``1706.03762`` and names such as ``NA`` are text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.tables import EDGE_COLUMNS, NODE_COLUMNS

if TYPE_CHECKING:
    import networkx as nx

_FORMULA = re.compile(r"[=+\-@\t\r']")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def write(graph: nx.MultiDiGraph[str], nodes: BinaryIO, edges: BinaryIO) -> None:
    """Write the table of nodes to one file and the table of relationships to the other, both UTF-8."""
    columns = ("id", "label", *(name for name in NODE_COLUMNS if name != "id"))
    _table(nodes, columns, ([data.get(c) for c in columns] for _, data in graph.nodes(data=True)))
    _table(
        edges,
        ("source", "target", "type", *EDGE_COLUMNS),
        (
            [source, target, key, *(data.get(c) for c in EDGE_COLUMNS)]
            for source, target, key, data in graph.edges(keys=True, data=True)
        ),
    )


def cell(value: Any) -> str:
    """Return the text of one cell, safe to open in a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _table(file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    # The line end of RFC 4180; with it, cells that have a lone carriage return or newline are quoted too.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    text.flush()
    text.detach()
