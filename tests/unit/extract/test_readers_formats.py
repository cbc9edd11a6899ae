"""The fields of each structured format: names of columns, ids, dates, authors, and the errors of broken records."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from extract.errors import ReadError
from extract.readers import read_papers
from extract.records import Paper, paper_id


def read(tmp_path: Path, text: str, **options: object) -> list[Paper]:
    path = tmp_path / "input"
    path.write_text(text, encoding="utf-8")
    return list(read_papers([path], **options))  # type: ignore[arg-type]


def one(tmp_path: Path, **fields: object) -> Paper:
    return read(tmp_path, json.dumps({"title": "Kites", "abstract": "They fly."} | fields))[0]


def problem(tmp_path: Path, text: str, **options: object) -> str:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, text, **options)
    return str(caught.value).removeprefix(f"{tmp_path}/")


def errors(tmp_path: Path, text: str, **options: object) -> tuple[list[str], list[str]]:
    bad: list[ReadError] = []
    papers = read(tmp_path, text, skip_bad=True, on_bad=bad.append, **options)
    return [p.title for p in papers], [str(e).removeprefix(f"{tmp_path}/") for e in bad]


class TestFields:
    def test_a_paper_without_arxiv_id_is_known_by_its_title(self, tmp_path: Path) -> None:
        paper = one(tmp_path, id="my-17")
        assert (paper.id, paper.url, paper.year) == (paper_id("Kites"), None, None)

    @pytest.mark.parametrize(
        "fields",
        [
            {"id": "1706.03762"},
            {"id": "1706.03762v7"},
            {"id": "arXiv:1706.03762"},
            {"arxiv_id": "1706.03762", "id": 17},
            {"arXiv ID": "1706.03762"},
            {"url": "https://arxiv.org/abs/1706.03762v2"},
            {"url": "http://arxiv.org/pdf/1706.03762.pdf"},
            {"link": "https://huggingface.co/papers/1706.03762"},
            {"url": "https://doi.org/10.48550/arXiv.1706.03762"},
        ],
    )
    def test_arxiv_ids_are_found(self, tmp_path: Path, fields: dict[str, object]) -> None:
        paper = one(tmp_path, **fields)
        assert paper.id == "1706.03762"
        assert paper.year == 2017, "the id starts with year and month"
        assert paper.url

    def test_old_arxiv_ids(self, tmp_path: Path) -> None:
        assert [(p.id, p.year) for p in [one(tmp_path, id="hep-ph/9901001v1")]] == [("hep-ph/9901001", 1999)]
        assert one(tmp_path, id="math.GT/0309136").id == "math.GT/0309136"

    @pytest.mark.parametrize("value", ["1234", "1713.00001", "17060.3762", "2019-10-11", "p0123456789", ""])
    def test_other_ids_are_none(self, tmp_path: Path, value: str) -> None:
        assert one(tmp_path, id=value).id == paper_id("Kites")

    @pytest.mark.parametrize(
        ("value", "date", "year"),
        [
            ("2020-02-29", dt.date(2020, 2, 29), 2020),
            ("2020-02-29T10:00:00.000Z", dt.date(2020, 2, 29), 2020),
            ("2020/2/29", dt.date(2020, 2, 29), 2020),
            ("2020-02", None, 2020),
            ("2020", None, 2020),
            (2020, None, 2020),
            (2020.0, None, 2020),
            ("Feb 29, 2020", dt.date(2020, 2, 29), 2020),
            ("29 February 2020", dt.date(2020, 2, 29), 2020),
            ("Sat, 29 Feb 2020 10:00:00 GMT", dt.date(2020, 2, 29), 2020),
            ("NaN", None, None),
            (None, None, None),
        ],
    )
    def test_dates(self, tmp_path: Path, value: object, date: dt.date | None, year: int | None) -> None:
        paper = one(tmp_path, date=value)
        assert (paper.date, paper.year) == (date, year)

    @pytest.mark.parametrize("value", ["soon", "2020-13-01", "2021-02-29", "12", True])
    def test_a_date_that_is_none_is_an_error(self, tmp_path: Path, value: object) -> None:
        text = json.dumps({"title": "T", "abstract": "A", "date": value})
        assert (
            problem(tmp_path, text)
            == f"input:1: {str(value)!r} is not a date; write it as YYYY-MM-DD or YYYY, or delete it"
        )

    @pytest.mark.parametrize(
        "value",
        [
            ["Ana Bo", "Cy Du", "Émile Fé"],
            [{"name": "Ana Bo"}, {"name": "Cy Du"}, {"name": "Émile Fé"}],
            "Ana Bo, Cy Du, Émile Fé",
            "Ana Bo, Cy Du and Émile Fé",
            "Ana Bo; Cy Du; Émile Fé",
            "Bo, Ana and Du, Cy and Fé, Émile",
            "Bo, Ana; Du, Cy; Fé, Émile",
            "['Ana Bo', 'Cy Du', 'Émile Fé']",
            ["Ana Bo", "Cy Du", "{\\'E}mile F\\'e"],
        ],
    )
    def test_authors(self, tmp_path: Path, value: object) -> None:
        paper = one(tmp_path, authors=value)
        assert paper.authors == ("Ana Bo", "Cy Du", "Émile Fé")
        assert paper.n_authors == 3

    def test_a_list_of_authors_that_is_not_whole_has_no_count(self, tmp_path: Path) -> None:
        paper = one(tmp_path, authors=["Ana Bo", "et al."])
        assert (paper.authors, paper.n_authors) == (("Ana Bo",), None)
        assert one(tmp_path, authors=["Ana Bo", "et al."], n_authors="12").n_authors == 12

    @pytest.mark.parametrize("value", ["cs.CL stat.ML", "cs.CL, stat.ML", ["cs.CL", "stat.ML"], "['cs.CL', 'stat.ML']"])
    def test_categories(self, tmp_path: Path, value: object) -> None:
        assert one(tmp_path, categories=value).categories == ("cs.CL", "stat.ML")

    def test_summary_is_a_name_of_the_abstract(self, tmp_path: Path) -> None:
        assert read(tmp_path, '{"Title": "Kites", "abstract": "", "Summary": "They fly."}')[0].abstract == "They fly."

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"title": "T"}, "the record has no abstract; add the abstract or delete the record"),
            ({"abstract": "A"}, "the record has no title; add the title or delete the record"),
            ({"title": " \n", "abstract": "A"}, "the record has no title; add the title or delete the record"),
            ({"title": 5, "abstract": "A"}, "the title is int, not text; give the title as text"),
            ({"title": "T", "abstract": ["A"]}, "the abstract is list, not text; give the abstract as text"),
            (
                {"title": "T", "abstract": "A", "authors": [1]},
                "an author is int, not text; give authors as a list of names",
            ),
            (
                {"title": "T", "abstract": "A", "n_authors": "few"},
                "'few' is not a number of authors; give a whole number, or delete it",
            ),
        ],
    )
    def test_broken_records(self, tmp_path: Path, fields: dict[str, object], message: str) -> None:
        assert problem(tmp_path, json.dumps(fields)) == f"input:1: {message}"

    def test_half_a_character_is_an_error(self, tmp_path: Path) -> None:
        assert "surrogate U+D83D" in problem(tmp_path, '{"title": "T \\ud83d", "abstract": "A"}')


class TestJson:
    def test_an_array_is_read_like_lines(self, tmp_path: Path) -> None:
        records = [{"title": f'T{n} "[{{}}]" \\ \n', "abstract": "A {b} ] é"} for n in range(300)]
        lines = read(tmp_path, "\n\n".join(json.dumps(r) for r in records))
        assert len(lines) == 300
        for indent in (None, 0, 2):
            assert read(tmp_path, json.dumps(records, indent=indent)) == lines
            assert read(tmp_path, json.dumps(records, indent=indent, ensure_ascii=False)) == lines

    def test_objects_over_many_lines(self, tmp_path: Path) -> None:
        text = "\n".join(json.dumps({"title": f"T{n}", "abstract": "A"}, indent=1) for n in range(3))
        assert [p.title for p in read(tmp_path, text)] == ["T0", "T1", "T2"]

    def test_a_broken_object_of_an_array_is_named_with_its_line(self, tmp_path: Path) -> None:
        text = (
            '[\n{"title": "T", "abstract": "A"},\n{"title": "U",\n "abstract": A},\n{"title": "V", "abstract": "A"}\n]'
        )
        titles, bad = errors(tmp_path, text)
        assert titles == ["T", "V"]
        assert bad == ["input:4: no valid JSON (Expecting value, column 14); mend the record or delete it"]

    def test_an_array_that_is_cut_off(self, tmp_path: Path) -> None:
        titles, bad = errors(tmp_path, '[{"title": "T", "abstract": "A"},\n{"title": "U')
        assert titles == ["T"]
        assert bad == ["input:2: the JSON object that starts here is not closed; the file seems to be cut off"]

    def test_strings_and_escapes_may_be_split_between_pieces(self, tmp_path: Path) -> None:
        for length in range(2**16 - 60, 2**16 + 10, 7):
            filler = "x" * length
            text = json.dumps([{"title": "T", "abstract": filler + '\\"}{ ' * 4}, {"title": "U", "abstract": "A"}])
            assert [p.title for p in read(tmp_path, text)] == ["T", "U"]


class TestCsv:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_separators_and_quotes(self, tmp_path: Path, separator: str) -> None:
        text = separator.join(["Title", "Year", "Summary"]) + "\n"
        text += separator.join(['"Kites, ""big"" ones; | all\tof them"', "2020", '"They\nfly."']) + "\n"
        paper = read(tmp_path, text)[0]
        assert (paper.title, paper.abstract, paper.year) == ('Kites, "big" ones; | all of them', "They fly.", 2020)

    def test_a_table_without_abstracts_lists_the_columns_found(self, tmp_path: Path) -> None:
        assert problem(tmp_path, "title,year,venue\nKites,2020,X\n") == (
            "input:1: no column for the abstract (columns found: title, year, venue); name a column abstract"
        )
        assert problem(tmp_path, "a,b\n1,2\n", format="csv") == (
            "input:1: no column for the title and the abstract (columns found: a, b); "
            "name a column title and one abstract"
        )

    def test_broken_rows_are_named_with_their_line(self, tmp_path: Path) -> None:
        text = 'title,abstract\nA,"over\ntwo lines"\nB\nC,d,e\n"D"x,y\n\nE,f\nG,\n"H,i\n'
        titles, bad = errors(tmp_path, text)
        assert titles == ["A", "E"]
        assert [e.partition(";")[0] for e in bad] == [
            "input:4: the row has 1 fields, the header has 2",
            "input:5: the row has 3 fields, the header has 2",
            "input:6: no valid row (',' expected after '\"')",
            "input:9: the record has no abstract",
            "input:10: no valid row (unexpected end of data)",
        ]

    def test_a_line_that_is_no_text_takes_its_row_with_it(self, tmp_path: Path) -> None:
        path = tmp_path / "input"
        path.write_bytes(b'title,abstract\nA,"one\ntw\xff\nthree"\nB,c\n\xff\nD,e\n')
        bad: list[ReadError] = []
        papers = list(read_papers([path], skip_bad=True, on_bad=bad.append))
        assert [p.title for p in papers] == ["B", "D"]
        assert [e.line for e in bad] == [3, 6]


class TestArxiv:
    FEED = '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>query</title>\n{}\n</feed>'
    ENTRY = """<entry><id>http://arxiv.org/abs/{}v3</id><updated>2022-01-01T00:00:00Z</updated>
