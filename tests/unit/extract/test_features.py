"""Features of forms, pairs and values: sizes that the heads expect, and what they tell."""

from __future__ import annotations

import pytest

from extract.features import (
    N_FORM_FEATURES,
    N_PAIR_FEATURES,
    N_SAME_FEATURES,
    N_VALUE_FEATURES,
    closest,
    form_features,
    initials,
    pair_features,
    same_features,
    singular,
    value_features,
)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Neural Networks", "neural network"),
        ("question-answering", "question answering"),
        ("strategies", "strategy"),
        ("losses", "loss"),
        ("loss", "loss"),
        ("bias", "bia"),
        ("synthesis", "synthesis"),
        ("GANs", "gan"),
        ("gas", "gas"),
    ],
)
def test_singular_folds_and_drops_the_plural(phrase: str, expected: str) -> None:
    assert singular(phrase) == expected


def test_initials_count_hyphens_as_breaks() -> None:
    assert initials("Semi-supervised  Learning") == "ssl"


def test_closest_takes_the_fewest_words_between() -> None:
    assert closest([(0, 1), (20, 22)], [(10, 11), (24, 25)]) == ((20, 22), (24, 25))


def test_sizes_are_those_of_the_heads() -> None:
    sentence_of = [0] * 10
    assert len(form_features("BERT", [(0, 1)], 3, 10, False)) == N_FORM_FEATURES
    assert len(same_features("BERT", "BERT model", False)) == N_SAME_FEATURES
    features, stretch = pair_features(("A", "Method", [(0, 1)]), ("B", "Task", [(4, 6)]), sentence_of, 3)
    assert len(features) == N_PAIR_FEATURES
    assert stretch == (0, 6)
    assert len(value_features((5, 6), "Metric", [(2, 3)], sentence_of, 3)) == N_VALUE_FEATURES


def test_same_features_know_an_abbreviation_by_its_letters() -> None:
    assert same_features("GNN", "graph neural network", False)[3] == 1.0
    assert same_features("GNN", "graph attention", False)[3] == 0.0
