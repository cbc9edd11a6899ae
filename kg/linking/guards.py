"""Guards: what two forms must not differ in, whatever else speaks for their being one thing."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.linking.normalize import Normal
from kg.linking.wordsets import word_set

_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_VERSION_WORD = re.compile(r"^v\d|^\d+[bmk]?$|^\d+d$")

#: Words of which each names its own size, setting or opposite.
_EXCLUSIVE: tuple[frozenset[str], ...] = (
    word_set("nano tiny small base medium large huge giant xlarge xxl mini big micro lite light"),
    word_set("unsupervised supervised selfsupervised semisupervised weaklysupervised fullysupervised"),
    word_set("few zero one many fewshot zeroshot oneshot manyshot"),
    word_set("image video audio speech text point graph table music code video"),
    word_set("first second third"),
    word_set("left right top bottom"),
    word_set("local global"),
    word_set("linear nonlinear"),
    word_set("online offline"),
    word_set("training test testing validation inference"),
    word_set("pretraining finetuning posttraining retraining training"),
    word_set("forward backward inverse"),
    word_set("encoder decoder"),
    word_set("generative discriminative"),
    word_set("precision recall"),
    word_set("monolingual bilingual multilingual crosslingual"),
    word_set("unimodal bimodal multimodal crossmodal"),
    word_set("classification detection segmentation recognition retrieval generation regression clustering"),
)
_NEGATIONS = ("un", "non", "in", "ir", "im", "anti", "de", "dis", "a")

#: Words that make a longer form no other thing, where something else already says that both are one.
HARMLESS = word_set(
    "model method approach framework algorithm architecture network technique loss system module neural "
    "task problem dataset benchmark corpus score based paradigm mechanism layer classifier the of for with and"
)


@lru_cache(maxsize=200_000)
def _numbers(text: str) -> tuple[str, ...]:
    return tuple(sorted(_NUMBER.findall(text)))


def blocked(a: Normal, b: Normal) -> str | None:
    """Return why two forms must not be one thing, or None.

    >>> from kg.linking.normalize import normalize
    >>> blocked(normalize("GPT-3", "Method"), normalize("GPT-4", "Method"))
    'different numbers'
    """
    if a.key == b.key:
        return None
    if _numbers(a.key) != _numbers(b.key):
        return "different numbers"
    x, y = set(a.words), set(b.words)
    only_x, only_y = x - y, y - x
    for group in _EXCLUSIVE:
        if (p := only_x & group) and (q := only_y & group):
            return f"{min(p)} is not {min(q)}"
    size = _EXCLUSIVE[0]
    if (only_x | only_y) & size:
        return "different sizes"
    for left in only_x:
        for right in only_y:
            for prefix in _NEGATIONS:
                if left == prefix + right or right == prefix + left:
                    return f"{left} is not {right}"
    for word in only_x | only_y:
        if (len(word) == 1 and word.isalpha()) or _VERSION_WORD.match(word):
            return f"variant {word}"
    return None


def more_specific(form: Normal, head: Normal, head_is_shared: bool) -> bool:
    """Whether a form names something narrower than the head that a paper uses it for.

    Parameters
    ----------
    form, head
        The form, and the form that names the entity.
    head_is_shared
        Whether other papers mention the head, too: then the narrower name must not become theirs.
    """
    if (numbers := _numbers(form.key)) and numbers != _numbers(head.key) and set(head.words) <= set(form.words):
        return True
    extra = set(form.words) - set(head.words)
    return head_is_shared and set(head.words) < set(form.words) and not extra <= HARMLESS
