"""Blocking: which units are compared at all. Every unit has a few block keys; only units of one block meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.linking.normalize import Normal
from kg.linking.words import stem

#: A block with more members than this says nothing about its members and is left out.
MAX_BLOCK = 200

_MIN_TYPO_WORD = 7


def block_keys(normal: Normal) -> Iterator[str]:
    """Yield the keys of the blocks that a form belongs to.

    The stems of its words, in order; and, for each long word, the form with that word reduced to its first letter,
    its sorted letters being left to the comparison: forms with a typo in that word share it.
    """
    words = normal.words
    stems = [stem(w) for w in words]
    yield "stems " + " ".join(stems)
    for at, word in enumerate(words):
        if len(word) >= _MIN_TYPO_WORD and word.isalpha():
            rest = "".join(words[:at]) + "*" + "".join(words[at + 1 :])
            if len(words) > 1:
                yield f"typo {at} {word[0]} {rest}"
            else:
                for cut in range(1, len(word)):
                    yield f"cut {word[:cut]}{word[cut + 1 :]}"


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
