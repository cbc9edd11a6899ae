"""The query page: the result of a Cypher query as a graph, with its rows beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extract.latex import plain
from kg.cypher_types import Node as CypherNode
from kg.cypher_types import Path, QueryResult, Rel
from viz.blocks import Block, Cell, Code, Empty, Ref, Table, Text
from viz.cut import make_edges, make_nodes, paper_refs
from viz.model import View
from viz.place import by_force
from viz.source import Source
from viz.text import clean, clean_line, count, shorten

_ROWS = 200
_TEXT = 160


def query(
    source: Source,
    cypher: str,
    *,
    params: Mapping[str, Any] | None = None,
    max_nodes: int = 300,
    timeout: float = 30.0,
    seed: int = 0,
) -> View:
    """Make the page of a query's result.

    Nodes, relationships and paths become the picture. Rows of plain values are looked up: a value that is the id or
    the name of a node stands for that node. Where a result has nodes but no relationships, those that the graph has
    between them are drawn.

    Parameters
    ----------
    source
        The graph, opened from a directory.
    cypher
        A Cypher query, or the name of a query of the catalogue.
    params
        Values of its parameters.
    max_nodes
        Nodes of the picture, in the order of the rows.
    timeout
        Seconds after which the query is stopped.
    seed
        Equal seeds give equal pages.
    """
    title, text, result = _run(source, cypher, dict(params or {}), timeout)
    ids: dict[str, None] = {}
    rels: dict[tuple[str, str, str], None] = {}
    loose: list[Rel] = []
    for row in result.rows:
        for value in row:
            for part in _parts(value):
                if isinstance(part, CypherNode):
                    ids.setdefault(part.id)
                elif part.start and part.end:
                    rels.setdefault((part.start, part.type, part.end))
                else:
                    loose.append(part)
    for found in _ends(source, loose):
        rels.setdefault(found)
    for u, _, v in rels:
        ids.setdefault(u)
        ids.setdefault(v)
    looked_up = not ids
    names = _names(source) if looked_up else {}
    if looked_up:
        ids.update(dict.fromkeys(_named(source, result, names)))
    known = [n for n in ids if n in source.nx]
    drawn = known[:max_nodes]
    nodes = make_nodes(source, drawn)
    wanted = {(u, v, key) for u, key, v in rels}
    edges = make_edges(source, drawn, keep=(lambda u, v, key, _: (u, v, key) in wanted) if wanted else None)
    by_force(nodes, edges, seed=seed, spacing=120.0)
    return View(
        page="query",
        title=title,
        subtitle=f"{count(len(result.rows), 'rows')}, {count(len(drawn), 'nodes')}, {count(len(edges), 'edges')}",
        nodes=nodes,
        edges=edges,
        papers=paper_refs(source, nodes, edges),
        story=_story(source, text, result, names if known else {}, bool(wanted)),
        left_out=_left_out(len(known), len(drawn), len(result.rows)),
        document=True,
        empty="The result names no node of the graph. Return nodes, relationships or paths to see them here.",
    )


def _run(source: Source, cypher: str, params: dict[str, Any], timeout: float) -> tuple[str, str, QueryResult]:
    from kg.embedded import Engine
    from queries.catalog import catalog
    from queries.running import run

    engine = Engine.open(source.handle) if source.handle is not None else Engine.from_networkx(source.nx)
    with engine:
        named = catalog().get(cypher)
        if named:
            return named.title, named.cypher, run(source.handle or engine, cypher, params, timeout=timeout)
        return "Query", cypher, engine.run(cypher, params, timeout=timeout)


def _parts(value: Any) -> Iterator[CypherNode | Rel]:
    if isinstance(value, CypherNode | Rel):
        yield value
    elif isinstance(value, Path):
        yield from value.nodes
        yield from value.rels
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _parts(item)


def _ends(source: Source, loose: list[Rel]) -> Iterator[tuple[str, str, str]]:
    """Find relationships that were returned without their ends again, by type and the places of their evidence."""
    if not loose:
        return
    wanted = {(r.type, tuple(r.properties.get("evidence_at") or ())) for r in loose}
    for u, v, key, data in source.nx.edges(keys=True, data=True):
        if (key, tuple(data.get("evidence_at", ()))) in wanted:
            yield u, key, v


def _names(source: Source) -> dict[str, str]:
    """Return name or title -> node, the most important of a name."""
    names: dict[str, str] = {}
    for node in source.by_importance([n for n in source.nx if source.label(n) != "Result"]):
        data = source.nx.nodes[node]
        names.setdefault(str(data.get("name", "")), node)
        if "title" in data:
            names.setdefault(data["title"], node)
    return names


def _named(source: Source, result: QueryResult, names: Mapping[str, str]) -> Iterator[str]:
    for row in result.rows:
        for value in row:
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str):
                    found = text if text in source.nx else names.get(text)
                    if found:
                        yield found


def _story(source: Source, text: str, result: QueryResult, names: Mapping[str, str], stated: bool) -> list[Block]:
    body = "\n".join(line for line in text.splitlines() if not line.startswith("//")).strip()
    blocks: list[Block] = [Code("Cypher", "\n".join(clean_line(line) for line in body.splitlines()))]
    blocks += [Text(clean(warning), "Warning") for warning in result.warnings]
    if not result.rows:
        return [*blocks, Empty("The query ran and found nothing.")]
    if names:
        blocks.append(Text("The rows are plain values; the picture shows the nodes that they name."))
    if not stated and any(isinstance(v, CypherNode) for row in result.rows for v in row):
        blocks.append(Text("The result has nodes only; the picture shows all relations of the graph between them."))
    heads = tuple(Cell(clean(c)) for c in result.columns)
    rows = tuple(tuple(_cell(source, v, names) for v in row) for row in result.rows[:_ROWS])
    note = f"The first {_ROWS} of {len(result.rows):,} rows." if len(result.rows) > _ROWS else ""
    blocks.append(Table(count(len(result.rows), "rows"), heads, rows, note=note))
    return blocks


def _cell(source: Source, value: Any, names: Mapping[str, str]) -> Cell:
    if isinstance(value, CypherNode):
        if value.id not in source.nx:
            return Cell(shorten(clean(plain(value.name)), _TEXT))
        ref = Ref(value.id, source.name(value.id), source.label(value.id))
        return Cell(ref.name, ref)
    if isinstance(value, Rel):
        return Cell(value.type)
    if isinstance(value, Path):
        return Cell(shorten(" → ".join(clean(plain(n.name)) for n in value.nodes), _TEXT))
    node = (
        value if isinstance(value, str) and value in source.nx else names.get(value) if isinstance(value, str) else None
    )
    if node:
        return Cell(value, Ref(node, shorten(source.name(node), _TEXT), source.label(node)))
    if isinstance(value, list | tuple):
        return Cell(shorten(", ".join(_cell(source, v, {}).text for v in value), _TEXT))
    if isinstance(value, float):
        return Cell(f"{value:.4g}")
    return Cell("" if value is None else shorten(clean(plain(str(value))), _TEXT))


def _left_out(known: int, drawn: int, rows: int) -> list[str]:
    told = []
    if known > drawn:
        told.append(f"{count(known - drawn, 'nodes')} of the result beyond the first {drawn:,} (--max-nodes).")
    if rows > _ROWS:
        told.append(f"{count(rows - _ROWS, 'rows')} of the table beyond the first {_ROWS}.")
    return told
