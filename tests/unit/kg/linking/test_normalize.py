"""Normalisation: which forms share a key, and from which step on they are equal."""

from __future__ import annotations

import pytest

from extract.records import EntityType
from kg.linking.normalize import equal_from, normalize

SAME: list[tuple[EntityType, str, str, str]] = [
    ("Method", "Contrastive Learning", "contrastive learning", "case"),
    ("Method", "pre-training", "pretraining", "hyphen"),
    ("Method", "Mask R-CNN", "Mask-RCNN", "hyphen"),
    ("Dataset", "CIFAR10", "CIFAR-10", "hyphen"),
    ("Metric", "top-1 accuracy", "top1 accuracy", "hyphen"),
    ("Method", "Transformers", "transformer", "plural"),
    ("Method", "GANs", "GAN", "plural"),
    ("Method", "ViTs", "ViT", "plural"),
    ("Dataset", "Objects365", "Object365", "plural"),
    ("Method", "batch normalisation", "Batch Normalization", "spelling"),
    ("Task", "dialogue generation", "dialog generation", "spelling"),
    ("Dataset", "ImageNet-1k", "ImageNet", "wording"),
    ("Dataset", "MS COCO", "COCO", "wording"),
    ("Dataset", "the Waymo dataset", "Waymo", "wording"),
    ("Method", "LLM agents", "large language model agent", "wording"),
    ("Method", "ViT-H", "ViT-Huge", "wording"),
    ("Method", "ViT-L/14", "ViT Large 14", "wording"),
    ("Method", "BERT model", "BERT", "wording"),
    ("Method", "standard fine-tuning", "fine-tuning", "wording"),
    ("Method", "deep convolutional neural networks", "convolutional network", "wording"),
    ("Method", "visual-language models", "vision-language model", "wording"),
    ("Metric", "F1 score", "F1", "wording"),
    ("Dataset", r"$\tau$-bench", "τ-bench", "latex"),
    ("Task", "detection of objects", "object detection", "wording"),
    ("Task", "learning representations", "representation learning", "wording"),
]

DIFFERENT: list[tuple[EntityType, str, str]] = [
    ("Method", "GPT-3", "GPT-4"),
    ("Method", "Llama", "Llama 2"),
    ("Method", "ResNet-50", "ResNet"),
    ("Method", "ResNet", "ResNeXt"),
    ("Method", "R-CNN", "CNN"),
    ("Dataset", "ImageNet", "ImageNet-R"),
    ("Dataset", "ImageNet-1k", "ImageNet-21k"),
    ("Dataset", "CIFAR-10", "CIFAR-100"),
    ("Dataset", "SQuAD", "SQuAD 2.0"),
    ("Method", "supervised learning", "unsupervised learning"),
    ("Method", "neural network", "deep neural network"),
    ("Method", "C", "C++"),
    ("Task", "text-to-image generation", "image-to-text generation"),
    ("Method", "pre-training", "re-training"),
]


@pytest.mark.parametrize(("label", "a", "b", "step"), SAME)
def test_variants_share_a_key_from_the_step_that_makes_them_equal(label: EntityType, a: str, b: str, step: str) -> None:
    x, y = normalize(a, label), normalize(b, label)
    assert x.key == y.key
    assert equal_from(x, y) == step


@pytest.mark.parametrize(("label", "a", "b"), DIFFERENT)
def test_versions_and_other_things_have_other_keys(label: EntityType, a: str, b: str) -> None:
    assert normalize(a, label).key != normalize(b, label).key
    assert equal_from(normalize(a, label), normalize(b, label)) is None


@pytest.mark.parametrize("form", ["", " ", "-", "…", "«»", "α", "$", "\\", "{", "数据集", "'s"])
def test_any_text_has_a_key(form: str) -> None:
    assert isinstance(normalize(form, "Method").key, str)
