"""Cypher queries with their right answers computed in Python, and how the rows of an engine are compared with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from cypher_world import World

from kg.cypher_lint import lint
from kg.cypher_types import Backend
from kg.embedded import Engine
from kg.errors import QueryError

#: Stands for a value that is undefined, in an expected row.
ANY = object()

Answer = Callable[[World], Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class Case:
    """A query, its parameters, and the rows that it must give.

    ``ordered``: in this order, too. ``lacking``: the embedded engine can't do it, or does it wrong, and lint says so.
    """

    name: str
    cypher: str
    answer: Answer
    params: dict[str, Any] | Callable[[World], dict[str, Any]]
    ordered: bool
    lacking: bool


@dataclass
class Cases:
    """The cases of one test file: call it to add one."""

    all: list[Case] = field(default_factory=list)

    def __call__(
        self,
        name: str,
        cypher: str,
        answer: Answer,
        params: dict[str, Any] | Callable[[World], dict[str, Any]] | None = None,
        *,
        ordered: bool = True,
        lacking: bool = False,
    ) -> None:
        self.all.append(Case(name, cypher, answer, params or {}, ordered, lacking))

    @property
    def parametrize(self) -> pytest.MarkDecorator:
        """Run a test for every case."""
        return pytest.mark.parametrize("case", self.all, ids=[case.name for case in self.all])


def check(case: Case, backend: Backend, world: World) -> None:
    """Run a case on an engine and compare the rows; what the embedded engine lacks, lint must flag."""
    params = case.params(world) if callable(case.params) else case.params
    expected = [list(row) for row in case.answer(world)]
    if case.lacking:
        assert lint(case.cypher), "lint does not flag what the embedded engine lacks"
        if isinstance(backend, Engine):
            try:
                rows = backend.run(case.cypher, params).rows
            except QueryError:
                return
            assert not same(rows, expected, case.ordered), "the embedded engine has learnt it: drop 'lacking'"
            return
    rows = backend.run(case.cypher, params, timeout=300).rows
    assert same(rows, expected, case.ordered), f"{rows[:10]} instead of {expected[:10]}"


def same(found: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]], ordered: bool) -> bool:
    """Whether two sets of rows are equal: floats to nine digits, and in any order unless ``ordered``."""
    if len(found) != len(expected):
        return False
    if not ordered:
        found, expected = sorted(found, key=_key), sorted(expected, key=_key)
    return all(_same(a, b) for a, b in zip(found, expected, strict=True))


def _same(found: Any, expected: Any) -> bool:
    if expected is ANY:
        return True
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(found, float) or isinstance(expected, float):
        numbers = isinstance(found, int | float) and isinstance(expected, int | float)
        return numbers and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(found, list | tuple) and isinstance(expected, list | tuple):
        return len(found) == len(expected) and all(map(_same, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(_same(found[k], expected[k]) for k in found)
    return bool(found == expected)


def _key(row: Sequence[Any]) -> str:
    return repr([round(v, 6) if isinstance(v, float) else list(v) if isinstance(v, tuple) else v for v in row])
