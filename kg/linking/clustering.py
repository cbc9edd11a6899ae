"""Clustering without the transitive-closure trap: a unit joins a leader that it matches itself, never a friend of one.

Units are taken most used first; each joins the best leader among those it scores high enough with, provided no guard
stands between it and any member, or leads a cluster of its own. A and C never meet through B alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.linking.scoring import ACCEPT, PairScore


@dataclass(frozen=True, slots=True)
class Joined:
    """``member`` was put into the cluster of ``leader`` because of ``score``."""

    member: str
    leader: str
    score: PairScore


def cluster(
    weights: Mapping[str, int],
    scores: Mapping[tuple[str, str], PairScore],
    forbidden: Callable[[str, str], bool],
) -> tuple[dict[str, str], list[Joined]]:
    """Cluster the units of one type.

    Parameters
    ----------
    weights
        Unit key -> number of papers.
    scores
        Scores of pairs of keys, smaller key first.
    forbidden
        Whether two units must stay apart.

    Returns
    -------
    tuple
        Key -> key of its leader (its own for leaders), and the joins that made it so.
    """
    leader: dict[str, str] = {}
    joined: list[Joined] = []
    members: dict[str, list[str]] = defaultdict(list)
    friends: dict[str, list[tuple[str, PairScore]]] = defaultdict(list)
    for (a, b), score in scores.items():
        if score.score >= ACCEPT:
            friends[a].append((b, score))
            friends[b].append((a, score))
    for key in sorted(weights, key=lambda k: (-weights[k], k)):
        options = sorted(
            ((s.score, weights[leader[f]], leader[f], s) for f, s in friends[key] if leader.get(f) == f),
            key=lambda o: (-o[0], -o[1], o[2]),
        )
        for _, _, head, score in options:
            if not any(forbidden(key, m) for m in members[head]):
                leader[key] = head
                members[head].append(key)
                joined.append(Joined(key, head, score))
                break
        else:
            leader[key] = key
            members[key].append(key)
    return leader, joined
