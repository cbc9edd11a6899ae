"""Write a set of words as one string, so that word tables stay readable."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the whitespace-separated words of ``text`` as a set.

    >>> sorted(word_set("one two"))
    ['one', 'two']
    """
    return frozenset(text.split())
