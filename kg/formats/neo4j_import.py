"""Write CSV for ``neo4j-admin database import full``: a header and part files a label and type, and the exact command.

``import.sh`` is the command; ``after-import.cypher`` is to be run when the server is up again: it makes the constraints
and indexes, and sets the lists that an import file can't tell (an empty one, and one of a single empty text). Nodes and
relationships bear the marks that ``kg load`` writes, so a later ``kg load`` goes on from an import.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kg.formats.cypher import literals
from kg.neo4j.constraints import ENTITY, schema_items
from kg.neo4j.rows import MARK, Row, node_rows, relationship_rows
from kg.schema import ENTITY_LABELS, NODE_TYPES, RELATIONSHIP_TYPES, Kind, Property

if TYPE_CHECKING:
    import networkx as nx

#: Rows in a part file; the importer reads parts in parallel.
PART = 500_000

#: Between the items of a list. Sentences have every printable character in them, but not this control character.
SEPARATOR, SEPARATOR_OPTION = "\x1f", "U+001F"

_TYPES: dict[Kind, str] = {
    "str": "string",
    "int": "long",
    "float": "double",
    "bool": "boolean",
    "date": "date",
    "str[]": "string[]",
    "int[]": "long[]",
}

_SCRIPT = """\
#!/bin/sh
# Import this graph into a new database of a Neo4j 5 (or newer) that is stopped:
#     ./import.sh [DATABASE] [more options of neo4j-admin, e.g. --overwrite-destination]
# Then start Neo4j and make constraints and indexes:
#     cypher-shell -u neo4j -d DATABASE -f after-import.cypher
# NEO4J_ADMIN names the program where it is not on the PATH.
set -eu
cd "$(dirname "$0")"
database="${1:-neo4j}"
[ $# -eq 0 ] || shift
exec "${NEO4J_ADMIN:-neo4j-admin}" database import full "$database" \\
"""


def write(graph: nx.MultiDiGraph[str], directory: Path) -> None:
    """Write all files into ``directory``."""
    multiline = False
    after = [item.cypher for item in schema_items()]
    for label, nodes in node_rows(graph).items():
        properties = [p for p in NODE_TYPES[label].properties if p.name != "id"]
        header = [f"id:ID({label})", *map(_column, properties), f"{MARK}:string"]
        lines = (_line([row["id"], *_values(row, properties), row["mark"]]) for row in nodes.values())
        multiline |= _parts(directory, label, header, lines)
        match = f"MATCH (n:{label} {{id: row.id}}) SET n += row.props"
        after += [f"UNWIND {rows} AS row {match}" for rows in literals(_untold(nodes.values()))]
    for group, edges in relationship_rows(graph).items():
        properties = list(RELATIONSHIP_TYPES[group.type].properties)
        header = [f":START_ID({group.start})", f":END_ID({group.end})", *map(_column, properties), f"{MARK}:string"]
        lines = (_line([row["s"], row["t"], *_values(row, properties), row["mark"]]) for row in edges.values())
        multiline |= _parts(directory, "-".join((group.type, group.start, group.end)), header, lines)
        match = (
            f"MATCH (:{group.start} {{id: row.s}})-[r:{group.type}]->(:{group.end} {{id: row.t}}) SET r += row.props"
        )
        after += [f"UNWIND {rows} AS row {match}" for rows in literals(_untold(edges.values()))]
    (directory / "after-import.cypher").write_text("".join(f"{text};\n" for text in after), encoding="utf-8")
    options = [shlex.quote(option) for option in [*_inputs(directory), *_settings(multiline)]]
    script = directory / "import.sh"
    script.write_text(_SCRIPT + "".join(f"  {option} \\\n" for option in options) + '  "$@"\n', encoding="utf-8")
    script.chmod(0o755)


def _untold(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows with lists that a field can't hold, with those properties alone."""
    for row in rows:
        lost = {name: value for name, value in row["props"].items() if value in ([], [""])}
        if lost:
            yield {key: value for key, value in row.items() if key in ("id", "s", "t")} | {"props": lost}


def _column(property: Property) -> str:
    return f"{property.name}:{_TYPES[property.kind]}"


def _values(row: Row, properties: list[Property]) -> Iterator[Any]:
    return (row["props"].get(p.name) for p in properties)


def _line(values: Iterable[Any]) -> str:
    return ",".join(map(cell, values)) + "\n"


def cell(value: Any) -> str:
    """Return a value as a field: nothing for a missing one, and texts in quotes, so that ``""`` is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _quoted(SEPARATOR.join(str(item).replace(SEPARATOR, " ") for item in value))
    if isinstance(value, str):
        return _quoted(value)
    return value.isoformat() if isinstance(value, dt.date) else repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _parts(directory: Path, name: str, header: list[str], lines: Iterator[str]) -> bool:
    """Write header and parts, unless there are no rows; tell whether a field has a line break in it."""
    multiline = False
    number = 0
    while chunk := list(islice(lines, PART)):
        number += 1
        with (directory / f"{name}-part{number:03d}.csv").open("w", encoding="utf-8", newline="") as file:
            multiline |= _write(file, chunk)
    if number:
        (directory / f"{name}-header.csv").write_text(",".join(header) + "\n", encoding="utf-8", newline="")
    return multiline


def _write(file: TextIO, lines: list[str]) -> bool:
    file.writelines(lines)
    return any("\n" in line[:-1] or "\r" in line for line in lines)


def _inputs(directory: Path) -> Iterator[str]:
    """Yield the options that name the files, nodes first."""
    for header in sorted(directory.glob("*-header.csv"), key=lambda path: ("-" in _stem(path), path.name)):
        stem = _stem(header)
        files = ",".join(path.name for path in [header, *sorted(directory.glob(f"{stem}-part*.csv"))])
        kind, *ends = stem.split("-")
        if ends:
            yield f"--relationships={kind}={files}"
        else:
            yield f"--nodes={kind}{f':{ENTITY}' if kind in ENTITY_LABELS else ''}={files}"


def _stem(header: Path) -> str:
    return header.name.removesuffix("-header.csv")


def _settings(multiline: bool) -> Iterator[str]:
    yield "--id-type=string"
    yield f"--array-delimiter={SEPARATOR_OPTION}"
    if multiline:
        yield "--multiline-fields=true"
