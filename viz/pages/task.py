"""The task page: methods by datasets of one task, with years and results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from viz.blocks import Block, Cell, Empty, Facts, Names, Quote, Quotes, Ref, Table
from viz.cut import make_edges, make_nodes, paper_refs, sentences
from viz.model import View
from viz.place import around
from viz.results import ResultRow, ref_cell, rows_of
from viz.source import Source
from viz.text import count, words

_COLUMNS, _ROWS = 12, 40


def task(source: Source, name: str, *, max_nodes: int = 60, seed: int = 0) -> View:
    """Make the page of one task.

    A method belongs to the task when it is used for it, when a result for the task is its, or when a paper that
    addresses the task proposes it; a dataset when it is a benchmark for it, when a result for the task is on it, or
    when a paper that addresses the task evaluates on it.

    Parameters
    ----------
    source
        The graph.
    name
        Id, name, alias or abbreviation of the task.
    max_nodes
        Nodes of the picture.
    seed
        Equal seeds give equal pages.
    """
    node = source.find(name, "Task")
    papers = [u for u, _, key in source.nx.in_edges(node, keys=True) if key in ("ADDRESSES", "PROPOSES")]
    results = rows_of(source, node)
    methods = _methods(source, node, papers, results)
    datasets = _datasets(source, node, papers, results)
    cells = _cells(source, methods, datasets, results)
    parts = _hierarchy(source, node)
    rows = sorted(methods, key=lambda m: (-sum((m, d) in cells for d in datasets), -methods[m], -_year(source, m), m))
    columns = sorted(datasets, key=lambda d: (-sum((m, d) in cells for m in methods), -datasets[d], d))
    room = max(max_nodes - 1 - len(parts[:8]), 2)
    drawn = rows[: room * 3 // 4] + columns[: room - min(len(rows), room * 3 // 4)]
    ids = list(dict.fromkeys([node, *drawn, *parts[:8]]))
    nodes = make_nodes(source, ids)
    nodes[0].size = max(nodes[0].size, 26.0)
    edges = make_edges(source, ids)
    around(nodes, ("Dataset", "Task", "Method"), seed=seed)
    return View(
        page="task",
        title=source.name(node),
        subtitle=f"Task: {count(len(methods), 'methods')} by {count(len(datasets), 'datasets')}, "
        f"{count(len(papers), 'papers')} address it",
        nodes=nodes,
        edges=edges,
        papers=paper_refs(source, nodes, edges),
        story=_story(source, node, papers, results, (rows, columns, cells), methods),
        left_out=_left_out(rows, columns, drawn),
        focus=(node,),
        document=True,
        kind="Task",
        empty="Nothing is tied to this task in this graph.",
    )


def _year(source: Source, node: str) -> int:
    return int(source.nx.nodes[node].get("first_year") or 0)


def _methods(source: Source, node: str, papers: Sequence[str], results: Sequence[ResultRow]) -> dict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for u, _, key, data in source.nx.in_edges(node, keys=True, data=True):
        if key == "USED_FOR" and source.label(u) == "Method":
            found[u] += float(data.get("confidence", 0.5)) * data.get("n_papers", 1)
    for row in results:
        if row.method:
            found[row.method] += 1.0
    for paper in papers:
        for _, v, key in source.nx.out_edges(paper, keys=True):
            if key == "PROPOSES" and source.label(v) == "Method" and not source.nx.nodes[v].get("descriptive"):
                found[v] += 0.5
    return dict(found)


def _datasets(source: Source, node: str, papers: Sequence[str], results: Sequence[ResultRow]) -> dict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for u, _, key, data in source.nx.in_edges(node, keys=True, data=True):
        if key == "BENCHMARK_FOR":
            found[u] += float(data.get("confidence", 0.5)) * data.get("n_papers", 1)
    for row in results:
        if row.dataset:
            found[row.dataset] += 1.0
    for paper in papers:
        for _, v, key in source.nx.out_edges(paper, keys=True):
            if key == "EVALUATES_ON":
                found[v] += 0.5
    return dict(found)


def _cells(
    source: Source, methods: Mapping[str, float], datasets: Mapping[str, float], results: Sequence[ResultRow]
) -> dict[tuple[str, str], Cell]:
    """Return (method, dataset) -> what is known: a result of the task where there is one, else who evaluated it."""
    cells: dict[tuple[str, str], Cell] = {}
    for method in methods:
        for _, dataset, key, data in source.nx.out_edges(method, keys=True, data=True):
            if key == "EVALUATED_WITH" and dataset in datasets:
                cells[method, dataset] = Cell(
                    "✓", note=count(n, "papers") if (n := int(data.get("n_papers", 1))) > 1 else ""
                )
    scores: defaultdict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for row in results:
        if row.method and row.dataset:
            scores[row.method, row.dataset].append(row)
    for pair, rows in scores.items():
        best = rows[0]
        year = source.nx.nodes[best.paper].get("year") if best.paper else None
        more = f"+{len(rows) - 1} more" if len(rows) > 1 else ""
        metric = source.name(best.metric) if best.metric else ""
        note = " · ".join(str(part) for part in (metric, year, more) if part)
        cells[pair] = Cell(best.value or best.text, note=note, strong=True)
    return cells


def _hierarchy(source: Source, node: str) -> list[str]:
    near = [v for _, v, key in source.nx.out_edges(node, keys=True) if key == "SUBTASK_OF"]
    near += [u for u, _, key in source.nx.in_edges(node, keys=True) if key == "SUBTASK_OF"]
    return source.by_importance(list(dict.fromkeys(near)))


def _story(
    source: Source,
    node: str,
    papers: Sequence[str],
    results: Sequence[ResultRow],
    matrix: tuple[Sequence[str], Sequence[str], Mapping[tuple[str, str], Cell]],
    methods: Mapping[str, float],
) -> list[Block]:
    rows, columns, cells = matrix
    blocks: list[Block] = [
        Facts(
            (
                (f"{len(papers):,}", "papers address it"),
                (f"{len(rows):,}", "methods"),
                (f"{len(columns):,}", "datasets"),
                (f"{len(results):,}", "results"),
            )
        ),
        *_matrix(source, rows, columns, cells),
    ]
    if results:
        heads = tuple(Cell(c) for c in ("Result", "Method", "Dataset", "Paper", "Year"))
        lines = [
            (
                Cell(r.text, strong=True),
                *(ref_cell(source, n) for n in (r.method, r.dataset, r.paper)),
                Cell(str(source.nx.nodes[r.paper].get("year", "")) if r.paper else ""),
            )
            for r in results[:30]
        ]
        note = f"The newest 30 of {len(results):,}." if len(results) > 30 else ""
        blocks.append(Table("Reported results, newest first", heads, tuple(lines), note=note))
    used = sorted(methods, key=lambda m: (-source.nx.nodes[m].get("n_papers", 0), m))[:10]
    items = tuple((Ref(m, source.name(m), "Method"), int(source.nx.nodes[m].get("n_papers", 0)), "") for m in used)
    if items:
        blocks.append(Names("Best-known methods for it", items))
    for title, key, out in (
        ("Special cases of it", "SUBTASK_OF", False),
        ("It is a special case of", "SUBTASK_OF", True),
    ):
        edges = source.nx.out_edges(node, keys=True) if out else source.nx.in_edges(node, keys=True)
        near = source.by_importance([v if out else u for u, v, k in edges if k == key])[:10]
        near_items = tuple(
            (Ref(n, source.name(n), "Task"), int(source.nx.nodes[n].get("n_papers", 0)), "") for n in near
        )
        if near_items:
            blocks.append(Names(title, near_items))
    blocks += _papers(source, node, papers)
    return blocks


def _matrix(
    source: Source, rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[str, str], Cell]
) -> list[Block]:
    columns = [d for d in columns if any((m, d) in cells for m in rows)][:_COLUMNS]
    known = [m for m in rows if any((m, d) in cells for d in columns)][:_ROWS]
    if not known:
        return [Empty("No paper of this graph says which of its methods was evaluated on which of its datasets.")]
    heads = (Cell("Method"), Cell("Year"), *(ref_cell(source, d) for d in columns))
    lines = [
        (ref_cell(source, m), Cell(str(_year(source, m) or "")), *(cells.get((m, d), Cell()) for d in columns))
        for m in known
    ]
    note = (
        "A number is a reported result, with its year; ✓ means evaluated on it, without a number in the abstract. The "
        "year of a method is that of the first paper that names it."
    )
    return [Table("Methods by datasets", heads, tuple(lines), note=note, grid=True)]


def _papers(source: Source, node: str, papers: Sequence[str]) -> list[Block]:
    ordered = sorted(papers, key=lambda p: (-(source.nx.nodes[p].get("year") or 0), source.name(p)))
    quotes = []
    for p in ordered[:12]:
        for key, data in (source.nx.get_edge_data(p, node) or {}).items():
            for e in sentences(source, data, 1):
                ref = source.paper(p)
                quotes.append(Quote(e.text, p, ref.title, ref.url, words(str(key), forward=False), ref.year))
    more = f"and {count(len(ordered) - 12, 'papers')} more" if len(ordered) > 12 else ""
    return [Quotes("Papers that address it", tuple(quotes), more)] if quotes else []


def _left_out(rows: Sequence[str], columns: Sequence[str], drawn: Sequence[Any]) -> list[str]:
    told = []
    missing = len(set(rows) | set(columns)) - len(set(drawn))
    if missing > 0:
        told.append(f"{count(missing, 'methods')} and datasets of the picture (--max-nodes).")
    if len(rows) > _ROWS:
        told.append(f"Rows of the table beyond the {_ROWS} methods that are evaluated on most datasets.")
    if len(columns) > _COLUMNS:
        told.append(f"Columns beyond the {_COLUMNS} datasets that most methods are evaluated on.")
    return told
