"""Text for people: control and direction marks taken out, lengths kept sensible, numbers and types in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Bidirectional controls could swap the order of a whole line, other controls break XML and canvas text.
_CONTROLS = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")

#: Relationship types in words, read from the source and from the target.
WORDS: Mapping[str, tuple[str, str]] = {
    "PROPOSES": ("proposes", "proposed by"),
    "USES": ("uses", "used by"),
    "COMPARES_WITH": ("compares against", "compared against by"),
    "ADDRESSES": ("addresses", "addressed by"),
    "EVALUATES_ON": ("evaluates on", "evaluated on by"),
    "TRAINS_ON": ("trains on", "trained on by"),
    "MEASURES": ("measures", "measured by"),
    "MENTIONS": ("mentions", "mentioned by"),
    "USED_FOR": ("used for", "done with"),
    "EVALUATED_WITH": ("evaluated on", "evaluates"),
    "TRAINED_WITH": ("trained on", "trains"),
    "BENCHMARK_FOR": ("benchmark for", "judged on"),
    "PART_OF": ("part of", "has part"),
    "SUBCLASS_OF": ("kind of", "has kind"),
    "SUBTASK_OF": ("subtask of", "has subtask"),
    "COMPARED_WITH": ("compared with", "compared with"),
    "REPORTS": ("reports", "reported by"),
    "OF": ("measures by", "measure of"),
    "ON": ("measured on", "place of"),
    "BY": ("achieved by", "achieves"),
    "FOR": ("result for", "has result"),
}

PLURALS: Mapping[str, str] = {
    "Paper": "papers",
    "Method": "methods",
    "Dataset": "datasets",
    "Task": "tasks",
    "Metric": "metrics",
    "Result": "results",
}


def clean(text: object) -> str:
    """Return ``text`` without control and direction-changing characters, on one line."""
    plain = _SURROGATES.sub("\ufffd", str(text))
    return " ".join(_CONTROLS.sub("", plain.replace("\n", " ").replace("\t", " ")).split())


def clean_line(text: str) -> str:
    """Return a line of code without control and direction-changing characters, its spaces kept."""
    return _CONTROLS.sub("", _SURROGATES.sub("\ufffd", text)).replace("\n", " ").rstrip()


def words(relationship: str, *, forward: bool = True) -> str:
    """Return a relationship type in words, seen from its source or (``forward=False``) from its target."""
    pair = WORDS.get(relationship)
    if pair is None:
        return relationship.replace("_", " ").lower()
    return pair[0] if forward else pair[1]


def count(n: int, noun: str) -> str:
    """Return ``n`` with its noun: ``1 paper``, ``12,345 papers``; the noun is given in the plural."""
    single = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"{n:,} {single if n == 1 else noun}"


def years(first: int, last: int | None) -> str:
    """Return a span of years: ``2019`` or ``2019–2023``."""
    return f"{first}–{last}" if last and last != first else str(first)


def kinds(counts: Mapping[str, int]) -> str:
    """Return counts by label in words: ``12 methods, 3 tasks``."""
    return ", ".join(count(n, PLURALS[label]) for label, n in counts.items() if n)


def shorten(text: str, limit: int) -> str:
    """Return ``text`` cut at a word to at most ``limit`` characters, an ellipsis included."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if " " in cut[limit // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.-") + "…"


def brief(name: str) -> str:
    """Return a name without the long form in brackets: ``BERT (bidirectional encoder …)`` is ``BERT``."""
    short, bracket, _ = name.partition(" (")
    return short if bracket and name.endswith(")") and 2 <= len(short) <= 24 else name


def caption(name: str, *, limit: int = 34, line: int = 20) -> str:
    """Return the text under a node: shortened, and broken into two lines near the middle when it is long."""
    text = shorten(brief(name), limit)
    if len(text) <= line:
        return text
    gaps = [i for i, c in enumerate(text) if c == " "]
    if not gaps:
        return text
    middle = min(gaps, key=lambda i: abs(i - len(text) / 2))
    return text[:middle] + "\n" + text[middle + 1 :]


def slug(text: str, *, limit: int = 60) -> str:
    """Return ``text`` as a file name: ASCII letters, digits and hyphens; never empty, hidden or reserved."""
    plain = unicodedata.normalize("NFKD", clean(text)).encode("ascii", "ignore").decode("ascii").lower()
    safe = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].strip("-")
    reserved = re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d|index", safe)
    return f"{safe or 'x'}-" if reserved else safe or "x"
