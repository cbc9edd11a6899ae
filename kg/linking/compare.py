"""Compare the units of one type: every pair that blocking or a shared abbreviation brings together gets a score."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from extract.records import EntityType
from kg.linking.blocking import pairs
from kg.linking.inventory import Inventory
from kg.linking.normalize import Normal
from kg.linking.scoring import ACCEPT, NEAR_MISS, Embed, PairScore, hear_embedding, score_pair

#: An abbreviation with more long forms than this stands for anything.
_MAX_LONG_FORMS = 30

Scores = dict[tuple[str, str], PairScore]


def compare(inventory: Inventory, label: EntityType, normals: Mapping[str, Normal], embed: Embed | None) -> Scores:
    """Return the score of every pair of unit keys (smaller first) that anything speaks for.

    Parameters
    ----------
    inventory
        The corpus.
    label
        The type whose units are compared.
    normals
        Unit key -> the form that stands for the unit.
    embed
        The embedding voice, or None to decide by characters and words alone.
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
    return _listen(scores, normals, embed) if embed else scores


def _listen(scores: Scores, normals: Mapping[str, Normal], embed: Embed) -> Scores:
    """Let the embedding speak on the open pairs; only their forms are encoded."""
    open_pairs = [pair for pair, s in scores.items() if NEAR_MISS <= s.score < ACCEPT]
    keys = sorted({k for pair in open_pairs for k in pair})
    if not keys:
        return scores
    vectors = embed([" ".join(normals[k].words) for k in keys])
    row = {k: vectors[i] for i, k in enumerate(keys)}
    for a, b in open_pairs:
        scores[a, b] = hear_embedding(scores[a, b], float(row[a] @ row[b]))
    return scores
