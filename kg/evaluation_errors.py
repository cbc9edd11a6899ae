"""What kinds of errors an extractor makes, and on which forms most often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from kg.annotations import AnnotatedEntity, AnnotatedRelation, Mention

#: Kind of error -> what it means.
KINDS = {
    "boundary": "a mention of the right type with a wrong start or end",
    "type": "a mention with the right span and a wrong type",
    "boundary and type": "a mention that overlaps a gold one, with a wrong span and a wrong type",
    "missed": "a gold mention that no prediction touches",
    "spurious": "a predicted mention that touches no gold one",
    "role": "a right entity in a wrong role",
    "relation type": "a relation between two right entities that are related otherwise",
    "relation direction": "a relation between two right entities the wrong way round",
    "relation spurious": "a relation between two right entities that are not related",
    "relation of a wrong entity": "a relation with an end that is no gold entity",
    "relation missed": "a gold relation between two found entities that was not found",
    "relation of a missed entity": "a gold relation with an end that was not found",
}


@dataclass
class Errors:
    """Counts of errors by kind, each with the texts of its cases."""

    cases: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add_mentions(self, text: str, gold: Set[Mention], predicted: Set[Mention]) -> None:
        """Count the errors of one paper; a gold mention counts once, and so does a prediction that touches none."""
        for mention in sorted(gold - predicted):
            start, end, label = mention
            form = f"{text[start:end]} ({label})"
            rival = _rival(mention, predicted)
            if rival is None:
                self.cases["missed"][form] += 1
                continue
            at, to, other = rival
            if (at, to) == (start, end):
                self.cases["type"][f"{form} -> {other}"] += 1
            else:
                kind = "boundary" if other == label else "boundary and type"
                said = text[at:to] if other == label else f"{text[at:to]} ({other})"
                self.cases[kind][f"{form} -> {said}"] += 1
        for mention in sorted(predicted - gold):
            if _rival(mention, gold) is None:
                self.cases["spurious"][f"{text[mention[0] : mention[1]]} ({mention[2]})"] += 1

    def add_role(self, predicted: AnnotatedEntity, gold: AnnotatedEntity) -> None:
        """Count an entity that was given another role."""
        self.cases["role"][f"{gold.type}: {gold.role} -> {predicted.role}"] += 1

    def add_relation(
        self, relation: AnnotatedRelation, triple: tuple[int, str, int] | None, wanted: Set[tuple[int, str, int]]
    ) -> None:
        """Count a predicted relation if it is wrong; ``triple`` has its gold entities, None where an end has none."""
        text = f"{relation.head} {relation.type} {relation.tail}"
        if triple is None:
            self.cases["relation of a wrong entity"][text] += 1
        elif triple not in wanted:
            head, kind, tail = triple
            if (tail, kind, head) in wanted:
                self.cases["relation direction"][text] += 1
                return
            others = sorted(t for h, t, u in wanted if {h, u} == {head, tail})
            if others:
                self.cases["relation type"][f"{others[0]} -> {kind}"] += 1
            else:
                self.cases["relation spurious"][text] += 1

    def add_missed_relation(self, head: str, kind: str, tail: str, found: bool) -> None:
        """Count a gold relation that was not predicted; ``found`` tells whether both its entities were."""
        self.cases["relation missed" if found else "relation of a missed entity"][f"{head} {kind} {tail}"] += 1

    def count(self, kind: str) -> int:
        """Return the number of errors of one kind."""
        return self.cases[kind].total() if kind in self.cases else 0

    def most_common(self, kind: str, limit: int) -> list[tuple[str, int]]:
        """Return the most frequent cases of one kind; equals are in alphabetical order."""
        if kind not in self.cases:
            return []
        return sorted(self.cases[kind].items(), key=lambda case: (-case[1], case[0]))[:limit]

    def to_dict(self, limit: int = 20) -> dict[str, Any]:
        """Return kinds with counts and their most frequent cases, for JSON."""
        return {
            kind: {
                "meaning": meaning,
                "count": self.count(kind),
                "examples": [{"text": text, "count": n} for text, n in self.most_common(kind, limit)],
            }
            for kind, meaning in KINDS.items()
        }


def _rival(mention: Mention, others: Set[Mention]) -> Mention | None:
    """Return the mention among ``others`` that overlaps this one most; None where none does."""
    start, end, label = mention
    touching = [o for o in others if o[0] < end and start < o[1]]
    return max(touching, key=lambda o: (min(o[1], end) - max(o[0], start), o[2] == label, -o[0]), default=None)
