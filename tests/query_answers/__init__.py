"""The right answers of the query library, computed in plain Python, to compare both engines with.

A module a theme. Each answer is a function of the graph and of the query's parameters, which returns the rows that the
query must give, in their order, and is tried with the sets of parameters that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from query_answers.world import Library

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Answer:
    """How to answer a query, and the parameters to try it with, besides none at all."""

    function: Callable[..., Rows]
    trials: tuple[dict[str, Any], ...]


ANSWERS: dict[str, Answer] = {}


def answers(query: str, *trials: dict[str, Any]) -> Callable[[Callable[..., Rows]], Callable[..., Rows]]:
    """Register the decorated function as the answer of a query."""

    def register(function: Callable[..., Rows]) -> Callable[..., Rows]:
        ANSWERS[query] = Answer(function, ({}, *trials))
        return function

    return register


def node(w: Library, value: str, *labels: str) -> str:
    """Return the id of the node that a parameter names: by id, else by name, else by alias; the most popular one."""
    found = []
    for n in w.nodes.values():
        forms = [alias.lower() for alias in n.get("aliases", [])]
        if n["label"] not in labels or (value.lower() not in [n["name"].lower(), *forms] and value != n["id"]):
            continue
        ranks = [n["id"] == value, n["name"] == value, n["name"].lower() == value.lower(), True]
        found.append((ranks.index(True), -n.get("n_papers", 0), n["id"]))
    return min(found)[2]


def entity(w: Library, value: str) -> str:
    return node(w, value, "Method", "Dataset", "Task", "Metric")


def paper(w: Library, value: str) -> str:
    """Return the id of the paper that a parameter names: by id, else by the shortest title that has it in it."""
    found = [
        (n["id"] != value, len(n["name"]), n["id"])
        for n in w.nodes.values()
        if n["label"] == "Paper" and (n["id"] == value or value.lower() in n["name"].lower())
    ]
    return min(found)[2]


def shown(w: Library, id: str, descriptive: bool) -> bool:
    return descriptive or not w.nodes[id].get("descriptive", False)


def last(value: Any) -> tuple[bool, Any]:
    """Sort key under which null comes last, upwards."""
    return (value is None, value)


def first(sentences: Sequence[str]) -> str | None:
    return sentences[0] if sentences else None


def year(w: Library, id: str) -> int | None:
    return w.nodes[id].get("year")


def since_year(w: Library, id: str, since: int | None) -> bool:
    return since is None or (year(w, id) is not None and year(w, id) >= since)  # type: ignore[operator]


def newest(w: Library) -> int:
    return max(n["year"] for n in w.nodes.values() if "year" in n)


from query_answers import entities, overview, papers, paths, quality, tasks  # noqa: E402, F401  # they register
