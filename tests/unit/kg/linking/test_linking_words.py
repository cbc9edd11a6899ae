"""Singulars, spellings and stems of single words."""

from __future__ import annotations

import pytest

from kg.linking.words import american, singular, stem


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("networks", "network"),
        ("queries", "query"),
        ("losses", "loss"),
        ("boxes", "box"),
        ("classes", "class"),
        ("analyses", "analysis"),
        ("corpora", "corpus"),
        ("matrices", "matrix"),
        ("hypotheses", "hypothesis"),
        ("branches", "branch"),
    ],
)
def test_plurals_lose_their_ending(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize("word", ["bias", "loss", "analysis", "corpus", "physics", "series", "gps", "news", "adjacent"])
def test_words_that_are_no_plurals_stay(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("british", "expected"),
    [
        ("optimisation", "optimization"),
        ("generalise", "generalize"),
        ("regularised", "regularized"),
        ("modelling", "modeling"),
        ("labelled", "labeled"),
        ("colour", "color"),
        ("dialogue", "dialog"),
        ("behaviour", "behavior"),
        ("adaption", "adaptation"),
    ],
)
def test_british_spellings_become_american(british: str, expected: str) -> None:
    assert american(british) == expected


@pytest.mark.parametrize(
    "word", ["noise", "denoising", "supervised", "precise", "rising", "controlled", "pulling", "pairwise"]
)
def test_words_that_only_look_british_stay(word: str) -> None:
    assert american(word) == word


def test_inflections_share_a_stem_and_other_words_do_not() -> None:
    assert stem("masked") == stem("mask")
    assert stem("positional") == stem("position")
    assert stem("continually") == stem("continual")
    assert stem("contrastive") != stem("continual")
