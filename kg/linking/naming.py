"""Canonical names and ids: the form that people would look for, in plain text, and a slug of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from extract.latex import plain
from extract.records import EntityType, fold, squeeze
from kg.linking.abbreviations import is_abbreviation, singular_abbreviation
from kg.linking.drafts import Draft
from kg.linking.knowledge import ABBREVIATIONS, LEADING_FILLERS, UNITS
from kg.linking.overrides import Overrides
from kg.linking.words import singular
from kg.linking.wordsets import word_set

_SYMBOLS = {"+": "plus", "*": "star", "#": "sharp", "&": "and", "@": "at", "%": "percent"}
_ARTICLE = re.compile(r"^(?:the|a|an|our)\s+", re.IGNORECASE)
_PREPOSITIONS = word_set("of in for with from on to by as at over under via through without against across and or")
_KIND_WORDS = word_set(
    "model method dataset corpus algorithm architecture framework mechanism technique task problem score"
)
_KINDS = re.compile(r" (?:model|method|dataset|algorithm|benchmark|task)$")


def plain_name(form: str) -> str:
    """Return a form as plain text without a leading article."""
    return _ARTICLE.sub("", squeeze(plain(form))) or squeeze(form)


def display(forms: Mapping[str, int], label: EntityType) -> str:
    """Return the best way to write a name: as in running text, singular, by use.

    Parameters
    ----------
    forms
        Surface forms of one key -> number of papers.
    label
        Type of the entity. Names of datasets keep their plural ("Natural Questions").

    Examples
    --------
    >>> display({"Vision Transformers": 5, "vision transformers": 3, "Vision transformer": 1}, "Method")
    'vision transformer'
    """
    counts: Counter[str] = Counter()
    for form, n in forms.items():
        name = plain_name(form)
        counts[name if label == "Dataset" else singular_name(name)] += n
    folded = {_joined(name) for name in counts}
    # A title's capitals say nothing when running text writes the same words small.
    return max(counts, key=lambda f: (-_awkward(f, folded), -_title_words(f), counts[f], f.count(" "), f))


def _joined(name: str) -> str:
    return fold(name).replace(" ", "")


def _title_words(name: str) -> int:
    words = re.split(r"[\s\-]", name)
    return sum(w[:1].isupper() and w[1:].islower() and len(w) > 1 for w in words) if len(words) > 1 else 0


def _awkward(name: str, folded: Collection[str]) -> bool:
    """Whether a name is a phrase of running text rather than a name: "standard attention", "UNet model"."""
    words = name.lower().split()
    inverted = len(words) > 2 and words[1] in ("of", "in")
    with_kind = words[-1] in _KIND_WORDS and _joined(" ".join(words[:-1])) in folded
    return words[0] in LEADING_FILLERS or inverted or with_kind


def singular_name(name: str) -> str:
    """Return a name with its last word in the singular, unless the last word is not the head of the name.

    >>> [singular_name(n) for n in ("language models", "GANs", "mixture of experts")]
    ['language model', 'GAN', 'mixture of experts']
    """
    words = re.split(r"[\s\-]", name)
    if any(w.lower() in _PREPOSITIONS for w in words[:-1]):
        return name
    last = words[-1]
    if last in UNITS:
        return name
    if is_abbreviation(last):
        return name[: len(name) - len(last)] + singular_abbreviation(last)
    if not last[1:].islower():
        return name
    low = singular(last.lower())
    if low == last.lower():
        return name
    new = last[: len(low)] if last.lower().startswith(low) else last[0] + low[1:]
    return name[: len(name) - len(last)] + new


def choose_name(draft: Draft, homonyms: Collection[str], overrides: Overrides) -> str:
    """Return the canonical name of a node.

    The long form, unless people look for the abbreviation: when most papers of the node use nothing else. An
    abbreviation that several nodes carry is made telling by the long form behind it.

    Parameters
    ----------
    draft
        The node.
    homonyms
        Those keys of its forms that other nodes carry, too.
    overrides
        A person's decisions, which come first.
    """
    label, leader = draft.key
    for key in sorted({*draft.keys.values(), leader}):
        if (label, key) in overrides.names:
            return overrides.names[label, key]
    if not draft.forms:
        return leader
    by_key: dict[str, dict[str, int]] = defaultdict(dict)
    short: dict[str, set[str]] = defaultdict(set)
    with_long: set[str] = set()
    for form, papers in draft.forms.items():
        by_key[draft.keys[form]][form] = len(papers)
        if is_abbreviation(form):
            short[draft.keys[form]] |= papers
        else:
            with_long |= papers
    long = display(by_key[leader], label) if leader in by_key else None
    best_short = max(short, key=lambda k: (len(short[k]), k), default=None)
    if best_short is None or best_short == leader:
        return long or display(_most_used(by_key), label)
    if long is not None and len(short[best_short] - with_long) <= len(with_long):
        return long
    name = display(by_key[best_short], label)
    if best_short in homonyms:
        return f"{name} ({_KINDS.sub('', long or _spelled(draft, best_short) or leader)})"
    return name


def _most_used(by_key: Mapping[str, dict[str, int]]) -> dict[str, int]:
    return max(by_key.values(), key=lambda forms: (sum(forms.values()), max(forms)))


def _spelled(draft: Draft, short: str) -> str | None:
    """Return the long form of a node that none of its own mentions spells out."""
    steps = ("abbreviation", "context")
    spelled = [r.into for reasons in draft.reasons.values() for r in reasons if r.step in steps]
    return min(spelled, default=ABBREVIATIONS.get(short))


def slug(name: str) -> str:
    """Return the part of an id that is made from a name: ASCII letters, digits and hyphens.

    A name that would lose letters gets a few digits of its hash.
    """
    text = unicodedata.normalize("NFKD", name.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    for symbol, word in _SYMBOLS.items():
        text = text.replace(symbol, f" {word} ")
    ascii_only = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    if not ascii_only or any(c.isalnum() and not c.isascii() for c in text):
        digits = hashlib.sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()[:6]
        return f"{ascii_only}-{digits}".strip("-")
    return ascii_only


def entity_id(label: EntityType, name: str) -> str:
    """Return the id of the entity of a type and canonical name.

    >>> entity_id("Method", "contrastive learning")
    'method:contrastive-learning'
    """
    return f"{label.lower()}:{slug(name)}"
