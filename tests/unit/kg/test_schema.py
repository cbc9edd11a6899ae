"""The schema's tables and their documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.records import RELATION_PAIRS, ROLES
from kg.schema import NODE_TYPES, RELATION_RELATIONSHIP, RELATIONSHIP_TYPES, ROLE_RELATIONSHIP
from kg.schema_doc import schema_markdown

ROOT = Path(__file__).resolve().parents[3]


def test_the_documentation_is_current() -> None:
    text = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert text == schema_markdown(), "run: python -m kg.schema_doc docs/schema.md"


def test_every_role_may_join_a_paper_to_its_type() -> None:
    for label, roles in ROLES.items():
        for role in roles:
            assert ("Paper", label) in RELATIONSHIP_TYPES[ROLE_RELATIONSHIP[role]].pairs


def test_every_relation_may_join_the_types_of_its_annotation() -> None:
    for relation, pairs in RELATION_PAIRS.items():
        assert set(pairs) == set(RELATIONSHIP_TYPES[RELATION_RELATIONSHIP[relation]].pairs)


@pytest.mark.parametrize("label", NODE_TYPES)
def test_every_node_has_an_id_and_a_name_and_no_property_that_an_engine_reserves(label: str) -> None:
    names = [p.name for p in NODE_TYPES[label].properties]
    assert {"id", "name"} <= set(names)
    assert not {"type", "label", "labels"} & set(names)
    assert ("title" in names) == (label == "Paper")
    assert len(names) == len(set(names))


def test_one_property_name_has_one_kind() -> None:
    for types in (NODE_TYPES.values(), RELATIONSHIP_TYPES.values()):
        kinds = {(p.name, p.kind) for t in types for p in t.properties}
        assert len(kinds) == len({name for name, _ in kinds})


def test_nodes_are_told_apart_by_colour_and_by_shape() -> None:
    assert (
        len({n.colour for n in NODE_TYPES.values()}) == len({n.shape for n in NODE_TYPES.values()}) == len(NODE_TYPES)
    )
