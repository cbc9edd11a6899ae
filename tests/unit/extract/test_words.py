"""Words, shapes and sentences."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from extract.words import sentence_spans, shape, shapes, word_spans


def words(text: str) -> list[str]:
    return [text[s:e] for s, e in word_spans(text)]


def test_words_end_at_every_change_between_letters_and_other_characters() -> None:
    assert words("CLIP-based top-1_acc (84.5%)") == [
        *("CLIP", "-", "based", "top", "-", "1", "_", "acc", "(", "84", ".", "5", "%", ")"),
    ]


def test_letters_and_digits_stay_together() -> None:
    assert words("CIFAR10 Fréchet ResNet50-D") == ["CIFAR10", "Fréchet", "ResNet50", "-", "D"]


@given(st.text())
def test_words_cover_everything_but_white_space(text: str) -> None:
    spans = word_spans(text)
    assert all(a < b for a, b in spans)
    assert all(p[1] <= n[0] for p, n in itertools.pairwise(spans))
    assert "".join(words(text)) == "".join(text.split())


def test_shapes_tell_what_an_uncased_vocabulary_forgets() -> None:
    assert [shape(w) for w in ("model", "Model", "CLIP", "A", "ImageNet", "GPT3", "2024", "-")] == list(range(8))
    assert shapes(["On", "a", "b"], title_words=2) == [9, 8, 0]


def test_sentences_end_at_stops_but_not_in_abbreviations_or_numbers() -> None:
    text = "A title\nWe use tools, e.g. Adam. It gains 3.5 points vs. SGD (see Fig. 2). Good!"
    assert [text[s:e] for s, e in sentence_spans(text)] == [
        "A title",
        "We use tools, e.g. Adam.",
        "It gains 3.5 points vs. SGD (see Fig. 2).",
        "Good!",
    ]


@given(st.text(alphabet=st.sampled_from('aB1. ?!\n()"')))
def test_sentences_are_ordered_and_lose_no_visible_character(text: str) -> None:
    spans = sentence_spans(text)
    assert all(p[1] <= n[0] for p, n in itertools.pairwise(spans))
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
