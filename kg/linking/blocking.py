"""Blocking: which units are compared at all. Every unit has a few block keys; only units of one block meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.linking.normalize import Normal
from kg.linking.words import stem

#: A block with more members than this says nothing about its members and is left out.
MAX_BLOCK = 100

_LONG_WORD = 7


def block_keys(normal: Normal) -> Iterator[str]:
    """Yield the keys of the blocks that a form belongs to.

    - the stems of its words, sorted: inflections and other orders;
    - for each long word of several, the other words with this one's first letter: typos in that word;
    - for a single long word, the word with each one letter left out: typos in it.
    """
    words = normal.words
    yield " ".join(["stems", *sorted(stem(w) for w in words)])
    if len(words) == 1:
        word = words[0]
        if len(word) >= _LONG_WORD and word.isalpha():
            yield f"cut {word}"
            for at in range(1, len(word)):
                yield f"cut {word[:at]}{word[at + 1 :]}"
        return
    for at, word in enumerate(words):
        if len(word) >= _LONG_WORD and word.isalpha():
            yield " ".join(["typo", *words[:at], f"{word[0]}*", *words[at + 1 :]])


def pairs(forms: Iterable[Normal]) -> Iterator[tuple[str, str]]:
    """Yield each pair of keys (smaller first) that shares a block, once."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for normal in forms:
        for block in set(block_keys(normal)):
            blocks[block].append(normal.key)
    seen: set[tuple[str, str]] = set()
    for members in blocks.values():
        if not 1 < len(members) <= MAX_BLOCK:
            continue
        members.sort()
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                if a != b and (a, b) not in seen:
                    seen.add((a, b))
                    yield a, b
