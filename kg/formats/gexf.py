"""Write GEXF 1.3, the format of Gephi.

Limits of the format as its readers have it: no lists and no dates, so they are JSON and ISO text in attributes of type
string; no control characters (see ``kg.formats.xmltext``). The label of a node is its name, so that Gephi shows it;
what the schema calls label is the attribute ``type``. Parallel edges have their relationship type as ``kind`` (Gephi
keeps them apart by it), as label, and as ``networkx_key`` (NetworkX takes it for the edge key).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from kg.formats.xmltext import xml_text
from kg.schema import NODE_TYPES, Kind
from kg.tables import EDGE_COLUMNS, NODE_COLUMNS

if TYPE_CHECKING:
    import networkx as nx

_TYPES: Mapping[Kind, str] = {"int": "long", "float": "double", "bool": "boolean"}


def write(graph: nx.MultiDiGraph[str], file: BinaryIO) -> None:
    """Write the graph as one GEXF document, UTF-8."""
    nodes: dict[str, Kind] = {"type": "str", **{n: k for n, k in NODE_COLUMNS.items() if n != "id"}}
    edges: dict[str, Kind] = {"networkx_key": "str", **EDGE_COLUMNS}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"',
        '  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
        '  xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">',
        "<meta><creator>papergraph</creator></meta>",
        '<graph mode="static" defaultedgetype="directed">',
    ]
    for scope, columns in (("node", nodes), ("edge", edges)):
        lines.append(f'<attributes class="{scope}" mode="static">')
        lines += [
            f'<attribute id="{scope[0]}_{name}" title="{name}" type="{_TYPES.get(kind, "string")}"/>'
            for name, kind in columns.items()
        ]
        lines.append("</attributes>")
    file.write("\n".join([*lines, "<nodes>"]).encode() + b"\n")
    colours = {label: _rgb(node_type.colour) for label, node_type in NODE_TYPES.items()}
    for node, data in graph.nodes(data=True):
        values = _attvalues("n", nodes, {"type": data["label"], **data})
        head = f'<node id="{xml_text(node)}" label="{xml_text(data["name"])}">'
        file.write(f"{head}{values}{colours[data['label']]}</node>\n".encode())
    file.write(b"</nodes>\n<edges>\n")
    for number, (source, target, key, data) in enumerate(graph.edges(keys=True, data=True)):
        values = _attvalues("e", edges, {"networkx_key": key, **data})
        file.write(
            f'<edge id="{number}" source="{xml_text(source)}" target="{xml_text(target)}" kind="{key}" label="{key}">'
            f"{values}</edge>\n".encode()
        )
    file.write(b"</edges>\n</graph>\n</gexf>\n")


def _attvalues(prefix: str, columns: Mapping[str, Kind], data: Mapping[str, object]) -> str:
    values = "".join(
        f'<attvalue for="{prefix}_{name}" value="{xml_text(data[name])}"/>' for name in columns if name in data
    )
    return f"<attvalues>{values}</attvalues>"


def _rgb(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
