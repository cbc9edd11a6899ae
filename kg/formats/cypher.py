r"""Write a script for ``cypher-shell``: constraints and indexes, then batches of MERGE with everything as literals.

Run it with ``cypher-shell -u neo4j -f graph.cypher`` (the password is asked for, or read from NEO4J_PASSWORD). It may
be run again, and ``kg load`` after it finds nothing to write. Every text is a string literal in single quotes, with
backslash, quote and control characters escaped, so what a paper says is never read as Cypher: a backslash is always
doubled, which also keeps ``\u0027`` in a title from becoming a quote.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.neo4j.constraints import schema_items
from kg.neo4j.rows import Row, node_rows, relationship_rows
from kg.neo4j.statements import merge_nodes, merge_relationships

if TYPE_CHECKING:
    import networkx as nx

#: A statement ends after this many rows, or characters of rows: the server reads each as one transaction.
MAX_ROWS, MAX_CHARS = 1_000, 500_000

_SPECIAL = re.compile(r"[\\'\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHORT = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(graph: nx.MultiDiGraph[str], file: BinaryIO) -> None:
    """Write the whole script, UTF-8, one statement a line."""
    file.writelines(line.encode() + b"\n" for line in script(graph))


def script(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    """Yield the lines of the script: comments, and statements that end in a semicolon."""
    yield f"// papergraph: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} relationships"
    yield "// Run with: cypher-shell -u neo4j -f THIS-FILE. Running it again changes nothing. Neo4j 5 or newer."
    for item in schema_items():
        yield f"{item.cypher};"
    yield "CALL db.awaitIndexes(600);"
    for label, nodes in node_rows(graph).items():
        for rows in literals(nodes.values()):
            yield f"{merge_nodes(label, rows)};"
    for group, edges in relationship_rows(graph).items():
        for rows in literals(edges.values()):
            yield f"{merge_relationships(group, rows)};"


def literal(value: Any) -> str:
    """Return a value as Cypher text."""
    if isinstance(value, str):
        return f"'{_SPECIAL.sub(_escape, value)}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {literal(item)}' for key, item in value.items())}}}"
    return repr(value)


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04X}"


def literals(rows: Iterable[Row]) -> Iterator[str]:
    """Yield lists of rows as Cypher text, cut by number and size."""
    batch: list[str] = []
    size = 0
    for row in rows:
        text = literal(row)
        if batch and (len(batch) >= MAX_ROWS or size + len(text) > MAX_CHARS):
            yield f"[{', '.join(batch)}]"
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield f"[{', '.join(batch)}]"
