"""One text as the heads see it: its words with offsets and shapes, its sentences, and the occurrences of a form."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cached_property

from extract.features import WordSpan
from extract.records import Span
from extract.words import sentence_spans, shapes, word_spans


@dataclass(frozen=True)
class TextView:
    """A text (title, newline, abstract) cut into words and sentences; the first line is the title."""

    text: str

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Character offsets of the words."""
        return word_spans(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words themselves."""
        return [self.text[s:e] for s, e in self.spans]

    @cached_property
    def starts(self) -> list[int]:
        """Character offset of the start of every word."""
        return [s for s, _ in self.spans]

    @cached_property
    def title_words(self) -> int:
        """Number of words in the title."""
        end = self.text.find("\n")
        return len(self.words) if end < 0 else bisect.bisect_left(self.starts, end)

    @cached_property
    def shapes(self) -> list[int]:
        """Shape class of every word."""
        return shapes(self.words, self.title_words)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Character offsets of the sentences."""
        return sentence_spans(self.text)

    @cached_property
    def sentence_of(self) -> list[int]:
        """Index of the sentence of every word."""
        begins = [s for s, _ in self.sentences]
        return [max(0, bisect.bisect_right(begins, s) - 1) for s in self.starts]

    def characters(self, span: WordSpan) -> tuple[int, int]:
        """Character offsets of a span of words."""
        return self.spans[span[0]][0], self.spans[span[1] - 1][1]

    def form(self, span: WordSpan) -> str:
        """The surface form of a span of words."""
        start, end = self.characters(span)
        return self.text[start:end]

    def word_span(self, start: int, end: int) -> WordSpan | None:
        """The words that cover exactly the characters ``start`` to ``end``, or None."""
        first = bisect.bisect_left(self.starts, start)
        last = bisect.bisect_left(self.starts, end)
        if first < last and self.spans[first][0] == start and self.spans[last - 1][1] == end:
            return first, last
        return None

    def occurrences(self, form: str, *, ignore_case: bool = False) -> list[WordSpan]:
        """Word spans of every occurrence of ``form`` that neither starts nor ends inside a word."""
        flags = re.IGNORECASE if ignore_case else 0
        found = (self.word_span(*m.span()) for m in re.finditer(re.escape(form), self.text, flags))
        return [s for s in found if s is not None]

    def mention(self, span: WordSpan) -> Span:
        """The mention of a span of words, with character offsets."""
        start, end = self.characters(span)
        return Span(self.text[start:end], start, end)

    def sentence(self, index: int) -> Span:
        """A sentence by its index, with character offsets."""
        start, end = self.sentences[index]
        return Span(self.text[start:end], start, end)


def longest_first(view: TextView, forms: list[str]) -> dict[str, list[WordSpan]]:
    """Place every form at all its occurrences; where two overlap, the longer wins (then the earlier)."""
    placed: dict[str, list[WordSpan]] = {}
    candidates = sorted(
        ((view.characters(s), s, f) for f in dict.fromkeys(forms) for s in view.occurrences(f)),
        key=lambda c: (c[0][0] - c[0][1], c[0][0]),
    )
    taken = bytearray(len(view.words))
    for _, (start, end), form in candidates:
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            placed.setdefault(form, []).append((start, end))
    return {f: sorted(s) for f, s in placed.items()}
