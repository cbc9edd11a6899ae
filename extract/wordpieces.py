"""Word pieces of a text's words, in windows that fit the encoder, with overlap where a text is longer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from extract.errors import ModelError
from extract.textview import TextView


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words as encoder input.

    ``ids`` and ``shapes``: (tokens,) with [CLS] and [SEP]. ``pieces``: (words, 2), the first piece of each word and the
    one after its last. ``first``: index of the first word in the text.
    """

    ids: np.ndarray
    shapes: np.ndarray
    pieces: np.ndarray
    first: int


def load_tokenizer(file: Path) -> Tokenizer:
    """Read a ``tokenizer.json``; texts are neither padded nor cut, for ``windows`` sees to their length."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def special_id(tokenizer: Tokenizer, token: str) -> int:
    """Id of a special token that the vocabulary must have."""
    found = tokenizer.token_to_id(token)
    if found is None:
        raise ModelError(f"the model's tokenizer lacks {token}; reinstall papergraph or pass another --model")
    return int(found)


def windows(view: TextView, tokenizer: Tokenizer, max_tokens: int = 512, overlap: int = 64) -> list[Window]:
    """Cut a text into windows of at most ``max_tokens`` word pieces; neighbours share ``overlap`` words.

    ``[CLS]`` comes first, ``[SEP]`` last and between title and abstract. A word without a piece of its own gets
    ``[UNK]``. Words are lower-cased by the tokenizer; ``shapes`` keep what that loses.
    """
    if not view.words:
        return []
    cls, sep, unk = (special_id(tokenizer, t) for t in ("[CLS]", "[SEP]", "[UNK]"))
    encoding = tokenizer.encode(view.words, is_pretokenized=True, add_special_tokens=False)
    by_word: list[list[int]] = [[] for _ in view.words]
    for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None:
            by_word[word].append(piece)
    pieces = [(ids or [unk])[:16] for ids in by_word]
    shapes = view.shapes
    out: list[Window] = []
    first = 0
    while True:
        ids, types, where = [cls], [shapes[first]], []
        at = first
        while at < len(pieces):
            gap = 1 if at == view.title_words and at > first else 0
            if len(ids) + gap + len(pieces[at]) + 1 > max_tokens:
                break
            if gap:
                ids.append(sep)
                types.append(shapes[at])
            where.append((len(ids), len(ids) + len(pieces[at])))
            ids += pieces[at]
            types += [shapes[at]] * len(pieces[at])
            at += 1
        ids.append(sep)
        types.append(types[-1])
        out.append(Window(np.array(ids), np.array(types), np.array(where), first))
        if at >= len(pieces):
            return out
        first = max(first + 1, at - overlap)


def stitch(parts: list[tuple[int, np.ndarray]], n_words: int) -> np.ndarray:
    """Join (first word, (words, width)) parts; in an overlap each word takes the part where it stands more inside."""
    width = parts[0][1].shape[1]
    out = np.zeros((n_words, width), dtype=np.float32)
    inside = np.full(n_words, -1)
    for k, (first, vectors) in enumerate(parts):
        n = len(vectors)
        left = np.full(n, n_words) if k == 0 else np.arange(n)
        right = np.full(n, n_words) if k == len(parts) - 1 else np.arange(n)[::-1]
        depth = np.minimum(left, right)
        here = slice(first, first + n)
        better = depth > inside[here]
        out[here][better] = vectors[better]
        inside[here][better] = depth[better]
    return out
