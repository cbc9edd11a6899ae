"""Abbreviations: which forms are some, and how well a long form explains one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.linking.wordsets import word_set

_PLURAL = re.compile(r"^([A-Z][A-Za-z0-9\-]*[A-Z0-9])s$")
_SHAPE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9\-+.²³]{1,11}$")
_WORDS = re.compile(r"[A-Za-z0-9]+")
# Words that long forms may have without a letter in the abbreviation.
_SILENT = word_set("a an and as at by for from in is of on or per the to via with")

#: From this score on, a long form explains an abbreviation.
EXPLAINS = 0.6


@lru_cache(maxsize=500_000)
def is_abbreviation(form: str) -> bool:
    """Whether a surface form looks like an abbreviation or acronym: one short piece with two capitals or more.

    >>> [is_abbreviation(f) for f in ("GANs", "ViT", "GPT-3", "Adam", "ImageNet", "language model")]
    [True, True, True, False, False, False]
    """
    if not _SHAPE.match(form):
        return False
    form = singular_abbreviation(form)
    letters = [c for c in form if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals >= 2 and capitals * 2 >= len(letters)


def singular_abbreviation(form: str) -> str:
    """Return an abbreviation without its plural s.

    >>> [singular_abbreviation(f) for f in ("GANs", "TTS", "ViTs")]
    ['GAN', 'TTS', 'ViT']
    """
    match = _PLURAL.match(form)
    return match.group(1) if match else form


def short_piece(form: str) -> str:
    """Return the abbreviation within a form, or the form where there is none, or more than one.

    >>> short_piece("the CLIP models"), short_piece("CLIP"), short_piece("language model")
    ('CLIP', 'CLIP', 'language model')
    """
    short = [piece for piece in form.split() if is_abbreviation(piece)]
    return short[0] if len(short) == 1 else form


@lru_cache(maxsize=200_000)
def explains(abbreviation: str, long_form: str) -> float:
    """Return how well ``long_form`` explains ``abbreviation``, 0 to 1.

    1 for an initialism in which every letter begins a word and every word has a letter; less for letters from inside
    words and for words without a letter; 0 where the letters are not in the long form, in order, the first one at the
    beginning of its first word (after Schwartz and Hearst 2003, with every alignment tried instead of the rightmost).
    """
    letters = [c for c in singular_abbreviation(abbreviation).lower() if c.isalnum()]
    # Hyphens, and capitals inside a word as in "wOrds", count as chances for an initial.
    words = [w.lower() for w in _WORDS.findall(long_form)]
    if not letters or len(words) < 2 or (letters[0] != words[0][0] and letters[0] not in _numerals(words[0])):
        return 0.0
    if len(letters) > 10 or len(words) > 10 or "".join(letters) in words:
        return 0.0
    best = _align(tuple(letters), tuple(words))
    if best < 0:
        return 0.0
    content = [w for w in words if w not in _SILENT]
    return max(0.0, min(1.0, best / max(len(letters), len(content))))


def _numerals(word: str) -> str:
    return {"one": "1", "two": "2", "three": "3", "four": "4"}.get(word, "")


def _align(letters: tuple[str, ...], words: tuple[str, ...]) -> float:
    """Best alignment of letters to words: 1 for an initial, 0.4 for a letter inside, -0.5 for a skipped word."""

    @cache
    def best(letter: int, word: int, at: int) -> float:
        # at: how far into words[word] letters were already taken; 0 means the word has none yet.
        if letter == len(letters):
            rest = words[word + 1 :] if at else words[word:]
            return -0.5 * sum(w not in _SILENT for w in rest)
        if word == len(words):
            return float("-inf")
        options = []
        current = words[word]
        if at == 0:
            if current[0] == letters[letter]:
                options.append(1.0 + best(letter + 1, word, 1))
            elif letters[letter] in _numerals(current):
                options.append(1.0 + best(letter + 1, word + 1, 0))
            elif letters[letter] == "x" and current.startswith("ex"):
                options.append(0.8 + best(letter + 1, word, 2))
            options.append((0.0 if current in _SILENT else -0.5) + best(letter, word + 1, 0))
        else:
            found = current.find(letters[letter], at)
            if found >= 0:
                options.append(0.4 + best(letter + 1, word, found + 1))
            options.append(best(letter, word + 1, 0))
        return max(options)

    first = 1.0
    start = 1 if words[0][0] == letters[0] else len(words[0])
    if start == 1:
        return first + best(1, 0, 1)
    return first + best(1, 1, 0)
