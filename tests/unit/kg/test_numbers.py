"""Reported values as numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.numbers import parse_number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("76.2", 76.2),
        ("76.2%", 76.2),
        (r"76.2\%", 76.2),
        ("1,024", 1024.0),
        ("1,024,000.5", 1024000.5),
        ("+1.1", 1.1),
        ("−2.5x", -2.5),
        ("42x", 42.0),
        ("10times", 10.0),
        ("10-fold", 10.0),
        ("2+", 2.0),
        ("~5", 5.0),
        ("about 5", 5.0),
        ("88.1 ± 0.3", 88.1),
        ("$88.1 \\pm 0.3$", 88.1),
        ("1.2M", 1.2e6),
        ("70B", 7e10),
        ("1e-3", 0.001),
        (".75", 0.75),
    ],
)
def test_a_single_number_is_parsed(value: str, number: float) -> None:
    assert parse_number(value) == number


@pytest.mark.parametrize(
    "value", ["", "1/3", "1% - 38%", "2 ~ 5 times", "two", "1,02", "12 of 15", "1.2.3", "5 minutes", "1e999"]
)
def test_anything_else_is_no_number(value: str) -> None:
    assert parse_number(value) is None


@given(st.text())
def test_any_text_gives_a_finite_number_or_none(value: str) -> None:
    number = parse_number(value)
    assert number is None or math.isfinite(number)


@given(st.decimals(-10_000, 10_000, places=2))
def test_decimals_come_back(value: object) -> None:
    assert parse_number(str(value)) == pytest.approx(float(str(value)))
