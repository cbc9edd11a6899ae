"""Write two Parquet tables, nodes and relationships, with lists, dates and numbers in their own types.

The columns are those of the graph directory: ``label`` and every property of any node; ``source``, ``target``, ``type``
and every property of any relationship. What a node does not have is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.tables import write_edges, write_nodes

if TYPE_CHECKING:
    import networkx as nx


def write(graph: nx.MultiDiGraph[str], nodes: BinaryIO, edges: BinaryIO) -> None:
    """Write the table of nodes to one file and the table of relationships to the other."""
    write_nodes(graph, nodes)
    write_edges(graph, edges)
