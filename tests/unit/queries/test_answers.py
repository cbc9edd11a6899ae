"""Every query of the library gives the right rows, in the right order, on the embedded engine and on Neo4j."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
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
from kg.embedded import engine as embedded
from kg.errors import NotFoundError
from kg.store import save_graph
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


def test_a_graph_handle_also_takes_names_in_another_spelling(library: Library, tmp_path: Path) -> None:
    graph = save_graph(tmp_path / "g", library.graph)
    found = queries.run(graph, "papers-of-method", method="self attention")
    assert set(found.column("method")) == {"self-attention"}
    with pytest.raises(NotFoundError, match=r"no method of that name; did you mean .*'BERT'"):
        queries.run(graph, "papers-of-method", method="Burt")


def test_the_exact_name_wins_over_one_in_another_case(engine: Backend) -> None:
    for name in ("Transformer", "transformer"):
        assert set(queries.run(engine, "papers-of-method", method=name).column("method")) == {name}


def test_no_rows_for_a_known_name_are_the_answer(library: Library, tmp_path: Path) -> None:
    """A handle must not go on to another node of a similar name."""
    graph = save_graph(tmp_path / "g", library.graph)
    for name in queries.catalog():
        try:
            on_engine = queries.run(embedded(graph), name)
        except NotFoundError:
            continue
        assert queries.run(graph, name) == on_engine


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
