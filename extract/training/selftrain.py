"""Self-training: the model annotates unlabelled papers, and learns from them beside the gold ones.

Noisy student training (Xie et al., 2020): the labels come from the averaged model without noise, the student learns
them with masked words and dropout. Labelled papers count less than annotated ones.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from tokenizers import Tokenizer

from extract.assemble import read_out
from extract.decode import Thresholds
from extract.records import Extraction
from extract.textview import TextView
from extract.training.data import Annotated
from extract.training.finetune import word_vectors
from extract.training.model import Model
from extract.wordpieces import stitch, windows


def sample(texts: Sequence[str], n: int, seed: int) -> list[str]:
    """Draw ``n`` texts of the length of an ordinary abstract."""
    fit = [t for t in texts if 600 <= len(t) <= 2200]
    return random.Random(seed).sample(fit, min(n, len(fit)))


def as_annotation(extraction: Extraction) -> dict[str, Any]:
    """Turn an extraction into the annotation format."""
    return {
        "id": extraction.id,
        "entities": [
            {"name": e.name, "type": e.type, "mentions": list(e.forms), "role": e.role} for e in extraction.entities
        ],
        "relations": [[r.head, r.type, r.tail] for r in extraction.relations],
        "results": [
            {
                "method": r.method,
                "task": r.task,
                "dataset": r.dataset,
                "metric": r.metric,
                "value": r.value,
                "unit": r.unit,
                "delta": r.delta,
            }
            for r in extraction.results
        ],
    }


def label(model: Model, tokenizer: Tokenizer, texts: Sequence[str], at: Thresholds) -> list[Annotated]:
    """Annotate texts with the model; texts longer than a window are left out."""
    heads = model.heads.numpy()
    out: list[Annotated] = []
    for start in range(0, len(texts), 64):
        views = [TextView(t) for t in texts[start : start + 64]]
        cut = [(v, ws) for v in views if len(ws := windows(v, tokenizer)) == 1]
        vectors = word_vectors(model, [ws[0] for _, ws in cut])
        for k, ((view, _), words) in enumerate(zip(cut, vectors, strict=True)):
            paper = (f"self-{start + k}", view.text.split("\n", 1)[0])
            whole = stitch([(0, words)], len(view.words))
            out.append(Annotated(paper[0], view.text, as_annotation(read_out(view, paper, heads, whole, at))))
    return out
