"""Windows of word pieces: they fit, they overlap, every word is in one, and stitching puts them back."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tokenizers import Tokenizer

from extract.components.state import PACKAGED_MODEL
from extract.encoder import Encoder, piece_means
from extract.errors import ModelError
from extract.heads import NumpyHeads, head_sizes, softmax
from extract.textview import TextView
from extract.wordpieces import special_id, stitch, windows


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(PACKAGED_MODEL / "tokenizer.json"))


def test_a_short_text_is_one_window_with_a_separator_after_the_title(tokenizer: Tokenizer) -> None:
    (window,) = windows(TextView("A title\nAn abstract"), tokenizer)
    sep = special_id(tokenizer, "[SEP]")
    assert window.ids[0] == special_id(tokenizer, "[CLS]")
    assert list(window.ids).count(sep) == 2
    assert window.ids[-1] == sep
    assert len(window.pieces) == 4


def test_a_long_text_is_cut_into_windows_that_fit_and_overlap(tokenizer: Tokenizer) -> None:
    view = TextView("Title\n" + "word embeddings " * 300)
    cut = windows(view, tokenizer, max_tokens=128, overlap=16)
    assert all(len(w.ids) <= 128 and len(w.ids) == len(w.shapes) for w in cut)
    covered = {w.first + k for w in cut for k in range(len(w.pieces))}
    assert covered == set(range(len(view.words)))
    assert all(b.first < a.first + len(a.pieces) for a, b in itertools.pairwise(cut))


def test_no_text_has_no_window(tokenizer: Tokenizer) -> None:
    assert windows(TextView(" \n "), tokenizer) == []


def test_an_unknown_special_token_is_an_error(tokenizer: Tokenizer) -> None:
    with pytest.raises(ModelError, match="lacks"):
        special_id(tokenizer, "[NOPE]")


def test_stitching_takes_each_word_where_it_stands_more_inside() -> None:
    left, right = np.full((6, 1), 1.0, dtype=np.float32), np.full((6, 1), 2.0, dtype=np.float32)
    assert stitch([(0, left), (4, right)], 10)[:, 0].tolist() == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2]


def test_a_words_vector_is_the_mean_of_its_pieces() -> None:
    hidden = np.array([[9.0], [1.0], [3.0], [5.0]])
    assert piece_means(hidden, np.array([[1, 3], [3, 4]]))[:, 0].tolist() == [2.0, 5.0]


def test_the_encoder_gives_every_word_a_finite_vector() -> None:
    encoder = Encoder(PACKAGED_MODEL, threads=1)
    view = TextView("BERT\nWe use BERT.")
    (words,) = encoder([view])
    assert words.shape == (len(view.words), encoder.width)
    assert np.isfinite(words).all()


def test_heads_have_the_shapes_that_they_promise() -> None:
    rng = np.random.default_rng(0)
    sizes = head_sizes(8, 16)
    weights = {f"{n}.weight": rng.normal(size=(o, i)) for n, (i, o) in sizes.items()}
    heads = NumpyHeads(weights | {f"{n}.bias": np.zeros(o) for n, (_, o) in sizes.items()})
    words = rng.normal(size=(5, 8)).astype(np.float32)
    spans = heads.spans(words, np.array([0, 2]), np.array([1, 5]))
    assert spans.shape == (2, 24)
    np.testing.assert_allclose(spans[1, 16:], words[2:5].mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(softmax(heads.tags(words)).sum(axis=1), 1.0, rtol=1e-6)
