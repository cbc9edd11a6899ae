"""From word vectors to entities: forms are chosen, placed, and grouped into the things of one paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np

from extract.abbreviations import find_abbreviations
from extract.features import WordSpan, form_features, same_features, singular
from extract.heads import SENSES, TAGS, Heads, sigmoid, softmax
from extract.records import ENTITY_TYPES
from extract.tagging import decode, span_probability, transition_mask
from extract.textview import TextView, longest_first

_MASK = transition_mask(TAGS)
_SENSE_TYPE = np.array([-1 if s is None else ENTITY_TYPES.index(s[0]) for s in SENSES])
#: "10times", "3x": a reported number, never a name. Nor are the signs that a page leaves of LaTeX.
_NO_NAME = re.compile(
    r"[\d.,]+\s?(?:x|times|fold)|(?:(?:left|right|up|down)arrow|times|sim|approx|pm|leq|geq|cdot)+", re.IGNORECASE
)
_UNJUDGED = np.zeros(len(SENSES), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Operating point of the decoder; chosen on the development set by training, stored with the model."""

    form: float = 0.45
    form_by_type: dict[str, float] = field(default_factory=dict)
    tag_weight: float = 0.5
    recall_bias: float = -2.0
    same: float = 0.5
    relation: float = 0.4
    relation_by_type: dict[str, float] = field(default_factory=dict)
    value_bias: float = 0.0
    result: float = 0.5


@dataclass(slots=True)
class Form:
    """One surface form of a text with its occurrences (word spans), its type and the probability that it is right."""

    text: str
    type: str
    spans: list[WordSpan]
    confidence: float


@dataclass(slots=True)
class Thing:
    """One entity of a text: its forms, all its occurrences, and the probabilities of its senses."""

    name: str
    type: str
    forms: list[Form]
    spans: list[WordSpan]
    senses: np.ndarray
    confidence: float


def pool(heads: Heads, words: np.ndarray, groups: list[list[WordSpan]]) -> np.ndarray:
    """Mean span vector of every group of occurrences: (groups, 3 width)."""
    flat = [s for g in groups for s in g]
    vectors = heads.spans(words, np.array([s for s, _ in flat]), np.array([e for _, e in flat]))
    out, at = [], 0
    for group in groups:
        out.append(vectors[at : at + len(group)].mean(axis=0))
        at += len(group)
    return np.stack(out)


def abbreviation_forms(view: TextView) -> dict[str, str]:
    """Return {short form: long form} of the abbreviations that the text defines."""
    return {a.short: a.long for a in find_abbreviations(view.text)}


