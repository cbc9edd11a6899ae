"""Words of a text: the units that are tagged, their shapes, and the sentences they stand in.

A word is a run of letters and digits or one other visible character, so every name that an annotator can mark
begins and ends at a word boundary, and no name is ever cut inside a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+|_|[^\w\s]")

#: Number of word shapes; doubled because words of the title are told from words of the abstract.
N_SHAPES = 16

_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|resp|approx|fig|figs|eq|no|w\.r\.t|a\.k\.a|i\.i\.d)|\b[A-Z])\.$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9$\\])|\n")


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) code-point offsets of every word of ``text``."""
    return [m.span() for m in WORD.finditer(text)]


def shape(word: str) -> int:
    """Return the shape class (0 to 7) of a word: what an uncased vocabulary forgets.

    0 lower case, 1 Capitalised, 2 ALL CAPS, 3 a single capital, 4 mixedCase, 5 letters with digits, 6 digits, 7 other.
    """
    if word.isdigit():
        return 6
    if not word.isalpha():
        return 5 if word.isalnum() else 7
    if word.islower():
        return 0
    if len(word) == 1:
        return 3
    if word.isupper():
        return 2
    return 1 if word[0].isupper() and word[1:].islower() else 4


def shapes(words: Sequence[str], title_words: int) -> list[int]:
    """Return the shape of every word, plus 8 for the first ``title_words`` words, which are the title's."""
    return [shape(w) + (8 if i < title_words else 0) for i, w in enumerate(words)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the sentences of ``text``; a line break always ends one."""
    out: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.start() if match.group() == "\n" else match.end()
        if match.group()[0] == "." and _ABBREVIATED.search(text[max(start, end - 12) : match.start() + 1]):
            continue
        if text[start:end].strip():
            out.append((start, end))
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if text[start:].strip():
        out.append((start, len(text)))
    return out
