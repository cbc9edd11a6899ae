"""A narrower form within a broader entity of a paper gets a node of its own, with an edge from the paper."""

from __future__ import annotations

from pathlib import Path

from linking_corpus import names, paper

from extract.records import Entity, Extraction, Paper, Relation, Span
from kg.graph import build_graph
from kg.linking import Links, Overrides, link, load_overrides

BROAD = paper("a", "T. We study pretraining.", Method=["pretraining"])
NARROW = paper("b", "T. MEG pretraining helps, as pretraining does.", Method=[("pretraining", "MEG pretraining")])


def _link(*made: tuple[Paper, Extraction], overrides: Overrides | None = None) -> Links:
    return link([p for p, _ in made], [e for _, e in made], overrides=overrides)


def test_a_narrower_form_gets_a_node_of_its_own() -> None:
    links = _link(BROAD, NARROW)
    assert names(links, "Method") == {"pretraining", "MEG pretraining"}
    assert links.assignment["b", "pretraining"] == links.assignment["a", "pretraining"]
    assert links.assignment["b", "MEG pretraining"] == "method:meg-pretraining"
    assert links.parts == {("b", "pretraining"): (("MEG pretraining",),)}


def test_a_thing_of_one_paper_keeps_its_forms() -> None:
    links = _link(NARROW)
    assert len(links.nodes) == 1
    assert links.parts == {}
    assert links.split(NARROW[1]) is NARROW[1]


def test_a_form_that_says_no_more_stays() -> None:
    made = paper("b", "T. We use Adam. The Adam method.", Method=[("Adam", "Adam method", "Adam approach")])
    links = _link(paper("a", "T. We use Adam.", Method=["Adam"]), made)
    assert links.parts == {}
    assert names(links, "Method") == {"Adam"}


def test_a_form_that_is_an_entity_of_the_paper_already_is_not_split_off() -> None:
    both = paper("b", NARROW[0].text, Method=[("pretraining", "MEG pretraining"), "MEG pretraining"])
    links = _link(BROAD, both)
    assert links.parts == {}
    assert names(links, "Method") == {"pretraining", "MEG pretraining"}


def test_a_person_may_merge_retype_or_drop_what_was_split_off(tmp_path: Path) -> None:
    file = tmp_path / "aliases.toml"
    file.write_text('[[merge]]\ntype = "Method"\nforms = ["pretraining", "MEG pretraining"]\n')
    assert len(_link(BROAD, NARROW, overrides=load_overrides(file)).nodes) == 1
    file.write_text('[[retype]]\ntype = "Method"\nform = "MEG pretraining"\nto = "Task"\n')
    assert names(_link(BROAD, NARROW, overrides=load_overrides(file)), "Task") == {"MEG pretraining"}
    file.write_text('[[drop]]\ntype = "Method"\nform = "MEG pretraining"\n')
    assert names(_link(BROAD, NARROW, overrides=load_overrides(file)), "Method") == {"pretraining"}


def test_the_split_extraction_has_each_mention_once_and_the_evidence_that_shows_it() -> None:
    text = NARROW[0].text
    first, second = Span("MEG pretraining helps", 2, 23), Span("as pretraining does", 25, 44)
    assert all(text[s.start : s.end] == s.text for s in (first, second))
    (entity,) = NARROW[1].entities
    entity = Entity(entity.name, entity.type, entity.mentions, "uses", 0.7, (first, second))
    parts = _link(BROAD, NARROW).split(Extraction("b", "T", (entity,))).entities
    assert [(e.name, e.forms) for e in parts] == [
        ("pretraining", ("pretraining",)),
        ("MEG pretraining", ("MEG pretraining",)),
    ]
    assert parts[1].evidence == (first,)
    assert (parts[1].type, parts[1].role, parts[1].confidence) == ("Method", "uses", 0.7)


def test_the_graph_joins_the_paper_to_both_and_relations_to_the_broader_one() -> None:
    task = Entity("decoding", "Task", (Span("decoding", 0, 8),), "addresses", 0.9)
    relation = Relation("pretraining", "Used-For", "decoding", 0.8)
    extraction = Extraction("b", "T", (*NARROW[1].entities, task), (relation,))
    links = _link(BROAD, (NARROW[0], extraction))
    graph = build_graph([BROAD[0], NARROW[0]], [BROAD[1], extraction], links)
    assert graph.has_edge("b", "method:meg-pretraining")
    assert graph.has_edge("b", "method:pretraining")
    assert graph.has_edge("method:pretraining", "task:decoding", "USED_FOR")
    assert not graph.has_edge("method:meg-pretraining", "task:decoding")
