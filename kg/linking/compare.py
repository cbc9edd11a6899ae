"""Compare the units of one type: every pair that blocking or a shared abbreviation brings together gets a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from extract.records import EntityType
from kg.linking.blocking import pairs
from kg.linking.inventory import Inventory
from kg.linking.normalize import Normal
from kg.linking.scoring import ACCEPT, NEAR_MISS, Embed, PairScore, hear_embedding, score_pair

#: An abbreviation with more long forms than this stands for anything.
_MAX_LONG_FORMS = 30

Scores = dict[tuple[str, str], PairScore]
#: Pair of forms in normal words -> cosine of their vectors.
Cosines = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Voice:
    """The embedding, what it said in an earlier run, and what this run has heard of it."""

    embed: Embed
    known: Mapping[tuple[str, str], float]
    heard: Cosines


def compare(inventory: Inventory, label: EntityType, normals: Mapping[str, Normal], voice: Voice | None) -> Scores:
    """Return the score of every pair of unit keys (smaller first) that anything speaks for.

    Parameters
    ----------
    inventory
        The corpus.
    label
        The type whose units are compared.
    normals
        Unit key -> the form that stands for the unit.
    voice
        The embedding, or None to decide by characters and words alone.
    """
    scores: Scores = {}
    for short, longs in inventory.lexicon[label].items():
        present = sorted(k for k in longs if k in normals)
        if len(present) <= _MAX_LONG_FORMS:
            for a, b in combinations(present, 2):
                score = score_pair(normals[a], normals[b], abbreviation=short.upper())
                if score is not None and ((a, b) not in scores or score.score > scores[a, b].score):
                    scores[a, b] = score
    for a, b in pairs(normals.values()):
        if (a, b) not in scores and (score := score_pair(normals[a], normals[b])) is not None:
            scores[a, b] = score
    return _listen(scores, normals, voice) if voice else scores


def _listen(scores: Scores, normals: Mapping[str, Normal], voice: Voice) -> Scores:
    """Let the embedding speak on the open pairs; only forms that it has not compared before are encoded."""
    texts = {
        (a, b): (" ".join(normals[a].words), " ".join(normals[b].words))
        for (a, b), s in scores.items()
        if NEAR_MISS <= s.score < ACCEPT
    }
    new = sorted({text for pair in texts.values() if pair not in voice.known for text in pair})
    row = dict(zip(new, voice.embed(new), strict=True)) if new else {}
    for pair, (a, b) in texts.items():
        cosine = voice.known[a, b] if (a, b) in voice.known else float(row[a] @ row[b])
        voice.heard[a, b] = cosine
        scores[pair] = hear_embedding(scores[pair], cosine)
    return scores
