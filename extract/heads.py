"""The small heads that read the encoder's word vectors: tags, forms, sameness, relations, values.

The arithmetic is written once, against operations that NumPy and torch share, so that training and extraction cannot
drift apart: ``NumpyHeads`` runs it in the pipeline, ``extract.training.model.TorchHeads`` trains it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np

from extract.features import N_FORM_FEATURES, N_PAIR_FEATURES, N_SAME_FEATURES, N_VALUE_FEATURES
from extract.records import ENTITY_TYPES, RELATION_TYPES, ROLES

#: BIO tags of the words; index 0 is "outside".
TAGS: tuple[str, ...] = ("O", *(f"{p}-{t}" for t in ENTITY_TYPES for p in "BI"))
#: BIO tags of reported numbers.
VALUE_TAGS: tuple[str, ...] = ("O", "B-value", "I-value", "B-delta", "I-delta")
#: What a form can be: nothing, or a type in a role. One softmax over all keeps type and role consistent.
SENSES: tuple[tuple[str, str] | None, ...] = (None, *((t, r) for t in ENTITY_TYPES for r in ROLES[t]))
#: Relation labels; index 0 is "none".
LABELS: tuple[str, ...] = ("none", *RELATION_TYPES)

Array = Any  # numpy.ndarray or torch.Tensor


def head_sizes(width: int, hidden: int) -> dict[str, tuple[int, int]]:
    """Return {layer: (inputs, outputs)} for an encoder of ``width`` dimensions."""
    span = 3 * width
    return {
        "tags": (width, len(TAGS)),
        "values": (width, len(VALUE_TAGS)),
        "form.span": (span, hidden),
        "form.features": (N_FORM_FEATURES, hidden),
        "form.out": (hidden, len(SENSES)),
        "same.difference": (hidden, 64),
        "same.product": (hidden, 64),
        "same.features": (N_SAME_FEATURES, 64),
        "same.out": (64, 1),
        "pair.span": (span, hidden),
        "pair.head": (hidden, hidden),
        "pair.tail": (hidden, hidden),
        "pair.product": (hidden, hidden),
        "pair.context": (width, hidden),
        "pair.features": (N_PAIR_FEATURES, hidden),
        "pair.senses": (2 * len(SENSES), hidden),
        "pair.mix": (hidden, hidden),
        "pair.out": (hidden, len(LABELS)),
        "value.span": (span, hidden),
        "value.entity": (hidden, hidden),
        "value.features": (N_VALUE_FEATURES, hidden),
        "value.out": (hidden, len(ENTITY_TYPES)),
    }


class Heads(ABC):
    """The arithmetic of all heads. Subclasses supply the three operations; arrays are theirs."""

    @abstractmethod
    def linear(self, name: str, x: Array) -> Array:
        """Apply the named affine layer."""

    @abstractmethod
    def relu(self, x: Array) -> Array:
        """Apply the non-linearity."""

    @abstractmethod
    def join(self, parts: list[Array]) -> Array:
        """Concatenate along the last axis."""

    def spans(self, words: Array, starts: Array, ends: Array) -> Array:
        """(words, width) -> (spans, 3 width): first word, last word and mean of every span ``[start, end)``."""
        return self.join([words[starts], words[ends - 1], self.sums(words, starts, ends) / (ends - starts)[:, None]])

    def sums(self, words: Array, starts: Array, ends: Array) -> Array:
        """(words, width) -> (spans, width): sum of the words of every span ``[start, end)``."""
        total = words.cumsum(0)
        return total[ends - 1] - total[starts] + words[starts]

    def tags(self, words: Array) -> Array:
        """(words, width) -> (words, tags) logits."""
        return self.linear("tags", words)

    def values(self, words: Array) -> Array:
        """(words, width) -> (words, value tags) logits."""
        return self.linear("values", words)

    def forms(self, spans: Array, features: Array) -> Array:
        """Pooled spans (forms, 3 width) and features -> (forms, hidden)."""
        return self.relu(self.linear("form.span", spans) + self.linear("form.features", features))

    def senses(self, forms: Array) -> Array:
        """(forms, hidden) -> (forms, senses) logits."""
        return self.linear("form.out", forms)

    def same(self, a: Array, b: Array, features: Array) -> Array:
        """Form vectors of two sides (pairs, hidden) and features -> (pairs,) logits that both name one entity."""
        mixed = (
            self.linear("same.difference", (a - b) * (a - b))
            + self.linear("same.product", a * b)
            + self.linear("same.features", features)
        )
        return self.linear("same.out", self.relu(mixed))[:, 0]

    def entities(self, spans: Array) -> Array:
        """Pooled spans (entities, 3 width) -> (entities, hidden) for the pair and value heads."""
        return self.relu(self.linear("pair.span", spans))

    def relations(self, heads: Array, tails: Array, context: Array, features: Array, senses: Array) -> Array:
        """Ordered pairs -> (pairs, labels) logits.

        ``heads``, ``tails`` (pairs, hidden); ``context`` (pairs, width), the mean word between the closest mentions;
        ``senses`` (pairs, 2 senses), the probabilities of both sides.
        """
        mixed = (
            self.linear("pair.head", heads)
            + self.linear("pair.tail", tails)
            + self.linear("pair.product", heads * tails)
            + self.linear("pair.context", context)
            + self.linear("pair.features", features)
            + self.linear("pair.senses", senses)
        )
        return self.linear("pair.out", self.relu(self.linear("pair.mix", self.relu(mixed))))

    def arguments(self, values: Array, entities: Array, features: Array) -> Array:
        """Pairs of value spans (pairs, 3 width) and entities (pairs, hidden) -> (pairs, entity types) scores.

        The score in the column of the entity's type is used; a softmax over the candidates and a zero ("none") follows.
        """
        mixed = (
            self.linear("value.span", values)
            + self.linear("value.entity", entities)
            + self.linear("value.features", features)
        )
        return self.linear("value.out", self.relu(mixed))


class NumpyHeads(Heads):
    """Heads on NumPy arrays, with weights ``{layer}.weight`` (outputs, inputs) and ``{layer}.bias`` (outputs)."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self.weights = {k: np.ascontiguousarray(v, dtype=np.float32) for k, v in weights.items()}

    def halved(self) -> NumpyHeads:
        """The heads as they are stored, in half precision."""
        return NumpyHeads({k: v.astype(np.float16) for k, v in self.weights.items()})

    def linear(self, name: str, x: Array) -> Array:
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def relu(self, x: Array) -> Array:
        return np.maximum(x, 0.0)

    def sums(self, words: Array, starts: Array, ends: Array) -> Array:
        # A product with a 0/1 matrix: a fifth of the time of a cumulative sum over columns.
        at = np.arange(len(words))
        inside = (at >= starts[:, None]) & (at < ends[:, None])
        return inside.astype(words.dtype) @ words

    def join(self, parts: list[Array]) -> Array:
        return np.concatenate(parts, axis=1)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Softmax over the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Logistic function."""
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))
