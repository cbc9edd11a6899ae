"""Singular forms, spelling variants and stems of single words, by rule."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.linking.wordsets import word_set

# Words that end in s and are no plurals, or whose singular the rules would get wrong.
_SINGULAR = {
    "analyses": "analysis",
    "bases": "base",
    "bayes": "bayes",
    "bias": "bias",
    "biases": "bias",
    "corpora": "corpus",
    "criteria": "criterion",
    "data": "data",
    "focus": "focus",
    "gas": "gas",
    "hypotheses": "hypothesis",
    "indices": "index",
    "indexes": "index",
    "jeans": "jeans",
    "lens": "lens",
    "lenses": "lens",
    "losses": "loss",
    "matrices": "matrix",
    "news": "news",
    "phenomena": "phenomenon",
    "physics": "physics",
    "pos": "pos",
    "robotics": "robotics",
    "series": "series",
    "species": "species",
    "syntheses": "synthesis",
    "vertices": "vertex",
    "axes": "axis",
    "appearances": "appearance",
    "always": "always",
    "previous": "previous",
    "atlas": "atlas",
    "sms": "sms",
    "aws": "aws",
    "kubernetes": "kubernetes",
    "linguistics": "linguistics",
    "genomics": "genomics",
    "analytics": "analytics",
    "statistics": "statistics",
    "mathematics": "mathematics",
    "dynamics": "dynamics",
    "semantics": "semantics",
    "kinematics": "kinematics",
    "economics": "economics",
    "chess": "chess",
    "movies": "movie",
    "cookies": "cookie",
    "calories": "calorie",
    "caches": "cache",
    "axioms": "axiom",
    "heuristics": "heuristic",
    "metrics": "metric",
    "topics": "topic",
    "graphics": "graphics",
    "basics": "basics",
    "ethics": "ethics",
    "politics": "politics",
    "optics": "optics",
    "hermes": "hermes",
    "process": "process",
    "alias": "alias",
    "canvas": "canvas",
    "texas": "texas",
    "pathways": "pathways",
    "pandas": "pandas",
    "keras": "keras",
    "las": "las",
    "tvs": "tv",
    "quizzes": "quiz",
    "media": "media",
    "mice": "mouse",
    "children": "child",
    "leaves": "leaf",
    "halves": "half",
    "lives": "life",
    "knives": "knife",
}

# British and other spellings, and words that the field writes joined or apart.
_VARIANT = {
    "adaption": "adaptation",
    "aeroplane": "airplane",
    "ageing": "aging",
    "artefact": "artifact",
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "catalogue": "catalog",
    "centre": "center",
    "centred": "centered",
    "colour": "color",
    "coloured": "colored",
    "colouring": "coloring",
    "defence": "defense",
    "dialogue": "dialog",
    "endeavour": "endeavor",
    "favour": "favor",
    "flavour": "flavor",
    "fibre": "fiber",
    "grey": "gray",
    "greyscale": "grayscale",
    "homogenous": "homogeneous",
    "humour": "humor",
    "labour": "labor",
    "licence": "license",
    "litre": "liter",
    "metre": "meter",
    "neighbour": "neighbor",
    "neighbouring": "neighboring",
    "neighbourhood": "neighborhood",
    "offence": "offense",
    "orientated": "oriented",
    "programme": "program",
    "rumour": "rumor",
    "sceptic": "skeptic",
    "sulphur": "sulfur",
    "theatre": "theater",
    "tumour": "tumor",
    "vapour": "vapor",
    "analyse": "analyze",
    "analysing": "analyzing",
    "paralyse": "paralyze",
    "catalyse": "catalyze",
    "fulfil": "fulfill",
    "grammer": "grammar",
    "judgement": "judgment",
    "acknowledgement": "acknowledgment",
    "mutli": "multi",
    "langauge": "language",
}

# "-ise" that American English does not write with z.
_KEEP_ISE = word_set(
    "noise denoise precise concise exercise enterprise expertise raise rise wise promise compromise surprise revise "
    "supervise devise advise otherwise likewise pairwise stepwise pointwise elementwise layerwise tokenwise disguise "
    "premise franchise merchandise arise poise praise cruise treatise excise comprise improvise televise paradise "
    "valise bruise chemise demise despise incise"
)
_ISE = re.compile(r"^(.{3,}?)is(e|ed|er|ing|ation|ational|able|es)$")
_DOUBLED = re.compile(r"^(.{2,}[aeiou])ll(ing|ed|er)$")
# Double l that American English keeps, because the bare verb has it or the stress is on the syllable.
_KEEP_LL = word_set(
    "call fill roll pull sell tell spell kill poll small control install recall enroll compell propell excell scroll "
    "skill drill stroll swell smell yell bill mill pill will wall tall fall ball stall full dull collapse"
)


@lru_cache(maxsize=200_000)
def singular(word: str) -> str:
    """Return the singular of a lower-case English noun; anything that is no plural comes back unchanged.

    >>> [singular(w) for w in ("models", "queries", "analyses", "loss", "boxes", "bias", "series")]
    ['model', 'query', 'analysis', 'loss', 'box', 'bias', 'series']
    """
    if word in _SINGULAR:
        return _SINGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("yses"):
        return word[:-2] + "is"
    return word[:-1]


@lru_cache(maxsize=200_000)
def american(word: str) -> str:
    """Return the American spelling of a lower-case word, and one spelling of other known variants.

    >>> [american(w) for w in ("optimisation", "generalised", "labelling", "colour", "noise", "dialogue")]
    ['optimization', 'generalized', 'labeling', 'color', 'noise', 'dialog']
    """
    if word in _VARIANT:
        return _VARIANT[word]
    if match := _ISE.match(word):
        stem = match.group(1) + "ise"
        prefixes = ("de", "un", "re", "non", "self", "semi", "co")
        if stem not in _KEEP_ISE and not any(stem == p + k for p in prefixes for k in _KEEP_ISE):
            return f"{match.group(1)}iz{match.group(2)}"
    if (
        (match := _DOUBLED.match(word))
        and match.group(1) + "ll" not in _KEEP_LL
        and match.group(1) + "l" not in _KEEP_LL
    ):
        return f"{match.group(1)}l{match.group(2)}"
    return word


_SUFFIXES = [
    "izations",
    "ization",
    "izational",
    "ational",
    "ations",
    "ation",
    "ingly",
    "edly",
    "ically",
    "ability",
    "able",
    "ical",
    "ally",
    "ively",
    "ative",
    "ive",
    "ions",
    "ion",
    "ing",
    "ed",
    "ers",
    "er",
    "ors",
    "or",
    "al",
    "ly",
    "e",
]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return a light stem for blocking only: words of one stem may be one word, and are then compared.

    >>> stem("masked") == stem("mask"), stem("continually") == stem("continual")
    (True, True)
    """
    for _ in range(2):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= 4:
                word = word[: -len(suffix)]
                break
    return word
