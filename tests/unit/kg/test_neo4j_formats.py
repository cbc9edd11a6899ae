"""What is written for Neo4j without a server: marks, statements, literals and CSV fields."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j_graphs import small_graph

from kg.cypher_text import tokens
from kg.formats.cypher import literal, script
from kg.formats.neo4j_import import cell, write
from kg.neo4j.constraints import schema_items
from kg.neo4j.rows import cleared, groups, mark_of, node_rows, relationship_rows
from kg.schema import NODE_TYPES


def test_equal_content_has_an_equal_mark_and_other_content_another() -> None:
    one = {"id": "a", "name": "x", "date": dt.date(2020, 1, 1), "aliases": ["b", "c"]}
    assert mark_of(one) == mark_of(dict(reversed(one.items())))
    assert len(mark_of(one)) == 16
    assert mark_of(one) != mark_of(one | {"aliases": ["c", "b"]})
    assert mark_of(one) != mark_of({k: v for k, v in one.items() if k != "date"})


def test_a_property_that_is_gone_is_cleared() -> None:
    row = cleared(NODE_TYPES["Task"].properties, {"id": "task:x", "name": "x"})
    assert row["name"] == "x"
    assert row["aliases"] is None
    assert list(row) == [p.name for p in NODE_TYPES["Task"].properties]


def test_rows_are_those_of_the_graph() -> None:
    graph = small_graph()
    assert sum(map(len, node_rows(graph).values())) == graph.number_of_nodes()
    rows = relationship_rows(graph)
    assert sum(map(len, rows.values())) == graph.number_of_edges()
    assert set(rows) == set(groups())


def test_schema_items_have_names_of_their_own() -> None:
    items = list(schema_items())
    assert len({item.name for item in items}) == len(items) == 16
    assert all(item.name in item.cypher and "IF NOT EXISTS" in item.cypher for item in items)


@given(st.text())
def test_any_text_is_one_string_token(text: str) -> None:
    written = literal(text)
    (token,) = tokens(written)
    assert token.kind == "string"
    assert "\n" not in written
    assert "\r" not in written


@given(st.text(alphabet="\\u0027'\"nx", max_size=20))
def test_a_backslash_is_always_doubled(text: str) -> None:
    inner = literal(text)[1:-1]
    assert re.sub(r"\\\\", "", inner).replace("\\'", "").count("\\") == 0


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("it's", r"'it\'s'"),
        ("a\\u0027", r"'a\\u0027'"),
        ("\x00\u2028", r"'\u0000\u2028'"),
        (True, "true"),
        (-3, "-3"),
        (1e-05, "1e-05"),
        (dt.date(2020, 2, 3), "date('2020-02-03')"),
        (["a", 1], "['a', 1]"),
        ({"k": ["v"]}, "{k: ['v']}"),
    ],
)
def test_literals(value: object, written: str) -> None:
    assert literal(value) == written


def test_the_script_has_one_statement_a_line() -> None:
    lines = list(script(small_graph()))
    assert all(line.startswith("//") or line.endswith(";") for line in lines)
    assert sum(line.startswith("UNWIND") for line in lines) >= 10
    assert list(script(small_graph())) == lines


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", '""'),
        ('say "x"', '"say ""x"""'),
        (["a", "b"], '"a\x1fb"'),
        ([], '""'),
        (False, "false"),
        (dt.date(2020, 2, 3), "2020-02-03"),
        (0.25, "0.25"),
    ],
)
def test_fields_of_the_import(value: object, written: str) -> None:
    assert cell(value) == written


def test_line_breaks_are_told_to_the_importer_only_when_there_are_some(tmp_path: Path) -> None:
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_node("task:a", label="Task", id="task:a", name="a")
    for name, graph, told in (("plain", plain, False), ("hostile", small_graph(), True)):
        (tmp_path / name).mkdir()
        write(graph, tmp_path / name)
        command = (tmp_path / name / "import.sh").read_text()
        assert ("--multiline-fields=true" in command) == told
    assert sorted(path.name for path in (tmp_path / "plain").iterdir()) == [
        "Task-header.csv",
        "Task-part001.csv",
        "after-import.cypher",
        "import.sh",
    ]
