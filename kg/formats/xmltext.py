"""Put any Python value into XML 1.0 and get it back: escaping, and the way back for graphs that NetworkX read.

XML 1.0 can't carry most control characters (not even as ``&#1;``), nor U+FFFE and U+FFFF. They are written as
``_xHHHH_``, the escape of Office Open XML (ECMA-376, ST_Xstring); a text that has ``_xHHHH_`` itself gets its first
underscore written as ``_x005F_``. Lists are JSON arrays, dates are ISO 8601, both in attributes of type string.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES, Kind, Property

if TYPE_CHECKING:
    import networkx as nx

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MARKUP = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def xml_text(value: Any) -> str:
    """Return ``value`` as text for an XML attribute or element."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    elif not isinstance(value, str):
        return str(value)
    if _FORBIDDEN.search(value):
        value = _FORBIDDEN.sub(lambda m: f"_x{ord(m[0]):04X}_", value)
    return value.translate(_MARKUP)  # type: ignore[no-any-return]


def python_value(text: Any, kind: Kind) -> Any:
    """Return the value that ``xml_text`` wrote, once a reader has undone the XML escaping."""
    if kind in ("int", "float", "bool"):
        return text
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    if kind == "date":
        return dt.date.fromisoformat(text)
    return json.loads(text) if kind.endswith("[]") else text


def restore(graph: nx.Graph[str]) -> nx.MultiDiGraph[str]:
    """Return a graph that NetworkX read from our GraphML or GEXF as the graph that was exported.

    Strings that stand for lists and dates become lists and dates, ``_xHHHH_`` becomes the character it stands for,
    the attributes that only serve the format are left out, and edge keys are relationship types.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = restore(nx.read_graphml("g.graphml", force_multigraph=True))  # doctest: +SKIP
    """
    import networkx as nx

    restored: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        key = python_value(node, "str")
        label = data["type"] if "type" in data else data["label"]
        restored.add_node(key, label=label, **_properties({**data, "id": node}, NODE_TYPES[label].properties))
    for source, target, key, data in _edges(graph):
        properties = _properties(data, RELATIONSHIP_TYPES[key].properties)
        restored.add_edge(python_value(source, "str"), python_value(target, "str"), key=key, **properties)
    return restored


def _edges(graph: Any) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    if graph.is_multigraph():
        yield from graph.edges(keys=True, data=True)
    else:
        # Without parallel edges NetworkX gives a simple graph, and the relationship type is one of the attributes.
        for source, target, data in graph.edges(data=True):
            yield source, target, data["key"] if "key" in data else data["label"], data


def _properties(data: dict[str, Any], properties: tuple[Property, ...]) -> dict[str, Any]:
    return {p.name: python_value(data[p.name], p.kind) for p in properties if p.name in data}