<published>2021-05-06T07:08:09Z</published><title>Kites &amp;
  Winds</title><summary>
 They fly. </summary><author><name>Ana Bo</name></author><author><name>Cy Du</name></author>
<link href="http://arxiv.org/abs/x"/><category term="cs.CL"/><category term="cs.LG"/></entry>"""

    def test_a_feed(self, tmp_path: Path) -> None:
        paper = read(tmp_path, self.FEED.format(self.ENTRY.format("2105.00001")))[0]
        assert paper == Paper(
            id="2105.00001",
            title="Kites & Winds",
            abstract="They fly.",
            date=dt.date(2021, 5, 6),
            year=2021,
            authors=("Ana Bo", "Cy Du"),
            n_authors=2,
            categories=("cs.CL", "cs.LG"),
            url="https://arxiv.org/abs/2105.00001",
            sources=("input",),
        )

    def test_an_entry_without_a_summary_is_named_with_its_line(self, tmp_path: Path) -> None:
        entry = self.ENTRY.format("2105.00001")
        titles, bad = errors(tmp_path, self.FEED.format(f"{entry}\n<entry><title>T</title></entry>\n{entry}"))
        assert titles == ["Kites & Winds"] * 2
        assert bad == ["input:9: the record has no abstract; add the abstract or delete the record"]

    def test_a_feed_that_is_cut_off_gives_what_is_whole(self, tmp_path: Path) -> None:
        text = self.FEED.format(self.ENTRY.format("2105.00001") + "<entry><title>T")
        titles, bad = errors(tmp_path, text.partition("<entry><title>T")[0] + "<entry><title>T")
        assert titles == ["Kites & Winds"]
        assert bad[0].startswith("input:8: no valid XML (no element found")

    def test_entities_and_document_types_are_refused(self, tmp_path: Path) -> None:
        bomb = '<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n'
        text = bomb + '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&b;</title></entry></feed>'
        assert "take them out of the feed" in problem(tmp_path, text)

    def test_an_error_of_the_api_is_no_paper(self, tmp_path: Path) -> None:
        entry = "<entry><id>http://arxiv.org/api/errors#1</id><title>Error</title><summary>bad id</summary></entry>"
        assert problem(tmp_path, self.FEED.format(entry)) == (
            "input:4: the feed is an error of the API (bad id); mend the request and download it again"
        )

    def test_the_snapshot_dates_a_paper_by_its_first_version(self, tmp_path: Path) -> None:
        record = {
            "id": "0704.0001",
            "authors": "A. B\\'o, C. Du (Some University)",
            "title": "Kites\n  and winds",
            "abstract": "  They fly $\\tau$.\n",
            "categories": "hep-ph cs.LG",
            "versions": [
                {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
                {"version": "v2", "created": "x"},
            ],
            "update_date": "2008-11-26",
            "authors_parsed": [["B\\'o", "A.", ""], ["Du", "C.", "Jr."]],
        }
        paper = read(
            tmp_path,
            json.dumps(record) + "\n" + json.dumps(record | {"abstract": None, "id": "0704.0002"}),
            skip_bad=True,
        )[0]
        assert (paper.id, paper.title, paper.abstract) == ("0704.0001", "Kites and winds", "They fly $\\tau$.")
        assert (paper.date, paper.authors) == (dt.date(2007, 4, 2), ("A. Bó", "C. Du Jr."))
        assert paper.categories == ("hep-ph", "cs.LG")


class TestHfApi:
    def test_the_paper_inside_counts(self, tmp_path: Path) -> None:
        item = {
            "publishedAt": "2024-03-05T00:00:00.000Z",
            "title": "Kites",
            "summary": "outer",
            "paper": {
                "id": "2403.00001",
                "authors": [{"_id": "1", "name": "Ana Bo", "hidden": False}, {"name": "Cy Du", "hidden": True}],
                "publishedAt": "2024-03-01T10:00:00.000Z",
                "title": "Kites",
                "summary": "They\nfly.",
                "upvotes": 7,
            },
            "numComments": 2,
        }
        paper = read(tmp_path, json.dumps([item, item]))[1]
        assert (paper.id, paper.date, paper.abstract) == ("2403.00001", dt.date(2024, 3, 1), "They fly.")
        assert (paper.authors, paper.url) == (("Ana Bo",), "https://arxiv.org/abs/2403.00001")

    def test_a_paper_that_is_no_object_is_an_error(self, tmp_path: Path) -> None:
        titles, bad = errors(tmp_path, '[{"paper": {"title": "T", "summary": "S"}},\n{"paper": 5}]')
        assert titles == ["T"]
        assert bad == ['input:2: the "paper" is no object; download the list again']


class TestBibtex:
    def test_an_entry(self, tmp_path: Path) -> None:
        text = """% exported
