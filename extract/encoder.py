"""The encoder at run time: ONNX Runtime over word pieces, one vector for every word."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extract.errors import ModelError
from extract.textview import TextView
from extract.wordpieces import Window, load_tokenizer, stitch, windows


class Encoder:
    """A fine-tuned BERT encoder in ONNX with its word-piece tokenizer.

    Parameters
    ----------
    path
        Directory with ``encoder.onnx`` and ``tokenizer.json``.
    threads
        Threads of ONNX Runtime; by default all the cores this process may use.
    """

    def __init__(self, path: Path, *, threads: int | None = None, max_tokens: int = 512, overlap: int = 64) -> None:
        # Imported here: `kg --help` must not pay for the run time.
        import onnxruntime

        model, vocabulary = path / "encoder.onnx", path / "tokenizer.json"
        for file in (model, vocabulary):
            if not file.is_file():
                raise ModelError(f"{file}: the extraction model lacks this file; reinstall papergraph or pass --model")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
        # Waiting threads sleep: spinning wins a little on an idle machine and loses a lot on a busy one.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            self._tokenizer: Any = load_tokenizer(vocabulary)
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise ModelError(
                f"{path}: the extraction model cannot be loaded ({error}); reinstall papergraph"
            ) from error
        self.max_tokens = max_tokens
        self.overlap = overlap
        self.width = int(self._session.get_outputs()[0].shape[-1])

    def __call__(self, views: Sequence[TextView]) -> list[np.ndarray]:
        """Return (words, width) float32 for every text; a text longer than a window is read in overlapping windows."""
        parts: list[list[tuple[int, np.ndarray]]] = []
        for view in views:
            cut = windows(view, self._tokenizer, self.max_tokens, self.overlap)
            parts.append([(window.first, self._run(window)) for window in cut])
        return [
            stitch(sorted(p, key=lambda x: x[0]), len(v.words)) if p else np.zeros((0, self.width), dtype=np.float32)
            for p, v in zip(parts, views, strict=True)
        ]

    def _run(self, window: Window) -> np.ndarray:
        # One window a run: int8 activations are scaled by the range of the whole run, so in a batch every text would
        # change its neighbours' vectors, and what a paper says would depend on the papers around it. Batches are not
        # faster either: there is nothing to pad, and one abstract keeps the cores busy.
        feed = {
            "input_ids": np.asarray(window.ids, dtype=np.int64)[None],
            "attention_mask": np.ones((1, len(window.ids)), dtype=np.int64),
            "token_type_ids": np.asarray(window.shapes, dtype=np.int64)[None],
        }
        return piece_means(self._session.run(None, feed)[0][0], window.pieces)


def piece_means(hidden: np.ndarray, pieces: np.ndarray) -> np.ndarray:
    """Mean of the pieces of every word: (tokens, width), (words, 2) -> (words, width) float32."""
    total = np.zeros((len(hidden) + 1, hidden.shape[1]), dtype=np.float64)
    np.cumsum(hidden, axis=0, out=total[1:])
    count = (pieces[:, 1] - pieces[:, 0])[:, None]
    return np.asarray((total[pieces[:, 1]] - total[pieces[:, 0]]) / count, dtype=np.float32)
