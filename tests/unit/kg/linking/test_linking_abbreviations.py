"""Which forms are abbreviations, and which long forms explain them."""

from __future__ import annotations

import pytest

from kg.linking.abbreviations import EXPLAINS, explains, is_abbreviation, singular_abbreviation


@pytest.mark.parametrize("form", ["GAN", "GANs", "ViT", "LLMs", "GPT-3", "LoRA", "k-NN", "3DGS", "IoU"])
def test_abbreviations_are_recognised(form: str) -> None:
    assert is_abbreviation(form)


@pytest.mark.parametrize("form", ["Adam", "transformer", "language model", "A", "ImageNet", "Dropout", "2024", ""])
def test_words_and_names_are_none(form: str) -> None:
    assert not is_abbreviation(form)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("CL", "contrastive learning"),
        ("LLMs", "large language models"),
        ("ViT", "vision transformer"),
        ("MoD", "Mixture-of-Denoisers"),
        ("BERT", "Bidirectional Encoder Representations from Transformers"),
        ("RLHF", "reinforcement learning from human feedback"),
        ("WSSS", "weakly supervised semantic segmentation"),
        ("mIoU", "mean intersection over union"),
        ("LoRA", "low-rank adaptation"),
    ],
)
def test_long_forms_explain_their_abbreviation(short: str, long: str) -> None:
    assert explains(short, long) >= EXPLAINS


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("CL", "curriculum design"),
        ("GAN", "graph encoder"),
        ("IN", "linear probing"),
        ("COCO", "COCO Captions"),
        ("SSL", "learning with self-supervision"),
        ("AP", "average"),
    ],
)
def test_other_phrases_do_not(short: str, long: str) -> None:
    assert explains(short, long) < EXPLAINS


def test_only_a_small_s_after_a_capital_is_a_plural() -> None:
    assert singular_abbreviation("VLMs") == "VLM"
    assert singular_abbreviation("TTS") == "TTS"
    assert singular_abbreviation("ResNets") == "ResNets"
