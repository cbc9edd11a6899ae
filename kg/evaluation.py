"""Score extractions against gold annotations: precision, recall, F1, frequent errors and calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.errors import PapergraphError
from extract.records import ENTITY_TYPES, Extraction, Paper, fold
from kg.annotations import AnnotatedEntity, Annotation
from kg.evaluation_errors import Errors

#: Width of the confidence bins of the reliability table.
BINS = 10


@dataclass
class Count:
    """How many were right, of how many predicted and how many in the gold annotations."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        """Count one paper in."""
        self.right += right
        self.predicted += predicted
        self.gold += gold

    @property
    def precision(self) -> float:
        """Percent of the predicted that is right."""
        return 100 * self.right / max(self.predicted, 1)

    @property
    def recall(self) -> float:
        """Percent of the gold that was found."""
        return 100 * self.right / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        return 200 * self.right / max(self.predicted + self.gold, 1)

    def to_dict(self) -> dict[str, float]:
        """Return counts and figures for JSON."""
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts = {"right": self.right, "predicted": self.predicted, "gold": self.gold}
        return counts | {name: round(value, 2) for name, value in figures.items()}


@dataclass
class Bin:
    """Predictions whose confidence lies in one interval, and how many of them are right."""

    n: int = 0
    confidence: float = 0.0
    right: int = 0

    def add(self, confidence: float, right: bool) -> None:
        """Count one prediction in."""
        self.confidence += (confidence - self.confidence) / (self.n + 1)
        self.n += 1
        self.right += right

    @property
    def accuracy(self) -> float:
        """Share of the predictions that is right."""
        return self.right / max(self.n, 1)


@dataclass
class Reliability:
    """Does a confidence of 0.8 mean right in 80 of 100 cases? One bin a tenth; expected calibration error."""

    bins: list[Bin] = field(default_factory=lambda: [Bin() for _ in range(BINS)])

    def add(self, confidence: float | None, right: bool) -> None:
        """Count one prediction in; those without a confidence are left out."""
        if confidence is not None:
            self.bins[min(int(confidence * BINS), BINS - 1)].add(confidence, right)

    @property
    def error(self) -> float:
        """Expected calibration error (Guo et al. 2017): the mean gap of confidence and accuracy, weighted by n."""
        total = sum(b.n for b in self.bins)
        return sum(b.n * abs(b.confidence - b.accuracy) for b in self.bins) / max(total, 1)

    def to_dict(self) -> dict[str, Any]:
        """Return the bins that hold something, for JSON."""
        rows = [
            {
                "from": i / BINS,
                "to": (i + 1) / BINS,
                "n": b.n,
                "confidence": round(b.confidence, 4),
                "right": round(b.accuracy, 4),
            }
            for i, b in enumerate(self.bins)
            if b.n
        ]
        return {"expected_calibration_error": round(self.error, 4), "bins": rows}


@dataclass
class Scores:
    """All figures of one evaluation.

    ``table`` has the headline figures (``mentions``, ``mentions Method``, …, ``entities``, ``roles``, ``relations``,
    ``results``); ``entities`` are by type, ``roles`` by type and role, ``relations`` by relation type; ``unpredicted``
    are ids of gold papers that have no prediction and count as empty.
    """

    papers: int = 0
    unpredicted: list[str] = field(default_factory=list)
    table: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    entities: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    roles: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    relations: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: Errors = field(default_factory=Errors)
    reliability: dict[str, Reliability] = field(default_factory=lambda: defaultdict(Reliability))

    def to_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""

        def counts(by: Mapping[str, Count]) -> dict[str, Any]:
            return {name: by[name].to_dict() for name in sorted(by)}

        return {
            "papers": self.papers,
            "unpredicted": self.unpredicted,
            "scores": counts(self.table),
            "entities": counts(self.entities),
            "roles": counts(self.roles),
            "relations": counts(self.relations),
            "errors": self.errors.to_dict(),
            "reliability": {name: self.reliability[name].to_dict() for name in sorted(self.reliability)},
        }


def evaluate(
    papers: Mapping[str, Paper], gold: Iterable[Annotation], predicted: Iterable[Annotation | Extraction]
) -> Scores:
    """Score predicted against gold annotations.

    Mentions are right when span and type are exact; an entity when it shares a folded form with a gold entity of its
    type (each gold entity counts once); a role when its entity is right too; a relation when both its ends and its
    type are right (Compare-With either way round); a result when its metric entity and its value are right.

    Parameters
    ----------
    papers
        The texts that the annotations speak of, by id.
    gold
        The annotations to reach.
    predicted
        What the extractor says; a paper is found by its id, else by its title. Papers not in ``gold`` are left out.

    Returns
    -------
    Scores
        Figures are in percent, over the whole set (micro-averaged).

    Raises
    ------
    PapergraphError
        A gold annotation of a paper whose text is not given, or that speaks of entities that it does not list.
    """
    by_title = {fold(paper.title): paper.id for paper in papers.values()}
    found: dict[str, Annotation] = {}
    for item in predicted:
        annotation = Annotation.from_dict(item.to_dict()) if isinstance(item, Extraction) else item
        own = annotation.id
        found[own if own in papers else by_title.get(fold(annotation.title), own)] = annotation
    scores = Scores()
    for annotation in gold:
        _check(annotation, papers)
        scores.papers += 1
        if annotation.id not in found:
            scores.unpredicted.append(annotation.id)
        prediction = found.get(annotation.id, Annotation(annotation.id, ""))
        _score_paper(scores, papers[annotation.id], annotation, prediction)
    return scores


def _check(gold: Annotation, papers: Mapping[str, Paper]) -> None:
    if gold.id not in papers:
        raise PapergraphError(
            f"{gold.id}: is annotated, but its text is not among the papers; add it to the papers file"
        )
    named = {e.name for e in gold.entities}
    for name in (*(end for r in gold.relations for end in (r.head, r.tail)), *(metric for metric, _ in gold.results)):
        if name not in named:
            raise PapergraphError(
                f"{gold.id}: a gold relation or result names {name!r}, which is no entity of this paper; add the entity"
            )


def _score_paper(scores: Scores, paper: Paper, gold: Annotation, predicted: Annotation) -> None:
    _score_mentions(scores, paper.text, gold, predicted)
    partner = _partners(gold.entities, predicted.entities)
    _score_entities(scores, gold, predicted, partner)
    _score_relations(scores, gold, predicted, partner)
    ends = {e.name: partner.get(i) for i, e in enumerate(predicted.entities)}
    indices = {e.name: i for i, e in enumerate(gold.entities)}
    wanted = {(indices[metric], value) for metric, value in gold.results}
    # A metric that is no predicted entity is a thing of its own, and wrong.
    said = {(ends.get(metric, -1 - i), value) for i, (metric, value) in enumerate(predicted.results)}
    scores.table["results"].add(len(wanted & said), len(said), len(wanted))


def _score_mentions(scores: Scores, text: str, gold: Annotation, predicted: Annotation) -> None:
    wanted, said = gold.mentions(text), predicted.mentions(text)
    scores.table["mentions"].add(len(wanted & said), len(said), len(wanted))
    for label in ENTITY_TYPES:
        of_gold, of_predicted = ({m for m in mentions if m[2] == label} for mentions in (wanted, said))
        scores.table[f"mentions {label}"].add(len(of_gold & of_predicted), len(of_predicted), len(of_gold))
    scores.errors.add_mentions(text, wanted, said)


def _partners(gold: Sequence[AnnotatedEntity], predicted: Sequence[AnnotatedEntity]) -> dict[int, int]:
    """Match entities of one paper: index of a predicted one -> index of its gold one; each gold one is taken once."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, entity in enumerate(gold):
        for form in entity.folded:
            holders[form, entity.type].append(index)
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for index, entity in enumerate(predicted):
        free = (g for form in sorted(entity.folded) for g in holders[form, entity.type] if g not in taken)
        first = next(free, None)
        if first is not None:
            partner[index] = first
            taken.add(first)
    return partner


