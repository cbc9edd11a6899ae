"""Resolve an abbreviation that a paper does not spell out: by what the corpus says, in the paper's own context."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.records import EntityType
from kg.linking.knowledge import ABBREVIATIONS
from kg.linking.normalize import normalize
from kg.linking.words import american, singular, stem

_WORD = re.compile(r"[a-z0-9]+")
# Words that nearly every abstract of the field has: they say nothing about which sense is meant.
_COMMON = frozenset(
    stem(w)
    for w in [
        "learning",
        "model",
        "network",
        "neural",
        "deep",
        "training",
        "data",
        "method",
        "task",
        "language",
        "image",
        "of",
        "in",
        "for",
        "and",
        "the",
        "to",
        "with",
        "analysis",
        "system",
        "algorithm",
        "function",
        "based",
        "general",
    ]
)
_DOMINANT = 0.75
_MARGIN = 0.25


@dataclass(frozen=True, slots=True)
class Sense:
    """One long form that an abbreviation may stand for: the papers that say so and the words that tell it apart."""

    key: str
    papers: int
    words: frozenset[str]
    known: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """The sense chosen for an abbreviation in one paper."""

    key: str
    score: float
    evidence: str


def text_stems(text: str) -> frozenset[str]:
    """Return the stems of all words of a text."""
    return frozenset(stem(american(singular(w))) for w in _WORD.findall(text.lower()))


def telling_words(words: tuple[str, ...]) -> frozenset[str]:
    """Return the stems of the words of a long form that tell it from other long forms."""
    return frozenset(stem(w) for w in words) - _COMMON


def known_sense(abbreviation: str, label: EntityType) -> Sense | None:
    """Return the sense that the field knows by heart, if any."""
    long = ABBREVIATIONS.get(abbreviation)
    if long is None:
        return None
    normal = normalize(long, label)
    return Sense(normal.key, 1, telling_words(normal.words), known=True)


def resolve(abbreviation: str, senses: Mapping[str, Sense], stems: frozenset[str]) -> Resolved | None:
    """Choose the sense of ``abbreviation`` in a paper whose text has ``stems``, or None when it is not certain.

    The score of a sense is its share of the papers that spell the abbreviation out, plus the share of its telling
    words that the paper uses. A sense is chosen when it is the only one and plausible, when it dominates, or when it
    is ahead by a margin.
    """
    total = sum(s.papers for s in senses.values())
    ranked = sorted(
        ((s.papers / total, _support(s, stems), s) for s in senses.values()), key=lambda r: (-(r[0] + r[1]), r[2].key)
    )
    if not ranked:
        return None
    share, support, best = ranked[0]
    if len(ranked) == 1:
        plausible = len(abbreviation) >= 3 or best.known or best.papers >= 2 or support > 0
        certain = 0.95 if best.papers >= 2 or best.known or support > 0 else 0.8
    else:
        ahead = share + support - ranked[1][0] - ranked[1][1]
        plausible = ahead >= _MARGIN or share >= _DOMINANT
        certain = min(0.98, 0.7 + 0.3 * min(1.0, ahead))
    if not plausible:
        return None
    evidence = f"{best.papers} of {total} papers that spell it out say so"
    if support:
        evidence += f"; this paper uses {round(100 * support)}% of its telling words"
    return Resolved(best.key, round(certain, 3), evidence)


def _support(sense: Sense, stems: frozenset[str]) -> float:
    return len(sense.words & stems) / len(sense.words) if sense.words else 0.0
