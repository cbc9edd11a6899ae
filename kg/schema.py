"""The one place that knows labels, relationship types, properties, allowed pairs, colours and shapes.

Constraints, import headers, validation, legends and the schema's documentation are made from these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from extract.records import ENTITY_TYPES, RelationType

#: How a property is stored: in Parquet, in Neo4j and in the import headers.
Kind = Literal["str", "int", "float", "bool", "date", "str[]", "int[]"]


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a node or relationship; only an ``optional`` one may be absent."""

    name: str
    kind: Kind
    description: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class NodeType:
    """One node label: its properties, and how views draw it (colour-blind-safe colour, shape as second channel)."""

    label: str
    description: str
    properties: tuple[Property, ...]
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """One relationship type and the (from label, to label) pairs that it may join."""

    type: str
    description: str
    pairs: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...]
    colour: str
    symmetric: bool = False


ENTITY_LABELS: tuple[str, ...] = ENTITY_TYPES

_ENTITY_PROPERTIES = (
    Property("id", "str", "type and slug of the canonical name, e.g. method:contrastive-learning; unique"),
    Property("name", "str", "canonical name: the form people would look for, in plain text"),
    Property("aliases", "str[]", "every surface form on this node, the most used first"),
    Property("n_papers", "int", "number of papers that mention it"),
    Property(
        "first_year", "int", "first year of a paper that mentions it; absent when no paper has a year", optional=True
    ),
    Property("last_year", "int", "last year of a paper that mentions it", optional=True),
    Property("papers_by_year", "int[]", "papers in each year from first_year to last_year", optional=True),
    Property("descriptive", "bool", "true for a descriptive phrase of one paper; views and queries may leave it out"),
)

_PAPER_PROPERTIES = (
    Property("id", "str", "arXiv id, or p and ten hex digits of the folded title; unique"),
    Property("name", "str", "the title in plain text (LaTeX leftovers resolved)"),
    Property("title", "str", "the title as read"),
    Property("abstract", "str", "the abstract as read; offsets refer to title + newline + abstract"),
    Property("date", "date", "date of publication", optional=True),
    Property("year", "int", "year of publication", optional=True),
    Property("authors", "str[]", "author names", optional=True),
    Property("n_authors", "int", "number of authors", optional=True),
    Property("categories", "str[]", "subject categories, e.g. cs.CL", optional=True),
    Property("url", "str", "where the paper can be read", optional=True),
    Property("sources", "str[]", "the inputs that the paper was read from", optional=True),
)

_RESULT_PROPERTIES = (
    Property("id", "str", "paper id, result, and a running number; unique"),
    Property("name", "str", "the value with its unit and metric, for captions"),
    Property("value", "str", "the number as written"),
    Property("number", "float", "the number parsed; absent when the value is no single number", optional=True),
    Property("unit", "str", "%, points, or empty"),
    Property("delta", "bool", "true for an improvement over something rather than a score"),
)

# Okabe-Ito colours: told apart by all common kinds of colour vision.
NODE_TYPES: Mapping[str, NodeType] = {
    n.label: n
    for n in (
        NodeType("Paper", "a paper: title and abstract", _PAPER_PROPERTIES, "#56B4E9", "square"),
        NodeType("Method", "a technique, model, algorithm or tool", _ENTITY_PROPERTIES, "#0072B2", "dot"),
        NodeType("Dataset", "a dataset, corpus or benchmark", _ENTITY_PROPERTIES, "#E69F00", "diamond"),
        NodeType("Task", "a problem that systems are built to solve", _ENTITY_PROPERTIES, "#009E73", "triangle"),
        NodeType("Metric", "a measure by which results are reported", _ENTITY_PROPERTIES, "#CC79A7", "star"),
        NodeType("Result", "a reported number, tied to what it measures", _RESULT_PROPERTIES, "#D55E00", "hexagon"),
    )
}

_CONFIDENCE = Property("confidence", "float", "calibrated probability that the relationship is right, 0 to 1")
_EVIDENCE = (
    Property("evidence", "str[]", "the sentences that say so"),
    Property("evidence_at", "str[]", "where each sentence stands: paper id:start-end, in code points"),
)
_PAPER_EDGE = (_CONFIDENCE, *_EVIDENCE)
_ENTITY_EDGE = (
    _CONFIDENCE,
    *_EVIDENCE,
    Property("papers", "str[]", "ids of the papers that say so"),
    Property("n_papers", "int", "number of those papers"),
    Property("derived", "bool", "true when it follows from names rather than from a sentence"),
)


def _to_entities(*labels: str) -> tuple[tuple[str, str], ...]:
    return tuple(("Paper", label) for label in labels)


