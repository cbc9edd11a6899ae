"""The pipeline with the model that the package ships: every pipe does its part, and nothing depends on company."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from extract.errors import ModelError
from extract.pipeline import extract_papers, load_pipeline, model_id
from extract.records import ENTITY_TYPES, RELATION_PAIRS, ROLES, Extraction, Paper

TITLE = "OwlNet: convolutional neural networks for bird song recognition"
ABSTRACT = (
    "Recognising birds by their song is hard in noisy recordings. We propose OwlNet, a convolutional neural network "
    "(CNN) that is pre-trained with contrastive learning. OwlNet is evaluated on the BirdCLEF dataset for bird song "
    "recognition, where it reaches an accuracy of 91.3%, and outperforms ResNet-50 by 2.4 points."
)
PAPER = Paper("p1", TITLE, ABSTRACT)
OTHERS = [
    Paper("p2", "A survey of optimisers", "We compare Adam and SGD for training large language models."),
    Paper("p3", "Empty of names", "It rained."),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


@pytest.fixture(scope="module")
def extraction(nlp: Language) -> Extraction:
    return Extraction.from_dict(nlp(PAPER.text)._.extraction)


def test_every_pipe_of_the_design_is_there(nlp: Language) -> None:
    assert nlp.pipe_names == [
        f"papergraph_{p}"
        for p in ("sentences", "encoder", "mentions", "abbreviations", "entities", "roles", "relations", "results")
    ]


def test_finds_what_the_text_says(extraction: Extraction) -> None:
    by_form = {form: entity for entity in extraction.entities for form in entity.forms}
    assert (by_form["OwlNet"].type, by_form["OwlNet"].role) == ("Method", "proposes")
    assert by_form["BirdCLEF"].type == "Dataset"
    assert by_form["accuracy"].type == "Metric"
    assert by_form["bird song recognition"].type == "Task"
    assert by_form["CNN"] is by_form["convolutional neural network"]
    triples = {(r.head, r.type, r.tail) for r in extraction.relations}
    assert (by_form["OwlNet"].name, "Evaluated-With", by_form["BirdCLEF"].name) in triples
    result = next(r for r in extraction.results if r.value == "91.3")
    assert (result.metric, result.unit, result.delta) == (by_form["accuracy"].name, "%", False)


def test_offsets_evidence_and_types_hold(extraction: Extraction) -> None:
    text = PAPER.text
    kinds = {e.name: e.type for e in extraction.entities}
    assert len(kinds) == len(extraction.entities)
    for entity in extraction.entities:
        assert entity.type in ENTITY_TYPES
        assert entity.role in ROLES[entity.type]
        assert 0 <= entity.confidence <= 1
        assert all(text[m.start : m.end] == m.text for m in (*entity.mentions, *entity.evidence))
    for relation in extraction.relations:
        assert (kinds[relation.head], kinds[relation.tail]) in RELATION_PAIRS[relation.type]
        assert relation.evidence
        assert all(text[m.start : m.end] == m.text for m in relation.evidence)
    spans = sorted((m.start, m.end) for e in extraction.entities for m in e.mentions)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_a_document_is_an_ordinary_spacy_document(nlp: Language) -> None:
    doc = nlp(PAPER.text)
    assert doc.text == PAPER.text
    assert {e.text for e in doc.ents} >= {"OwlNet", "BirdCLEF"}
    assert next(s.text.strip() for s in doc.sents) == TITLE
    assert {"short": "CNN", "long": "convolutional neural network"} in doc._.abbreviations
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.extraction == doc._.extraction


def test_company_order_and_processes_change_nothing() -> None:
    alone = list(extract_papers([PAPER]))
    together = list(extract_papers([*OTHERS, PAPER], batch_size=3))
    spread = list(extract_papers([PAPER, *OTHERS], jobs=2, batch_size=1))
    assert [e.id for e in together] == ["p2", "p3", "p1"]
    assert together[2] == alone[0] == spread[0]
    assert together[:2] == spread[1:]


def test_a_long_text_is_read_to_its_end() -> None:
    filler = "Nothing of note happened on that day in the garden. " * 150
    long = dataclasses.replace(PAPER, abstract=filler + ABSTRACT)
    (found,) = extract_papers([long])
    assert "ResNet-50" in {form for e in found.entities for form in e.forms}


@pytest.mark.parametrize("text", [("", ""), ("?", "!"), ("Tïtle", "日本語 \u202e x" * 50), ("a" * 5000, "b" * 5000)])
def test_odd_texts_are_read_without_fail(text: tuple[str, str]) -> None:
    (found,) = extract_papers([Paper("x", *text)])
    assert found.id == "x"


def test_min_confidence_leaves_out_the_unsure_and_what_hangs_on_it(extraction: Extraction) -> None:
    (sure,) = extract_papers([PAPER], min_confidence=0.6)
    assert {e.name for e in sure.entities} == {e.name for e in extraction.entities if e.confidence >= 0.6}
    names = {e.name for e in sure.entities}
    assert all({r.head, r.tail} <= names and r.confidence >= 0.6 for r in sure.relations)


def test_a_missing_or_damaged_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not an extraction model"):
        load_pipeline(tmp_path)
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    (tmp_path / "heads.safetensors").write_bytes(b"x")
    with pytest.raises(ModelError, match="damaged"):
        load_pipeline(tmp_path)


def test_the_model_has_an_id() -> None:
    assert model_id() == model_id()
    assert len(model_id()) > 8
