"""Decoding of BIO tags over words: the best well-formed tag sequence, and the probability of a span."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.features import WordSpan


def transition_mask(tags: Sequence[str]) -> np.ndarray:
    """Return (tags, tags): 0 where tag j may follow tag i, -1e9 where ``I-x`` follows other than ``B-x`` or ``I-x``."""
    mask = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for i, before in enumerate(tags):
        for j, after in enumerate(tags):
            if after.startswith("I-") and (before == "O" or before[2:] != after[2:]):
                mask[i, j] = -1e9
    return mask


def viterbi(logits: np.ndarray, mask: np.ndarray) -> list[int]:
    """Return the best tag sequence for (words, tags) scores under a transition mask (Viterbi, 1967).

    Invariant: ``score[j]`` is that of the best well-formed sequence that ends in tag ``j`` at the current word.
    """
    if len(logits) == 0:
        return []
    score = logits[0] + mask[0]
    back = np.zeros(logits.shape, dtype=np.int64)
    for t in range(1, len(logits)):
        paths = score[:, None] + mask
        back[t] = paths.argmax(axis=0)
        score = paths.max(axis=0) + logits[t]
    best = [int(score.argmax())]
    for t in range(len(logits) - 1, 0, -1):
        best.append(int(back[t, best[-1]]))
    return best[::-1]


def decode(
    logits: np.ndarray, tags: Sequence[str], mask: np.ndarray, outside_bias: float = 0.0
) -> list[tuple[WordSpan, str]]:
    """Return the spans of the best tag sequence with their types; ``outside_bias`` is added to the score of O."""
    biased = logits.copy()
    biased[:, 0] += outside_bias
    out: list[tuple[WordSpan, str]] = []
    for i, tag in enumerate(viterbi(biased, mask)):
        name = tags[tag]
        if name.startswith("B-"):
            out.append(((i, i + 1), name[2:]))
        elif name.startswith("I-"):
            (start, _), kind = out[-1]
            out[-1] = ((start, i + 1), kind)
    return out


def span_probability(probabilities: np.ndarray, span: WordSpan, b: int, i: int) -> float:
    """Geometric mean of the probabilities of the tags that make ``span`` a mention (B, I…, and no I after it)."""
    start, end = span
    terms = [probabilities[start, b], *probabilities[start + 1 : end, i]]
    if end < len(probabilities):
        terms.append(1.0 - probabilities[end, i])
    return float(np.exp(np.mean(np.log(np.maximum(terms, 1e-9)))))
