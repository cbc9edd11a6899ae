"""Pipe ``papergraph_sentences``: sentence boundaries; the title is a sentence of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.components.state import state_of


@Language.component("papergraph_sentences")
def sentences(doc: Doc) -> Doc:
    """Set ``token.is_sent_start`` from ``extract.words.sentence_spans``."""
    starts = {start for start, _ in state_of(doc).view.sentences}
    opens = [token.i == 0 or token.idx in starts for token in doc]
    # All at once: the setter of a single token looks through the whole text first.
    values: Any = np.where(opens, 1, -1).astype(np.int64).view(np.uint64)[:, None]
    return doc.from_array(["SENT_START"], values)
