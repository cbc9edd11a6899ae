"""Which surface forms are generic words that never become a node."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.records import ENTITY_TYPES, EntityType
from kg.linking.knowledge import GENERIC_COMPOUNDS, GENERIC_MODIFIERS, GENERIC_NOUNS
from kg.linking.words import singular
from kg.linking.wordsets import word_set

_WORDS = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
# Words that end no name: the extractor cut it short.
_CUT_OFF = word_set("a an the of to for with from and or by via as on its their our using based")
_NOUNS = {label: GENERIC_NOUNS["any"] | GENERIC_NOUNS[label] for label in ENTITY_TYPES}


@lru_cache(maxsize=500_000)
def is_generic(form: str, label: EntityType) -> bool:
    """Whether a form names nothing: a generic noun, alone or after words that only point or praise.

    >>> [is_generic(f, "Task") for f in ("downstream tasks", "these problems", "domain generalization")]
    [True, True, False]
    """
    words = _WORDS.findall(form)
    if not words:
        return True
    if len(form.strip()) == 1 or (len(words) == 1 and words[0].isdigit()):
        return True
    # A name may be written like a generic word: "SET", "ModEL".
    if any(sum(c.isupper() for c in w) > 1 for w in words):
        return False
    if len(words) > 1 and words[-1] in _CUT_OFF:
        return True
    *before, last = (w.lower() for w in words)
    if singular(last) not in _NOUNS[label]:
        return False
    # "training cost" is a metric, "training method" is no method.
    compounds = frozenset() if label == "Metric" else GENERIC_COMPOUNDS
    return all(w in GENERIC_MODIFIERS or singular(w) in compounds for w in before)