def _score_entities(scores: Scores, gold: Annotation, predicted: Annotation, partner: Mapping[int, int]) -> None:
    for entity in gold.entities:
        scores.entities[entity.type].gold += 1
        scores.roles[f"{entity.type} {entity.role}"].gold += 1
    right = 0
    for index, entity in enumerate(predicted.entities):
        match = gold.entities[partner[index]] if index in partner else None
        same_role = match is not None and match.role == entity.role
        scores.entities[entity.type].add(match is not None, 1, 0)
        scores.roles[f"{entity.type} {entity.role}"].add(same_role, 1, 0)
        scores.reliability["entities"].add(entity.confidence, match is not None)
        scores.reliability["roles"].add(entity.confidence, same_role)
        if match is not None and not same_role:
            scores.errors.add_role(entity, match)
        right += same_role
    n_predicted, n_gold = len(predicted.entities), len(gold.entities)
    scores.table["entities"].add(len(partner), n_predicted, n_gold)
    scores.table["roles"].add(right, n_predicted, n_gold)


def _score_relations(scores: Scores, gold: Annotation, predicted: Annotation, partner: Mapping[int, int]) -> None:
    indices = {e.name: i for i, e in enumerate(gold.entities)}
    wanted = {_directed(indices[r.head], r.type, indices[r.tail]) for r in gold.relations}
    ends = {e.name: partner.get(i) for i, e in enumerate(predicted.entities)}
    right: set[tuple[int, str, int]] = set()
    said = {(r.head, r.type, r.tail): r for r in predicted.relations}
    for relation in said.values():
        head, tail = ends.get(relation.head), ends.get(relation.tail)
        triple = None if head is None or tail is None else _directed(head, relation.type, tail)
        good = triple in wanted
        if triple is not None and good:
            right.add(triple)
        scores.relations[relation.type].predicted += 1
        scores.reliability["relations"].add(relation.confidence, good)
        scores.errors.add_relation(relation, triple, wanted)
    for _, kind, _ in wanted:
        scores.relations[kind].gold += 1
    for _, kind, _ in right:
        scores.relations[kind].right += 1
    for head, kind, tail in sorted(wanted - right):
        seen = {*partner.values()}.issuperset((head, tail))
        scores.errors.add_missed_relation(gold.entities[head].name, kind, gold.entities[tail].name, seen)
    scores.table["relations"].add(len(right), len(said), len(wanted))


def _directed(head: int, kind: str, tail: int) -> tuple[int, str, int]:
    return (min(head, tail), kind, max(head, tail)) if kind == "Compare-With" else (head, kind, tail)
