"""Explain a node: which forms are on it, by which step and evidence, and what was kept off it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.linking.records import Merge


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a node is what it is.

    Parameters
    ----------
    node
        Id of the node.
    merged
        One merge for each form that is not written like the name, the least certain first.
    kept_off
        Near-misses between this node and others, the most likely first.
    """

    node: str
    merged: tuple[Merge, ...]
    kept_off: tuple[Merge, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        return asdict(self)


def explain(node_id: str, merges: Iterable[Merge | Mapping[str, Any]]) -> Explanation:
    """Return why the forms of a node are on it.

    Parameters
    ----------
    node_id
        Id of the node, e.g. ``method:contrastive-learning``.
    merges
        The merges of the graph: ``Links.merges`` or the lines of ``merges.jsonl``.
    """
    mine = [
        m
        for m in (m if isinstance(m, Merge) else Merge.from_dict(m) for m in merges)
        if node_id in ((m.node,) if m.accepted else (m.node, m.other))
    ]
    merged = sorted((m for m in mine if m.accepted), key=lambda m: (m.score, m.form))
    kept_off = sorted((m for m in mine if not m.accepted), key=lambda m: (-m.score, m.form))
    return Explanation(node_id, tuple(merged), tuple(kept_off))
