"""Types of query parameters: check a value from Python, and read one from the command line."""

from __future__ import annotations

import math
from typing import Any

from kg.errors import QueryError
from kg.schema import ENTITY_LABELS, NODE_TYPES, RELATIONSHIP_TYPES

#: Types whose values name a node: by its name, an alias or its id (a paper: also by a part of its title).
NODE_KINDS: tuple[str, ...] = (*ENTITY_LABELS, "Entity", "Paper", "Node")

#: Types whose values are words of the schema.
_WORDS = {"Label": ("Entity", *NODE_TYPES), "Relationship": tuple(RELATIONSHIP_TYPES)}

#: Type of a parameter -> what a person calls it.
TYPES: dict[str, str] = {
    "string": "a text",
    "integer": "a whole number",
    "float": "a number",
    "boolean": "true or false",
    "Label": f"one of {', '.join(_WORDS['Label'])}",
    "Relationship": "a relationship type of the graph, e.g. USED_FOR",
    **{kind: f"the name, an alias or the id of a {kind.lower()}" for kind in ENTITY_LABELS},
    "Entity": "the name, an alias or the id of a method, dataset, task or metric",
    "Paper": "the title (or a part of it) or the id of a paper",
    "Node": "the name or id of an entity, or the title or id of a paper",
}


def words(kind: str) -> tuple[str, ...]:
    """Return the values of a type that has few, for completion; none for the others."""
    return ("true", "false") if kind == "boolean" else _WORDS.get(kind, ())


def coerce(value: Any, kind: str, name: str, *, nullable: bool = False) -> Any:
    """Return ``value`` if it is of the type ``kind``; whole numbers pass for floats.

    Raises
    ------
    QueryError
        It is of another type; the message tells what the parameter takes.
    """
    if value is None and nullable:
        return None
    if kind == "boolean":
        right = isinstance(value, bool)
    elif kind == "integer":
        right = isinstance(value, int) and not isinstance(value, bool)
        if right and name == "limit" and value < 0:
            raise QueryError(f"{name}={value}: can't be negative; 0 gives no rows")
    elif kind == "float":
        right = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        value = float(value) if right else value
    else:
        right = isinstance(value, str)
        if right and kind in _WORDS:
            words = {word.lower(): word for word in _WORDS[kind]}
            right = value.lower() in words
            value = words.get(value.lower(), value)
        elif right and kind in NODE_KINDS:
            value = value.strip()
            right = bool(value)
    if not right:
        shown = repr(value) if isinstance(value, str) else str(value)
        raise QueryError(f"{name}={shown}: {name} is {TYPES[kind]}{' (or null)' if nullable else ''}")
    return value


def read(text: str, kind: str, name: str, *, nullable: bool = False) -> Any:
    """Read the value of a parameter from the command line.

    ``null`` is null where that is allowed; booleans are true or false, yes or no, 1 or 0.

    Raises
    ------
    QueryError
        The text is no value of the type.
    """
    if nullable and text.strip().lower() in ("null", "none", ""):
        return None
    if kind == "boolean":
        value = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
            text.strip().lower()
        )
        return coerce(text if value is None else value, kind, name)
    if kind in ("integer", "float"):
        plain = text.strip().replace("_", "")
        try:
            number: int | float = int(plain) if kind == "integer" else float(plain)
        except ValueError:
            return coerce(text, kind, name, nullable=nullable)
        return coerce(number, kind, name, nullable=nullable)
    return coerce(text, kind, name, nullable=nullable)
