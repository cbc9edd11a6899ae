"""The first step of linking: bring a surface form to the key that all its plain variants share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from extract.latex import plain
from extract.records import EntityType, fold
from kg.linking.knowledge import (
    ABBREVIATIONS,
    INSIDE_NAMES,
    LEADING_FILLERS,
    SAME_NAME,
    SIZED_FAMILIES,
    SIZES,
    SYNONYMS,
)
from kg.linking.words import american, singular
from kg.linking.wordsets import word_set

#: The steps of normalisation in the order in which a form loses its differences.
NORMALISATION_STEPS = ("latex", "case", "hyphen", "plural", "spelling", "wording")

_PLURAL_ABBREVIATION = re.compile(r"^[A-Z][A-Za-z0-9]*[A-Z0-9]s$")
_SPLIT = re.compile(r"[\s\-_/‐‑–—−]+")
_DROP = re.compile(r"[\"'’‘“”`´,;:!?()\[\]{}|~^$\\]+")
_NUMBERED_PLURAL = re.compile(r"^([a-z]{4,}s)(\d+[a-z]?)$")
_TRAILING_PARENTHESIS = re.compile(r"^(.*\w.*?)\s*\(([^()]+)\)$")

# Prefixes that are one word with what follows however they are written.
_PREFIXES = word_set(
    "pre re un non semi self multi auto co sub inter intra meta anti bi tri uni hyper super pseudo post de dis fine "
    "few zero one cross mis ultra micro macro weakly"
)
_TRAILING = {
    "Dataset": frozenset({"dataset", "corpus", "benchmark", "database", "collection", "suite"}),
    "Task": frozenset({"task", "problem"}),
    "Metric": frozenset({"score", "metric", "measure", "value"}),
    "Method": frozenset({"mechanism", "technique"}),
}
_AFTER_NAME = word_set("model method approach framework algorithm architecture network family backbone")
_SIZE_WORDS = frozenset(SIZES.values())
_HEADS_OF_INVERSION = re.compile(r"(?:ing|tion|sion|ment|sis|al)$")


@dataclass(frozen=True, slots=True)
class Normal:
    """A surface form and its normal forms.

    Parameters
    ----------
    form
        The form as in the text.
    key
        What all plain variants of the form share: its normal words, joined.
    words
        The normal words, with prefixes joined to the word they belong to.
    levels
        The form after each of ``NORMALISATION_STEPS``; two forms are equal from the first level on that is equal.
    """

    form: str
    key: str
    words: tuple[str, ...]
    levels: tuple[str, ...]


def equal_from(a: Normal, b: Normal) -> str | None:
    """Return the first normalisation step that makes two forms equal, or None when their keys differ."""
    if a.key != b.key:
        return None
    for step, x, y in zip(NORMALISATION_STEPS, a.levels, b.levels, strict=True):
        if x == y:
            return step
    return NORMALISATION_STEPS[-1]


@lru_cache(maxsize=1_000_000)
def normalize(form: str, label: EntityType) -> Normal:
    """Return the normal forms of one surface form of an entity of type ``label``.

    >>> normalize("Pre-Trained Language Models", "Method").key == normalize("pretrained language model", "Method").key
    True
    >>> normalize("CIFAR10", "Dataset").key == normalize("CIFAR-100", "Dataset").key
    False
    """
    text = plain(form) if "$" in form or "\\" in form or "{" in form else form
    text = " ".join(text.split())
    if (match := _TRAILING_PARENTHESIS.match(text)) and len(match.group(2).split()) == 1 < len(match.group(1).split()):
        text = match.group(1)
    pieces = _pieces(text)
    lower = [_ascii(p).lower() for p in pieces]
    single = [_singular_piece(p, low) for p, low in zip(pieces, lower, strict=True)]
    spelled = [american(w) for w in single]
    worded = _wording(spelled, text, label)
    key = "".join(worded) or fold(form)
    key = SAME_NAME[label].get(key, key)
    levels = (text, fold(text), "".join(lower), "".join(single), "".join(spelled), key)
    return Normal(form, key, tuple(join_prefixes(worded)), levels)


def _ascii(text: str) -> str:
    """Drop accents; letters of other alphabets stay."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _pieces(text: str) -> list[str]:
    text = text.replace("&", " and ").replace("’s ", " ").replace("'s ", " ")
    pieces = [_DROP.sub("", p).strip(".") for p in _SPLIT.split(text)]
    return [p for p in pieces if p] or [text]


