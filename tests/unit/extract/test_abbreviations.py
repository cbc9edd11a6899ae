"""Abbreviations by Schwartz and Hearst."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.abbreviations import find_abbreviations, long_form_start


def pairs(text: str) -> list[tuple[str, str]]:
    return [(a.short, a.long) for a in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We train a graph neural network (GNN).", ("GNN", "graph neural network")),
        ("convolutional neural networks (CNNs) are", ("CNNs", "convolutional neural networks")),
        ("Heat shock transcription factor (HSF) binds", ("HSF", "Heat shock transcription factor")),
        ("on Visual Question Answering (VQA; see below)", ("VQA", "Visual Question Answering")),
        ("the Fréchet inception distance (FID) falls", ("FID", "Fréchet inception distance")),
        ("semi-supervised learning (SSL)", ("SSL", "semi-supervised learning")),
    ],
)
def test_finds_the_long_form(text: str, expected: tuple[str, str]) -> None:
    assert pairs(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "It is good (see Table 2).",
        "three methods (in 2020)",
        "a model (our own)",
        "We win. Transformers (BLEU)",
        "(ABC)",
        "",
    ],
)
def test_leaves_other_parentheses_alone(text: str) -> None:
    assert pairs(text) == []


def test_offsets_point_at_both_forms() -> None:
    text = "Title\nWe study reinforcement learning (RL) here."
    (found,) = find_abbreviations(text)
    assert text[slice(*found.short_span)] == "RL"
    assert text[slice(*found.long_span)] == "reinforcement learning"


def test_first_character_must_begin_a_word() -> None:
    assert long_form_start("AB", "xab b") is None


@given(st.text(max_size=200))
def test_never_fails_and_offsets_hold(text: str) -> None:
    for found in find_abbreviations(text):
        assert text[slice(*found.short_span)] == found.short
        assert text[slice(*found.long_span)] == found.long
