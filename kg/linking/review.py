"""The merges and near-misses that a person should look at, and what their answers mean for ``aliases.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kg.linking.overrides import Overrides
from kg.linking.overrides_file import Decision
from kg.linking.records import Merge

#: Merges of at least this score need no person.
CERTAIN = 0.95

Answer = Literal["same", "apart"]


@dataclass(frozen=True, slots=True)
class Question:
    """Whether two forms are one thing.

    Parameters
    ----------
    merge
        The merge or near-miss that the question is about.
    certainty
        How certain linking is of what it did, 0 to 1.
    papers
        Number of papers that mention either node, where known.
    """

    merge: Merge
    certainty: float
    papers: int

    def to_dict(self) -> dict[str, Any]:
        """Return the question as plain data."""
        return {**self.merge.to_dict(), "certainty": self.certainty, "n_papers": self.papers}

    def decision(self, answer: Answer) -> Decision:
        """Return what an answer adds to ``aliases.toml``."""
        action: Literal["merge", "apart"] = "merge" if answer == "same" else "apart"
        return Decision(action, self.merge.label, (self.merge.form, self.merge.into))


def questions(
    merges: Iterable[Merge | Mapping[str, Any]],
    overrides: Overrides | None = None,
    papers: Mapping[str, int] | None = None,
) -> list[Question]:
    """Return what is least certain, first of all what concerns most papers; what a person has decided is left out.

    Parameters
    ----------
    merges
        The merges of the graph: ``Links.merges`` or the lines of ``merges.jsonl``.
    overrides
        The decisions taken so far.
    papers
        Node id -> number of papers.
    """
    overrides = overrides or Overrides()
    counts = papers or {}
    found: list[Question] = []
    for line in merges:
        merge = line if isinstance(line, Merge) else Merge.from_dict(line)
        certainty = round(merge.score if merge.accepted else 1 - merge.score, 3)
        if merge.step == "override" or certainty >= CERTAIN or merge.form == merge.into:
            continue
        if overrides.decided(merge.label, merge.form, merge.into):
            continue
        nodes = {merge.node, merge.other}
        found.append(Question(merge, certainty, sum(counts.get(n, 0) for n in nodes)))
    return sorted(found, key=lambda q: (round(q.certainty, 1), -q.papers, q.certainty, q.merge.node, q.merge.form))
