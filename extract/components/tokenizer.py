"""The spaCy tokenizer ``papergraph.Words.v1``: runs of letters and digits, single other characters, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_PIECE = re.compile(r"[^\W_]+|_|[^\w\s]|\s")


class WordTokenizer:
    """Cuts a text into the words of ``extract.words``; ``doc.text`` equals the text, white space included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _PIECE.findall(text):
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    # The tokenizer has no state, so it is saved as nothing.
    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> WordTokenizer:
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        return None

    def from_disk(self, path: Any, **_: Any) -> WordTokenizer:
        return self


@registry.tokenizers("papergraph.Words.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], WordTokenizer]:
    """Entry for a spaCy config: ``[nlp.tokenizer] @tokenizers = "papergraph.Words.v1"``."""
    return lambda nlp: WordTokenizer(nlp.vocab)
