"""Text copied from Daily Papers pages: the three shapes, the chrome around the papers, dates, and broken records."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from extract.errors import ReadError
from extract.readers import read_papers
from extract.records import Paper

KITES = ("A Study of Kites", "Kites fly far when the wind is steady. We measure how far.")
BOATS = ("Boats, Revisited: Do They Float?", "We find that boats float. Code is at https://example.org/boats")
BIRDS = ("Birds", "A short note on birds that sing.")
TOP = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nMar 12\n\n"


def read(tmp_path: Path, text: str, **options: object) -> list[Paper]:
    path = tmp_path / "dump.txt"
    path.write_text(text, encoding="utf-8")
    return list(read_papers([path], format="hf-daily", **options))  # type: ignore[arg-type]


def pairs(papers: list[Paper]) -> list[tuple[str, str]]:
    return [(p.title, p.abstract) for p in papers]


def broken(tmp_path: Path, text: str) -> tuple[list[tuple[str, str]], list[str]]:
    bad: list[ReadError] = []
    papers = read(tmp_path, text, skip_bad=True, on_bad=bad.append)
    return pairs(papers), [str(e).removeprefix(f"{tmp_path}/") for e in bad]


def test_blank_lines_between(tmp_path: Path) -> None:
    papers = read(tmp_path, TOP + "\n\n".join([*KITES, *BOATS, *BIRDS]) + "\n")
    assert pairs(papers) == [KITES, BOATS, BIRDS]
    assert [(p.date, p.year, p.n_authors) for p in papers] == [(None, None, None)] * 3, "the page's day is no paper's"


def test_no_blank_lines_and_the_button_glued_to_the_first_title(tmp_path: Path) -> None:
    top = "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe"
    assert pairs(read(tmp_path, top + "\n".join([*KITES, *BOATS, *BIRDS]))) == [KITES, BOATS, BIRDS]


def test_a_title_that_starts_with_subscribe_is_kept_elsewhere(tmp_path: Path) -> None:
    title = ("SubscribeNet", "A net for subscribers of all kinds of things.")
    assert pairs(read(tmp_path, TOP + "\n\n".join([*KITES, *title]))) == [KITES, title]


def test_authors_dates_and_comments_below(tmp_path: Path) -> None:
    blocks = [KITES[0], f"{KITES[1]}\n\n  • 5 authors\n·\nOct 14, 2021 5"]
    blocks += [BOATS[0], f"{BOATS[1]}\n\n  • 1 authors\n·\nMar 7"]
    blocks += [BIRDS[0], f"{BIRDS[1]}\n\n· 31 authors · Mar 7, 2024"]
    text = TOP + "\n\n".join(blocks)
    papers = read(tmp_path, text)
    assert pairs(papers) == [KITES, BOATS, BIRDS]
    assert [p.n_authors for p in papers] == [5, 1, 31]
    assert [p.date for p in papers] == [dt.date(2021, 10, 14), dt.date(2025, 3, 7), dt.date(2024, 3, 7)]
    assert [p.year for p in papers] == [2021, 2025, 2024]


def test_a_year_left_out_is_that_of_the_file_when_no_year_is_written_at_all(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_text(TOP.replace("Mar 12", "Dec 2") + f"{KITES[0]}\n\n{KITES[1]}\n\n  • 2 authors\n·\nNov 30\n")
    for day, year in (
        (dt.datetime(2025, 12, 3), 2025),
        (dt.datetime(2026, 1, 15), 2025),
        (dt.datetime(2026, 12, 2), 2026),
    ):
        stamp = day.replace(tzinfo=dt.UTC).timestamp()
        os.utime(path, (stamp, stamp))
        assert [p.date for p in read_papers([path])] == [dt.date(year, 11, 30)]


def test_a_day_that_is_in_no_calendar_is_an_error(tmp_path: Path) -> None:
    text = f"{KITES[0]}\n{KITES[1]}\n• 2 authors\n·\nFeb 30, 2021\n"
    assert broken(tmp_path, text)[1] == [
        "dump.txt:1: '2021-02-30' is not a date; write it as YYYY-MM-DD or YYYY, or delete it"
    ]


@pytest.mark.parametrize(
    "chrome", ["Previous\n\n1\n\n2\n\nNext", "Upvote\n\n12", "Company\n\nTOS\n\nPrivacy\n\nAbout", "+8"]
)
@pytest.mark.parametrize("chrome2", ["© 2025 Hugging Face", "Submitted by\n\nakhaliq", "…", "System theme", ""])
def test_chrome_becomes_no_paper_and_no_abstract(tmp_path: Path, chrome: str, chrome2: str) -> None:
    around = f"{chrome}\n\n{chrome2}\n\n"
    text = TOP + around + "\n\n".join(KITES) + "\n\n" + around + "\n\n".join(BOATS) + "\n\n" + around
    assert pairs(read(tmp_path, text)) == [KITES, BOATS]


def test_lines_of_a_papers_own_page_become_no_paper(tmp_path: Path) -> None:
    lines = [*KITES, "Models citing this paper 0", "No model linking this paper"]
    lines += [
        "Cite arxiv.org/abs/2001.00001 in a model README.md to link it from this page.",
        "Log in or Sign Up to comment",
    ]
    assert pairs(read(tmp_path, TOP + "\n\n".join(lines))) == [KITES]


def test_months_may_be_written_out(tmp_path: Path) -> None:
    days = ["January 5, 2020", "Sept 6, 2020", "Sep. 7, 2020", "December 8, 2020", "May 9, 2020", "June 10, 2020"]
    text = "\n".join(f"Kites Part {n}\n{KITES[1]}\n• 2 authors\n·\n{day}" for n, day in enumerate(days))
    assert [p.date and p.date.day for p in read(tmp_path, text)] == [5, 6, 7, 8, 9, 10]


def test_a_word_that_starts_like_a_month_is_no_date(tmp_path: Path) -> None:
    assert pairs(read(tmp_path, f"{KITES[0]}\n{KITES[1]}\nMarvel 5\n{BIRDS[1]}")) == [KITES, ("Marvel 5", BIRDS[1])]


def test_pages_may_follow_one_another(tmp_path: Path) -> None:
    papers = read(tmp_path, TOP + "\n\n".join(KITES) + "\n\n" + TOP + "\n\n".join(BOATS))
    assert pairs(papers) == [KITES, BOATS]
    assert [p.date for p in papers] == [None, None], "the date of the second page is not that of the paper before"


def test_runs_of_whitespace_are_folded_and_nothing_else(tmp_path: Path) -> None:
    text = TOP + " A \t  Study\u00a0of  Kites \n Kites $\\tau$  fly\u2003far\\%.  We see “it” ﬁne. \n"
    assert pairs(read(tmp_path, text)) == [("A Study of Kites", "Kites $\\tau$ fly far\\%. We see “it” ﬁne.")]


def test_a_title_without_an_abstract_is_named(tmp_path: Path) -> None:
    text = f"{KITES[0]}\n{KITES[1]}\nAn Orphan\n{BOATS[0]}\n{BOATS[1]}\nAnother Orphan\n"
    papers, bad = broken(tmp_path, text)
    assert papers == [KITES, BOATS]
    remedy = "a title without an abstract; add the abstract or delete the line"
    assert bad == [f"dump.txt:3: {remedy}", f"dump.txt:6: {remedy}"]


def test_several_orphans_in_a_row_are_all_named(tmp_path: Path) -> None:
    papers, bad = broken(tmp_path, f"One\nTwo\nThree\n{KITES[0]}\n{KITES[1]}\nFour\nFive\nSix")
    assert papers == [KITES]
    assert [e.split(":")[1] for e in bad] == ["1", "2", "3", "6", "7", "8"]


def test_a_paragraph_without_a_title_is_named(tmp_path: Path) -> None:
    long = "We look at this in detail. " * 10
    papers, bad = broken(tmp_path, f"{KITES[0]}\n{KITES[1]}\n{long}\n{BOATS[0]}\n{BOATS[1]}")
    assert papers == [KITES, BOATS]
    remedy = "put its title on the line before, or join it to the abstract that it belongs to"
    assert bad == [f"dump.txt:3: a paragraph without a title; {remedy}"]


def test_a_very_short_abstract_is_known_by_the_lines_below_it(tmp_path: Path) -> None:
    papers = read(tmp_path, f"Birds\nThey sing\n• 2 authors\n·\nOct 1, 2020\n{KITES[0]}\n{KITES[1]}")
    assert pairs(papers) == [("Birds", "They sing"), KITES]


def test_a_long_title_is_no_abstract(tmp_path: Path) -> None:
    title = "On the " + "very " * 45 + "long title of a paper with a long title"
    assert pairs(read(tmp_path, f"{KITES[0]}\n{KITES[1]}\n{title}\n{BIRDS[1]}")) == [KITES, (title, BIRDS[1])]


@pytest.mark.parametrize("text", [TOP, "Previous\nNext\n1\n2\n"])
def test_a_page_without_papers_is_an_error(tmp_path: Path, text: str) -> None:
    assert broken(tmp_path, text) == (
        [],
        ["dump.txt: no paper found in the text; check the file, or name its format with --format"],
    )


def test_plain_titles_and_abstracts_are_told_without_any_chrome(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_text("\n\n".join([*KITES, *BOATS]))
    assert pairs(list(read_papers([path]))) == [KITES, BOATS]
