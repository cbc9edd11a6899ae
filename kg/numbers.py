"""Parse a reported value ("76.2", "1,024", "2.5x", "88.1 ± 0.3") into a single number."""

from __future__ import annotations

import math
import re

_SINGLE = re.compile(
    r"""
    (?:about|around|approximately|nearly|almost|over|up\ to|more\ than|at\ least|at\ most|less\ than|[~≈<>≤≥]|\\sim)?\s*
    (?P<sign>[+\-−–±]?)\s*
    (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    (?:e(?P<exponent>[+\-−]?\d{1,3}))?
    \s*(?P<scale>[kKMBT](?![a-z]))?
    \s*(?:\\?%|[x×+]|\\times|times|fold|-fold|points?|pp)?
    (?:\s*(?:±|\+/-|\\pm)\s*\d+(?:\.\d+)?\s*\\?%?)?
    """,
    re.VERBOSE,
)
_SCALE = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


def parse_number(value: str) -> float | None:
    """Return the number that ``value`` states, or ``None`` when it states a range, a fraction or no number.

    A tolerance (``± 0.3``) and a hedge (``about``, ``~``, ``over``) are left out; ``k``, ``M``, ``B``, ``T`` multiply.

    Examples
    --------
    >>> parse_number("1,024"), parse_number("−2.5x"), parse_number("1% - 38%")
    (1024.0, -2.5, None)
    """
    match = _SINGLE.fullmatch(value.strip().replace("$", ""))
    if match is None:
        return None
    digits, exponent = match["digits"].replace(",", ""), (match["exponent"] or "0").replace("−", "-")
    number = round(float(f"{digits}e{exponent}") * _SCALE.get(match["scale"] or "", 1.0), 10)
    if not math.isfinite(number):
        return None
    return -number if match["sign"] in ("-", "−", "–") else number
