"""Pipe ``papergraph_roles``: what each entity does in the paper: proposed, used, compared, addressed, evaluated on …"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.state import load_model, model_path, state_of, vectors_of
from extract.decode import judge


class Roles:
    """Judges each entity by all its mentions together: the probability of every type and role."""

    def __init__(self, model: str | None) -> None:
        self.model = load_model(model_path(model))

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        if state.things:
            state.things = judge(state.view, self.model.heads, vectors_of(doc), state.things, state.short_of)
        return doc


@Language.factory("papergraph_roles", default_config={"model": None})
def make_roles(nlp: Language, name: str, model: str | None) -> Roles:
    """Factory; ``model``: model directory (default: the packaged one)."""
    return Roles(model)
