"""Write node-link JSON: ``{"nodes": [{"id", "label", "name", …}], "edges": [{"source", "target", "type", …}]}``.

A missing property is a missing key; dates are ISO 8601 text. One node or edge stands on each line, so that line tools
can work on big files. NetworkX reads it back by ``node_link_graph(data, key="type", edges="edges")``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import networkx as nx


def write(graph: nx.MultiDiGraph[str], file: BinaryIO) -> None:
    """Write the graph as one JSON object, UTF-8."""
    meta = {key: graph.graph[key] for key in ("papergraph",) if key in graph.graph}
    file.write(b'{"directed": true, "multigraph": true, "graph": ' + _line(meta) + b',\n"nodes": [')
    file.writelines(_separated({"id": node, **data} for node, data in graph.nodes(data=True)))
    file.write(b'\n],\n"edges": [')
    file.writelines(
        _separated(
            {"source": source, "target": target, "type": key, **data}
            for source, target, key, data in graph.edges(keys=True, data=True)
        )
    )
    file.write(b"\n]}\n")


def _separated(records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    for number, record in enumerate(records):
        yield (b",\n" if number else b"\n") + _line(record)


def _line(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, default=str).encode()
