"""The graph that papers, extractions and links make."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.records import Entity, Relation, Result, Span
from kg.graph import MAX_CONFIDENCE, combine
from kg.schema import RELATION_RELATIONSHIP, RELATIONSHIP_TYPES, ROLE_RELATIONSHIP
from kg.validation import validate


def test_the_graph_obeys_the_schema(graph: Any) -> None:
    assert validate(graph) == []


def test_a_paper_keeps_what_was_read(graph: Any) -> None:
    assert graph.nodes["2101.00001"] == {
        "label": "Paper",
        "id": "2101.00001",
        "name": "BoxNet: Fast Object Detection",
        "title": "BoxNet: Fast Object Detection",
        "abstract": "We propose BoxNet, a stack of convolutions for object detection. "
        "BoxNet reaches 61.5 mAP on Streets.",
        "date": dt.date(2021, 1, 4),
        "year": 2021,
        "authors": ["Ada Muster", "Émile 李"],
        "n_authors": 2,
        "categories": ["cs.CV"],
        "url": "https://arxiv.org/abs/2101.00001",
        "sources": ["a.jsonl"],
    }


def test_what_is_not_known_of_a_paper_is_absent(graph: Any) -> None:
    assert graph.nodes["p0123456789"].keys() == {"label", "id", "name", "title", "abstract", "sources"}


def test_a_title_is_in_plain_text_as_name_and_as_read_as_title(corpus: Any) -> None:
    corpus.papers[0] = replace(corpus.papers[0], title=r"$\tau$-Net at 95\%")
    node = corpus.graph().nodes["2101.00001"]
    assert (node["name"], node["title"]) == ("τ-Net at 95%", r"$\tau$-Net at 95\%")


def test_an_entity_counts_its_papers_by_year_with_the_empty_years(graph: Any) -> None:
    assert graph.nodes["method:boxnet"] == {
        "label": "Method",
        "id": "method:boxnet",
        "name": "BoxNet",
        "aliases": ["BoxNet", "box network"],
        "n_papers": 3,
        "first_year": 2021,
        "last_year": 2023,
        "papers_by_year": [1, 0, 1],
        "descriptive": False,
    }


def test_an_entity_of_undated_papers_has_no_years(graph: Any) -> None:
    assert "first_year" not in graph.nodes["task:detection"]
    assert graph.nodes["task:detection"]["n_papers"] == 1


@pytest.mark.parametrize(
    ("paper", "entity", "relationship"),
    [
        ("2101.00001", "method:boxnet", "PROPOSES"),
        ("2101.00001", "method:convolution", "USES"),
        ("2301.00002", "method:boxnet", "COMPARES_WITH"),
        ("2101.00001", "task:object-detection", "ADDRESSES"),
        ("2101.00001", "dataset:streets", "EVALUATES_ON"),
        ("2101.00001", "metric:map", "MEASURES"),
        ("p0123456789", "method:boxnet", "MENTIONS"),
    ],
)
def test_a_role_is_a_relationship_from_the_paper(graph: Any, paper: str, entity: str, relationship: str) -> None:
    assert list(graph[paper][entity]) == [relationship]


def test_evidence_is_the_sentence_and_its_place(graph: Any, corpus: Any) -> None:
    text = {p.id: p.text for p in corpus.papers}
    for _, _, data in graph.edges(data=True):
        for sentence, at in zip(data["evidence"], data["evidence_at"], strict=True):
            paper, _, span = at.rpartition(":")
            start, _, end = span.partition("-")
            assert text[paper][int(start) : int(end)] == sentence


def test_a_relation_said_by_two_papers_is_one_edge_more_certain_than_each(graph: Any) -> None:
    edge = graph.edges["method:boxnet", "dataset:streets", "EVALUATED_WITH"]
    assert edge["papers"] == ["2101.00001", "2301.00002"]
    assert (edge["n_papers"], edge["derived"]) == (2, False)
    assert edge["confidence"] == pytest.approx(1 - 0.1 * 0.3)
    assert len(edge["evidence"]) == 2


def test_a_symmetric_relationship_is_stored_once_from_the_smaller_id(graph: Any) -> None:
    assert graph.has_edge("method:boxnet", "method:gridnet", "COMPARED_WITH")
    assert not graph.has_edge("method:gridnet", "method:boxnet", "COMPARED_WITH")


def test_a_derived_relationship_is_marked_and_has_no_sentence(graph: Any) -> None:
    assert graph.edges["task:object-detection", "task:detection", "SUBTASK_OF"] == {
        "confidence": 0.9,
        "evidence": [],
        "evidence_at": [],
        "papers": [],
        "n_papers": 0,
        "derived": True,
    }


def test_a_result_is_tied_to_its_paper_and_to_what_it_measures(graph: Any) -> None:
    result = "2101.00001:result:1"
    assert graph.nodes[result] == {
        "label": "Result",
        "id": result,
        "name": "61.5 mAP",
        "value": "61.5",
        "number": 61.5,
        "unit": "",
        "delta": False,
    }
    assert {(target, key) for _, target, key in graph.out_edges(result, keys=True)} == {
        ("metric:map", "OF"),
        ("dataset:streets", "ON"),
        ("method:boxnet", "BY"),
        ("task:object-detection", "FOR"),
    }
    assert graph.edges["2101.00001", result, "REPORTS"]["confidence"] == 0.8
    assert graph.nodes["2301.00002:result:1"]["name"] == "2.5 points mAP"


def test_what_is_dropped_is_counted_with_its_reason(graph: Any) -> None:
    assert graph.graph["dropped"] == {
        "entity: generic word or dropped by linking": 1,
        "relation: one of its entities was dropped": 1,
    }


def test_a_relation_of_a_node_with_itself_is_dropped(corpus: Any) -> None:
    corpus.links.assignment["2301.00002", "GridNet"] = "method:boxnet"
    graph = corpus.graph()
    assert graph.graph["dropped"]["relation: both ends are one node after linking"] == 1
    assert all(source != target for source, target in graph.edges())
    # One paper, one node, one role: the strongest of proposes and compares.
    assert list(graph["2301.00002"]["method:boxnet"]) == ["PROPOSES"]
    assert validate(graph) == []


def test_a_node_of_another_type_after_linking_is_mentioned_and_its_relations_dropped(corpus: Any) -> None:
    corpus.node("task:convolution", "convolution")
    corpus.links.assignment["2101.00001", "convolutions"] = "task:convolution"
    graph = corpus.graph()
    assert list(graph["2101.00001"]["task:convolution"]) == ["MENTIONS"]
    assert graph.graph["dropped"]["relation: its ends are of types that it can't join after linking"] == 1
    assert validate(graph) == []


def test_the_least_confidence_leaves_out_entities_relations_and_results(corpus: Any) -> None:
    graph = corpus.graph(min_confidence=0.75)
    assert "method:gridnet" not in graph
    assert graph.edges["method:boxnet", "dataset:streets", "EVALUATED_WITH"]["papers"] == ["2101.00001"]
    assert graph.has_node("2101.00001:result:1")
    assert not corpus.graph(min_confidence=0.85).has_node("2101.00001:result:1")
    assert validate(graph) == []


def test_the_numbers_of_results_do_not_depend_on_the_least_confidence(corpus: Any) -> None:
    extraction = corpus.extractions[0]
    certain = replace(extraction.results[0], value="70", confidence=0.99)
    corpus.extractions[0] = replace(extraction, results=(*extraction.results, certain))
    assert corpus.graph(min_confidence=0.9).nodes["2101.00001:result:2"]["value"] == "70"


def test_an_extraction_of_an_unknown_paper_is_counted(corpus: Any) -> None:
    corpus.extractions.append(replace(corpus.extractions[0], id="9999.99999"))
    assert corpus.graph().graph["dropped"]["extraction of a paper that is not in the corpus"] == 1


def test_a_derived_relationship_needs_both_nodes(corpus: Any) -> None:
    corpus.links.hierarchy[0] = replace(corpus.links.hierarchy[0], target="task:vision")
    corpus.node("task:vision", "vision")
    graph = corpus.graph()
    assert "task:vision" not in graph
    assert graph.graph["dropped"]["derived relation: one of its entities is in no paper"] == 1


def test_the_order_of_the_input_does_not_matter(corpus: Any, graph: Any) -> None:
    shuffled = random.Random(3)
    shuffled.shuffle(corpus.papers)
    shuffled.shuffle(corpus.extractions)
    again = corpus.graph()
    assert list(again.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


def test_nodes_and_edges_are_sorted(graph: Any) -> None:
    labels = [label for _, label in graph.nodes(data="label")]
    assert labels == sorted(labels, key=["Paper", "Method", "Dataset", "Task", "Metric", "Result"].index)
    rank = {node: n for n, node in enumerate(graph)}
    edges = [(rank[s], rank[t], key) for s, t, key in graph.edges(keys=True)]
    assert edges == sorted(edges)


def test_a_sentence_that_proves_two_relations_on_one_edge_stands_there_once(corpus: Any) -> None:
    extraction = corpus.extractions[0]
    corpus.extractions[0] = replace(extraction, relations=(*extraction.relations, extraction.relations[0]))
    assert len(corpus.graph().edges["method:boxnet", "task:object-detection", "USED_FOR"]["evidence"]) == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_agreeing_papers_make_it_no_less_certain_and_never_sure(confidences: list[float]) -> None:
    together = combine(confidences)
    assert min(max(confidences), MAX_CONFIDENCE) - 0.0001 <= together <= MAX_CONFIDENCE


def test_every_role_and_relation_has_a_relationship_of_the_schema() -> None:
    assert {*ROLE_RELATIONSHIP.values(), *RELATION_RELATIONSHIP.values()} <= RELATIONSHIP_TYPES.keys()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda g: g.add_node("x", label="Thing"), "its label 'Thing' is none of"),
        (lambda g: g.nodes["method:boxnet"].pop("name"), "property name is missing"),
        (lambda g: g.nodes["method:boxnet"].update(colour="red"), "property colour is not in the schema"),
        (lambda g: g.nodes["method:boxnet"].update(n_papers=True), "property n_papers is True, not int"),
        (lambda g: g.nodes["method:boxnet"].update(first_year=2020), "papers_by_year does not run"),
        (lambda g: g.nodes["method:boxnet"].update(n_papers=1), "adds up to more"),
        (lambda g: g.nodes["method:boxnet"].update(id="method:x"), "its property id is 'method:x'"),
        (lambda g: g.nodes["2101.00001"].update(date=dt.datetime(2021, 1, 4)), "property date is"),
        (lambda g: g.add_edge("method:boxnet", "task:detection", key="LIKES"), "no such relationship type"),
        (lambda g: g.add_edge("task:detection", "method:boxnet", key="USED_FOR"), "can't join Task to Method"),
        (lambda g: g.add_edge("method:boxnet", "method:boxnet", key="PART_OF"), "joins a node to itself"),
        (lambda g: g.add_edge("method:gridnet", "method:boxnet", key="COMPARED_WITH"), "from the smaller id"),
        (lambda g: g.edges["2101.00001", "method:boxnet", "PROPOSES"].update(confidence=1.5), "not between 0 and 1"),
        (lambda g: g.edges["2101.00001", "method:boxnet", "PROPOSES"].update(evidence=[]), "not of one length"),
        (lambda g: g.edges["method:boxnet", "dataset:streets", "EVALUATED_WITH"].update(n_papers=7), "n_papers is not"),
        (lambda g: g.edges["method:boxnet", "dataset:streets", "EVALUATED_WITH"].update(derived=True), "derived means"),
    ],
)
def test_validation_tells_what_is_wrong(graph: Any, change: Any, problem: str) -> None:
    change(graph)
    assert any(problem in line for line in validate(graph))


def test_confidences_that_are_whole_numbers_are_stored_as_floats(corpus: Any) -> None:
    span = Span("BoxNet", 0, 6)
    corpus.extractions[0] = replace(
        corpus.extractions[0],
        entities=(Entity("BoxNet", "Method", (span,), "proposes", 1, (span,)),),
        relations=(Relation("BoxNet", "Used-For", "nothing", 1),),
        results=(Result("mAP", "1", confidence=1),),
    )
    graph = corpus.graph()
    assert validate(graph) == []
    assert graph.nodes["2101.00001:result:1"]["name"] == "1 mAP"
