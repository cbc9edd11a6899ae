"""Guards: what keeps two similar forms apart."""

from __future__ import annotations

import pytest

from kg.linking.guards import blocked, more_specific
from kg.linking.normalize import normalize


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("GPT-3", "GPT-4"),
        ("ResNet-50", "ResNet"),
        ("BERT large", "BERT base"),
        ("large language model", "language model"),
        ("small vision model", "large vision model"),
        ("supervised pre-training", "unsupervised pre-training"),
        ("self-supervised learning", "semi-supervised learning"),
        ("image classification model", "video classification model"),
        ("linear probing", "non-linear probing"),
        ("text encoder", "text decoder"),
        ("Swin v2", "Swin"),
        ("symmetric loss", "asymmetric loss"),
    ],
)
def test_versions_sizes_settings_and_opposites_are_kept_apart(a: str, b: str) -> None:
    assert blocked(normalize(a, "Method"), normalize(b, "Method"))
    assert blocked(normalize(b, "Method"), normalize(a, "Method"))


@pytest.mark.parametrize(("a", "b"), [("GPT-3", "gpt3"), ("mask image modeling", "masked image modeling")])
def test_variants_pass(a: str, b: str) -> None:
    assert blocked(normalize(a, "Method"), normalize(b, "Method")) is None


def test_a_narrower_form_is_told_from_a_longer_one() -> None:
    head = normalize("representation learning", "Task")
    assert more_specific(normalize("robust representation learning", "Task"), head, True)
    assert not more_specific(normalize("robust representation learning", "Task"), head, False)
    assert not more_specific(normalize("representation learning framework", "Task"), head, True)
    deep = normalize("deep reinforcement learning", "Method")
    assert more_specific(deep, normalize("reinforcement learning", "Method"), True)
    # A version is another thing, however few papers mention it.
    suite = normalize("SpeedBench", "Dataset")
    assert more_specific(normalize("SpeedBench v2.0", "Dataset"), suite, False)