def sense_probabilities(
    view: TextView, heads: Heads, words: np.ndarray, names: list[str], groups: list[list[WordSpan]], known: set[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the form vectors (groups, hidden) and sense probabilities (groups, senses) of groups of occurrences."""
    features = np.array(
        [
            form_features(n, sorted(g), view.title_words, len(view.words), n in known)
            for n, g in zip(names, groups, strict=True)
        ],
        dtype=np.float32,
    )
    vectors = heads.forms(pool(heads, words, groups), features)
    return vectors, softmax(heads.senses(vectors))


def find_forms(view: TextView, heads: Heads, words: np.ndarray, at: Thresholds) -> list[Form]:
    """Choose the surface forms of a text and place each at all its occurrences.

    Candidates are the spans of the best tag sequence, those of one that is readier to find something, and each with one
    more word before it (a word more after it, or fewer, brought nothing on the development papers). A form has one type
    in one paper: the type with the best mean of what the tagger says at its occurrences and what the form head says of
    all of them together. Where candidates overlap, the better one stands.
    """
    logits = heads.tags(words)
    probabilities = softmax(logits)
    tagged = _candidates(view, logits, at.recall_bias)
    if not tagged:
        return []
    names = sorted(tagged)
    known = {f for pair in abbreviation_forms(view).items() for f in pair}
    _, senses = sense_probabilities(view, heads, words, names, [view.occurrences(n) or tagged[n] for n in names], known)
    scored: list[tuple[float, str, str]] = []
    for name, sense in zip(names, senses, strict=True):
        best: tuple[float, str, str] = (0.0, name, "")
        for k, kind in enumerate(map(str, ENTITY_TYPES)):
            b = TAGS.index(f"B-{kind}")
            tag = float(np.mean([span_probability(probabilities, s, b, b + 1) for s in tagged[name]]))
            score = at.tag_weight * tag + (1 - at.tag_weight) * float(sense[k == _SENSE_TYPE].sum())
            best = max(best, (score, name, kind))
        scored.append(best)
    taken = np.zeros(len(view.words), dtype=bool)
    chosen: dict[str, tuple[str, float]] = {}
    for score, name, kind in sorted(scored, key=lambda c: (-c[0], c[1])):
        free = [s for s in tagged[name] if not taken[s[0] : s[1]].any()]
        if score < at.form_by_type.get(kind, at.form) or not free:
            continue
        for start, end in free:
            taken[start:end] = True
        chosen[name] = (kind, score)
    _add_case_variants(view, chosen)
    placed = longest_first(view, list(chosen))
    return [Form(n, chosen[n][0], spans, chosen[n][1]) for n, spans in sorted(placed.items(), key=lambda p: p[1])]


def _candidates(view: TextView, logits: np.ndarray, recall_bias: float) -> dict[str, list[WordSpan]]:
    """Forms that may be names, with the places where they were found."""
    spans = [span for bias in (0.0, recall_bias) for span, _ in decode(logits, TAGS, _MASK, bias)]
    longer = [
        (start - 1, end)
        for start, end in spans
        if start not in (0, view.title_words) and view.words[start - 1].isalnum() and view.words[end - 1].isalnum()
    ]
    found: dict[str, list[WordSpan]] = {}
    for span in dict.fromkeys(spans + longer):
        form = view.form(span)
        if not _NO_NAME.fullmatch(form):
            found.setdefault(form, []).append(span)
    return found


def _add_case_variants(view: TextView, chosen: dict[str, tuple[str, float]]) -> None:
    """Add the forms that differ from a chosen one only in case, as titles write them; never for short acronyms."""
    for name, sense in list(chosen.items()):
        if len(name) > 5 and not name.isupper():
            for span in view.occurrences(name, ignore_case=True):
                chosen.setdefault(view.form(span), sense)


def group_forms(
    view: TextView,
    heads: Heads,
    words: np.ndarray,
    forms: list[Form],
    at: Thresholds,
    short_of: dict[str, str] | None = None,
) -> list[Thing]:
    """Group the forms that name one thing, by abbreviation, case, plural and the sameness head.

    Pairs are joined from the surest down; two groups are joined only when the mean over all pairs between them passes
    the threshold, so one doubtful pair cannot chain two things.
    """
    if not forms:
        return []
    short_of = abbreviation_forms(view) if short_of is None else short_of
    known = {f for pair in short_of.items() for f in pair}
    vectors, _ = sense_probabilities(view, heads, words, [f.text for f in forms], [f.spans for f in forms], known)
    probability = np.zeros((len(forms), len(forms)))
    pairs = [(i, j) for i in range(len(forms)) for j in range(i) if forms[i].type == forms[j].type]
    if pairs:
        defined = [
            short_of.get(forms[i].text) == forms[j].text
            or short_of.get(forms[j].text) == forms[i].text
            or introduces(view, forms[i], forms[j])
            or introduces(view, forms[j], forms[i])
            for i, j in pairs
        ]
        features = np.array(
            [same_features(forms[i].text, forms[j].text, d) for (i, j), d in zip(pairs, defined, strict=True)],
            dtype=np.float32,
        )
        left, right = (vectors[[p[k] for p in pairs]] for k in (0, 1))
        for (i, j), d, p in zip(pairs, defined, sigmoid(heads.same(left, right, features)), strict=True):
            certain = d or singular(expand(forms[i].text, short_of)) == singular(expand(forms[j].text, short_of))
            probability[i, j] = probability[j, i] = 1.0 if certain else float(p)
    groups = [[i] for i in range(len(forms))]
    while len(groups) > 1:
        means = [
            (float(probability[np.ix_(a, b)].mean()) if forms[a[0]].type == forms[b[0]].type else 0.0, x, y)
            for x, a in enumerate(groups)
            for y, b in enumerate(groups[:x])
        ]
        best, x, y = max(means)
        if best < at.same:
            break
        groups[y] += groups.pop(x)
    things = []
    for group in groups:
        members = [forms[i] for i in group]
        spans = sorted(s for f in members for s in f.spans)
        confidence = max(f.confidence for f in members)
        things.append(Thing(canonical_form(members, short_of), members[0].type, members, spans, _UNJUDGED, confidence))
    return sorted(things, key=lambda t: t.spans[0])


def expand(form: str, short_of: dict[str, str]) -> str:
    """Write out the abbreviations inside a form of several words: "unsupervised MT" by what the text says MT is."""
    parts = form.split(" ")
    return form if len(parts) == 1 else " ".join(short_of.get(p, p) for p in parts)


def introduces(view: TextView, long: Form, short: Form) -> bool:
    """Whether the text writes ``long (short)`` somewhere, with more words outside than in the parentheses."""
    if len(short.text) >= len(long.text) or " " in short.text:
        return False
    ends = {end for _, end in long.spans}
    return any(
        start - 1 in ends and view.words[start - 1] == "(" and end < len(view.words) and view.words[end] == ")"
        for start, end in short.spans
    )


def judge(
    view: TextView, heads: Heads, words: np.ndarray, things: list[Thing], short_of: dict[str, str] | None = None
) -> list[Thing]:
    """Give every thing the probabilities of its senses (type and role), from all its mentions together."""
    short_of = abbreviation_forms(view) if short_of is None else short_of
    known = {f for pair in short_of.items() for f in pair}
    _, senses = sense_probabilities(view, heads, words, [t.name for t in things], [t.spans for t in things], known)
    return [replace(t, senses=p) for t, p in zip(things, senses, strict=True)]


def canonical_form(forms: list[Form], short_of: dict[str, str]) -> str:
    """The best single form: an expansion over its abbreviation unless that is used far more; then the most used, as
    written in running text rather than in a title.
    """
    count = {f.text: len(f.spans) for f in forms}

    def rank(form: Form) -> tuple[float, int, int, str]:
        score = float(count[form.text])
        long = short_of.get(form.text)
        if long in count:
            score -= 2.5
        return (-score, form.text.istitle(), len(form.text), form.text)

    return min(forms, key=rank).text


def role_of(thing: Thing) -> tuple[str, float]:
    """The role with the best probability among those of the thing's type, and that probability given the type."""
    candidates = [
        (float(p), s[1]) for p, s in zip(thing.senses, SENSES, strict=True) if s is not None and s[0] == thing.type
    ]
    total = sum(p for p, _ in candidates) or 1.0
    best = max(candidates)
    return best[1], best[0] / total
