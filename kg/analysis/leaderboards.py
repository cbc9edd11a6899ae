"""Leaderboards: the reported numbers of each dataset and metric, best first."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

#: Metrics of which less is better, by words in their names.
_LESS_IS_BETTER = re.compile(
    r"\b(error|loss|perplexity|ppl|fid|kid|fvd|wer|cer|eer|rmse|mse|mae|mape|rmsle|nll|latency|time|cost|distance|"
    r"divergence|lpips|chamfer|flops?|macs?|parameters?|params|memory|bpc|bpb|bits per \w+|ece|regret|far|frr|ter|"
    r"hallucination rate|failure rate|forgetting|bias)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Score:
    """One reported number. ``method`` and ``task`` are ids or ``None``; ``evidence`` is the sentence that says it."""

    result: str
    value: str
    number: float | None
    unit: str
    method: str | None
    method_name: str | None
    task: str | None
    task_name: str | None
    paper: str
    title: str
    year: int | None
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """The scores of one dataset by one metric, best first; improvements (``delta``) are no scores and are left out."""

    dataset: str
    dataset_name: str
    metric: str
    metric_name: str
    less_is_better: bool
    scores: tuple[Score, ...]


def less_is_better(metric: str) -> bool:
    """Whether a lower number is the better one, told from the metric's name."""
    return _LESS_IS_BETTER.search(metric) is not None


def leaderboards(graph: nx.MultiDiGraph[str], *, min_scores: int = 1) -> list[Leaderboard]:
    """Return every leaderboard of at least ``min_scores`` scores, the longest first.

    Numbers come from abstracts: settings (split, shots, model size) may differ from row to row, which is why every
    score bears its sentence.
    """
    boards: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for node, data in graph.nodes(data=True):
        if data["label"] == "Result" and not data.get("delta"):
            ends = {key: target for _, target, key in graph.out_edges(node, keys=True)}
            if "ON" in ends and "OF" in ends:
                boards[ends["ON"], ends["OF"]].append(_score(graph, node, ends))
    found = [_board(graph, *key, scores) for key, scores in boards.items() if len(scores) >= min_scores]
    return sorted(found, key=lambda b: (-len(b.scores), b.dataset, b.metric))


def leaderboard(graph: nx.MultiDiGraph[str], dataset: str, metric: str | None = None) -> list[Leaderboard]:
    """Return the leaderboards of one dataset (an id), of one metric (an id) or of all, the longest first."""
    return [b for b in leaderboards(graph) if b.dataset == dataset and metric in (None, b.metric)]


def _board(graph: nx.MultiDiGraph[str], dataset: str, metric: str, scores: list[Score]) -> Leaderboard:
    name = graph.nodes[metric]["name"]
    lower = less_is_better(name)
    sign = 1.0 if lower else -1.0
    scores.sort(key=lambda s: (s.number is None, sign * (s.number or 0.0), s.result))
    return Leaderboard(dataset, graph.nodes[dataset]["name"], metric, name, lower, tuple(scores))


def _score(graph: nx.MultiDiGraph[str], node: str, ends: dict[str, str]) -> Score:
    nodes = graph.nodes
    data = nodes[node]
    paper, _, reports = next(iter(graph.in_edges(node, data=True)))
    method, task = ends.get("BY"), ends.get("FOR")
    return Score(
        result=node,
        value=data["value"],
        number=data.get("number"),
        unit=data["unit"],
        method=method,
        method_name=nodes[method]["name"] if method else None,
        task=task,
        task_name=nodes[task]["name"] if task else None,
        paper=paper,
        title=nodes[paper]["name"],
        year=nodes[paper].get("year"),
        confidence=reports["confidence"],
        evidence=tuple(reports["evidence"]),
    )
