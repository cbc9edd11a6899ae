"""From the things of a paper to its relations and its reported results."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.decode import Thing, Thresholds, pool
from extract.features import WordSpan, closest, pair_features, value_features
from extract.heads import LABELS, VALUE_TAGS, Heads, softmax
from extract.records import ENTITY_TYPES, RELATION_PAIRS
from extract.tagging import decode, transition_mask
from extract.textview import TextView

_VALUE_MASK = transition_mask(VALUE_TAGS)

#: (head type, tail type) -> indices of the relation labels that may join them.
ALLOWED: dict[tuple[str, str], list[int]] = {}
for _label, _pairs in RELATION_PAIRS.items():
    for _pair in _pairs:
        ALLOWED.setdefault(_pair, []).append(LABELS.index(_label))


@dataclass(frozen=True, slots=True)
class Related:
    """A relation between two things (by index), its probability and the sentence that says so (by index)."""

    head: int
    label: str
    tail: int
    probability: float
    sentence: int


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported value (word span) and the things (by index) that it belongs to, by entity type."""

    value: WordSpan
    delta: bool
    arguments: dict[str, int]
    probability: float


def joint_sentence(view: TextView, a: list[WordSpan], b: list[WordSpan]) -> int:
    """The sentence that proves a relation: that of the closest mentions; across sentences, that of the later one."""
    x, y = closest(a, b)
    return max(view.sentence_of[x[0]], view.sentence_of[y[0]])


def context_mean(total: np.ndarray, span: WordSpan) -> np.ndarray:
    """Mean word vector of a stretch, from cumulative sums with a leading zero row."""
    return np.asarray((total[span[1]] - total[span[0]]) / (span[1] - span[0]))


def relate(view: TextView, heads: Heads, words: np.ndarray, things: list[Thing], at: Thresholds) -> list[Related]:
    """Decide the relation of every ordered pair of things whose types allow one."""
    pairs = [
        (i, j) for i, a in enumerate(things) for j, b in enumerate(things) if i != j and (a.type, b.type) in ALLOWED
    ]
    if not pairs:
        return []
    vectors = heads.entities(pool(heads, words, [t.spans for t in things]))
    total = np.concatenate([np.zeros((1, words.shape[1]), dtype=words.dtype), words.cumsum(axis=0)])
    features, contexts = [], []
    for i, j in pairs:
        a, b = things[i], things[j]
        f, stretch = pair_features(
            (a.name, a.type, a.spans), (b.name, b.type, b.spans), view.sentence_of, view.title_words
        )
        features.append(f)
        contexts.append(context_mean(total, stretch))
    left, right = [p[0] for p in pairs], [p[1] for p in pairs]
    senses = np.stack([t.senses for t in things])
    logits = heads.relations(
        vectors[left],
        vectors[right],
        np.array(contexts, dtype=np.float32),
        np.array(features, dtype=np.float32),
        np.concatenate([senses[left], senses[right]], axis=1),
    )
    probabilities = softmax(logits)
    at_pair = {p: k for k, p in enumerate(pairs)}
    found: list[Related] = []
    for (i, j), p in zip(pairs, probabilities, strict=True):
        for label in ALLOWED[things[i].type, things[j].type]:
            name, chance = LABELS[label], float(p[label])
            back = float(probabilities[at_pair[j, i]][label]) if (j, i) in at_pair else 0.0
            if name == "Compare-With":
                if i > j:
                    continue
                chance = (chance + back) / 2
            elif back > chance and things[i].type == things[j].type:
                continue
            if chance >= at.relation_by_type.get(name, at.relation):
                found.append(Related(i, name, j, chance, joint_sentence(view, things[i].spans, things[j].spans)))
    return found


def whole_number(view: TextView, span: WordSpan) -> WordSpan:
    """Extend a span that ends inside a number to all of it, and drop a full stop or comma that is not part of it.

    "-fold" is part of it, as the x of "3x" is; a plus sign is not, for ``delta`` says as much.
    """
    start, end = span
    glued = [view.spans[k][1] == view.spans[k + 1][0] for k in range(len(view.spans) - 1)] + [False]

    def digit(k: int, at: int) -> bool:
        return 0 <= k < len(view.words) and view.words[k][at].isdigit()

    while (
        end < len(view.words)
        and glued[end - 1]
        and (
            (view.words[end] in ".," and glued[end] and digit(end - 1, -1) and digit(end + 1, 0))
            or (view.words[end - 1] in ".," and digit(end, 0))
        )
    ):
        end += 1
    while (
        start >= 2 and glued[start - 1] and glued[start - 2] and view.words[start - 1] == "." and digit(start - 2, -1)
    ):
        start -= 2
    while end - start > 1 and view.words[end - 1] in ".,;:":
        end -= 1
    if end - start > 1 and view.words[start] == "+":
        start += 1
    if view.words[end : end + 2] == ["-", "fold"] and glued[end - 1] and glued[end]:
        end += 2
    return start, end


def read_results(
    view: TextView, heads: Heads, words: np.ndarray, things: list[Thing], at: Thresholds
) -> list[Reported]:
    """Find the reported numbers and tie each to its metric, dataset, method and task; no metric, no result."""
    logits = heads.values(words)
    values = [(whole_number(view, s), kind) for s, kind in decode(logits, VALUE_TAGS, _VALUE_MASK, at.value_bias)]
    values = [(s, kind) for s, kind in values if any(c.isalnum() for c in view.form(s))]
    candidates = [k for k, t in enumerate(things)]
    if not values or not any(t.type == "Metric" for t in things):
        return []
    vectors = heads.entities(pool(heads, words, [t.spans for t in things]))
    spans = heads.spans(words, np.array([s for (s, _), _ in values]), np.array([e for (_, e), _ in values]))
    chance = softmax(logits)
    found: list[Reported] = []
    for row, (span, kind) in enumerate(values):
        features = np.array(
            [value_features(span, t.type, t.spans, view.sentence_of, view.title_words) for t in things],
            dtype=np.float32,
        )
        scores = heads.arguments(np.repeat(spans[row : row + 1], len(things), axis=0), vectors, features)
        arguments: dict[str, int] = {}
        sure = float(1.0 - chance[span[0], 0])
        for column, name in enumerate(ENTITY_TYPES):
            mine = [k for k in candidates if things[k].type == name]
            if not mine:
                continue
            p = softmax(np.array([*(scores[k, column] for k in mine), 0.0]))
            best = int(p.argmax())
            if name == "Metric" and best == len(mine):
                best = int(p[:-1].argmax())
            if best < len(mine):
                arguments[name] = mine[best]
            if name == "Metric":
                sure *= float(p[best])
        if sure < at.result:
            continue
        found.append(Reported(span, kind == "delta", arguments, sure))
    return found
