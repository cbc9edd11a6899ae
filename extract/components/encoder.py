"""Pipe ``papergraph_encoder``: one vector for every word, from the transformer encoder, batched over documents."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.state import load_model, model_path, state_of
from extract.encoder import Encoder


class WordEncoder:
    """Runs the encoder once a document; every other pipe reads its vectors."""

    def __init__(self, model: str | None, threads: int | None) -> None:
        path = model_path(model)
        settings = load_model(path).settings
        self.encoder = Encoder(
            path, threads=threads, max_tokens=settings.get("max_tokens", 512), overlap=settings.get("overlap", 64)
        )

    def __call__(self, doc: Doc) -> Doc:
        self._encode([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """Encode documents in batches; order is kept."""
        stream = iter(stream)
        while docs := list(itertools.islice(stream, batch_size)):
            self._encode(docs)
            yield from docs

    def _encode(self, docs: list[Doc]) -> None:
        states = [state_of(d) for d in docs]
        for state, words in zip(states, self.encoder([s.view for s in states]), strict=True):
            state.words = words


@Language.factory("papergraph_encoder", default_config={"model": None, "threads": None})
def make_encoder(nlp: Language, name: str, model: str | None, threads: int | None) -> WordEncoder:
    """Factory; ``model``: model directory (default: the packaged one), ``threads``: of ONNX Runtime."""
    return WordEncoder(model, threads)
