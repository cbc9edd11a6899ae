"""Every query of the library gives the right rows, in the right order, on the embedded engine and on Neo4j."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest
from cypher_backends import ENGINES, open_backend
from cypher_cases import same
from query_answers import ANSWERS
from query_answers.world import Library

import queries
from kg.cypher_types import Backend
from kg.embedded import Engine
from kg.errors import NotFoundError
from queries.values import NODE_KINDS

#: Seconds for one query: a server that has just started, on a busy machine, takes its time over the first ones.
PATIENCE = 300.0

TRIALS = [(name, trial) for name, answer in sorted(ANSWERS.items()) for trial in answer.trials]


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, library: Library) -> Iterator[Backend]:
    yield from open_backend(request.param, library.graph, request)


def test_every_query_has_an_answer() -> None:
    assert set(ANSWERS) == set(queries.catalog())


@pytest.mark.parametrize(("name", "params"), TRIALS, ids=[f"{name} {params or ''}".strip() for name, params in TRIALS])
def test_a_query_gives_the_right_rows(engine: Backend, library: Library, name: str, params: dict[str, Any]) -> None:
    query = queries.get(name)
    expected = ANSWERS[name].function(library, **{**query.defaults, **params})
    result = queries.run(engine, name, params, timeout=PATIENCE)
    assert result.columns == [column.name for column in query.columns]
    assert same(result.rows, expected, ordered=True), f"{result.rows[:8]}\ninstead of\n{list(expected)[:8]}"
    assert result.warnings == []


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_some_trial_of_a_query_has_rows(library: Library, name: str) -> None:
    query = queries.get(name)
    trials = ANSWERS[name].trials
    assert any(ANSWERS[name].function(library, **{**query.defaults, **trial}) for trial in trials)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_columns_are_of_the_types_that_the_header_tells(engine: Backend, name: str) -> None:
    kinds = {"string": str, "integer": int, "float": float, "boolean": bool, "string[]": list}
    for trial in ANSWERS[name].trials:
        result = queries.run(engine, name, trial, timeout=PATIENCE)
        for column in queries.get(name).columns:
            for value in result.column(column.name):
                assert value is None or type(value) is kinds[column.type], f"{column.name}: {value!r}"


def test_an_unknown_name_is_told_with_the_nearest(engine: Backend) -> None:
    with pytest.raises(NotFoundError, match="'bert large': no method of that name; did you mean 'BERT'"):
        queries.run(engine, "papers-of-method", method="bert large")
    with pytest.raises(NotFoundError, match="no paper of that name"):
        queries.run(engine, "what-a-paper-says", paper="nothing of the kind")


def test_a_known_name_without_rows_gives_no_rows(engine: Backend) -> None:
    assert queries.run(engine, "papers-of-entity", entity="Lost set").rows == []


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_graph_with_nothing_in_it_is_no_trouble(name: str) -> None:
    empty = Engine.from_networkx(nx.MultiDiGraph())
    if any(parameter.type in NODE_KINDS and parameter.default for parameter in queries.get(name).parameters):
        with pytest.raises(NotFoundError, match="is the default; give your own with -p"):
            queries.run(empty, name)
    else:
        result = queries.run(empty, name)
        assert (result.rows, result.warnings) == ([], [])
