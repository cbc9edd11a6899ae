"""Pipe ``papergraph_results``: reported numbers and what they measure; sets ``doc._.extraction``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.assemble import assemble, confident
from extract.components.state import drop_state, load_model, model_path, state_of, vectors_of
from extract.records import paper_id
from extract.relating import read_results


class Results:
    """Reads the results and puts all outcomes together; the last pipe."""

    def __init__(self, model: str | None, min_confidence: float) -> None:
        self.model = load_model(model_path(model))
        self.min_confidence = min_confidence

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        if state.things:
            state.reported = read_results(
                state.view, self.model.heads, vectors_of(doc), state.things, self.model.thresholds
            )
        title = doc.text.split("\n", 1)[0]
        paper = doc._.paper or (paper_id(title), title)
        extraction = assemble(
            state.view, paper, state.things, state.related, state.reported, self.model.settings.get("calibration", {})
        )
        doc._.extraction = confident(extraction, self.min_confidence).to_dict()
        drop_state(doc)
        return doc


@Language.factory(
    "papergraph_results", default_config={"model": None, "min_confidence": 0.0}, assigns=["doc._.extraction"]
)
def make_results(nlp: Language, name: str, model: str | None, min_confidence: float) -> Results:
    """Factory; ``model``: model directory (default: the packaged one); ``min_confidence``: least to keep, 0 to 1."""
    return Results(model, min_confidence)
