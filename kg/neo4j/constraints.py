"""The constraints and indexes that a loaded graph has, made from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import Neo4jError
from kg.schema import ENTITY_LABELS, NODE_TYPES

if TYPE_CHECKING:
    from kg.neo4j.backend import Neo4jBackend

#: The full-text index over names and aliases of entities, and titles and abstracts of papers.
SEARCH_INDEX = "papergraph_search"

#: The label that all entities share, for looking one up without knowing its type.
ENTITY = "Entity"

_SEARCHED = ("name", "aliases", "title", "abstract")


@dataclass(frozen=True, slots=True)
class SchemaItem:
    """One constraint or index: how it is made, and how the server lists it."""

    name: str
    kind: str
    labels: tuple[str, ...]
    properties: tuple[str, ...]
    cypher: str


def schema_items() -> Iterator[SchemaItem]:
    """Yield the constraints, then the range indexes, then the full-text index."""
    for label in NODE_TYPES:
        name = f"papergraph_{label.lower()}_id"
        yield SchemaItem(
            name,
            "UNIQUENESS",
            (label,),
            ("id",),
            f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE",
        )
    ranges = [(label, "name") for label in NODE_TYPES if label != "Result"]
    ranges += [("Paper", "year"), ("Paper", "date"), (ENTITY, "id"), (ENTITY, "name")]
    for label, key in ranges:
        name = f"papergraph_{label.lower()}_{key}"
        yield SchemaItem(
            name, "RANGE", (label,), (key,), f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
        )
    labels = ("Paper", *ENTITY_LABELS)
    fields = ", ".join(f"n.{key}" for key in _SEARCHED)
    yield SchemaItem(
        SEARCH_INDEX,
        "FULLTEXT",
        labels,
        _SEARCHED,
        f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:{'|'.join(labels)}) ON EACH [{fields}]",
    )


def missing(backend: Neo4jBackend) -> list[SchemaItem]:
    """Return the constraints and indexes that the database lacks; one of the same use under another name counts.

    Raises
    ------
    Neo4jError
        The name ``papergraph_search`` is on another index.
    """
    constraints = backend.read("SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties")
    indexes = backend.read("SHOW INDEXES YIELD name, type, labelsOrTypes, properties")
    unique = {
        (*map(str, labels), *map(str, properties))
        for kind, labels, properties in constraints
        if kind in ("UNIQUENESS", "NODE_PROPERTY_UNIQUENESS", "NODE_KEY")
    }
    known = {(kind, frozenset(labels or ()), frozenset(properties or ())) for _, kind, labels, properties in indexes}
    names = {name for name, *_ in indexes}
    lacking = []
    for item in schema_items():
        if item.kind == "UNIQUENESS":
            there = (*item.labels, *item.properties) in unique
        else:
            there = (item.kind, frozenset(item.labels), frozenset(item.properties)) in known
        if not there:
            if item.name in names:
                raise Neo4jError(
                    f"{backend.uri}: the index {item.name} is there with other contents; "
                    f"remove it (DROP INDEX {item.name}), then load again"
                )
            lacking.append(item)
    return lacking


def create(backend: Neo4jBackend, items: list[SchemaItem]) -> None:
    """Make constraints and indexes, and wait until they are online."""
    for item in items:
        backend.write(item.cypher)
    if items:
        backend.read("CALL db.awaitIndexes(600)")