def _standing_alone(text: str) -> frozenset[str]:
    """Return the pieces that begin a word of the text: the "CNN" of "CNN-based", not that of "R-CNN"."""
    return frozenset(_DROP.sub("", _SPLIT.split(word)[0]).strip(".") for word in text.split())


def _singular_piece(piece: str, lower: str) -> str:
    if _PLURAL_ABBREVIATION.match(piece):
        return lower[:-1]
    if len(piece) <= 5 and piece.isupper():
        return lower
    if match := _NUMBERED_PLURAL.match(lower):
        return singular(match.group(1)) + match.group(2)
    return singular(lower)


def join_prefixes(words: list[str]) -> list[str]:
    """Join prefixes such as "pre" and "self" to the word that they belong to."""
    out: list[str] = []
    for word in words:
        if out and out[-1] in _PREFIXES:
            out[-1] += word
        else:
            out.append(word)
    return out


def _is_name(piece: str) -> bool:
    """Whether a piece of raw text looks like a name: a digit, or a capital after its first letter."""
    return any(c.isdigit() for c in piece) or any(c.isupper() for c in piece[1:])


def _wording(words: list[str], text: str, label: EntityType) -> list[str]:
    """Bring different wordings of one name together: fillers, generic last words, inversions, sizes."""
    raw = _pieces(text)
    words = list(words)
    while len(words) > 1 and words[0] in LEADING_FILLERS and words[1] != "chinese":
        del words[0]
    if len(words) > 1 and _may_drop_last(words, raw, label):
        del words[-1]
    words = _invert(words)
    if _is_sized(words):
        words[1] = SIZES.get(words[1], words[1])
    elif len(words) > 1 and not INSIDE_NAMES.isdisjoint(words):
        alone = {singular(p.lower()) for p in _standing_alone(text)}
        words = [piece for w in words for piece in (_spell_out(w) if w in INSIDE_NAMES and w in alone else (w,))]
    return _drop_inner_fillers(_use_one_synonym(words))


@lru_cache(maxsize=1024)
def _spell_out(abbreviation: str) -> tuple[str, ...]:
    return tuple(american(singular(w)) for w in _SPLIT.split(ABBREVIATIONS[abbreviation]))


def _is_sized(words: list[str]) -> bool:
    """Whether the words are a model family and its size, and perhaps a number: "ViT-H", "ViT-L/14"."""
    sized = len(words) in (2, 3) and words[0] in SIZED_FAMILIES and (words[1] in SIZES or words[1] in _SIZE_WORDS)
    return sized and all(w.isdecimal() for w in words[2:])


def _may_drop_last(words: list[str], raw: list[str], label: EntityType) -> bool:
    """Whether the last word only says what kind of thing the rest names: "COCO dataset", "BERT model", "F1 score"."""
    if label == "Method" and words[-1] in _AFTER_NAME:
        return all(_is_name(p) for p in raw[:-1])
    if words[-1] not in _TRAILING[label]:
        return False
    if label == "Dataset":
        # "medical dataset" is no name without its last word, "Osteoarthritis Initiative dataset" is.
        return any(c.isupper() or c.isdigit() for p in raw[:-1] for c in p)
    return not (label == "Metric" and words[-2] in ("similarity", "z", "t", "p"))


def _use_one_synonym(words: list[str]) -> list[str]:
    return [SYNONYMS.get((w, n), w) for w, n in zip(words, [*words[1:], ""], strict=True)]


def _invert(words: list[str]) -> list[str]:
    """Turn "detection of objects" into "object detection", and "learning representations" likewise."""
    for preposition in ("of", "in"):
        if words.count(preposition) == 1:
            at = words.index(preposition)
            rest = [w for w in words[at + 1 :] if w not in ("the", "a", "an")]
            if at == 1 and rest and len(rest) <= 3 and _HEADS_OF_INVERSION.search(words[0]):
                return rest + words[:1]
    if 2 <= len(words) <= 4 and words[0] == "learning" and words[-1] in ("representation", "embedding", "feature"):
        return words[1:] + words[:1]
    return words


def _drop_inner_fillers(words: list[str]) -> list[str]:
    out: list[str] = []
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word == "fully" and following.startswith("supervised"):
            continue
        if word == "deep" and following in ("convolutional", "recurrent"):
            continue
        if word == "neural" and following == "network" and out and out[-1] not in ("deep", "artificial"):
            continue
        if word == "model" and out and out[-1] in ("full", "average") and following:
            continue
        if word in ("the", "a", "an") and out and following:
            continue
        out.append(word)
    return out
