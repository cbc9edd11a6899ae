"""Numbers are taken whole, with their unit; names stay unique; the unsure is left out with what hangs on it."""

from __future__ import annotations

import numpy as np
import pytest

from extract.assemble import calibrated, confident, plain_value, unique_names, unit_after
from extract.decode import Form, Thing, Thresholds, expand, find_forms, introduces
from extract.heads import SENSES, TAGS, NumpyHeads, head_sizes
from extract.records import Entity, Extraction, Relation, Result, Span
from extract.relating import whole_number
from extract.textview import TextView


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("reaches 84.5% here", 1, 2, "84.5"),
        ("reaches 84.5% here", 3, 4, "84.5"),
        ("is 12. Next", 1, 3, "12"),
        ("is 1,024 now", 1, 2, "1,024"),
        ("a 3x gain", 1, 2, "3x"),
        ("from 2, 4 to", 1, 2, "2"),
        ("a 200-fold speedup", 1, 2, "200-fold"),
        ("a 5 - fold test", 1, 2, "5"),
        ("by +6.5 AP", 1, 3, "6.5"),
        ("by -6.5 AP", 1, 3, "-6.5"),
    ],
)
def test_a_number_is_taken_whole(text: str, first: int, last: int, expected: str) -> None:
    view = TextView(text)
    assert view.form(whole_number(view, (first, last))) == expected


@pytest.mark.parametrize(
    ("after", "unit"), [("% on", "%"), ("\\% on", "%"), (" points", "points"), (" BLEU points", "points"), (" ms", "")]
)
def test_the_unit_follows_the_number(after: str, unit: str) -> None:
    assert unit_after("84" + after, 2) == unit


def test_a_macro_that_ran_into_a_number_is_no_part_of_it() -> None:
    assert [plain_value(v) for v in ("sim30", "3x", "+1.1", "similar")] == ["30", "3x", "+1.1", "similar"]


def test_an_abbreviation_inside_a_form_is_written_out() -> None:
    short_of = {"MT": "machine translation"}
    assert expand("unsupervised MT", short_of) == "unsupervised machine translation"
    assert expand("MT", short_of) == "MT"


def test_long_and_short_form_with_parentheses_belong_together() -> None:
    view = TextView("We use Fast Universal Pooling (UniP) and Adam (Best)")
    long = Form("Fast Universal Pooling", "Method", view.occurrences("Fast Universal Pooling"), 1.0)
    short = Form("UniP", "Method", view.occurrences("UniP"), 1.0)
    assert introduces(view, long, short)
    assert not introduces(view, short, long)


@pytest.mark.parametrize("word", ["10times", "3x", "rightarrow", "times"])
def test_a_multiple_or_a_sign_is_no_name(word: str) -> None:
    """Even where the tagger takes one for a metric."""
    view = TextView(f"It needs {word} fewer FLOPs")
    words = np.array([[w in (word, "FLOPs"), 1, 0, 0] for w in view.words], dtype=np.float32)
    found = find_forms(view, metric_heads(), words, Thresholds(form=0.4))
    assert [(f.text, f.type) for f in found] == [("FLOPs", "Metric")]


def test_a_name_may_begin_a_word_before_what_the_tagger_took() -> None:
    """The form head decides, here one that is surer of forms that hold "novel"."""
    view = TextView("It gains novel AP")
    words = np.array([[w == "AP", 1, w == "novel", 0] for w in view.words], dtype=np.float32)
    heads = metric_heads()
    at = Thresholds(form=0.3, tag_weight=0.3)
    assert [f.text for f in find_forms(view, heads, words, at)] == ["AP"]
    heads.weights["form.span.weight"][0, 2] = 9.0
    heads.weights["form.out.weight"][SENSES.index(("Metric", "reports")), 0] = 9.0
    assert [f.text for f in find_forms(view, heads, words, at)] == ["novel AP"]


def metric_heads() -> NumpyHeads:
    """Heads that know one thing: a word whose first value is 1 is a metric."""
    heads = NumpyHeads(
        {
            f"{name}.{part}": np.zeros((outputs, inputs) if part == "weight" else outputs)
            for name, (inputs, outputs) in head_sizes(4, 4).items()
            for part in ("weight", "bias")
        }
    )
    heads.weights["tags.weight"][TAGS.index("B-Metric"), 0] = 9.0
    heads.weights["tags.weight"][0, 1] = 4.0
    return heads


def test_names_are_unique_within_a_paper() -> None:
    senses = np.zeros(len(SENSES))

    def thing(name: str, kind: str, *forms: str) -> Thing:
        return Thing(name, kind, [Form(f, kind, [(0, 1)], 1.0) for f in (name, *forms)], [(0, 1)], senses, 1.0)

    things = [thing("SAM", "Method", "Segment Anything"), thing("SAM", "Task"), thing("SAM", "Method", "Sharp Minima")]
    assert unique_names(things) == ["SAM", "SAM (task)", "Sharp Minima"]


def test_calibration_is_piecewise_linear_and_stays_in_its_range() -> None:
    curve = [(0.2, 0.1), (0.6, 0.5)]
    assert [calibrated(p, curve) for p in (0.0, 0.4, 1.0)] == [0.1, 0.3, 0.5]
    assert calibrated(0.41, None) == 0.41


def test_what_hangs_on_the_unsure_goes_with_it() -> None:
    span = Span("x", 0, 1)
    entities = tuple(Entity(n, "Method", (span,), "uses", c) for n, c in (("A", 0.9), ("B", 0.2), ("C", 0.8)))
    metric = Entity("F1", "Metric", (span,), "reports", 0.9)
    relations = (
        Relation("A", "Used-For", "B", 0.9),
        Relation("A", "Part-Of", "C", 0.7),
        Relation("C", "Part-Of", "A", 0.1),
    )
    results = (Result("F1", "90", method="B", confidence=0.9), Result("F1", "80", method="A", confidence=0.1))
    kept = confident(Extraction("p", "t", (*entities, metric), relations, results), 0.5)
    assert [e.name for e in kept.entities] == ["A", "C", "F1"]
    assert [(r.head, r.tail) for r in kept.relations] == [("A", "C")]
    assert [(r.value, r.method) for r in kept.results] == [("90", None)]