RELATIONSHIP_TYPES: Mapping[str, RelationshipType] = {
    r.type: r
    for r in (
        RelationshipType(
            "PROPOSES", "the paper introduces it", _to_entities("Method", "Dataset", "Task"), _PAPER_EDGE, "#D55E00"
        ),
        RelationshipType("USES", "the paper builds on it", _to_entities("Method"), _PAPER_EDGE, "#0072B2"),
        RelationshipType(
            "COMPARES_WITH", "the paper compares against it", _to_entities("Method"), _PAPER_EDGE, "#CC79A7"
        ),
        RelationshipType("ADDRESSES", "the paper works on it", _to_entities("Task"), _PAPER_EDGE, "#009E73"),
        RelationshipType(
            "EVALUATES_ON", "the paper reports results on it", _to_entities("Dataset"), _PAPER_EDGE, "#E69F00"
        ),
        RelationshipType("TRAINS_ON", "the paper only trains on it", _to_entities("Dataset"), _PAPER_EDGE, "#F0E442"),
        RelationshipType("MEASURES", "the paper reports results by it", _to_entities("Metric"), _PAPER_EDGE, "#CC79A7"),
        RelationshipType(
            "MENTIONS", "the paper mentions it as background", _to_entities(*ENTITY_LABELS), _PAPER_EDGE, "#999999"
        ),
        RelationshipType(
            "USED_FOR",
            "the method is applied to the task, or is a tool for the other method",
            (("Method", "Task"), ("Method", "Method")),
            _ENTITY_EDGE,
            "#009E73",
        ),
        RelationshipType(
            "EVALUATED_WITH",
            "the method is evaluated on the dataset",
            (("Method", "Dataset"),),
            _ENTITY_EDGE,
            "#E69F00",
        ),
        RelationshipType(
            "TRAINED_WITH", "the method is trained on the dataset", (("Method", "Dataset"),), _ENTITY_EDGE, "#F0E442"
        ),
        RelationshipType(
            "BENCHMARK_FOR", "the dataset judges the task", (("Dataset", "Task"),), _ENTITY_EDGE, "#E69F00"
        ),
        RelationshipType(
            "PART_OF",
            "a component of the method, or a subset of the dataset",
            (("Method", "Method"), ("Dataset", "Dataset")),
            _ENTITY_EDGE,
            "#56B4E9",
        ),
        RelationshipType(
            "SUBCLASS_OF",
            "a kind of the other",
            (("Method", "Method"), ("Dataset", "Dataset")),
            _ENTITY_EDGE,
            "#0072B2",
        ),
        RelationshipType(
            "SUBTASK_OF", "a special case of the other task", (("Task", "Task"),), _ENTITY_EDGE, "#009E73"
        ),
        RelationshipType(
            "COMPARED_WITH",
            "the two are compared",
            (("Method", "Method"), ("Dataset", "Dataset")),
            _ENTITY_EDGE,
            "#CC79A7",
            symmetric=True,
        ),
        RelationshipType("REPORTS", "the paper reports the result", (("Paper", "Result"),), _PAPER_EDGE, "#D55E00"),
        RelationshipType("OF", "what the result measures", (("Result", "Metric"),), _PAPER_EDGE, "#CC79A7"),
        RelationshipType("ON", "the dataset of the result", (("Result", "Dataset"),), _PAPER_EDGE, "#E69F00"),
        RelationshipType("BY", "the method of the result", (("Result", "Method"),), _PAPER_EDGE, "#0072B2"),
        RelationshipType("FOR", "the task of the result", (("Result", "Task"),), _PAPER_EDGE, "#009E73"),
    )
}

#: Annotated role of an entity in a paper -> relationship type from the paper to the entity.
ROLE_RELATIONSHIP: Mapping[str, str] = {
    "proposes": "PROPOSES",
    "uses": "USES",
    "compares": "COMPARES_WITH",
    "addresses": "ADDRESSES",
    "evaluates": "EVALUATES_ON",
    "trains": "TRAINS_ON",
    "reports": "MEASURES",
    "mentions": "MENTIONS",
}

#: Annotated relation type -> relationship type between two entities.
RELATION_RELATIONSHIP: Mapping[RelationType, str] = {
    "Used-For": "USED_FOR",
    "Evaluated-With": "EVALUATED_WITH",
    "Trained-With": "TRAINED_WITH",
    "Benchmark-For": "BENCHMARK_FOR",
    "Part-Of": "PART_OF",
    "SubClass-Of": "SUBCLASS_OF",
    "SubTask-Of": "SUBTASK_OF",
    "Compare-With": "COMPARED_WITH",
}
