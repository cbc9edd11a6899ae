"""The figures of ``kg eval``: by hand on small cases, and equal to the reference scorer on spoiled gold annotations."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.errors import PapergraphError, ReadError
from extract.records import RELATION_TYPES, ROLES, Extraction, Paper
from kg.annotations import Annotation, read_annotations, read_gold_papers
from kg.evaluation import Reliability, Scores, evaluate

TEXT = Paper(
    "p1", "Owl beats Lark on MiniSet", "Owl is a tagger. Owl and Lark tag words; Owl reaches 91.2 F1 on MiniSet."
)


def entity(name: str, kind: str, *forms: str, role: str = "mentions") -> dict[str, Any]:
    return {"name": name, "type": kind, "mentions": list(forms or (name,)), "role": role}


GOLD = {
    "id": "p1",
    "entities": [
        entity("Owl", "Method", role="proposes"),
        entity("Lark", "Method", role="compares"),
        entity("MiniSet", "Dataset", role="evaluates"),
        entity("F1", "Metric", role="reports"),
    ],
    "relations": [["Owl", "Compare-With", "Lark"], ["Owl", "Evaluated-With", "MiniSet"]],
    "results": [{"metric": "F1", "value": "91.2"}],
}


def scores(predicted: dict[str, Any], gold: dict[str, Any] = GOLD) -> Scores:
    return evaluate({"p1": TEXT}, [Annotation.from_dict(gold)], [Annotation.from_dict(predicted)])


def test_gold_against_itself_is_perfect() -> None:
    result = scores(GOLD)
    assert {key: count.f1 for key, count in result.table.items()} == {
        **dict.fromkeys(["mentions", "mentions Method", "mentions Dataset", "mentions Metric"], 100),
        "mentions Task": 0,
        **dict.fromkeys(["entities", "roles", "relations", "results"], 100),
    }
    assert not any(result.errors.count(kind) for kind in result.errors.cases)


def test_every_occurrence_of_a_form_counts() -> None:
    result = scores(GOLD | {"entities": GOLD["entities"][1:]})
    mentions = result.table["mentions Method"]
    assert (mentions.right, mentions.predicted, mentions.gold) == (2, 2, 6)
    assert mentions.f1 == 50


def test_a_comparison_counts_either_way_round_and_other_relations_do_not() -> None:
    turned = [["Lark", "Compare-With", "Owl"], ["MiniSet", "Evaluated-With", "Owl"]]
    result = scores(GOLD | {"relations": turned})
    assert result.relations["Compare-With"].f1 == 100
    assert result.relations["Evaluated-With"].right == 0
    assert result.errors.count("relation direction") == 1


def test_errors_are_told_apart() -> None:
    predicted = {
        "id": "p1",
        "entities": [
            {"name": "Owl", "type": "Task", "mentions": [{"text": "Owl", "start": 0, "end": 3}], "role": "mentions"},
            {"name": "a tagger", "type": "Method", "mentions": ["a tagger"], "role": "uses"},
            {"name": "on MiniSet", "type": "Dataset", "mentions": ["on MiniSet"], "role": "evaluates"},
            entity("F1", "Metric"),
        ],
    }
    errors = scores(predicted).errors
    assert errors.most_common("type", 5) == [("Owl (Method) -> Task", 1)]
    assert errors.most_common("boundary", 5) == [("MiniSet (Dataset) -> on MiniSet", 2)]
    assert errors.most_common("spurious", 5) == [("a tagger (Method)", 1)]
    assert errors.most_common("missed", 5) == [("Owl (Method)", 3), ("Lark (Method)", 2)]
    assert errors.most_common("role", 5) == [("Metric: reports -> mentions", 1)]
    assert errors.count("relation of a missed entity") == 2


def test_an_extraction_is_scored_as_its_json_is() -> None:
    data = {
        "id": "p1",
        "title": TEXT.title,
        "entities": [
            {
                "name": "Owl",
                "type": "Method",
                "mentions": [{"text": "Owl", "start": 0, "end": 3}],
                "role": "proposes",
                "confidence": 0.9,
            }
        ],
        "relations": [],
        "results": [],
    }
    gold = [Annotation.from_dict(GOLD)]
    as_record = evaluate({"p1": TEXT}, gold, [Extraction.from_dict(data)])
    assert as_record.to_dict() == scores(data).to_dict()
    assert as_record.reliability["roles"].to_dict()["bins"] == [
        {"from": 0.9, "to": 1.0, "n": 1, "confidence": 0.9, "right": 1.0}
    ]


def test_a_paper_without_prediction_counts_as_empty() -> None:
    result = evaluate({"p1": TEXT}, [Annotation.from_dict(GOLD)], [])
    assert result.unpredicted == ["p1"]
    assert result.table["entities"].gold == 4
    assert result.table["entities"].recall == 0


def test_a_prediction_is_found_by_its_title() -> None:
    assert scores(GOLD | {"id": "elsewhere", "title": "owl beats  LARK on miniset"}).table["entities"].f1 == 100


@pytest.mark.parametrize(
    ("gold", "problem"),
    [
        (GOLD | {"id": "p2"}, "p2: is annotated, but its text is not among the papers"),
        (GOLD | {"relations": [["Owl", "Part-Of", "Crow"]]}, "p1: .*names 'Crow', which is no entity"),
        (GOLD | {"results": [{"metric": "mAP", "value": "1"}]}, "p1: .*names 'mAP', which is no entity"),
    ],
)
def test_inconsistent_gold_is_told(gold: dict[str, Any], problem: str) -> None:
    with pytest.raises(PapergraphError, match=problem):
        scores(GOLD, gold)


def test_calibration_error_is_the_mean_gap() -> None:
    reliability = Reliability()
    for right in (True, True, True, False):
        reliability.add(0.95, right)
    reliability.add(1.0, True)
    reliability.add(None, False)
    assert reliability.error == pytest.approx(abs((4 * 0.95 + 1) / 5 - 4 / 5))


def test_a_broken_line_is_told_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n\n" + '{"id": "p2"}\n', encoding="utf-8")
    with pytest.raises(ReadError, match=r"gold\.jsonl:3: no 'entities' in this paper; a line holds"):
        read_annotations(path)


def spoiled(gold: list[dict[str, Any]], papers: dict[str, Paper], seed: int) -> list[dict[str, Any]]:
    """Gold annotations with all kinds of errors, in the format of ``kg extract`` or their own."""
    rng = random.Random(seed)
    out = []
    for annotation in gold:
        if rng.random() < 0.1:
            continue
        text = papers[annotation["id"]].text
        entities = []
        for original in annotation["entities"]:
            if rng.random() < 0.15:
                continue
            spoilt = dict(original)
            if rng.random() < 0.1:
                spoilt["type"] = rng.choice(list(ROLES))
            if rng.random() < 0.2:
                spoilt["role"] = rng.choice(ROLES[spoilt["type"]])
            if rng.random() < 0.5:
                spans = [(text.find(form), form) for form in original["mentions"] if form in text]
                shift = rng.choice((0, 0, 0, 2))
                spoilt["mentions"] = [
                    {"text": text[at : at + len(form) - shift], "start": at, "end": at + len(form) - shift}
                    for at, form in spans
                ]
            entities.append(spoilt)
        entities += [entity(word, "Method") for word in rng.sample(text.split(), 2)]
        names = [e["name"] for e in entities]
        relations: list[Any] = [r for r in annotation["relations"] if rng.random() < 0.7]
        relations += [[rng.choice(names), rng.choice(RELATION_TYPES), rng.choice(names)] for _ in range(3)]
        if rng.random() < 0.5:
            relations = [{"head": h, "type": t, "tail": u, "confidence": rng.random()} for h, t, u in relations]
        results = [dict(r) for r in annotation["results"] if rng.random() < 0.8]
        key = {"id": annotation["id"]} if rng.random() < 0.5 else {"id": "unknown", "title": annotation["title"]}
        out.append(key | {"entities": entities, "relations": relations, "results": results})
    return out


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dev", "dev-arxiv"])
def test_figures_equal_those_of_the_reference_scorer(shared: Path, tmp_path: Path, name: str) -> None:
    gold_path, papers_path = shared / "gold" / f"{name}.jsonl", shared / "gold" / f"{name}.papers.json"
    papers = read_gold_papers(papers_path)
    gold = [json.loads(line) for line in gold_path.read_text(encoding="utf-8").splitlines()]
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(a) + "\n" for a in spoiled(gold, papers, 7)), encoding="utf-8")
    table = evaluate(papers, read_annotations(gold_path), read_annotations(predicted)).table
    ours = [f"{k:18s} P {c.precision:5.1f}  R {c.recall:5.1f}  F1 {c.f1:5.1f}" for k, c in sorted(table.items())]
    command = [sys.executable, shared / "eval" / "score.py", papers_path, gold_path, predicted]
    reference = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert 20 < table["mentions"].f1 < 95
    assert ours == [line for line in reference if not line.startswith("not predicted")]
