"""The embedding voice: the extraction encoder as a judge of pairs that characters and words leave open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.linking.scoring import Embed

if TYPE_CHECKING:
    import numpy as np


def encoder_voice(model: Path | None = None, *, threads: int | None = None) -> Embed:
    """Return a function that turns forms into unit vectors with the encoder of an extraction model.

    Parameters
    ----------
    model
        Model directory; by default the one that the package ships. It is loaded when the first form is asked about.
    threads
        Threads of ONNX Runtime; by default all cores.

    Raises
    ------
    ModelError
        On first use: the model is missing or damaged.
    """
    loaded: list[_Voice] = []

    def embed(forms: Sequence[str]) -> np.ndarray:
        if not loaded:
            loaded.append(_Voice(model, threads))
        return loaded[0](forms)

    return embed


class _Voice:
    def __init__(self, model: Path | None, threads: int | None) -> None:
        from extract.components.state import model_path
        from extract.encoder import Encoder

        self.encoder = Encoder(model_path(str(model) if model is not None else None), threads=threads)

    def __call__(self, forms: Sequence[str]) -> np.ndarray:
        import numpy as np

        from extract.textview import TextView

        out = np.zeros((len(forms), self.encoder.width), dtype=np.float32)
        for row, form in enumerate(forms):
            # One at a time: a quantised encoder rounds by batch, and a form's vector must not depend on its company.
            (words,) = self.encoder([TextView(f"\n{form}")])
            if len(words):
                mean = words.mean(axis=0)
                out[row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        return out
