"""Clustering: a unit joins a leader that it matches itself, in an order that does not matter."""

from __future__ import annotations

import random

from kg.linking.clustering import cluster
from kg.linking.scoring import PairScore

HIGH = PairScore("typo", 0.95, "")


def test_no_transitive_closure() -> None:
    """A matches B and B matches C, but A and C do not match: they never meet through B."""
    leader, joined = cluster({"a": 9, "b": 5, "c": 3}, {("a", "b"): HIGH, ("b", "c"): HIGH}, lambda x, y: False)
    assert leader == {"a": "a", "b": "a", "c": "c"}
    assert [(j.member, j.leader) for j in joined] == [("b", "a")]


def test_a_guard_against_any_member_keeps_a_unit_out() -> None:
    scores = {("a", "b"): HIGH, ("a", "c"): HIGH}
    leader, _ = cluster({"a": 9, "b": 5, "c": 3}, scores, lambda x, y: {x, y} == {"b", "c"})
    assert leader == {"a": "a", "b": "a", "c": "c"}


def test_the_best_leader_wins_and_low_scores_join_nothing() -> None:
    scores = {
        ("a", "c"): PairScore("x", 0.92, ""),
        ("b", "c"): PairScore("x", 0.97, ""),
        ("a", "d"): PairScore("x", 0.7, ""),
    }
    leader, _ = cluster({"a": 9, "b": 5, "c": 3, "d": 1}, scores, lambda x, y: False)
    assert leader == {"a": "a", "b": "b", "c": "b", "d": "d"}


def test_the_order_of_the_input_does_not_matter() -> None:
    rng = random.Random(4)
    keys = [f"k{n}" for n in range(40)]
    weights = {k: rng.randrange(1, 5) for k in keys}
    scores = {
        (a, b): PairScore("x", rng.uniform(0.8, 1), "") for a in keys for b in keys if a < b and rng.random() < 0.1
    }
    expected = cluster(weights, scores, lambda a, b: False)[0]
    for _ in range(5):
        rng.shuffle(keys)
        items = list(scores.items())
        rng.shuffle(items)
        assert cluster({k: weights[k] for k in keys}, dict(items), lambda a, b: False)[0] == expected
