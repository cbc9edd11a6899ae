"""Pair scoring: how certain it is that two forms are one thing, from characters, words and, if given, embeddings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.linking.guards import HARMLESS, blocked
from kg.linking.normalize import Normal
from kg.linking.words import stem
from kg.linking.wordsets import word_set

if TYPE_CHECKING:
    import numpy as np

#: Turns forms into unit vectors, one row a form; the same form always gives the same row.
Embed = Callable[[Sequence[str]], "np.ndarray"]

#: From this score on, two units become one node.
ACCEPT = 0.9
#: From this score on, a pair that is not accepted is a near-miss, worth a person's look.
NEAR_MISS = 0.6

# Endings between which a modifier may vary without naming another thing ("mask image modeling").
_INFLECTIONS = (
    ("", "ed"),
    ("", "d"),
    ("", "al"),
    ("al", "ally"),
    ("", "ly"),
    ("ing", "ed"),
    ("", "ing"),
    ("e", "ing"),
    ("ation", "ed"),
    ("ation", "ational"),
    ("ization", "ized"),
    ("ial", "iable"),
    ("ic", "ical"),
    ("or", "ed"),
    ("or", "ion"),
    ("er", "ing"),
)
_ADJECTIVES = (("", "al"), ("", "ed"), ("", "d"), ("ic", "ical"), ("ation", "ational"))
_LONG_WORD = 7
# Words between which the order tells who does what to whom: "text to image", "retrieval based memory".
_DIRECTED = word_set(
    "to from for with without on based as over via by in of into under per than vs versus guided driven aware oriented "
    "conditioned augmented enhanced and then"
)
# Verbs whose first place makes a kind of thing of them: "pre-training models" are models.
_AMBIGUOUS_VERBS = word_set("training pretraining")


@dataclass(frozen=True, slots=True)
class PairScore:
    """A step's judgement of two forms."""

    step: str
    score: float
    evidence: str


def score_pair(a: Normal, b: Normal, *, abbreviation: str | None = None) -> PairScore | None:
    """Score two forms of different keys; None where a guard forbids them or nothing speaks for them.

    Parameters
    ----------
    a, b
        The forms.
    abbreviation
        An abbreviation that papers spell out as either form, if there is one. It makes small differences harmless.
    """
    if blocked(a, b):
        return None
    if a.words == b.words:
        return PairScore("words", 1.0, "the same words")
    if len(a.words) == len(b.words):
        differing = [(x, y) for x, y in zip(a.words, b.words, strict=True) if x != y]
        if len(differing) == 1:
            x, y = differing[0]
            score = None if _is_name(a, x) or _is_name(b, y) else _typo(x, y)
            score = score or _inflection(a, x, y, last=a.words[-1] in (x, y))
            if score is not None:
                return _with_abbreviation(score, abbreviation)
        elif Counter(a.words) == Counter(b.words):
            return _order(a.words, b.words)
    if abbreviation and (extra := _harmless_difference(a, b)):
        return PairScore("shared-abbreviation", 0.92, f"both are spelled-out {abbreviation}; {extra} adds nothing")
    return None


def _order(a: tuple[str, ...], b: tuple[str, ...]) -> PairScore:
    """The same words in another order: one thing when only modifiers, or a verb and its object, changed places."""
    if _DIRECTED.isdisjoint(a) and a[-1] == b[-1]:
        return PairScore("order", 0.91, "the same modifiers in another order")
    for x, y in ((a, b), (b, a)):
        if x[0].endswith("ing") and x[0] not in _AMBIGUOUS_VERBS and y == (*x[1:], x[0]) and _DIRECTED.isdisjoint(x):
            return PairScore("order", 0.91, f"{x[0]} before and after its object")
    if not _DIRECTED.isdisjoint(a):
        # The encoder hardly hears order: it must not be able to lift such a pair over the bar.
        return PairScore("order", 0.65, "the same words the other way round")
    return PairScore("order", 0.7, "the same words in another order")


def _with_abbreviation(score: PairScore, abbreviation: str | None) -> PairScore:
    if abbreviation and score.score < ACCEPT:
        return PairScore("shared-abbreviation", 0.92, f"both are spelled-out {abbreviation}; {score.evidence}")
    return score


def _harmless_difference(a: Normal, b: Normal) -> str | None:
    """Return the words that only one of two forms has, when all of them are harmless."""
    x, y = Counter(a.words), Counter(b.words)
    extra = (x - y) + (y - x)
    if (x - y and y - x) or not extra or not (x & y) or not all(w in HARMLESS for w in extra):
        return None
    return " ".join(sorted(extra))


def _is_name(form: Normal, word: str) -> bool:
    """Whether a word is written with a capital inside, as names are: ConvNet and ConvNeXt are no typos."""
    return any(p.lower() == word and not p[1:].islower() for p in re.split(r"[\s\-]+", form.form))


def _typo(x: str, y: str) -> PairScore | None:
    """One letter too many, too few, or two letters swapped, in a long word after its first letter."""
    if len(x) < len(y):
        x, y = y, x
    if len(x) < _LONG_WORD or x[0] != y[0] or not (x.isalpha() and y.isalpha()):
        return None
    if len(x) == len(y):
        at = [i for i in range(len(x)) if x[i] != y[i]]
        if len(at) == 2 and at[1] == at[0] + 1 and x[at[0]] == y[at[1]] and x[at[1]] == y[at[0]]:
            return PairScore("typo", 0.93, f"letters swapped in {x} and {y}")
        return None
    if len(x) != len(y) + 1:
        return None
    at_end = next((i for i in range(len(y)) if x[i] != y[i]), len(y))
    if x[:at_end] + x[at_end + 1 :] != y or at_end == len(y):
        return None
    doubled = x[at_end] in (x[at_end - 1], x[at_end + 1 : at_end + 2])
    return PairScore("typo", 0.95 if doubled else 0.92, f"one letter between {x} and {y}")


def _inflection(a: Normal, x: str, y: str, last: bool) -> PairScore | None:
    if len(a.words) < 2 or stem(x) != stem(y):
        return None
    for p, q in _INFLECTIONS:
        for left, right in ((x, y), (y, x)):
            if left.endswith(p) and right == left[: len(left) - len(p)] + q:
                # The last word carries the meaning: a language model is a thing, language modeling a task. And one
                # of two words may be a verb: "training models" are no "trained models".
                safe = not last and (len(a.words) > 2 or (p, q) in _ADJECTIVES)
                score = 0.91 if safe else 0.75
                return PairScore("inflection", score, f"{left} and {right} are forms of one word")
    return None


def hear_embedding(score: PairScore, cosine: float) -> PairScore:
    """Let the embedding speak on a pair that characters and words leave open.

    The voice moves a near-miss by at most 0.2, up or down, and never a pair that is decided: encoders place opposites
    and siblings ("image classification", "text classification") close together. Pairs of one thing lie at 0.95 and
    above, siblings mostly below 0.9.
    """
    if not NEAR_MISS <= score.score < ACCEPT:
        return score
    moved = score.score + 0.2 * max(-1.0, min(1.0, (cosine - 0.9) / 0.05))
    return PairScore(score.step, round(min(0.95, max(0.0, moved)), 3), f"{score.evidence}; cosine {cosine:.2f}")
