"""Blocking brings the right pairs together, and scoring tells variants from siblings."""

from __future__ import annotations

import pytest

from kg.linking.blocking import MAX_BLOCK, pairs
from kg.linking.normalize import normalize
from kg.linking.scoring import ACCEPT, NEAR_MISS, PairScore, hear_embedding, score_pair


def _score(a: str, b: str, abbreviation: str | None = None) -> PairScore | None:
    return score_pair(normalize(a, "Method"), normalize(b, "Method"), abbreviation=abbreviation)


def _blocked_together(a: str, b: str) -> bool:
    x, y = normalize(a, "Method"), normalize(b, "Method")
    return tuple(sorted((x.key, y.key))) in set(pairs([x, y]))


@pytest.mark.parametrize(
    ("a", "b", "step"),
    [
        ("contrastive pre-training", "contrative pre-training", "typo"),
        ("knowledge distillation", "knowledge distillaiton", "typo"),
        ("distillation", "distilation", "typo"),
        ("mask image modeling", "masked image modeling", "inflection"),
        ("positional encoding", "position encoding", "inflection"),
        ("generative pre-trained model", "pre-trained generative models", "order"),
        ("weight averaging", "averaging weights", "order"),
    ],
)
def test_variants_meet_and_are_accepted(a: str, b: str, step: str) -> None:
    assert _blocked_together(a, b)
    score = _score(a, b)
    assert score is not None
    assert score.step == step
    assert score.score >= ACCEPT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("language model", "language modeling"),
        ("text-to-image", "image-to-text"),
        ("pre-training models", "model pre-training"),
        ("retrieval-based memory", "memory-based retrieval"),
        ("feature extraction", "feature extractor"),
    ],
)
def test_doubtful_pairs_are_near_misses(a: str, b: str) -> None:
    score = _score(a, b)
    assert score is not None
    assert NEAR_MISS <= score.score < ACCEPT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ConvNet", "ConvNeXt"),
        ("contrastive autoencoder", "contractive autoencoder"),
        ("image segmentation", "video segmentation"),
        ("supervised learning", "unsupervised learning"),
        ("phoneme", "phonemes v2"),
        ("song generation", "story generation"),
    ],
)
def test_siblings_are_not_accepted(a: str, b: str) -> None:
    score = _score(a, b)
    assert score is None or score.score < ACCEPT


def test_a_shared_abbreviation_decides_small_differences() -> None:
    assert _score("masked language model", "masked language modeling").score < ACCEPT  # type: ignore[union-attr]
    both = _score("masked language model", "masked language modeling", "MLM")
    assert both is not None
    assert (both.step, both.score >= ACCEPT) == ("shared-abbreviation", True)
    assert _score("contrastive learning", "continual learning", "CL") is None


def test_a_block_that_says_nothing_is_left_out() -> None:
    crowd = [normalize(f"{w}{'x' * n} distillation", "Method") for n in range(MAX_BLOCK + 1) for w in ("abcdefg",)]
    assert not any(a.startswith("abcdefg") and b.startswith("abcdefg") for a, b in pairs(crowd) if len(a) == len(b))


def test_the_embedding_moves_only_open_pairs() -> None:
    doubtful = PairScore("order", 0.75, "order")
    assert hear_embedding(doubtful, 0.99).score >= ACCEPT
    assert hear_embedding(doubtful, 0.5).score < NEAR_MISS
    directed = _score("image-to-text", "text-to-image")
    assert directed is not None
    assert hear_embedding(directed, 1.0).score < ACCEPT
    certain = PairScore("typo", 0.95, "typo")
    assert hear_embedding(certain, 0.1) is certain
