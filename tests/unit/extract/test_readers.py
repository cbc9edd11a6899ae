"""What all readers share: opening, unpacking, telling the format, broken inputs, and going on after them."""

from __future__ import annotations

import gzip
import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest

from extract.errors import ReadError
from extract.readers import READERS, read_papers
from extract.readers.base import MAX_LINE, open_source
from extract.records import Paper

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>query</title>
<entry><id>http://arxiv.org/abs/2401.00001v2</id><title>A study of kites</title><summary>Kites fly.</summary></entry>
</feed>
"""
KAGGLE = {
    "id": "2401.00001",
    "title": "A study of kites",
    "abstract": "Kites fly.",
    "authors_parsed": [["Doe", "J", ""]],
}
HF = [
    {"paper": {"id": "2401.00001", "title": "A study of kites", "summary": "Kites fly."}, "publishedAt": "2024-01-05"}
]
TEXT = "Get trending papers in your email inbox!\n\nSubscribe\n\nA study of kites\n\nKites fly far.\n"
CONTENTS = {
    "hf-daily": TEXT,
    "hf-api": json.dumps(HF),
    "jsonl": json.dumps({"title": "A study of kites", "abstract": "Kites fly."}),
    "csv": "title,abstract\nA study of kites,Kites fly.\n",
    "arxiv": ATOM,
    "bibtex": "% my papers\n@article{kites,\n title = {A study of kites},\n abstract = {Kites fly.}}\n",
}


def read(path: Path, **options: object) -> list[Paper]:
    return list(read_papers([path], **options))  # type: ignore[arg-type]


def error(path: Path, **options: object) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(path, **options)
    return caught.value


def test_every_format_is_covered_here() -> None:
    assert set(CONTENTS) == set(READERS)


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress], ids=["plain", "gz", "xz"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_the_format_is_told_from_the_content(
    tmp_path: Path, name: str, pack: object, bom: bytes, line_end: str
) -> None:
    path = tmp_path / "input"
    path.write_bytes(pack(bom + CONTENTS[name].replace("\n", line_end).encode()))  # type: ignore[operator]
    told, named = read(path), read(path, format=name)
    assert told == named
    assert [p.title for p in told] == ["A study of kites"]
    assert told[0].abstract.startswith("Kites fly")
    assert told[0].sources == ("input",)


def test_the_kaggle_snapshot_is_the_arxiv_format(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(json.dumps(KAGGLE) + "\n")
    assert read(path) == read(path, format="arxiv")
    assert read(path)[0].authors == ("J Doe",)


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress], ids=["plain", "gz", "xz"])
def test_standard_input_is_read_the_same_way(name: str, pack: object) -> None:
    code = "from extract.readers import read_papers; print([(p.title, p.sources) for p in read_papers(['-'])])"
    data: bytes = pack(CONTENTS[name].encode())  # type: ignore[operator]
    answer = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert answer.stdout.decode().strip() == "[('A study of kites', ('-',))]"


def test_several_inputs_come_one_after_the_other(tmp_path: Path) -> None:
    for name in ("csv", "arxiv"):
        (tmp_path / name).write_text(CONTENTS[name])
    papers = list(read_papers([tmp_path / "csv", str(tmp_path / "arxiv")]))
    assert [p.sources for p in papers] == [("csv",), ("arxiv",)]


def test_the_rest_of_a_stream_stays_unread(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    good = CONTENTS["jsonl"] + "\n"
    path.write_text(good * 5_000 + "broken\n")
    papers = read_papers([path])
    assert next(papers).title == "A study of kites"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    caught = error(tmp_path / "none.txt")
    assert str(caught) == f"{tmp_path}/none.txt: there is no such file; check the path"
    assert "no such file" in str(error(tmp_path / "none.txt", skip_bad=True)), "a slip in the command is never skipped"


def test_a_directory_is_no_input(tmp_path: Path) -> None:
    assert "this is a directory" in str(error(tmp_path))


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_input_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty"
    path.write_bytes(content)
    assert "the input is empty" in str(error(path))


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_an_empty_packed_input_is_an_error(tmp_path: Path, pack: object) -> None:
    path = tmp_path / "empty"
    path.write_bytes(pack(b""))  # type: ignore[operator]
    assert "the input is empty" in str(error(path))


@pytest.mark.parametrize(("pack", "kind"), [(gzip.compress, "gzip"), (lzma.compress, "xz")])
@pytest.mark.parametrize("damage", ["cut", "flip"])
def test_damaged_packed_data_is_an_error_after_the_papers_before_it(
    tmp_path: Path, pack: object, kind: str, damage: str
) -> None:
    path = tmp_path / "packed"
    lines = (json.dumps({"title": f"Paper {n}", "abstract": f"Text {n * 7919 % 10007}."}) for n in range(5_000))
    data = bytearray(pack("\n".join(lines).encode()))  # type: ignore[operator]
    middle = len(data) // 2
    if damage == "cut":
        del data[middle:]
    else:
        data[middle : middle + 50] = bytes(50)
    path.write_bytes(data)
    got: list[Paper] = []
    bad: list[ReadError] = []
    for paper in read_papers([path], skip_bad=True, on_bad=bad.append):
        got.append(paper)
    assert got[0].title == "Paper 0"
    assert len(got) < 5_000
    assert f"the {kind} data" in str(bad[-1])
    assert "copy or download the file again" in str(bad[-1])


def test_bytes_that_are_not_utf8_are_named_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(CONTENTS["jsonl"].encode() + b"\n" + '{"title": "café", "abstract": "x"}'.encode("latin-1"))
    assert str(error(path)) == (
        f"{path}:2: byte 0xe9 at column 15 is not valid UTF-8; "
        "save the file as UTF-8 (for example: iconv -f LATIN1 -t UTF-8)"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_unicode_encodings_are_named(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(CONTENTS["csv"], encoding=encoding)
    assert f"iconv -f {encoding.upper()} -t UTF-8" in str(error(path))


def test_binary_content_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.5\n\x00\x01")
    assert "the input is no text" in str(error(path))


def test_content_of_no_known_format_is_an_error_that_lists_them(tmp_path: Path) -> None:
    path = tmp_path / "shopping.txt"
    path.write_text("milk\nbread\nsoap\n")
    assert str(error(path)) == (
        f"{path}: the format cannot be told from the content; "
        "name it with --format (hf-api, arxiv, jsonl, csv, bibtex, hf-daily)"
    )


def test_an_unknown_format_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(TEXT)
    assert "choose one of hf-api, arxiv" in str(error(path, format="docx"))


def test_skip_bad_goes_on_and_tells_each_broken_record(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    good = CONTENTS["jsonl"]
    path.write_text("\n".join([good, "{broken", good, '{"title": "No text"}', "[1]", good]))
    assert error(path).line == 2
    bad: list[ReadError] = []
    assert len(list(read_papers([path], skip_bad=True, on_bad=bad.append))) == 3
    assert [e.line for e in bad] == [2, 4, 5]
    assert "add the abstract or delete the record" in str(bad[1])
    assert len(list(read_papers([path], skip_bad=True))) == 3


def test_skip_bad_goes_on_with_the_next_input(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("milk\n")
    (tmp_path / "b").write_text(CONTENTS["csv"])
    bad: list[ReadError] = []
    assert len(list(read_papers([tmp_path / "a", tmp_path / "b"], skip_bad=True, on_bad=bad.append))) == 1
    assert [e.source for e in bad] == [str(tmp_path / "a")]


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of the memory from /proc")
@pytest.mark.parametrize("name", ["jsonl", "csv", "bibtex", "hf-daily", "hf-api", "arxiv"])
def test_an_endless_line_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / "endless.gz"
    start = {
        "jsonl": b'{"title": "',
        "csv": b'title,abstract\n"',
        "bibtex": b"@article{a, title={",
        "hf-daily": TEXT.encode(),
        "hf-api": b'[{"paper": {"title": "',
        "arxiv": b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>',
    }[name]
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(start)
        for _ in range(40):
            file.write(b"x" * 2**20)
    code = (
        "import re, sys\n"
        "from extract.readers import read_papers\n"
        "bad = []\n"
        "list(read_papers([sys.argv[1]], skip_bad=True, on_bad=bad.append))\n"
        "peak = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])\n"
        "print(peak // 1024, *bad, sep='\\n')\n"
    )
    answer = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    memory, *bad = answer.stdout.splitlines()
    assert len(bad) == 1
    assert f"longer than {MAX_LINE // 2**20} MB" in bad[0]
    assert int(memory) < 200


def test_the_head_takes_nothing_away(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    content = b"title,abstract\n" + b"a,b\n" * 100_000
    path.write_bytes(content)
    with open_source(path) as source:
        assert content.startswith(source.head)
        assert source.stream.read() == content
