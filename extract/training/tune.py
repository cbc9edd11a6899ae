"""Choice of the decoder's thresholds, and calibration of its confidences, on development papers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from extract.assemble import read_out
from extract.decode import Thresholds
from extract.heads import Heads
from extract.records import ENTITY_TYPES, RELATION_TYPES, Extraction
from extract.textview import TextView

log = logging.getLogger(__name__)

#: What each threshold is tried at, in the order in which they are chosen.
GRID: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("tag_weight", (0.3, 0.4, 0.5, 0.6, 0.7)),
    ("form", (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)),
    ("recall_bias", (-1.0, -2.0, -3.0)),
    ("same", (0.3, 0.4, 0.5, 0.6, 0.7)),
    ("relation", (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)),
    ("value_bias", (-1.0, 0.0, 1.0, 2.0)),
    ("result", (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)),
)
RELATION_GRID = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one run over the development papers.

    ``f1``: {"mentions", "entities", "roles", "relations", "results"} in percent. ``reliability``: {"entities",
    "relations", …} to rows of (mean confidence, share right, predictions) by rising confidence.
    """

    f1: Mapping[str, float]
    reliability: Mapping[str, Sequence[tuple[float, float, int]]]


#: Scores extractions by paper id; ``kg train`` passes the scorer of ``kg eval``.
Measure = Callable[[Mapping[str, Extraction]], Measured]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A development paper with its word vectors, so that trying a threshold costs no encoder run."""

    id: str
    view: TextView
    words: np.ndarray


def read_all(papers: Sequence[Encoded], heads: Heads, at: Thresholds) -> dict[str, Extraction]:
    """Run the decoder over every paper."""
    return {p.id: read_out(p.view, (p.id, p.view.text.split("\n", 1)[0]), heads, p.words, at) for p in papers}


def choose_thresholds(
    papers: Sequence[Encoded], heads: Heads, measure: Measure, start: Thresholds | None = None
) -> Thresholds:
    """Pick every threshold by the sum of all F1 figures, one after the other."""

    def total(at: Thresholds) -> float:
        return sum(measure(read_all(papers, heads, at)).f1.values())

    best = start or Thresholds()
    best_score = total(best)
    for name, values in GRID:
        for value in values:
            tried: Any = replace(best, **{name: value})  # type: ignore[arg-type]
            score = total(tried)
            if score > best_score + 1e-9:
                best, best_score = tried, score
        log.info("%s = %s (sum of F1 %.2f)", name, getattr(best, name), best_score)
    for kind in ENTITY_TYPES:
        for shift in (-0.2, -0.15, -0.1, -0.05, 0.05, 0.1):
            tried = replace(best, form_by_type={**best.form_by_type, kind: round(best.form + shift, 2)})
            score = total(tried)
            if score > best_score + 0.15:
                best, best_score = tried, score
    log.info("forms %s (sum of F1 %.2f)", best.form_by_type, best_score)
    for label in RELATION_TYPES:
        for value in RELATION_GRID:
            tried = replace(best, relation_by_type={**best.relation_by_type, label: value})
            score = total(tried)
            # A type's own threshold must earn its place: on few papers, small gains are chance.
            if score > best_score + 0.15:
                best, best_score = tried, score
    log.info("relations %s (sum of F1 %.2f)", best.relation_by_type, best_score)
    return best


def calibration(
    papers: Sequence[Encoded], heads: Heads, measure: Measure, at: Thresholds
) -> dict[str, list[list[float]]]:
    """Fit rising piecewise linear curves from raw scores to the share that is right (isotonic regression).

    Returns {"entities", "relations", "results": [[score, probability], …]}.
    """
    from sklearn.isotonic import IsotonicRegression

    measured = measure(read_all(papers, heads, at))
    curves: dict[str, list[list[float]]] = {}
    for kind, rows in measured.reliability.items():
        if len(rows) < 2:
            continue
        x, y, n = (np.array([r[k] for r in rows], dtype=float) for k in range(3))
        fitted = IsotonicRegression(y_min=0.01, y_max=0.99).fit_transform(x, y, sample_weight=n)
        curves[kind] = [[round(float(a), 4), round(float(b), 4)] for a, b in zip(x, fitted, strict=True)]
    return curves
