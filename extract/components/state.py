"""What the pipes of one document hand on to each other, and where a user finds the outcome.

While the pipeline runs, a ``State`` lies in ``doc.user_data``; the last pipe takes it out again and leaves plain,
serialisable data in ``doc._.extraction``, ``doc._.abbreviations``, ``doc.ents`` and ``doc.spans``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from extract.decode import Form, Thing, Thresholds
from extract.errors import ModelError
from extract.heads import NumpyHeads
from extract.relating import Related, Reported
from extract.textview import TextView

PACKAGED_MODEL = Path(__file__).resolve().parents[1] / "model"
_KEY = "papergraph_state"

for _name in ("extraction", "paper"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
if not Doc.has_extension("abbreviations"):
    Doc.set_extension("abbreviations", default=[])


@dataclass
class State:
    """Intermediate outcome of the pipes for one document."""

    view: TextView
    words: np.ndarray | None = None
    forms: list[Form] = field(default_factory=list)
    short_of: dict[str, str] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    reported: list[Reported] = field(default_factory=list)


def state_of(doc: Doc) -> State:
    """The state of a document, made on first use."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = State(TextView(doc.text))
    state: State = doc.user_data[_KEY]
    return state


def vectors_of(doc: Doc) -> np.ndarray:
    """The word vectors of a document; the encoder must have run."""
    words = state_of(doc).words
    if words is None:
        raise ModelError("the pipe 'papergraph_encoder' has not run; add it before the pipes that read its vectors")
    return words


def drop_state(doc: Doc) -> None:
    """Forget the state of a document."""
    doc.user_data.pop(_KEY, None)


@dataclass(frozen=True)
class Model:
    """Heads and settings of a model directory."""

    heads: NumpyHeads
    thresholds: Thresholds
    settings: dict[str, Any]


@lru_cache(maxsize=4)
def load_model(path: Path) -> Model:
    """Read ``heads.safetensors`` and ``config.json`` of a model directory (once; all pipes share them)."""
    from safetensors.numpy import load_file

    try:
        settings = json.loads((path / "config.json").read_text(encoding="utf-8"))
        weights = load_file(str(path / "heads.safetensors"))
    except OSError as error:
        raise ModelError(f"{path}: not an extraction model ({error}); reinstall papergraph or pass --model") from error
    except ValueError as error:
        raise ModelError(f"{path}: the extraction model is damaged ({error}); reinstall papergraph") from error
    return Model(NumpyHeads(weights), Thresholds(**settings["thresholds"]), settings)


def model_path(path: str | None) -> Path:
    """The model directory to use: the given one, else the one that the package ships."""
    return Path(path) if path else PACKAGED_MODEL
