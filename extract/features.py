"""Features of forms, of pairs of things and of values, computed from text alone; training and extraction share them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from extract.records import ENTITY_TYPES, fold

Floats = NDArray[np.float32]
#: A mention as (first word, word after the last).
WordSpan = tuple[int, int]

N_FORM_FEATURES = 12
N_SAME_FEATURES = 10
N_PAIR_FEATURES = 20
N_VALUE_FEATURES = 12

_PAIR_TYPES = (
    ("Method", "Task"),
    ("Method", "Method"),
    ("Method", "Dataset"),
    ("Dataset", "Task"),
    ("Dataset", "Dataset"),
    ("Task", "Task"),
)


def singular(phrase: str) -> str:
    """Fold a phrase and turn its last word into the singular, by English suffix rules."""
    folded = fold(phrase)
    if folded.endswith("ies") and len(folded) > 4:
        return folded[:-3] + "y"
    if re.search(r"(?:ss|x|ch|sh)es$", folded):
        return folded[:-2]
    if folded.endswith("s") and not re.search(r"(?:ss|us|is)$", folded) and len(folded) > 3:
        return folded[:-1]
    return folded


def initials(phrase: str) -> str:
    """Return the lower-case first letters of the words of a phrase, hyphens counting as breaks."""
    return "".join(w[0] for w in fold(phrase).split() if w)


def form_features(
    form: str, spans: Sequence[WordSpan], title_words: int, n_words: int, abbreviated: bool
) -> list[float]:
    """Features of one surface form with all its occurrences; ``abbreviated``: an abbreviation definition holds it."""
    first = spans[0][0]
    return [
        min(math.log1p(len(spans)), 3.0),
        float(any(s < title_words for s, _ in spans)),
        float(form.isupper()),
        float(any(c.isupper() for c in form[1:])),
        float(any(c.isdigit() for c in form)),
        float("-" in form),
        float(len(form.split()) == 1),
        min(len(form.split()), 8) / 4,
        float(abbreviated),
        first / max(n_words, 1),
        float(form[:1].isupper()),
        float(len(form) <= 5),
    ]


def same_features(a: str, b: str, defined: bool) -> list[float]:
    """Features of two forms that may name one entity; ``defined``: the text defines one as short for the other."""
    fa, fb = fold(a), fold(b)
    sa, sb = singular(a), singular(b)
    wa, wb = set(sa.split()), set(sb.split())
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return [
        float(fa == fb),
        float(sa == sb),
        float(defined),
        float(len(short) >= 2 and len(long.split()) > 1 and fold(short).replace(" ", "") == initials(long)),
        len(wa & wb) / max(len(wa | wb), 1),
        float(wa <= wb or wb <= wa),
        float(sa.split()[-1:] == sb.split()[-1:]),
        float(sa.split()[:1] == sb.split()[:1]),
        SequenceMatcher(None, fa, fb).ratio(),
        float(sa in sb or sb in sa),
    ]


def closest(a: Sequence[WordSpan], b: Sequence[WordSpan]) -> tuple[WordSpan, WordSpan]:
    """Return the pair of mentions, one of each, with the fewest words between them (the earliest on a tie)."""
    return min(((x, y) for x in a for y in b), key=lambda p: (max(p[0][0], p[1][0]) - min(p[0][1], p[1][1]), p))


def _near(gap: int, sentences: int) -> list[float]:
    return [
        float(sentences == 0),
        float(sentences == 1),
        float(sentences > 1),
        float(sentences == 0 and gap <= 2),
        float(sentences == 0 and gap <= 6),
        1.0 / (1.0 + max(gap, 0) / 4),
    ]


def pair_features(
    head: tuple[str, str, Sequence[WordSpan]],
    tail: tuple[str, str, Sequence[WordSpan]],
    sentence_of: Sequence[int],
    title_words: int,
) -> tuple[list[float], WordSpan]:
    """Features of an ordered pair of entities (name, type, mentions), and the stretch of words that joins them.

    The stretch runs from the start of the first to the end of the second of the two closest mentions.
    """
    (a, ta, ma), (b, tb, mb) = head, tail
    x, y = closest(ma, mb)
    gap = max(x[0], y[0]) - min(x[1], y[1])
    apart = abs(sentence_of[x[0]] - sentence_of[y[0]])
    wa, wb = singular(a).split(), singular(b).split()
    together = {sentence_of[s] for s, _ in ma} & {sentence_of[s] for s, _ in mb}
    features = [
        *(float((ta, tb) == p) for p in _PAIR_TYPES),
        *_near(gap, apart),
        float(x < y),
        float(any(s < title_words for s, _ in ma)),
        float(any(s < title_words for s, _ in mb)),
        min(len(together), 3) / 3,
        float(len(wb) < len(wa) and wa[-len(wb) :] == wb),
        float(len(wa) < len(wb) and wb[-len(wa) :] == wa),
        len(set(wa) & set(wb)) / max(len(set(wa) | set(wb)), 1),
        1.0 / len(ma),
    ]
    return features, (min(x[0], y[0]), max(x[1], y[1]))


def value_features(
    value: WordSpan, kind: str, mentions: Sequence[WordSpan], sentence_of: Sequence[int], title_words: int
) -> list[float]:
    """Features of a reported value and an entity of type ``kind`` that it may belong to."""
    _, y = closest([value], mentions)
    gap = max(value[0], y[0]) - min(value[1], y[1])
    apart = abs(sentence_of[value[0]] - sentence_of[y[0]])
    return [
        *(float(kind == t) for t in ENTITY_TYPES),
        *_near(gap, apart),
        float(y < value),
        float(any(s < title_words for s, _ in mentions)),
    ]
