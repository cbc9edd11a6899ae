"""Plain functions over the graph: what is on top, what rises and falls, who leads, what belongs together."""

from __future__ import annotations

from kg.analysis.communities import Community, communities
from kg.analysis.leaderboards import Leaderboard, Score, leaderboard, leaderboards
from kg.analysis.top import Ranked, top_entities
from kg.analysis.trends import Trend, trends

__all__ = [
    "Community",
    "Leaderboard",
    "Ranked",
    "Score",
    "Trend",
    "communities",
    "leaderboard",
    "leaderboards",
    "top_entities",
    "trends",
]
