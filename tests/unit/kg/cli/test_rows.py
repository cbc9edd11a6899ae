"""Tables that fit the terminal, whatever is in them."""

from __future__ import annotations

import unicodedata

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.rows import render
from kg.cypher_types import QueryResult


def wide(line: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def table(columns: list[str], rows: list[tuple[object, ...]], width: int | None = None) -> list[str]:
    return click.unstyle(render(QueryResult(columns, rows), "table", width)).split("\n")


def test_numbers_stand_to_the_right_and_texts_to_the_left() -> None:
    assert table(["name", "n", "share"], [("a", 5, 0.5), ("long", 100, None)]) == [
        "name    n  share",
        "a       5    0.5",
        "long  100",
    ]


def test_wide_characters_take_two_columns() -> None:
    lines = table(["name", "n"], [("注意", 1), ("abcd", 2), ("e\u0301tude", 3)])
    assert {wide(line) for line in lines} == {8}


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_table_fits_the_terminal_and_numbers_stay_whole(width: int) -> None:
    row = ("A title of a paper that goes on and on", 2024, "注" * 60, "evidence " * 30, 0.123456)
    lines = table(["paper", "year", "other", "evidence", "confidence"], [row], width)
    assert max(map(wide, lines)) <= max(width, 8 * 3 + 4 + 10 + 8)
    assert "2024" in lines[1]
    assert "0.123456" in lines[1]
    assert "…" in lines[1]


def test_a_table_that_fits_is_left_alone() -> None:
    assert table(["a", "b"], [("x" * 30, "y" * 30)], 62) == table(["a", "b"], [("x" * 30, "y" * 30)])


def test_control_characters_never_reach_the_terminal() -> None:
    text = "\n".join(table(["t"], [("a\x1b[31mred\x07\r\nb\u202ec",)]))
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(text)
    assert len(text.split("\n")) == 2


@given(
    st.lists(st.tuples(st.text(max_size=60), st.integers(-(2**63), 2**63 - 1), st.text(max_size=60)), max_size=5),
    st.integers(45, 90),
)
def test_any_text_fits(rows: list[tuple[object, ...]], width: int) -> None:
    lines = table(["text", "number", "other"], rows, width)
    assert len(lines) == len(rows) + 1
    assert max(map(wide, lines)) <= width
