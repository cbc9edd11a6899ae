"""Write ``docs/schema.md`` from ``kg.schema``: ``python -m kg.schema_doc docs/schema.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from kg.schema import ENTITY_LABELS, NODE_TYPES, RELATIONSHIP_TYPES, Property

_HEAD = """\
# The schema

Made from `kg/schema.py` by `python -m kg.schema_doc docs/schema.md`; change it there.

In memory a graph is a NetworkX `MultiDiGraph`: the key of a node is its `id`, its label is the attribute `label`; the
key of an edge is its relationship type. On disk it is two Parquet tables, `nodes.parquet` (`label` and every property
of any node) and `edges.parquet` (`source`, `target`, `type` and every property of any relationship). In Neo4j and in
the embedded engine, entities also bear the label `Entity`. An optional property is absent (null in a table) when it is
not known; all others are always there.
"""


def schema_markdown() -> str:
    """Return the schema as Markdown: labels, relationship types, and their properties."""
    return "\n".join([_HEAD, *_nodes(), *_relationships()])


def _nodes() -> Iterator[str]:
    yield "## Nodes\n"
    yield "| label | what | colour | shape |\n|---|---|---|---|"
    for node in NODE_TYPES.values():
        yield f"| `{node.label}` | {node.description} | `{node.colour}` | {node.shape} |"
    entities = ", ".join(f"`{label}`" for label in ENTITY_LABELS)
    for title, label in (("`Paper`", "Paper"), (f"Entities: {entities}", ENTITY_LABELS[0]), ("`Result`", "Result")):
        yield f"\n### {title}\n"
        yield from _properties(NODE_TYPES[label].properties)
    yield ""


def _relationships() -> Iterator[str]:
    yield "## Relationships\n"
    yield "| type | from -> to | what |\n|---|---|---|"
    for relationship in RELATIONSHIP_TYPES.values():
        pairs = "<br>".join(f"{source} -> {target}" for source, target in relationship.pairs)
        note = " (symmetric: stored once, from the smaller id)" if relationship.symmetric else ""
        yield f"| `{relationship.type}` | {pairs} | {relationship.description}{note} |"
    groups: dict[tuple[Property, ...], list[str]] = {}
    for relationship in RELATIONSHIP_TYPES.values():
        groups.setdefault(relationship.properties, []).append(f"`{relationship.type}`")
    for properties, types in groups.items():
        yield f"\n### Properties of {', '.join(types)}\n"
        yield from _properties(properties)
    yield ""


def _properties(properties: tuple[Property, ...]) -> Iterator[str]:
    yield "| property | kind | | what |\n|---|---|---|---|"
    for p in properties:
        yield f"| `{p.name}` | `{p.kind}` | {'optional' if p.optional else ''} | {p.description} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_markdown(), encoding="utf-8")
