"""Which surface forms are generic words that never become a node."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.records import ENTITY_TYPES, EntityType
from kg.linking.knowledge import GENERIC
from kg.linking.words import singular

_ALLOWED = {label: GENERIC["any"] | GENERIC[label] for label in ENTITY_TYPES}
_WORDS = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


@lru_cache(maxsize=500_000)
def is_generic(form: str, label: EntityType) -> bool:
    """Whether a form is made of generic words only and so names nothing.

    >>> [is_generic(f, "Task") for f in ("downstream tasks", "these problems", "object detection")]
    [True, True, False]
    """
    words = _WORDS.findall(form)
    if not words:
        return True
    if len(words) == 1 and (len(words[0]) == 1 or words[0].isdigit()):
        return True
    # A name may be written like a generic word: "SET", "SOLUTION", "ModEL".
    if any(sum(c.isupper() for c in w) > 1 for w in words):
        return False
    allowed = _ALLOWED[label]
    return all(_known(w.lower(), allowed) for w in words)


def _known(word: str, allowed: frozenset[str]) -> bool:
    return word in allowed or singular(word) in allowed or all(singular(p) in allowed for p in word.split("-"))
