"""Canonical names and ids: the form that people would look for, in plain text, and a slug of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from extract.latex import plain
from extract.records import EntityType, squeeze
from kg.linking.abbreviations import is_abbreviation
from kg.linking.words import singular

_SYMBOLS = {"+": "plus", "*": "star", "#": "sharp", "&": "and", "@": "at", "%": "percent"}
_ARTICLE = re.compile(r"^(?:the|a|an|our)\s+", re.IGNORECASE)


def plain_name(form: str) -> str:
    """Return a form as plain text without a leading article."""
    return _ARTICLE.sub("", squeeze(plain(form))) or squeeze(form)


def display(forms: Mapping[str, int]) -> str:
    """Return the best way to write one key: as in running text, singular, by use.

    Parameters
    ----------
    forms
        Surface forms of one key -> number of papers.
    """
    counts: Counter[str] = Counter()
    for form, n in forms.items():
        counts[_singular_name(plain_name(form))] += n
    # A title's capitals say nothing when running text writes the same words small.
    best = max(counts, key=lambda f: (_in_running_text(f), counts[f], f.count(" "), f))
    return best


def _in_running_text(form: str) -> bool:
    return (
        not any(w[:1].isupper() and w[1:].islower() and len(w) > 1 for w in re.split(r"[\s\-]", form)[0:])
        or " " not in form
    )


def _singular_name(form: str) -> str:
    head, space, last = form.rpartition(" ")
    before, hyphen, tail = last.rpartition("-")
    if is_abbreviation(last) and last.endswith("s") and last[-2].isupper():
        return form[:-1]
    if tail.islower() or (tail[1:].islower() and space):
        low = singular(tail.lower())
        if low != tail.lower():
            tail = tail[: len(low)] if tail.lower().startswith(low) else tail[:1] + low[1:]
    return head + space + before + hyphen + tail


def slug(name: str) -> str:
    """Return the part of an id that is made from a name: ASCII letters, digits and hyphens.

    Names whose difference would be lost get a few digits of a hash of the name.
    """
    text = unicodedata.normalize("NFKD", name.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    for symbol, word in _SYMBOLS.items():
        text = text.replace(symbol, f" {word} ")
    ascii_only = re.sub(r"[^a-z0-9.]+", "-", text).strip("-.").replace(".", "-")
    lost = any(not c.isascii() and c.isalnum() for c in text)
    if lost or not ascii_only:
        digits = hashlib.sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()[:6]
        return f"{ascii_only}-{digits}".strip("-")
    return ascii_only


def entity_id(label: EntityType, name: str) -> str:
    """Return the id of the entity of a type and canonical name.

    >>> entity_id("Method", "contrastive learning")
    'method:contrastive-learning'
    """
    return f"{label.lower()}:{slug(name)}"
