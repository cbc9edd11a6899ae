"""What both Cypher engines share: parameters in, values out, and the interface that they implement."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from kg.cypher_text import parameter_names, strip, tokens
from kg.errors import QueryError, QuerySyntaxError

#: Seconds after which a query is stopped, unless the caller says otherwise.
DEFAULT_TIMEOUT = 30.0

_INT64 = 2**63


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph: its labels in alphabetical order, and its properties."""

    labels: tuple[str, ...]
    properties: dict[str, Any]

    @property
    def id(self) -> str:
        """The id in the graph, the same on both engines."""
        return str(self.properties.get("id", ""))

    @property
    def name(self) -> str:
        """What a person calls it."""
        return str(self.properties.get("name", self.id))


@dataclass(frozen=True, slots=True)
class Rel:
    """A relationship: its type, its properties and the ids of its ends.

    ``start`` and ``end`` are ids of the graph where the engine returns the ends too (in a ``Path``). For a
    relationship that is returned alone they are ``None``: return ``startNode(r).id`` and ``endNode(r).id`` as well.
    """

    type: str
    properties: dict[str, Any]
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A path: ``len(nodes) == len(rels) + 1``, in the order of the walk."""

    nodes: tuple[Node, ...]
    rels: tuple[Rel, ...]

    def __len__(self) -> int:
        return len(self.rels)


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The rows of a query, with whatever the engine warned about (an unknown label, say)."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    warnings: list[str] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows as dictionaries by column name."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def column(self, name: str) -> list[Any]:
        """Return all values of one column."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


@runtime_checkable
class Backend(Protocol):
    """An engine that answers Cypher: the embedded one or a Neo4j server."""

    def run(
        self,
        cypher: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        write: bool = False,
    ) -> QueryResult:
        """Run one statement and return all of its rows.

        Raises
        ------
        QuerySyntaxError, QueryTimeout, ReadOnlyError, QueryError
            The same on every engine.
        """
        ...

    def close(self) -> None:
        """Give back whatever the engine holds; it can't be used afterwards."""
        ...


def check_parameters(params: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the parameters in the form that both engines take.

    Strings, whole numbers of 64 bits, floats, booleans, ``None``, dates, and lists and maps of these are let through;
    tuples and sets become lists, and NaN and the infinities become null, which neither engine can store.

    Raises
    ------
    QueryError
        A value of another kind, or a whole number that is too large; the message names the parameter.
    """
    return {name: _check(value, f"${name}") for name, value in (params or {}).items()}


def _check(value: Any, where: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        if not -_INT64 <= value < _INT64:
            raise QueryError(f"{where}: {value} does not fit in 64 bits; pass it as a string or a float")
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, list | tuple):
        return [_check(item, f"{where}[{n}]") for n, item in enumerate(value)]
    if isinstance(value, set | frozenset):
        return [_check(item, where) for item in sorted(value, key=repr)]
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise QueryError(f"{where}: the map has the key {key!r}; keys must be strings")
        return {key: _check(item, f"{where}.{key}") for key, item in value.items()}
    raise QueryError(
        f"{where}: a value of type {type(value).__name__} can't be a parameter; "
        "use a string, number, boolean, date, list or map"
    )


def prepare(cypher: str, params: Mapping[str, Any] | None, *, write: bool = False) -> tuple[str, dict[str, Any]]:
    """Check a query and its parameters before an engine sees them; return both in the form that engines take.

    What one engine alone would accept is refused here, so that both behave the same: several statements at once,
    ``FORMAT CSV``, a parameter without a value, and, unless ``write``, ``LOAD CSV``, which reads files of the machine
    that the engine runs on even when the database is read-only.

    Raises
    ------
    QuerySyntaxError, QueryError
    """
    checked = check_parameters(params)
    text = strip(cypher)
    code = list(tokens(text))
    if not code:
        raise QuerySyntaxError(
            "the query is empty; write one Cypher statement, e.g. MATCH (p:Paper) RETURN count(*) AS n"
        )
    for before, token in zip([None, *code], code, strict=False):
        if token.kind == "bad":
            raise QuerySyntaxError(f"line {token.line}, column {token.column}: {token.text} is never closed")
        if token.text == ";":
            raise QuerySyntaxError(
                f"line {token.line}, column {token.column}: more than one statement; run them one at a time"
            )
        if token.word == "CSV" and before is not None and before.word in (("FORMAT",) if write else ("LOAD", "FORMAT")):
            raise QueryError(
                f"line {before.line}, column {before.column}: {before.word} CSV is not allowed; "
                + ("pass rows as a list parameter" if before.word == "LOAD" else "use --format csv")
            )
    missing = [name for name in parameter_names(text) if name not in checked]
    if missing:
        raise QueryError(
            f"no value for {', '.join('$' + name for name in missing)}; "
            f"give {'it' if len(missing) == 1 else 'them'} with {' '.join(f'-p {name}=…' for name in missing)}"
        )
    return text, checked
