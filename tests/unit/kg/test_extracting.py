"""Extractions into a file and a stream: the same papers once, resumed where it stopped, whole or not at all."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from extract.errors import ReadError
from kg.extracting import write_extractions

OWL = {
    "title": "Owl tags words",
    "abstract": "We introduce Owl for named entity recognition. It is tested on CoNLL-2003.",
}
LARK = {"title": "Lark parses trees", "abstract": "Lark is a graph neural network for dependency parsing."}


def write(path: Path, *records: dict[str, str], more: str = "") -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records) + more, encoding="utf-8")
    return path


def test_the_same_paper_in_two_inputs_is_written_once(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a.jsonl", OWL, LARK), write(tmp_path / "b.jsonl", LARK, OWL)
    output = tmp_path / "out.jsonl"
    assert write_extractions([one, other], output) == 2
    papers = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert {p["title"] for p in papers} == {OWL["title"], LARK["title"]}
    assert [p["id"] for p in papers] == sorted(p["id"] for p in papers)
    assert {path.name for path in tmp_path.iterdir()} == {"a.jsonl", "b.jsonl", "out.jsonl"}


def test_a_stream_is_in_the_order_of_the_input(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    one, other = write(tmp_path / "a.jsonl", OWL), write(tmp_path / "b.jsonl", LARK, OWL)
    assert write_extractions([one, other], "-") == 2
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [json.loads(line)["title"] for line in lines] == [OWL["title"], LARK["title"]]


def test_a_packed_file_holds_the_same(tmp_path: Path) -> None:
    papers = write(tmp_path / "a.jsonl", OWL, LARK)
    write_extractions([papers], tmp_path / "out.jsonl")
    write_extractions([papers], tmp_path / "out.jsonl.gz")
    assert gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()) == (tmp_path / "out.jsonl").read_bytes()


def test_what_was_read_before_an_error_is_not_lost(tmp_path: Path) -> None:
    papers, output = write(tmp_path / "a.jsonl", OWL, more="{\n"), tmp_path / "out.jsonl"
    with pytest.raises(ReadError, match=r"a\.jsonl:2: "):
        write_extractions([papers], output)
    assert not output.exists()

    write(papers, OWL, LARK)
    told: list[tuple[str, int, int | None]] = []
    assert write_extractions([papers], output, progress=lambda *state: told.append(state)) == 2
    assert told[-1] == ("extracting", 2, 2)


def test_bad_records_are_handed_over_and_skipped(tmp_path: Path) -> None:
    papers = write(tmp_path / "a.jsonl", OWL, more="{\n")
    bad: list[ReadError] = []
    assert write_extractions([papers], tmp_path / "out.jsonl", skip_bad=True, on_bad=bad.append) == 1
    assert [error.line for error in bad] == [2]


def test_a_threshold_leaves_out_the_less_certain(tmp_path: Path) -> None:
    papers = write(tmp_path / "a.jsonl", OWL, LARK)
    write_extractions([papers], tmp_path / "all.jsonl")
    write_extractions([papers], tmp_path / "none.jsonl", min_confidence=1.0)
    everything = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    certain = [json.loads(line) for line in (tmp_path / "none.jsonl").read_text(encoding="utf-8").splitlines()]
    assert any(p["entities"] for p in everything)
    assert all(e["confidence"] >= 1 for p in certain for e in p["entities"])
