"""Check a graph against the schema: every label, type, pair, property and kind, and what must hold between them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.schema import ENTITY_LABELS, NODE_TYPES, RELATIONSHIP_TYPES, Kind, Property

if TYPE_CHECKING:
    import networkx as nx

_KINDS: Mapping[Kind, type] = {"str": str, "int": int, "float": float, "bool": bool, "date": dt.date}


def validate(graph: nx.MultiDiGraph[str]) -> list[str]:
    """Return what is wrong with a graph, one line a problem; an empty list when it obeys the schema.

    Parameters
    ----------
    graph
        Any ``MultiDiGraph``, e.g. one that was changed by hand or read from an export.
    """
    problems = []
    for node, data in graph.nodes(data=True):
        problems += [f"node {node!r}: {problem}" for problem in _node_problems(node, data)]
    for source, target, key, data in graph.edges(keys=True, data=True):
        labels = graph.nodes[source].get("label"), graph.nodes[target].get("label")
        problems += [
            f"edge {source!r} -{key}-> {target!r}: {problem}"
            for problem in _edge_problems(source, target, str(key), labels, data)
        ]
    return problems


def _node_problems(node: str, data: Mapping[str, Any]) -> Iterator[str]:
    label: str = data.get("label", "")
    if label not in NODE_TYPES:
        yield f"its label {label!r} is none of {', '.join(NODE_TYPES)}"
        return
    properties = {name: value for name, value in data.items() if name != "label"}
    yield from _property_problems(properties, NODE_TYPES[label].properties)
    if data.get("id") != node:
        yield f"its property id is {data.get('id')!r}"
    if label in ENTITY_LABELS and "papers_by_year" in data:
        first, last, by_year = data.get("first_year"), data.get("last_year"), data["papers_by_year"]
        if first is None or last is None or len(by_year) != last - first + 1:
            yield "papers_by_year does not run from first_year to last_year"
        elif sum(by_year) > data.get("n_papers", 0):
            yield "papers_by_year adds up to more than n_papers"


def _edge_problems(
    source: str, target: str, key: str, labels: tuple[Any, Any], data: Mapping[str, Any]
) -> Iterator[str]:
    schema = RELATIONSHIP_TYPES.get(key)
    if schema is None:
        yield "no such relationship type"
        return
    if labels not in schema.pairs:
        yield f"{key} can't join {labels[0]} to {labels[1]}"
    if source == target:
        yield "joins a node to itself"
    if schema.symmetric and target < source:
        yield "a symmetric relationship goes from the smaller id to the larger"
    yield from _property_problems(data, schema.properties)
    confidence = data.get("confidence")
    if isinstance(confidence, float) and not 0.0 <= confidence <= 1.0:
        yield f"its confidence {confidence} is not between 0 and 1"
    if len(data.get("evidence", ())) != len(data.get("evidence_at", ())):
        yield "evidence and evidence_at are not of one length"
    if "papers" in data:
        if data.get("n_papers") != len(data["papers"]):
            yield "n_papers is not the number of papers"
        if data.get("derived") is bool(data["papers"]):
            yield "derived means that no paper says it"


def _property_problems(data: Mapping[str, Any], properties: tuple[Property, ...]) -> Iterator[str]:
    known = {p.name: p for p in properties}
    for name in data.keys() - known.keys():
        yield f"property {name} is not in the schema"
    for name, schema in known.items():
        if name not in data:
            if not schema.optional:
                yield f"property {name} is missing"
        elif not _is_of_kind(data[name], schema.kind):
            yield f"property {name} is {data[name]!r}, not {schema.kind}"


def _is_of_kind(value: Any, kind: Kind) -> bool:
    if kind == "str[]":
        return isinstance(value, list) and all(_is_of_kind(v, "str") for v in value)
    if kind == "int[]":
        return isinstance(value, list) and all(_is_of_kind(v, "int") for v in value)
    # Exactly of the type: True is an int to Python, a datetime is a date, and both would be stored as something else.
    return type(value) is _KINDS[kind] and (not isinstance(value, float) or math.isfinite(value))
