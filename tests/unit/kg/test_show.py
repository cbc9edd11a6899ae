"""What the graph tells of one entity or one paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import NotFoundError
from kg.show import EntityCard, PaperCard, Quote, show
from kg.store import Graph, save_graph


def test_an_entity_has_its_aliases_years_and_papers_by_role(stored: Graph) -> None:
    card = show(stored, "box network")
    assert isinstance(card, EntityCard)
    assert (card.id, card.label, card.aliases) == ("method:boxnet", "Method", ("BoxNet", "box network"))
    assert card.papers_by_year == {2021: 1, 2022: 0, 2023: 1}
    assert {role: [p.id for p in papers] for role, papers in card.roles.items()} == {
        "PROPOSES": ["2101.00001"],
        "COMPARES_WITH": ["2301.00002"],
        "MENTIONS": ["p0123456789"],
    }


def test_an_entity_has_its_neighbours_by_relationship_and_direction(stored: Graph) -> None:
    card = show(stored, "BoxNet")
    assert isinstance(card, EntityCard)
    told = {key: [(n.name, n.outgoing, n.n_papers) for n in found] for key, found in card.neighbours.items()}
    assert told == {
        "USED_FOR": [("object detection", True, 1)],
        "EVALUATED_WITH": [("Streets", True, 2)],
        "PART_OF": [("convolution", False, 1)],
        "COMPARED_WITH": [("GridNet", True, 1)],
    }


def test_every_fact_has_its_sentence_and_place(stored: Graph, corpus: Any) -> None:
    card = show(stored, "BoxNet")
    assert isinstance(card, EntityCard)
    assert card.neighbours["PART_OF"][0].evidence == (
        Quote("We propose BoxNet, a stack of convolutions for object detection.", "2101.00001", 30, 94),
    )
    assert corpus.papers[0].text[30:94] == card.neighbours["PART_OF"][0].evidence[0].text


def test_an_entity_has_its_results(stored: Graph) -> None:
    card = show(stored, "mAP")
    assert isinstance(card, EntityCard)
    assert [(r.value, r.unit, r.dataset, r.method, r.task, r.delta) for r in card.results] == [
        ("61.5", "", "Streets", "BoxNet", "object detection", False),
        ("2.5", "points", "Streets", "GridNet", None, True),
    ]


def test_why_tells_the_merges_of_the_node(graph: Any, tmp_path: Path) -> None:
    merges = [
        {"form": "box network", "node": "method:boxnet", "other": "method:boxnet", "accepted": True},
        {"form": "GridNet", "node": "method:gridnet", "other": "method:boxnet", "accepted": False},
        {"form": "mean AP", "node": "metric:map", "other": "metric:map", "accepted": True},
    ]
    stored = save_graph(tmp_path / "g", graph, merges=merges)
    without, with_why = show(stored, "BoxNet"), show(stored, "BoxNet", why=True)
    assert isinstance(without, EntityCard)
    assert isinstance(with_why, EntityCard)
    assert without.merges == ()
    assert list(with_why.merges) == merges[:2]


def test_a_paper_says_its_entities_relations_and_results(stored: Graph) -> None:
    card = show(stored, "2301.00002")
    assert isinstance(card, PaperCard)
    assert card.properties["year"] == 2023
    assert {role: [m.name for m in found] for role, found in card.roles.items()} == {
        "PROPOSES": ["GridNet"],
        "COMPARES_WITH": ["BoxNet"],
        "ADDRESSES": ["object detection"],
        "EVALUATES_ON": ["Streets"],
        "MEASURES": ["mAP"],
    }
    assert [(s.source_name, s.relationship, s.target_name) for s in card.statements] == [
        ("BoxNet", "COMPARED_WITH", "GridNet"),
        ("BoxNet", "EVALUATED_WITH", "Streets"),
    ]
    assert [r.value for r in card.results] == ["2.5"]


def test_a_paper_is_quoted_only_where_it_speaks_itself(stored: Graph) -> None:
    card = show(stored, "2301.00002")
    assert isinstance(card, PaperCard)
    assert {quote.paper for statement in card.statements for quote in statement.evidence} == {"2301.00002"}


def test_other_nodes_of_that_name_are_offered(stored: Graph) -> None:
    assert show(stored, "GridNet").others == ("2301.00002",)
    assert show(stored, "GridNet", label="Paper").others == ()


def test_cards_are_plain_data_for_json(stored: Graph) -> None:
    for name in ("BoxNet", "2101.00001"):
        data = json.loads(json.dumps(show(stored, name).to_dict(), default=str))
        assert data["label"] in ("Method", "Paper")


def test_an_unknown_name_is_an_error(stored: Graph) -> None:
    with pytest.raises(NotFoundError):
        show(stored, "nothing of the kind")
