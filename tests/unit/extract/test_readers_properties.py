"""Promises for any text: what was written is what is read, nothing crashes, and formats are not mistaken."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import ReadError
from extract.readers import READERS, read_papers, tell_format
from extract.readers.base import open_source
from extract.records import Paper, squeeze

#: Any text a title or abstract can be: no half characters, and something that is not whitespace.
TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80).filter(lambda t: squeeze(t) != "")
RECORDS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5)
#: What XML 1.0 can hold; a carriage return comes out of a parser as a line feed, which is whitespace too.
XML_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=80
).filter(lambda t: squeeze(t) != "")
#: What a BibTeX value can hold as it stands: no braces, quotes, macros or entry marks.
BIBTEX_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters='{}\\"@%#$,='),
    min_size=1,
    max_size=80,
).filter(lambda t: squeeze(t) != "")

quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read(content: bytes, **options: object) -> list[Paper]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input"
        path.write_bytes(content)
        return list(read_papers([path], **options))  # type: ignore[arg-type]


def told(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input"
        path.write_bytes(content)
        with open_source(path) as source:
            return tell_format(source)


def as_jsonl(records: list[tuple[str, str]]) -> bytes:
    return b"".join(json.dumps({"title": t, "abstract": a}).encode() + b"\n" for t, a in records)


def as_array(records: list[tuple[str, str]]) -> bytes:
    return json.dumps([{"summary": a, "title": t} for t, a in records], ensure_ascii=False, indent=1).encode()


def as_hf_api(records: list[tuple[str, str]]) -> bytes:
    return json.dumps([{"paper": {"title": t, "summary": a}, "title": "x"} for t, a in records]).encode()


def as_csv(records: list[tuple[str, str]]) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "title", "abstract"])
    writer.writerows(("", t, a) for t, a in records)
    return table.getvalue().encode()


def as_atom(records: list[tuple[str, str]]) -> bytes:
    entries = "".join(f"<entry><title>{escape(t)}</title><summary>{escape(a)}</summary></entry>" for t, a in records)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


def as_bibtex(records: list[tuple[str, str]]) -> bytes:
    return "".join(
        f"@article{{key{n},\n title = {{{t}}},\n abstract = {{{a}}}\n}}\n" for n, (t, a) in enumerate(records)
    ).encode()


def assert_round_trip(records: list[tuple[str, str]], content: bytes, name: str) -> None:
    assert told(content) == name
    papers = read(content)
    assert [(p.title, p.abstract) for p in papers] == [(squeeze(t), squeeze(a)) for t, a in records]


@quick
@given(RECORDS)
def test_json_gives_back_what_was_written(records: list[tuple[str, str]]) -> None:
    assert_round_trip(records, as_jsonl(records), "jsonl")
    assert_round_trip(records, as_array(records), "jsonl")
    assert_round_trip(records, as_hf_api(records), "hf-api")


@quick
@given(RECORDS.filter(lambda records: not any("\x00" in t + a for t, a in records)))
def test_csv_gives_back_what_was_written(records: list[tuple[str, str]]) -> None:
    assert_round_trip(records, as_csv(records), "csv")


@quick
@given(st.lists(st.tuples(XML_TEXT, XML_TEXT), min_size=1, max_size=5))
def test_atom_gives_back_what_was_written(records: list[tuple[str, str]]) -> None:
    assert_round_trip(records, as_atom(records), "arxiv")


@quick
@given(st.lists(st.tuples(BIBTEX_TEXT, BIBTEX_TEXT), min_size=1, max_size=3))
def test_bibtex_gives_back_what_was_written(records: list[tuple[str, str]]) -> None:
    assert_round_trip(records, as_bibtex(records), "bibtex")


WORD = st.sampled_from(["kites", "boats", "learning", "deep", "fast", "networks", "of", "and", "the", "on"])
TITLE = st.lists(WORD, min_size=3, max_size=12).map(lambda words: " ".join(words).capitalize())
ABSTRACT = st.lists(TITLE.map(lambda t: t + "."), min_size=1, max_size=6).map(" ".join)
PAGE = st.lists(st.tuples(TITLE, ABSTRACT), min_size=1, max_size=6)


@quick
@given(PAGE, st.booleans(), st.booleans())
def test_a_page_gives_its_papers_in_each_shape(papers: list[tuple[str, str]], spaced: bool, detailed: bool) -> None:
    lines = ["Get trending papers in your email inbox!"]
    for number, (title, abstract) in enumerate(papers):
        lines += [("Subscribe" if number == 0 and not spaced else "") + title, abstract]
        lines += [f"  • {number + 1} authors", "·", f"Mar {number + 1}, 2020 3"] * detailed
    found = read(("\n\n" if spaced else "\n").join(lines).encode())
    assert [(p.title, p.abstract) for p in found] == papers
    assert [p.n_authors for p in found] == [n + 1 if detailed else None for n in range(len(papers))]
    assert [p.date is not None for p in found] == [detailed] * len(papers)


@quick
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(
            st.sampled_from(
                [
                    "Subscribe",
                    "new",
                    "· 5 authors",
                    "Mar 3",
                    "·",
                    "12",
                    "Kites",
                    "They fly and they fly. " * 12,
                    "A note on kites.",
                    "Get trending papers in your email inbox!",
                    "Previous",
                    "Submitted by",
                    "Mar 30, 2020 4",
                    "99 authors",
                    "",
                ]
            )
        ).map("\n".join),
    )
)
def test_no_text_crashes_the_page_reader_and_no_record_is_lost(text: str) -> None:
    bad: list[ReadError] = []
    data = text.encode("utf-8", "surrogatepass")
    papers = read(data, format="hf-daily", skip_bad=True, on_bad=bad.append)
    assert all(p.title and p.abstract and p.title == squeeze(p.title) for p in papers)
    assert papers or bad, "an input never comes to nothing without a word"
    assert not any(p.title in ("Previous", "Subscribe", "new", "·", "12", "Mar 3") for p in papers)


@quick
@given(st.binary(max_size=200), st.sampled_from([None, *READERS]))
def test_any_bytes_give_papers_or_errors(data: bytes, name: str | None) -> None:
    bad: list[ReadError] = []
    for paper in read(data, format=name, skip_bad=True, on_bad=bad.append):
        assert paper.title
    for error in bad:
        assert "\n" not in str(error)


@quick
@given(RECORDS, st.integers(0, 400), st.sampled_from([as_jsonl, as_array, as_csv, as_atom, as_bibtex]))
def test_a_file_that_is_cut_off_gives_only_whole_papers(
    records: list[tuple[str, str]], cut: int, write: object
) -> None:
    content: bytes = write(records)  # type: ignore[operator]
    whole = {(squeeze(t), squeeze(a)) for t, a in records}
    if write in (as_atom, as_bibtex):
        whole |= {(p.title, p.abstract) for p in read(content, skip_bad=True)}
    for paper in read(content[:-cut] if cut else content, format=told(content), skip_bad=True):
        assert (paper.title, paper.abstract) in whole


@pytest.mark.parametrize("name", READERS)
def test_names_and_descriptions_of_the_table(name: str) -> None:
    assert READERS[name].name == name
    assert READERS[name].description
