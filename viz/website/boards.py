"""Leaderboards: reported results by dataset and metric, the best first, and what most papers name."""

from __future__ import annotations

import re
from collections import defaultdict

from viz.blocks import Block, Cell, Empty, Names, Ref, Table, Text
from viz.results import ResultRow, ref_cell, result_row
from viz.source import Source
from viz.text import PLURALS, count

#: Metrics of which less is better, told by a word in their name.
_LESS = re.compile(
    r"\b(error|loss|perplexity|ppl|fid|wer|cer|mae|mse|rmse|distance|latency|time|bpc|bpd|params|parameters|flops"
    r"|cost|runtime|memory|hallucination)\b",
    re.IGNORECASE,
)
_BOARDS, _ROWS = 120, 25


def leaderboards(source: Source) -> list[Block]:
    """Return the leaderboards of the results that name a dataset and a metric, those with most results first."""
    boards: defaultdict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    left_out = 0
    for node in source.of_label("Result"):
        row = result_row(source, node)
        if row.dataset and row.metric and row.number is not None and not row.delta:
            boards[row.dataset, row.metric].append(row)
        else:
            left_out += 1
    if not boards:
        return [Empty("No paper of this graph reports a number on a named dataset by a named metric.")]
    ranked = sorted(boards.items(), key=lambda b: (-len(b[1]), source.name(b[0][0]).lower(), b[0]))
    blocks: list[Block] = [
        Text(
            f"{count(len(boards), 'leaderboards')} from what abstracts report. Numbers of different papers may come "
            "from different settings: follow the link to the paper before comparing them."
        )
    ]
    blocks += [_board(source, *key, rows) for key, rows in ranked[:_BOARDS]]
    if left_out:
        told = "that are improvements, or name no dataset, are on the pages they belong to."
        blocks.append(Text(f"{count(left_out, 'results')} {told}"))
    if len(ranked) > _BOARDS:
        blocks.append(Text(f"{count(len(ranked) - _BOARDS, 'leaderboards')} with fewer results are left out."))
    return blocks


def less_is_better(metric: str) -> bool:
    """Whether lower values of a metric are better, judged by its name."""
    return bool(_LESS.search(metric))


def _board(source: Source, dataset: str, metric: str, rows: list[ResultRow]) -> Block:
    less = less_is_better(source.name(metric))
    rows = sorted(rows, key=lambda r: ((r.number or 0.0) * (1 if less else -1), r.id))
    lines = [
        (
            Cell(str(place)),
            Cell(r.value or r.text, strong=place == 1),
            ref_cell(source, r.method),
            ref_cell(source, r.task),
            ref_cell(source, r.paper),
            Cell(str(source.nx.nodes[r.paper].get("year", "")) if r.paper else ""),
        )
        for place, r in enumerate(rows[:_ROWS], start=1)
    ]
    heads = tuple(Cell(c) for c in ("", "Result", "Method", "Task", "Paper", "Year"))
    note = "Less is better." if less else ""
    return Table(f"{source.name(dataset)}: {source.name(metric)}", heads, tuple(lines), note=note)


def most_named(source: Source, limit: int = 12) -> list[Block]:
    """Return the entities that most papers name, a list for each type."""
    blocks: list[Block] = []
    for label in ("Method", "Task", "Dataset", "Metric"):
        nodes = [n for n in source.entities() if source.label(n) == label]
        nodes.sort(key=lambda n: (-source.nx.nodes[n].get("n_papers", 0), -source.importance[n], n))
        items = tuple(
            (Ref(n, source.name(n), label), int(source.nx.nodes[n].get("n_papers", 0)), "") for n in nodes[:limit]
        )
        if items:
            blocks.append(Names(PLURALS[label].capitalize(), items))
    return blocks
