"""Decoding of BIO tags."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.tagging import decode, span_probability, transition_mask, viterbi

TAGS = ("O", "B-x", "I-x", "B-y", "I-y")
MASK = transition_mask(TAGS)


def well_formed(sequence: tuple[int, ...]) -> bool:
    before = "O"
    for tag in (TAGS[t] for t in sequence):
        if tag.startswith("I-") and before[2:] != tag[2:]:
            return False
        before = tag
    return True


@given(st.lists(st.lists(st.integers(-50, 50), min_size=5, max_size=5), min_size=1, max_size=5))
def test_viterbi_finds_the_best_well_formed_sequence(rows: list[list[int]]) -> None:
    logits = np.array(rows, dtype=np.float32)

    def score(sequence: tuple[int, ...]) -> float:
        return float(sum(logits[i, t] for i, t in enumerate(sequence)))

    best = max(score(s) for s in itertools.product(range(5), repeat=len(rows)) if well_formed(s))
    found = tuple(viterbi(logits, MASK))
    assert well_formed(found)
    assert score(found) == pytest.approx(best)


def test_decode_reads_spans_with_types() -> None:
    logits = np.full((5, 5), -9.0, dtype=np.float32)
    for row, tag in enumerate([1, 2, 0, 3, 1]):
        logits[row, tag] = 9.0
    assert decode(logits, TAGS, MASK) == [((0, 2), "x"), ((3, 4), "y"), ((4, 5), "x")]
    assert decode(logits, TAGS, MASK, outside_bias=100.0) == []
    assert decode(logits[:0], TAGS, MASK) == []


def test_span_probability_is_a_geometric_mean() -> None:
    p = np.array([[0.0, 0.5, 0.0, 0, 0], [0, 0, 0.5, 0, 0], [0.5, 0, 0.5, 0, 0]])
    assert span_probability(p, (0, 2), 1, 2) == pytest.approx(0.5)
