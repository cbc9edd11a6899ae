"""Generic words never become nodes; names that look generic do."""

from __future__ import annotations

import pytest

from extract.records import EntityType
from kg.linking.generic import is_generic


@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("Method", "model"),
        ("Method", "our proposed framework"),
        ("Method", "state-of-the-art methods"),
        ("Method", "the baselines"),
        ("Method", "training method"),
        ("Task", "downstream tasks"),
        ("Task", "this problem"),
        ("Task", "generalization"),
        ("Dataset", "three benchmarks"),
        ("Dataset", "large-scale data"),
        ("Metric", "performance"),
        ("Metric", "3"),
        ("Method", "--"),
    ],
)
def test_generic(label: EntityType, form: str) -> None:
    assert is_generic(form, label)


@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("Task", "domain generalization"),
        ("Task", "object detection"),
        ("Method", "metric learning"),
        ("Method", "target network"),
        ("Method", "neural network"),
        ("Method", "language model"),
        ("Method", "SET"),
        ("Metric", "training cost"),
        ("Metric", "accuracy"),
        ("Dataset", "Open Images"),
    ],
)
def test_not_generic(label: EntityType, form: str) -> None:
    assert not is_generic(form, label)
