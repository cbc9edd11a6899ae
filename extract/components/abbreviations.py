"""Pipe ``papergraph_abbreviations``: abbreviations and their long forms (Schwartz and Hearst, 2003)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.abbreviations import find_abbreviations
from extract.components.state import state_of


@Language.component("papergraph_abbreviations", assigns=["doc._.abbreviations"])
def abbreviations(doc: Doc) -> Doc:
    """Set ``doc._.abbreviations`` to a list of {"short", "long"}."""
    found = find_abbreviations(doc.text)
    doc._.abbreviations = [{"short": a.short, "long": a.long} for a in found]
    state_of(doc).short_of = {a.short: a.long for a in found}
    return doc
