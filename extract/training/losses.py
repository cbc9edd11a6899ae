"""Losses of all heads for one annotated text, given its word vectors."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn

from extract.decode import abbreviation_forms
from extract.features import WordSpan, form_features, pair_features, same_features, value_features
from extract.heads import TAGS
from extract.records import ENTITY_TYPES
from extract.relating import ALLOWED
from extract.tagging import decode, transition_mask
from extract.training.data import Example
from extract.training.model import TorchHeads

_MASK = transition_mask(TAGS)
_SLOTS = {"method": "Method", "dataset": "Dataset", "task": "Task", "metric": "Metric"}


@dataclass(slots=True)
class Candidate:
    """A group of occurrences with the sense it should get (0: nothing)."""

    name: str
    type: str
    spans: list[WordSpan]
    sense: int


@dataclass
class ExampleCache:
    """Features of gold pairs, which never change from epoch to epoch."""

    pairs: dict[tuple[int, int], tuple[list[float], WordSpan]] = field(default_factory=dict)
    same: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    short: dict[str, str] | None = None


def _false_candidates(example: Example, logits: np.ndarray, rng: random.Random) -> list[Candidate]:
    """Spans that the tagger would wrongly take, and gold spans with a boundary moved by a word."""
    gold = {f for e in example.entities for f in e.forms}
    found: dict[str, Candidate] = {}
    for span, kind in decode(logits, TAGS, _MASK, rng.choice((0.0, -1.0, -2.0, -3.0))):
        name = example.view.form(span)
        if name not in gold:
            found.setdefault(name, Candidate(name, kind, [span], 0))
    wrong = list(found.values())
    rng.shuffle(wrong)
    moved: list[Candidate] = []
    for entity in rng.sample(example.entities, min(6, len(example.entities))):
        start, end = rng.choice(entity.spans)
        a, b = rng.choice(((start - 1, end), (start + 1, end), (start, end + 1), (start, end - 1)))
        if 0 <= a < b <= len(example.view.words):
            name = example.view.form((a, b))
            if name not in gold and name not in found and "\n" not in name:
                moved.append(Candidate(name, entity.type, [(a, b)], 0))
    return wrong[:12] + moved


def example_losses(
    example: Example,
    cache: ExampleCache,
    words: torch.Tensor,
    heads: TorchHeads,
    rng: random.Random,
    *,
    with_false: bool,
) -> dict[str, torch.Tensor]:
    """Return the loss of every head for one text; ``words``: (words, width)."""
    view = example.view
    losses: dict[str, torch.Tensor] = {}
    tag_logits = heads.tags(words)
    losses["tags"] = nn.functional.cross_entropy(tag_logits, torch.from_numpy(example.tags))
    weight = torch.tensor([1.0, 3.0, 3.0, 3.0, 3.0])
    losses["values"] = nn.functional.cross_entropy(
        heads.values(words), torch.from_numpy(example.value_tags), weight=weight
    )
    if not example.entities:
        return losses
    if cache.short is None:
        cache.short = abbreviation_forms(view)
    known = {f for pair in cache.short.items() for f in pair}

    false = _false_candidates(example, tag_logits.detach().float().numpy(), rng) if with_false else []
    forms = [Candidate(f, e.type, s, e.sense) for e in example.entities for f, s in e.forms.items()]
    entities = [Candidate(e.name, e.type, e.spans, e.sense) for e in example.entities] + rng.sample(
        false, min(3, len(false))
    )
    groups = forms + false + entities
    features = torch.tensor(
        [form_features(c.name, sorted(c.spans), view.title_words, len(view.words), c.name in known) for c in groups]
    )
    pooled = _pool(heads, words, [c.spans for c in groups])
    vectors = heads.forms(pooled, features)
    senses = heads.senses(vectors)
    losses["senses"] = nn.functional.cross_entropy(
        senses, torch.tensor([c.sense for c in groups]), label_smoothing=0.05
    )

    same = _same_loss(example, cache, forms, vectors, heads)
    if same is not None:
        losses["same"] = same
    n = len(groups) - len(entities)
    probabilities = senses[n:].detach().softmax(dim=1)
    entity_vectors = heads.entities(pooled[n:])
    pairs = _pair_loss(example, cache, entities, entity_vectors, probabilities, words, heads)
    if pairs is not None:
        losses["pairs"] = pairs
    values = _value_loss(example, entities, entity_vectors, words, heads, rng)
    if values is not None:
        losses["arguments"] = values
    return losses


def _pool(heads: TorchHeads, words: torch.Tensor, groups: list[list[WordSpan]]) -> torch.Tensor:
    """Mean span vector of every group, as ``extract.decode.pool`` but differentiable in one product."""
    flat = [s for g in groups for s in g]
    vectors = heads.spans(words, torch.tensor([s for s, _ in flat]), torch.tensor([e for _, e in flat]))
    owner = torch.tensor([k for k, g in enumerate(groups) for _ in g])
    sums = torch.zeros(len(groups), vectors.shape[1]).index_add(0, owner, vectors)
    return sums / torch.tensor([len(g) for g in groups])[:, None]


def _same_loss(
    example: Example, cache: ExampleCache, forms: list[Candidate], vectors: torch.Tensor, heads: TorchHeads
) -> torch.Tensor | None:
    owner = [k for k, e in enumerate(example.entities) for _ in e.forms]
    pairs = [(i, j) for i in range(len(forms)) for j in range(i) if forms[i].type == forms[j].type]
    if not pairs:
        return None
    short = cache.short or {}
    rows = []
    for i, j in pairs:
        a, b = forms[i].name, forms[j].name
        if (a, b) not in cache.same:
            cache.same[a, b] = same_features(a, b, short.get(a) == b or short.get(b) == a)
        rows.append(cache.same[a, b])
    left, right = (vectors[[p[k] for p in pairs]] for k in (0, 1))
    target = torch.tensor([float(owner[i] == owner[j]) for i, j in pairs])
    return nn.functional.binary_cross_entropy_with_logits(heads.same(left, right, torch.tensor(rows)), target)


def _pair_loss(
    example: Example,
    cache: ExampleCache,
    entities: list[Candidate],
    vectors: torch.Tensor,
    senses: torch.Tensor,
    words: torch.Tensor,
    heads: TorchHeads,
) -> torch.Tensor | None:
    view, n_gold = example.view, len(example.entities)
    pairs = [
        (i, j) for i, a in enumerate(entities) for j, b in enumerate(entities) if i != j and (a.type, b.type) in ALLOWED
    ]
    if not pairs:
        return None
    rows, stretches = [], []
    for i, j in pairs:
        computed = cache.pairs.get((i, j)) if max(i, j) < n_gold else None
        if computed is None:
            a, b = entities[i], entities[j]
            computed = pair_features(
                (a.name, a.type, a.spans), (b.name, b.type, b.spans), view.sentence_of, view.title_words
            )
            if max(i, j) < n_gold:
                cache.pairs[i, j] = computed
        rows.append(computed[0])
        stretches.append(computed[1])
    total = torch.cat([torch.zeros_like(words[:1]), words.cumsum(0)])
    start, end = (torch.tensor([s[k] for s in stretches]) for k in (0, 1))
    context = (total[end] - total[start]) / (end - start)[:, None]
    left, right = [p[0] for p in pairs], [p[1] for p in pairs]
    logits = heads.relations(
        vectors[left], vectors[right], context, torch.tensor(rows), torch.cat([senses[left], senses[right]], dim=1)
    )
    target = torch.tensor([example.relations.get(p, 0) if max(p) < n_gold else 0 for p in pairs])
    loss = nn.functional.cross_entropy(logits, target, reduction="sum")
    return loss / (2.0 + (target > 0).sum())


def _value_loss(
    example: Example,
    entities: list[Candidate],
    vectors: torch.Tensor,
    words: torch.Tensor,
    heads: TorchHeads,
    rng: random.Random,
) -> torch.Tensor | None:
    """What every reported number belongs to, and that other numbers belong to no metric.

    The candidates are the gold entities and the false ones, so that a number learns to pass a wrong metric by.
    """
    view = example.view
    rows: list[tuple[WordSpan, dict[str, int | None] | None]] = list(example.results)
    if any(c.type == "Metric" for c in entities):
        others = _other_numbers(example)
        rows += [(span, None) for span in rng.sample(others, min(4, len(others)))]
    if not rows:
        return None
    losses = []
    spans = heads.spans(words, torch.tensor([s for (s, _), _ in rows]), torch.tensor([e for (_, e), _ in rows]))
    for row, (span, arguments) in enumerate(rows):
        features = torch.tensor(
            [value_features(span, c.type, c.spans, view.sentence_of, view.title_words) for c in entities]
        )
        scores = heads.arguments(spans[row : row + 1].expand(len(entities), -1), vectors, features)
        for slot, kind in _SLOTS.items():
            mine = [k for k, c in enumerate(entities) if c.type == kind]
            if not mine or (arguments is None and slot != "metric"):
                continue
            logits = torch.cat([scores[mine, ENTITY_TYPES.index(kind)], torch.zeros(1)])
            gold = arguments[slot] if arguments is not None else None
            target = mine.index(gold) if gold in mine else len(mine)
            losses.append(nn.functional.cross_entropy(logits[None], torch.tensor([target])))
    return torch.stack(losses).mean() if losses else None


def _other_numbers(example: Example) -> list[WordSpan]:
    """The numbers that are neither reported nor part of a name."""
    taken = (example.tags > 0) | (example.value_tags > 0)
    return [(k, k + 1) for k, w in enumerate(example.view.words) if w[0].isdigit() and not taken[k]]
