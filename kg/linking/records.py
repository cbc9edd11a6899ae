"""What linking returns: nodes, which paper entity went to which node, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from extract.records import Entity, EntityType, Extraction

#: (paper id, name of an entity) -> the forms split off it: for each new entity its name and its further forms.
Parts = dict[tuple[str, str], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class LinkedEntity:
    """One node of the graph before it has properties.

    Parameters
    ----------
    id
        Type and slug of the canonical name, e.g. ``method:contrastive-learning``.
    label
        The type, one of ``extract.records.ENTITY_TYPES``.
    name
        The canonical name, in plain text.
    aliases
        Every surface form as it stands in the texts (and its plain text where that differs), most used first.
    descriptive
        True for a phrase that describes something in one paper only and is nobody's name.
    """

    id: str
    label: EntityType
    name: str
    aliases: tuple[str, ...]
    descriptive: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Two forms that were put on one node (``accepted``) or nearly were (not ``accepted``).

    Parameters
    ----------
    label
        Type of the node.
    form, into
        The form, and the form (or canonical name) that it was compared with.
    step
        The step that decided: one of ``kg.linking.steps.STEPS``.
    score
        How certain the step is that both are one thing, 0 to 1.
    evidence
        What the step saw, in words.
    node
        Id of the node that ``form`` is on.
    other
        Id of the node that ``into`` is on; equal to ``node`` when accepted.
    accepted
        Whether the forms were put on one node.
    papers
        Up to three ids of papers that show it, where the step used papers.
    """

    label: EntityType
    form: str
    into: str
    step: str
    score: float
    evidence: str
    node: str
    other: str
    accepted: bool = True
    papers: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the merge as a line of ``merges.jsonl``."""
        return {
            "label": self.label,
            "form": self.form,
            "into": self.into,
            "step": self.step,
            "score": self.score,
            "evidence": self.evidence,
            "node": self.node,
            "other": self.other,
            "accepted": self.accepted,
            "papers": list(self.papers),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Merge:
        """Read a line of ``merges.jsonl``."""
        return cls(
            data["label"],
            data["form"],
            data["into"],
            data["step"],
            data["score"],
            data["evidence"],
            data["node"],
            data["other"],
            data.get("accepted", True),
            tuple(data.get("papers", ())),
        )


@dataclass(frozen=True, slots=True)
class DerivedEdge:
    """``source`` SUBCLASS_OF or SUBTASK_OF ``target``, read off their names."""

    source: str
    type: str
    target: str
    confidence: float
    evidence: str


@dataclass(slots=True)
class Links:
    """The result of linking a corpus.

    Parameters
    ----------
    nodes
        The entities by id, sorted.
    assignment
        (paper id, name of the entity in that paper) -> node id; ``None`` where the entity was dropped.
    merges
        Why forms share a node, and the near-misses.
    hierarchy
        SUBCLASS_OF and SUBTASK_OF edges derived from names.
    parts
        The entities of papers that have narrower forms, which became entities of their own; see ``split``.
    remade
        Ids of the nodes that were decided anew rather than taken over from ``previous``.
    memory
        What the next run may reuse; nothing for others.
    """

    nodes: dict[str, LinkedEntity] = field(default_factory=dict)
    assignment: dict[tuple[str, str], str | None] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hierarchy: list[DerivedEdge] = field(default_factory=list)
    parts: Parts = field(default_factory=dict)
    remade: frozenset[str] = field(default=frozenset(), compare=False)
    memory: object = field(default=None, repr=False, compare=False)

    def split(self, extraction: Extraction) -> Extraction:
        """Return an extraction with the entities that linking split off: those that ``assignment`` speaks of.

        A new entity has the mentions of its forms, and type, role and confidence of the entity that it comes from;
        relations and results stay with that one.
        """
        entities: list[Entity] = []
        for entity in extraction.entities:
            parts = [_part(entity, forms) for forms in self.parts.get((extraction.id, entity.name), ())]
            gone = {m for part in parts for m in part.mentions}
            entities.append(replace(entity, mentions=tuple(m for m in entity.mentions if m not in gone)))
            entities += [part for part in parts if part.mentions]
        return replace(extraction, entities=tuple(entities)) if len(entities) > len(extraction.entities) else extraction


def _part(entity: Entity, forms: tuple[str, ...]) -> Entity:
    mentions = tuple(m for m in entity.mentions if m.text in forms)
    shown = tuple(s for s in entity.evidence if any(s.start <= m.start and m.end <= s.end for m in mentions))
    return replace(entity, name=forms[0], mentions=mentions, evidence=shown or entity.evidence)
