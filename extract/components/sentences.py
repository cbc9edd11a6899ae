"""Pipe ``papergraph_sentences``: sentence boundaries; the title is a sentence of its own."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.state import state_of


@Language.component("papergraph_sentences")
def sentences(doc: Doc) -> Doc:
    """Set ``token.is_sent_start`` from ``extract.words.sentence_spans``."""
    starts = {start for start, _ in state_of(doc).view.sentences}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    return doc
