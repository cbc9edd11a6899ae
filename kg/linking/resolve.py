"""Resolve an abbreviation that a paper does not spell out: by what the corpus says, in the paper's own context."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.records import EntityType
from kg.linking.abbreviations import is_abbreviation, short_piece, singular_abbreviation
from kg.linking.knowledge import ABBREVIATIONS, METRIC_ABBREVIATIONS
from kg.linking.normalize import normalize
from kg.linking.words import american, singular, stem
from kg.linking.wordsets import word_set

_WORD = re.compile(r"[a-z0-9]+")
# Words that nearly every abstract of the field has: they say nothing about which sense is meant.
_COMMON = frozenset(
    stem(w)
    for w in word_set(
        "learning model network neural deep training data method task language image of in for and the to with from on "
        "analysis system algorithm function based general large visual video text information"
    )
)
_DOMINANT = 0.75
_MARGIN = 0.25
_SUPPORT = 0.5


@dataclass(frozen=True, slots=True)
class Sense:
    """One long form that an abbreviation may stand for.

    Parameters
    ----------
    key
        Key of the node that the long form leads to.
    form
        The long form, for people.
    papers
        Number of papers that spell the abbreviation out so.
    words
        Stems of the words that tell the long form from others.
    written
        How those papers write the abbreviation.
    known
        Whether the field knows it by heart.
    """

    key: str
    form: str
    papers: int
    words: frozenset[str]
    written: frozenset[str] = frozenset()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """The sense chosen for an abbreviation in one paper, or the best one when it was ``certain`` enough of none."""

    key: str
    form: str
    score: float
    evidence: str
    certain: bool = True


def text_stems(text: str) -> frozenset[str]:
    """Return the stems of all words of a text."""
    return frozenset(stem(american(singular(w))) for w in set(_WORD.findall(text.lower())))


def telling_words(words: tuple[str, ...]) -> frozenset[str]:
    """Return the stems of the words of a long form that tell it from other long forms."""
    return frozenset(stem(w) for w in words) - _COMMON


def known_sense(abbreviation: str, label: EntityType) -> Sense | None:
    """Return the sense that the field knows by heart, if any."""
    long = ABBREVIATIONS.get(abbreviation)
    if long is None or (label == "Metric") != (abbreviation in METRIC_ABBREVIATIONS):
        return None
    normal = normalize(long, label)
    return Sense(normal.key, long, 1, telling_words(normal.words), known=True)


def resolve(form: str, senses: Mapping[str, Sense], stems: frozenset[str]) -> Resolved | None:
    """Choose the sense of the abbreviation ``form`` in a paper whose text has ``stems``.

    The score of a sense is its share of the papers that spell the abbreviation out, plus the share of its telling
    words that the paper uses. A sense is chosen when it is the only one and plausible, when it dominates, or when it
    is ahead by a margin. An abbreviation written otherwise than where it was spelled out ("PoT", "POT") needs the
    paper's words, or several papers, behind it.
    """
    written = singular_abbreviation(short_piece(form))
    if not is_abbreviation(written):
        senses = {k: s for k, s in senses.items() if written in s.written}
    total = sum(s.papers for s in senses.values())
    ranked = sorted(
        ((s.papers / total, _support(s, stems), s) for s in senses.values()), key=lambda r: (-(r[0] + r[1]), r[2].key)
    )
    if not ranked:
        return None
    share, support, best = ranked[0]
    same = written in best.written or best.known
    if len(ranked) == 1:
        plausible = same and (len(written) >= 3 or best.known or best.papers >= 2 or support > 0)
        score = 0.95 if best.papers >= 2 or best.known or support > 0 else 0.8
    else:
        ahead = share + support - ranked[1][0] - ranked[1][1]
        plausible = same and (ahead >= _MARGIN or share >= _DOMINANT)
        score = min(0.98, 0.7 + 0.3 * min(1.0, ahead))
    if not same:
        plausible = best.papers >= 2 and support >= _SUPPORT
        score = min(score, 0.75)
    evidence = f"{best.papers} of {total} papers that spell it out say so"
    if best.known:
        evidence += ", with general knowledge as one"
    if support:
        evidence += f"; this paper uses {round(100 * support)}% of its telling words"
    return Resolved(best.key, best.form, round(score if plausible else min(score, 0.7), 3), evidence, plausible)


def _support(sense: Sense, stems: frozenset[str]) -> float:
    return len(sense.words & stems) / len(sense.words) if sense.words else 0.0
