"""Write GraphML, which NetworkX, igraph, Cytoscape and yEd read.

Limits of the format: no lists and no dates, so they are JSON and ISO text in attributes of type string; no control
characters (see ``kg.formats.xmltext``). The edge attribute ``key`` is the relationship type: NetworkX takes it for the
edge key, so that parallel edges stay apart. ``kg.formats.xmltext.restore`` undoes all of it. As with any XML, read only
files that you trust, or use a parser that refuses entity expansion.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from kg.formats.xmltext import xml_text
from kg.schema import Kind
from kg.tables import EDGE_COLUMNS, NODE_COLUMNS

if TYPE_CHECKING:
    import networkx as nx

_TYPES: Mapping[Kind, str] = {"int": "long", "float": "double", "bool": "boolean"}
_NOTES: Mapping[Kind, str] = {"str[]": "JSON array", "int[]": "JSON array", "date": "ISO 8601 date"}


def write(graph: nx.MultiDiGraph[str], file: BinaryIO) -> None:
    """Write the graph as one GraphML document, UTF-8."""
    # The id of a node is the XML id: igraph and Cytoscape refuse an attribute of that name beside it.
    nodes: dict[str, Kind] = {"label": "str", **{n: k for n, k in NODE_COLUMNS.items() if n != "id"}}
    edges: dict[str, Kind] = {"key": "str", **EDGE_COLUMNS}
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
        '  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns',
        '  http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    ]
    for prefix, scope, columns in (("n", "node", nodes), ("e", "edge", edges)):
        for name, kind in columns.items():
            note = f"<desc>{_NOTES[kind]}</desc>" if kind in _NOTES else ""
            head.append(
                f'<key id="{prefix}_{name}" for="{scope}" attr.name="{name}" attr.type="{_TYPES.get(kind, "string")}">'
                f"{note}</key>"
            )
    head.append('<graph id="papergraph" edgedefault="directed">')
    file.write("\n".join(head).encode() + b"\n")
    for node, data in graph.nodes(data=True):
        values = _data("n", nodes, data)
        file.write(f'<node id="{xml_text(node)}">{values}</node>\n'.encode())
    for source, target, key, data in graph.edges(keys=True, data=True):
        values = _data("e", edges, {"key": key, **data})
        file.write(f'<edge source="{xml_text(source)}" target="{xml_text(target)}">{values}</edge>\n'.encode())
    file.write(b"</graph>\n</graphml>\n")


def _data(prefix: str, columns: Mapping[str, Kind], data: Mapping[str, object]) -> str:
    return "".join(f'<data key="{prefix}_{name}">{xml_text(data[name])}</data>' for name in columns if name in data)
