"""Favourites of Neo4j Browser: the query library with its defaults in place, and pictures, in folders."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.cypher_text import tokens
from queries.catalog import Query, catalog

#: Every entry of the archive is of this time, so that equal favourites give equal bytes.
_TIME = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A query whose answer is nodes and relationships.

    It has no parameters: Browser draws the answer of a single statement, and of several shows only that they went well.
    """

    name: str
    title: str
    cypher: str


PICTURES: tuple[Picture, ...] = (
    Picture(
        "newest-papers",
        "What the newest papers propose, use and address",
        "MATCH (p:Paper)\n"
        "WITH p ORDER BY p.date DESC, p.year DESC, p.id LIMIT 12\n"
        "MATCH way = (p)-[:PROPOSES|USES|ADDRESSES|EVALUATES_ON]->()\n"
        "RETURN way",
    ),
    Picture(
        "around-an-entity",
        "The neighbourhood of an entity: put its name in the quotes",
        "CALL db.index.fulltext.queryNodes('papergraph_search', 'language model') YIELD node, score\n"
        "WITH node WHERE node:Entity\n"
        "WITH node ORDER BY node.n_papers DESC, node.id LIMIT 1\n"
        "MATCH way = (node)-[:USED_FOR|EVALUATED_WITH|TRAINED_WITH|BENCHMARK_FOR|PART_OF|SUBCLASS_OF|SUBTASK_OF"
        "|COMPARED_WITH]-(:Entity)\n"
        "RETURN way LIMIT 60",
    ),
    Picture(
        "tasks-and-datasets",
        "Which datasets judge which tasks",
        "MATCH way = (d:Dataset)-[r:BENCHMARK_FOR]->(t:Task)\nRETURN way ORDER BY d.n_papers DESC, d.id, t.id LIMIT 80",
    ),
    Picture(
        "rivals",
        "Methods that are compared with each other",
        "MATCH way = (a:Method)-[r:COMPARED_WITH]->(b:Method)\n"
        "RETURN way ORDER BY r.n_papers DESC, a.id, b.id LIMIT 80",
    ),
    Picture(
        "results",
        "Reported results: paper, number, metric and dataset",
        "MATCH way = (p:Paper)-[:REPORTS]->(s:Result)-[:OF]->(:Metric)\n"
        "OPTIONAL MATCH on = (s)-[:ON]->(:Dataset)\n"
        "RETURN way, on ORDER BY p.id, s.id LIMIT 40",
    ),
)


def starter() -> str:
    """Return the one favourite to begin with, as a ``.cypher`` file."""
    return _picture(PICTURES[0])


def zipped() -> bytes:
    """Return all favourites as the archive that Browser reads: a folder a tag, a file a query."""
    buffer = io.BytesIO()
    # Stored, not deflated: compressed bytes differ between versions of zlib.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, text in favourites():
            entry = zipfile.ZipInfo(path, _TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return buffer.getvalue()


def favourites() -> Iterator[tuple[str, str]]:
    """Yield path in the archive and text of every favourite."""
    for picture in PICTURES:
        yield f"papergraph pictures/{picture.name}.cypher", _picture(picture)
    for query in catalog().values():
        yield f"papergraph {query.tags[0]}/{query.name}.cypher", favourite(query)


def favourite(query: Query) -> str:
    """Return a query of the library as a favourite: title, description, and the query with its defaults in place."""
    about = [f"// {query.title}", *(f"// {line}".rstrip() for line in query.description.splitlines())]
    if query.parameters:
        about.append("// The values stand in the query; put others in their places:")
        about += [f"//   {p.name} = {_literal(p.default)}: {p.description}" for p in query.parameters]
    return "\n".join([*about, f"{inlined(query)};", ""])


def inlined(query: Query) -> str:
    """Return a query with the defaults in the places of its parameters.

    Browser shows rows only for a single statement, so parameters can't be set before the query.
    """
    text = body(query.cypher)
    for token in reversed(list(tokens(text))):
        if token.kind == "parameter":
            value = _literal(query.defaults[token.text.strip("$`")])
            text = text[: token.offset] + value + text[token.offset + len(token.text) :]
    return text


def body(cypher: str) -> str:
    """Return a query without the comment lines at its head."""
    return re.sub(r"\A(?:[ \t]*//[^\n]*\n|[ \t]*\n)+", "", cypher).rstrip().rstrip(";")


def _picture(picture: Picture) -> str:
    return f"// {picture.title}\n{picture.cypher};\n"


def _literal(value: Any) -> str:
    """Return a default as Cypher text: JSON is Cypher for what defaults are (texts, numbers, booleans, null, lists)."""
    return json.dumps(value, ensure_ascii=False)
