"""Pipe ``papergraph_mentions``: finds the mentions of methods, datasets, tasks and metrics and sets ``doc.ents``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.state import load_model, model_path, state_of, vectors_of
from extract.decode import find_forms


class Mentions:
    """Chooses surface forms with the tagging and form heads; a form has one type in one paper."""

    def __init__(self, model: str | None) -> None:
        self.model = load_model(model_path(model))

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        if not state.view.words:
            return doc
        state.forms = find_forms(state.view, self.model.heads, vectors_of(doc), self.model.thresholds)
        spans = [
            doc.char_span(*state.view.characters(s), label=form.type.upper())
            for form in state.forms
            for s in form.spans
        ]
        doc.set_ents([s for s in spans if s is not None])
        return doc


@Language.factory("papergraph_mentions", default_config={"model": None}, assigns=["doc.ents"])
def make_mentions(nlp: Language, name: str, model: str | None) -> Mentions:
    """Factory; ``model``: model directory (default: the packaged one)."""
    return Mentions(model)
