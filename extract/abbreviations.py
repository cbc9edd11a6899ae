"""Abbreviations and their long forms in one text, by the algorithm of Schwartz and Hearst.

Schwartz, A. S. and Hearst, M. A. (2003). A simple algorithm for identifying abbreviation definitions in biomedical
text. Pacific Symposium on Biocomputing 8, 451-462.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARENTHESIS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and the long form it stands for, each with its (start, end) offsets in the text."""

    short: str
    long: str
    short_span: tuple[int, int]
    long_span: tuple[int, int]


def _is_short_form(candidate: str) -> bool:
    return (
        2 <= len(candidate) <= 12
        and len(candidate.split()) <= 2
        and candidate[0].isalnum()
        and any(c.isalpha() for c in candidate)
        and any(c.isupper() for c in candidate)
    )


def long_form_start(short: str, before: str) -> int | None:
    """Return where in ``before`` the long form of ``short`` starts, or None (Schwartz and Hearst 2003, figure 1).

    Walks both strings from the right. Invariant: every alphanumeric character of ``short`` right of ``s`` was found in
    ``before`` right of ``b``, in order; the first one must also begin a word.
    """
    b = len(before) - 1
    for s in range(len(short) - 1, -1, -1):
        wanted = short[s].lower()
        if not wanted.isalnum():
            continue
        while b >= 0 and (before[b].lower() != wanted or (s == 0 and b > 0 and before[b - 1].isalnum())):
            b -= 1
        if b < 0:
            return None
        b -= 1
    return before.rfind(" ", 0, b + 1) + 1


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Return every abbreviation that ``text`` defines as "long form (SF)", in order."""
    found: list[Abbreviation] = []
    for match in _PARENTHESIS.finditer(text):
        inside = re.split(r"[;,]", match.group(1))[0].strip()
        short = inside[:-1] if inside.endswith("s") and inside[:-1].isupper() else inside
        if not _is_short_form(short):
            continue
        # min(|A| + 5, 2 |A|) words before the parenthesis, as in the paper, and never across a sentence.
        words = min(len(short) + 5, 2 * len(short))
        left = re.split(r"[.!?;:]\s|\n|[()\[\]]", text[: match.start()].rstrip())[-1]
        pieces = list(re.finditer(r"\S+", left))[-words:]
        if not pieces:
            continue
        base = len(text[: match.start()].rstrip()) - len(left) + pieces[0].start()
        before = left[pieces[0].start() :]
        start = long_form_start(short, before)
        if start is None:
            continue
        long = before[start:]
        if len(long) <= len(short) or not long[0].isalnum() or short.lower() in long.lower().split():
            continue
        at = match.start(1) + match.group(1).index(inside)
        end = base + len(before)
        found.append(Abbreviation(inside, long, (at, at + len(inside)), (base + start, end)))
    return found
