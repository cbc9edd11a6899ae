"""Read the query files: each begins with a header that says what it answers, what it takes and what it returns.

The header is a block of ``//`` lines::

    // Title
    //
    // Description, of one or more lines.
    //
    // @param limit: integer = 20 -- rows at most
    // @column method: string -- canonical name of the method
    // @tags overview, methods

The first line is what Neo4j Browser shows as the favourite's name. Parameter types are those of ``queries.values``;
defaults are JSON. A new query is one new file.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import NotFoundError, QueryError
from queries.values import TYPES, coerce

#: Tags, in the order in which they are listed; a query is listed under its first one.
TAGS: dict[str, str] = {
    "overview": "what the graph holds",
    "papers": "papers, and what one paper says",
    "methods": "what a method is used for, and goes with",
    "tasks": "by what and on what a task is worked",
    "datasets": "who uses a dataset",
    "metrics": "how results are measured",
    "results": "reported numbers",
    "time": "rising, falling, fading",
    "lineage": "what is a kind or a part of what",
    "paths": "how two things hang together",
    "gaps": "what nobody has tried",
    "evidence": "the sentences behind it",
    "quality": "what to check",
}

_PARAMETER = re.compile(r"@param (?P<name>\w+): (?P<type>\w+) = (?P<default>.+?) -- (?P<text>.+)")
_COLUMN = re.compile(r"@column (?P<name>\w+): (?P<type>\w+(?:\[\])?) -- (?P<text>.+)")
_TAGS = re.compile(r"@tags (?P<tags>[\w-]+(?:, [\w-]+)*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: ``type`` is one of ``queries.values.TYPES``; where the default is ``None``, null is allowed."""

    name: str
    type: str
    default: Any
    description: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a query returns: its name, the Cypher type of its values, and what it holds."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the library. ``cypher`` is the whole file, header included."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    tags: tuple[str, ...]
    cypher: str

    @property
    def defaults(self) -> dict[str, Any]:
        """The default of every parameter."""
        return {p.name: p.default for p in self.parameters}

    def parameter(self, name: str) -> Parameter:
        """Return one parameter by name.

        Raises
        ------
        NotFoundError
            The query has no such parameter; the message names the nearest, or all.
        """
        by_name = {p.name: p for p in self.parameters}
        if name in by_name:
            return by_name[name]
        near = difflib.get_close_matches(name, by_name, n=1)
        others = f"it has {', '.join(by_name)}" if by_name else "it has none"
        raise NotFoundError(f"{self.name} has no parameter {name!r}; {f'did you mean {near[0]}?' if near else others}")

    def bind(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters to run with: ``values``, checked against their types, over the defaults.

        Raises
        ------
        NotFoundError
            A value for a parameter that the query does not have.
        QueryError
            A value of another type.
        """
        bound = self.defaults
        for name, value in values.items():
            parameter = self.parameter(name)
            bound[name] = coerce(value, parameter.type, name, nullable=parameter.default is None)
        return bound


@cache
def catalog() -> dict[str, Query]:
    """Return all queries of the library by name, in alphabetical order."""
    found = {}
    for file in sorted(files("queries").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".cypher"):
            name = file.name.removesuffix(".cypher")
            found[name] = parse(name, file.read_text(encoding="utf-8"))
    return found


def get(name: str) -> Query:
    """Return one query by name.

    Raises
    ------
    NotFoundError
        There is no such query; the message offers the nearest names.
    """
    queries = catalog()
    if name in queries:
        return queries[name]
    wanted = name.removesuffix(".cypher").replace("_", "-").replace(" ", "-").lower()
    if wanted in queries:
        return queries[wanted]
    near = difflib.get_close_matches(wanted, queries, n=3, cutoff=0.5)
    near += [q for q in queries if wanted in q and q not in near][:3]
    hint = f"did you mean {' or '.join(near)}?" if near else "kg query without a name lists them all"
    raise NotFoundError(f"no query {name!r}; {hint}")


def parse(name: str, text: str) -> Query:
    """Read a query file.

    Raises
    ------
    QueryError
        The header is not in the form above; the message has the line.
    """
    lines = text.splitlines()
    header = []
    for line in lines:
        if not line.startswith("//"):
            break
        header.append(line[2:].strip())
    title = header[0] if header else ""
    if not title or title.startswith("@"):
        raise QueryError(f"{name}.cypher:1: no title; begin the file with // and the title")
    prose: list[str] = []
    parameters: list[Parameter] = []
    columns: list[Column] = []
    tags: tuple[str, ...] = ()
    for number, line in enumerate(header[1:], start=2):
        where = f"{name}.cypher:{number}"
        if match := _PARAMETER.fullmatch(line):
            parameters.append(_parameter(where, match))
        elif match := _COLUMN.fullmatch(line):
            columns.append(Column(match["name"], match["type"], match["text"]))
        elif match := _TAGS.fullmatch(line):
            tags = tuple(match["tags"].split(", "))
            if unknown := [tag for tag in tags if tag not in TAGS]:
                raise QueryError(f"{where}: no tag {unknown[0]!r}; choose of {', '.join(TAGS)}")
        elif line.startswith("@"):
            raise QueryError(f"{where}: can't be read; write e.g. // @param limit: integer = 20 -- rows at most")
        else:
            prose.append(line)
    description = "\n".join(prose).strip()
    for part, found in (("description", description), ("@column lines", columns), ("@tags line", tags)):
        if not found:
            raise QueryError(f"{name}.cypher: no {part} in the header; add it")
    return Query(name, title, description, tuple(parameters), tuple(columns), tags, text)


def _parameter(where: str, match: re.Match[str]) -> Parameter:
    if match["type"] not in TYPES:
        raise QueryError(f"{where}: no type {match['type']!r}; choose one of {', '.join(TYPES)}")
    try:
        default = json.loads(match["default"])
    except ValueError as error:
        raise QueryError(f"{where}: the default {match['default']} is not JSON; put strings in quotes") from error
    if default is not None:
        coerce(default, match["type"], match["name"])
    return Parameter(match["name"], match["type"], default, match["text"])
