"""Pipe ``papergraph_entities``: the mentions of one paper that are one thing become one entity."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.state import load_model, model_path, state_of, vectors_of
from extract.decode import group_forms


class Entities:
    """Groups surface forms by abbreviation, case, plural and the sameness head."""

    def __init__(self, model: str | None) -> None:
        self.model = load_model(model_path(model))

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        if state.forms:
            state.things = group_forms(
                state.view, self.model.heads, vectors_of(doc), state.forms, self.model.thresholds, state.short_of
            )
        return doc


@Language.factory("papergraph_entities", default_config={"model": None})
def make_entities(nlp: Language, name: str, model: str | None) -> Entities:
    """Factory; ``model``: model directory (default: the packaged one)."""
    return Entities(model)