@string{venue = "A Conference"}
@Comment{ @article{no, title = {No}, abstract = {No}} }

@inproceedings{kites,
  title = {{KITE}: A Study of {K}ites with $x_{1}$},
  abstract = "They {fly}
     far, 95\\% of them.",
  author = {B{\\'o}, Ana and Du, Cy and others},
  booktitle = venue, year = 2020, month = jan,
  eprint = {2001.00001v1}, archivePrefix = {arXiv}, primaryClass = {cs.CL},
}
@misc(boats, title = {Boats}, abstract = {They float.}, year = "c. 2019")
"""
        kites, boats = read(tmp_path, text)
        assert (kites.title, kites.abstract) == ("KITE: A Study of Kites with $x_{1}$", "They fly far, 95\\% of them.")
        assert (kites.id, kites.year, kites.categories) == ("2001.00001", 2020, ("cs.CL",))
        assert (kites.authors, kites.n_authors) == (("Ana Bó", "Cy Du"), None)
        assert (boats.title, boats.year) == ("Boats", 2019)

    def test_broken_entries_are_named_with_their_line(self, tmp_path: Path) -> None:
        good = "@article{a, title={T}, abstract={A}}\n"
        text = f"{good}@article{{b, title={{open,\n{good}@article{{c, title={{no abstract}}}}\n{good}"
        titles, bad = errors(tmp_path, text)
        assert titles == ["T", "T", "T"]
        assert [e.partition(";")[0] for e in bad] == [
            "input:2: no valid BibTeX entry (Unexpectedly reached end of file.)",
            "input:4: the record has no abstract",
        ]
