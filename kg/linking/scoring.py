"""Pair scoring: how certain it is that two forms are one thing, from their characters and words."""

from __future__ import annotations

from dataclasses import dataclass

from kg.linking.guards import blocked
from kg.linking.normalize import Normal
from kg.linking.words import stem

#: From this score on, two units become one node.
ACCEPT = 0.9
#: From this score on, a pair that is not accepted is a near-miss, worth a person's look.
NEAR_MISS = 0.6

# Endings between which a modifier may vary without naming another thing ("mask image modeling").
_INFLECTIONS = (
    ("", "ed"),
    ("", "d"),
    ("e", "ed"),
    ("", "al"),
    ("al", "ally"),
    ("", "ly"),
    ("ion", "ional"),
    ("ing", "ed"),
    ("", "ing"),
    ("e", "ing"),
    ("ation", "ed"),
    ("ization", "ized"),
    ("ation", "ational"),
    ("ial", "iable"),
    ("ive", "ional"),
    ("ic", "ical"),
)


@dataclass(frozen=True, slots=True)
class PairScore:
    """A step's judgement of two forms."""

    step: str
    score: float
    evidence: str


def score_pair(a: Normal, b: Normal) -> PairScore | None:
    """Score two forms of different keys; None where a guard forbids them or nothing speaks for them."""
    if blocked(a, b):
        return None
    if a.words == b.words:
        return PairScore("words", 1.0, "same words")
    if len(a.words) == len(b.words):
        differing = [(x, y) for x, y in zip(a.words, b.words, strict=True) if x != y]
        if len(differing) == 1:
            x, y = differing[0]
            last = a.words[-1] in differing[0]
            return _typo(a, b, x, y) or _inflection(a, x, y, last)
    return None


def _typo(a: Normal, b: Normal, x: str, y: str) -> PairScore | None:
    """One letter too many, too few, or two letters swapped, in a long word after its first letter."""
    if len(x) < len(y):
        x, y = y, x
    if len(x) < 7 or x[0] != y[0] or not (x.isalpha() and y.isalpha()):
        return None
    if len(x) == len(y):
        differing = [i for i in range(len(x)) if x[i] != y[i]]
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1
        if not (swapped and x[differing[0]] == y[differing[1]] and x[differing[1]] == y[differing[0]]):
            return None
        return PairScore("typo", 0.93, f"letters swapped in {x} and {y}")
    if len(x) != len(y) + 1:
        return None
    at = next((i for i in range(len(y)) if x[i] != y[i]), len(y))
    if x[:at] + x[at + 1 :] != y or at == len(y):
        return None
    doubled = x[at] in (x[at - 1], x[at + 1 : at + 2])
    return PairScore("typo", 0.95 if doubled else 0.92, f"one letter between {x} and {y}")


def _inflection(a: Normal, x: str, y: str, last: bool) -> PairScore | None:
    if stem(x) != stem(y) or len(a.words) < 2:
        return None
    for p, q in _INFLECTIONS:
        for left, right in ((x, y), (y, x)):
            if left.endswith(p) and right == left[: len(left) - len(p)] + q:
                # The last word carries the meaning: "language model" is a thing, "language modeling" a task.
                score = 0.75 if last or len(a.words) < 3 else 0.91
                return PairScore("inflection", score, f"{left} and {right} are forms of one word")
    return None
