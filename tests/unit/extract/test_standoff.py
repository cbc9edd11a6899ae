"""Stand-off annotations: what is stored, and that texts and annotations find each other again."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

from extract.errors import ReadError
from extract.readers import read_papers
from extract.records import Paper, fold
from extract.training.data import Annotated, as_on_page, make_example, read_annotated, training_examples
from extract.training.standoff import SHIPPED, read_standoff, write_standoff

TITLE = "TinyNet for digit recognition"
TEXT = f"{TITLE}\nWe propose TinyNet, a small CNN. On MNIST it reaches 99.1% accuracy, +0.3 over LeNet."
ANNOTATION = {
    "id": "p1",
    "entities": [
        {"name": "TinyNet", "type": "Method", "mentions": ["TinyNet"], "role": "proposes"},
        {"name": "convolutional network", "type": "Method", "mentions": ["CNN"], "role": "uses"},
        {"name": "digit recognition", "type": "Task", "mentions": ["digit recognition"], "role": "addresses"},
        {"name": "MNIST", "type": "Dataset", "mentions": ["MNIST"], "role": "evaluates"},
        {"name": "accuracy", "type": "Metric", "mentions": ["accuracy"], "role": "reports"},
    ],
    "relations": [["TinyNet", "Used-For", "digit recognition"], ["TinyNet", "Evaluated-With", "MNIST"]],
    "results": [
        {
            "method": "TinyNet",
            "task": None,
            "dataset": "MNIST",
            "metric": "accuracy",
            "value": "99.1",
            "unit": "%",
            "delta": False,
        },
        {
            "method": "TinyNet",
            "task": None,
            "dataset": None,
            "metric": "accuracy",
            "value": "+0.3",
            "unit": "",
            "delta": True,
        },
    ],
}
PAPER = Paper("p1", *TEXT.split("\n"))


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "annotations.jsonl.xz"
    assert write_standoff(path, [("train", [Annotated("p1", TEXT, ANNOTATION)])]) == 1
    return path


def test_annotations_come_back_from_the_text(stored: Path) -> None:
    (back,) = read_standoff(stored, [PAPER])["train"]
    assert back.annotation == ANNOTATION
    assert back.text == TEXT


def test_a_changed_text_is_refused_with_its_line(stored: Path) -> None:
    with pytest.raises(ReadError, match=r"annotations\.jsonl\.xz:1: .*not the annotated one"):
        read_standoff(stored, [dataclasses.replace(PAPER, abstract="Other words.")])


def test_a_missing_text_is_refused_unless_allowed(stored: Path) -> None:
    with pytest.raises(ReadError, match="no text for"):
        read_standoff(stored, [])
    assert read_standoff(stored, [], allow_missing=True) == {}


def test_an_example_has_tags_relations_and_values() -> None:
    example = make_example(Annotated("p1", TEXT, ANNOTATION))
    assert [e.name for e in example.entities] == [e["name"] for e in ANNOTATION["entities"]]  # type: ignore[index]
    assert example.relations == {(0, 2): 1, (0, 3): 2}
    view = example.view
    assert [view.form(span) for span, _ in example.results] == ["99.1", "0.3"]
    assert [view.words[i] for i, t in enumerate(example.tags) if t] == [
        *("TinyNet", "digit", "recognition", "TinyNet", "CNN", "MNIST", "accuracy"),
    ]


LATEX = Annotated(
    "p2",
    "Sparse $k$-NN\nSparse $k$-NN needs $3\\times$ less memory and an error of 2.5\\%.",
    {
        "id": "p2",
        "entities": [
            {"name": "Sparse $k$-NN", "type": "Method", "mentions": ["Sparse $k$-NN"], "role": "proposes"},
            {"name": "memory", "type": "Metric", "mentions": ["memory"], "role": "reports"},
            {"name": "error", "type": "Metric", "mentions": ["error"], "role": "reports"},
        ],
        "relations": [],
        "results": [
            {"method": "Sparse $k$-NN", "metric": "memory", "value": "3", "unit": "", "delta": True},
            {"method": None, "metric": "error", "value": "2.5", "unit": "%", "delta": False},
        ],
    },
)


def test_a_paper_as_a_page_shows_it_has_no_latex_and_keeps_its_results() -> None:
    page = as_on_page(LATEX)
    assert page.text == "Sparse k-NN\nSparse k-NN needs 3times less memory and an error of 2.5%."
    example = make_example(page)
    assert [example.view.form(span) for span, _ in example.results] == ["3times", "2.5"]
    assert [arguments["metric"] for _, arguments in example.results] == [1, 2]
    assert example.entities[0].name == "Sparse k-NN"
    assert example.results[0][1]["method"] == 0


def test_half_of_the_papers_with_latex_are_trained_on_as_a_page_shows_them() -> None:
    papers = [dataclasses.replace(LATEX, id=f"p{k}") for k in range(200)]
    texts = [e.view.text for e in training_examples(papers)]
    assert 60 < sum("$" in t for t in texts) < 140
    assert texts == [e.view.text for e in training_examples(papers)]
    plain = Annotated("p1", TEXT, ANNOTATION)
    assert [e.view.text for e in training_examples([plain])] == [TEXT]


def test_shipped_annotations_hold_no_sentence_of_an_abstract() -> None:
    import json
    import lzma

    with lzma.open(SHIPPED, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    assert Counter(r["split"] for r in rows) == {"train": 1797, "dev": 120, "more": 8513, "dev-more": 186}
    assert len({r["id"] for r in rows}) == len(rows)
    for row in rows:
        names = [e["name"] for e in row["entities"] if isinstance(e["name"], str)]
        assert all(len(n.split()) <= 12 for n in names)
        assert set(row) == {"id", "split", "title", "sha256", "entities", "relations", "results"}


@pytest.mark.shared
def test_shipped_annotations_are_the_gold_ones(shared: Path) -> None:
    gold = {
        a.id: a
        for n in ("train", "dev")
        for part in (n, f"{n}-arxiv")
        for a in read_annotated(shared / f"gold/{part}.jsonl")
    }
    papers = [Paper(a.id, *a.text.split("\n", 1)) for a in gold.values()]
    assert len({fold(p.title) for p in papers}) == len(papers)
    back = read_standoff(SHIPPED, papers, allow_missing=True)
    assert {k: len(v) for k, v in back.items()} == {"train": 1797, "dev": 120}
    for annotated in (a for part in back.values() for a in part):
        assert annotated.annotation["relations"] == gold[annotated.id].annotation["relations"]


@pytest.mark.shared
def test_texts_of_the_second_set_are_in_the_corpus(shared: Path) -> None:
    splits = read_standoff(SHIPPED, read_papers([shared / "corpus/arxiv.jsonl.xz"]), allow_missing=True)
    assert (len(splits["more"]), len(splits["dev-more"])) == (8513, 186)
    # Forms and values stand at word boundaries, so that the tagger can learn them.
    examples = [make_example(a) for a in splits["dev-more"]]
    assert sum(len(e.results) for e in examples) >= 0.97 * sum(len(a.annotation["results"]) for a in splits["dev-more"])
