"""Pipe ``papergraph_relations``: typed relations between the entities of one paper."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.state import load_model, model_path, state_of, vectors_of
from extract.relating import relate


class Relations:
    """Decides every ordered pair of entities whose types allow a relation."""

    def __init__(self, model: str | None) -> None:
        self.model = load_model(model_path(model))

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        if state.things:
            state.related = relate(state.view, self.model.heads, vectors_of(doc), state.things, self.model.thresholds)
        return doc


@Language.factory("papergraph_relations", default_config={"model": None})
def make_relations(nlp: Language, name: str, model: str | None) -> Relations:
    """Factory; ``model``: model directory (default: the packaged one)."""
    return Relations(model)
