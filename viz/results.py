"""Reported results as rows: the number, what it measures, and the method, dataset, task and paper it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from viz.blocks import Cell, Ref
from viz.source import Source
from viz.text import clean, shorten

#: Titles in tables are cut to this many characters.
_TITLE = 60


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result with the nodes it is tied to; a missing tie is empty."""

    id: str
    text: str
    #: The value with its unit, for where the metric is told elsewhere.
    value: str
    number: float | None
    delta: bool
    paper: str = ""
    metric: str = ""
    method: str = ""
    dataset: str = ""
    task: str = ""


_TIES = {"OF": "metric", "BY": "method", "ON": "dataset", "FOR": "task"}


def result_row(source: Source, node: str) -> ResultRow:
    """Return one result node as a row."""
    data = source.nx.nodes[node]
    ties = {_TIES[key]: v for _, v, key in source.nx.out_edges(node, keys=True) if key in _TIES}
    papers = [u for u, _, key in source.nx.in_edges(node, keys=True) if key == "REPORTS"]
    return ResultRow(
        id=node,
        text=source.name(node),
        value=_value(data),
        number=data.get("number"),
        delta=bool(data.get("delta")),
        paper=papers[0] if papers else "",
        **ties,
    )


def _value(data: Mapping[str, Any]) -> str:
    value, unit = clean(data.get("value", "")), clean(data.get("unit", ""))
    return value + unit if unit == "%" else f"{value} {unit}".strip()


def rows_of(source: Source, entity: str) -> list[ResultRow]:
    """Return the results tied to an entity, the newest paper first, scores before improvements."""
    nodes = {u for u, _, key in source.nx.in_edges(entity, keys=True) if key in _TIES}
    rows = [result_row(source, n) for n in nodes]
    rows.sort(key=lambda r: (r.delta, -(source.nx.nodes[r.paper].get("year") or 0) if r.paper else 0, r.id))
    return rows


def results_of(source: Source, entity: str) -> list[tuple[Cell, ...]]:
    """Return the results tied to an entity as table rows: result, method, dataset, paper."""
    return [
        (
            Cell(("+" if r.delta and not r.text.startswith(("+", "-")) else "") + r.text, strong=True),
            ref_cell(source, r.method),
            ref_cell(source, r.dataset),
            ref_cell(source, r.paper),
        )
        for r in rows_of(source, entity)
    ]


def ref_cell(source: Source, node: str) -> Cell:
    """Return a table cell that names a node; an empty one when there is none."""
    if not node:
        return Cell()
    name = shorten(source.name(node), _TITLE)
    return Cell(name, Ref(node, name, source.label(node)))
