"""Annotated papers: forms stand for their occurrences, offsets for themselves."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotations import Annotation, occurrences


def annotation(*entities: tuple[str, list[Any]]) -> Annotation:
    listed = [{"name": f"e{i}", "type": kind, "mentions": mentions} for i, (kind, mentions) in enumerate(entities)]
    return Annotation.from_dict({"id": "p", "entities": listed})


@pytest.mark.parametrize(
    ("form", "text", "places"),
    [
        ("CLIP", "CLIP, OpenCLIP and CLIP-Adapter", [(0, 4), (19, 23)]),
        ("C++", "C++ and C++17", [(0, 3), (8, 11)]),
        ("(x)", "f(x) + (x)", [(1, 4), (7, 10)]),
        ("top-1", "top-1 and top-10", [(0, 5)]),
        ("clip", "CLIP", []),
    ],
)
def test_a_form_is_found_where_it_is_no_part_of_a_word(form: str, text: str, places: list[tuple[int, int]]) -> None:
    assert list(occurrences(form, text)) == places


def test_a_longer_form_wins_over_a_shorter_one_inside_it() -> None:
    text = "object detection and semi-supervised object detection"
    both = annotation(("Task", ["object detection"]), ("Task", ["semi-supervised object detection"]))
    assert both.mentions(text) == {(0, 16, "Task"), (21, 53, "Task")}


def test_given_offsets_are_taken_as_they_are() -> None:
    some = annotation(("Method", [{"text": "CLIP", "start": 0, "end": 4}, "ALIGN"]))
    assert some.mentions("CLIP, CLIP, ALIGN") == {(0, 4, "Method"), (12, 17, "Method")}


@given(st.lists(st.sampled_from(["a", "b c", "a b", "c", "b"]), unique=True), st.text("abc ", max_size=40))
def test_forms_never_overlap(forms: list[str], text: str) -> None:
    found = sorted(annotation(*(("Method", [form]) for form in forms)).mentions(text))
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(found))
    assert {text[start:end] for start, end, _ in found} <= set(forms)
