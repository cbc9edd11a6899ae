"""The checkpoint: one paper for all its sources, resuming, kills, damage, and memory that stays the same."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.checkpoint import Checkpoint
from extract.errors import PapergraphError
from extract.merging import combine
from extract.records import Entity, Extraction, Paper, Span, paper_id

MODEL = "model-1"


def paper(title: str, abstract: str = "Text.", arxiv: str | None = None, **fields: object) -> Paper:
    return Paper(id=paper_id(title, arxiv), title=title, abstract=abstract, **fields)  # type: ignore[arg-type]


def extraction(of: Paper) -> Extraction:
    span = Span(of.title, 0, len(of.title))
    return Extraction(of.id, of.title, (Entity(of.title, "Method", (span,), "proposes", 0.5, (span,)),))


@pytest.fixture
def checkpoint(tmp_path: Path) -> Iterator[Checkpoint]:
    with Checkpoint(tmp_path / "graph" / "extractions.sqlite") as opened:
        yield opened


PAPERS = [paper(f"Paper {n}", sources=(f"{n % 3}.txt",)) for n in range(1203)]


def test_papers_come_back_in_the_order_of_their_ids(checkpoint: Checkpoint) -> None:
    full = paper(
        "Älles", "Täxt “x” 𝔸.", "2001.00001", date=dt.date(2020, 1, 2), year=2020, authors=("A B", "C"), n_authors=2,
        categories=("cs.CL",), url="https://example.org", sources=("a", "b"),
    )  # fmt: skip
    assert checkpoint.put_papers(iter([*PAPERS, full])) == 1204
    assert list(checkpoint.papers()) == sorted([*PAPERS, full], key=lambda p: p.id)
    assert checkpoint.paper(full.id) == full
    assert checkpoint.paper("p0000000000") is None
    assert checkpoint.counts() == {"papers": 1204}


def test_extractions_come_back_and_pending_goes_down(checkpoint: Checkpoint) -> None:
    checkpoint.put_papers(PAPERS)
    assert len(list(checkpoint.pending(MODEL))) == 1203
    done = [extraction(p) for p in PAPERS[:700]]
    assert checkpoint.put(MODEL, iter(done)) == 700
    assert list(checkpoint.extractions(MODEL)) == sorted(done, key=lambda e: e.id)
    assert checkpoint.counts(MODEL) == {"papers": 1203, "extracted": 700, "pending": 503}
    assert {p.id for p in checkpoint.pending(MODEL)} == {p.id for p in PAPERS[700:]}
    assert checkpoint.extraction(MODEL, PAPERS[0].id) == done[0]
    assert checkpoint.extraction(MODEL, PAPERS[900].id) is None


def test_extracting_while_pending_is_under_way(checkpoint: Checkpoint) -> None:
    checkpoint.put_papers(PAPERS)
    assert checkpoint.put(MODEL, (extraction(p) for p in checkpoint.pending(MODEL))) == 1203
    assert not list(checkpoint.pending(MODEL))


def test_each_model_has_its_own_extractions(checkpoint: Checkpoint) -> None:
    checkpoint.put_papers(PAPERS[:5])
    checkpoint.put(MODEL, map(extraction, PAPERS[:5]))
    assert len(list(checkpoint.pending("other"))) == 5
    checkpoint.put("other", map(extraction, PAPERS[:2]))
    assert checkpoint.models() == [MODEL, "other"]
    assert checkpoint.counts("other")["extracted"] == 2
    assert checkpoint.counts(MODEL)["extracted"] == 5


def test_a_second_extraction_takes_the_place_of_the_first(checkpoint: Checkpoint) -> None:
    checkpoint.put_papers(PAPERS[:1])
    checkpoint.put(MODEL, [extraction(PAPERS[0])])
    empty = Extraction(PAPERS[0].id, PAPERS[0].title)
    checkpoint.put(MODEL, [empty])
    assert list(checkpoint.extractions(MODEL)) == [empty]


def test_an_extraction_of_an_unknown_paper_is_a_mistake(checkpoint: Checkpoint) -> None:
    with pytest.raises(KeyError):
        checkpoint.put(MODEL, [extraction(PAPERS[0])])


def test_an_error_of_the_reader_keeps_the_papers_before_it(checkpoint: Checkpoint) -> None:
    def papers() -> Iterator[Paper]:
        yield from PAPERS[:10]
        raise PapergraphError("broken")

    with pytest.raises(PapergraphError, match="broken"):
        checkpoint.put_papers(papers())
    assert checkpoint.counts() == {"papers": 10}
    with pytest.raises(PapergraphError, match="broken"):
        checkpoint.put(MODEL, map(extraction, papers()))
    assert checkpoint.counts(MODEL)["extracted"] == 10


class TestOnePaperOfSeveralRecords:
    def test_sources_and_missing_fields_are_put_together(self, checkpoint: Checkpoint) -> None:
        assert checkpoint.put_papers([paper("Kites", sources=("a",)), paper("kites", year=2020, sources=("b",))]) == 1
        merged = next(checkpoint.papers())
        assert (merged.sources, merged.year) == (("a", "b"), 2020)

    def test_a_longer_abstract_makes_the_paper_pending_again(self, checkpoint: Checkpoint) -> None:
        checkpoint.put_papers([paper("Kites")])
        checkpoint.put(MODEL, [extraction(paper("Kites"))])
        checkpoint.put_papers([paper("Kites", "Te.")])
        assert not list(checkpoint.pending(MODEL)), "the shorter text changes nothing"
        checkpoint.put_papers([paper("Kites", "Text, and more of it.")])
        assert [p.abstract for p in checkpoint.pending(MODEL)] == ["Text, and more of it."]
        assert not list(checkpoint.extractions(MODEL))

    @pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
    def test_a_title_and_an_arxiv_id_meet_in_any_order(self, checkpoint: Checkpoint, order: tuple[int, ...]) -> None:
        records = [
            paper("Kites: A Study", sources=("page",)),
            paper("Kites: A Study", arxiv="2001.00001", sources=("feed",)),
            paper("Kites (Version 2)", "Longer text.", arxiv="2001.00001", sources=("feed2",)),
        ]
        assert sum(checkpoint.put_papers([records[n]]) for n in order) <= 2
        only = list(checkpoint.papers())
        assert [(p.id, p.title, p.sources) for p in only] == [
            ("2001.00001", "Kites (Version 2)", ("feed", "feed2", "page"))
        ]

    def test_the_extraction_goes_along_to_the_arxiv_id(self, checkpoint: Checkpoint) -> None:
        checkpoint.put_papers([paper("Kites")])
        checkpoint.put(MODEL, [extraction(paper("Kites"))])
        checkpoint.put_papers([paper("Kites", arxiv="2001.00001")])
        assert [e.id for e in checkpoint.extractions(MODEL)] == ["2001.00001"]
        assert not list(checkpoint.pending(MODEL))

    def test_two_arxiv_papers_of_one_title_stay_two(self, checkpoint: Checkpoint) -> None:
        assert checkpoint.put_papers([paper("Kites", arxiv="2001.00001"), paper("Kites", arxiv="1901.00002")]) == 2

    RECORD = st.builds(
        paper,
        st.just("Kites"),
        st.sampled_from(["a", "b", "ab", "abc"]),
        date=st.sampled_from([None, dt.date(2020, 1, 1), dt.date(2019, 1, 1)]),
        year=st.sampled_from([None, 2018, 2021]),
        authors=st.sampled_from([(), ("A",), ("B",), ("A", "B")]),
        n_authors=st.sampled_from([None, 1, 2]),
        categories=st.sampled_from([(), ("x",), ("y", "z")]),
        url=st.sampled_from([None, "u", "v"]),
        sources=st.sampled_from([("1",), ("2",), ("3", "1")]),
    )

    @given(RECORD, RECORD, RECORD)
    def test_the_order_of_the_inputs_makes_no_difference(self, a: Paper, b: Paper, c: Paper) -> None:
        merged = combine(combine(a, b), c)
        for x, y, z in itertools.permutations([a, b, c]):
            assert combine(combine(x, y), z) == combine(x, combine(y, z)) == merged
        assert combine(merged, a) == merged


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PAPERS[:8]), max_size=20))
def test_putting_papers_again_changes_nothing(papers: list[Paper]) -> None:
    with Checkpoint(":memory:") as checkpoint:
        assert checkpoint.put_papers(papers) == len(set(papers))
        before = list(checkpoint.papers())
        assert checkpoint.put_papers(reversed(papers)) == 0
        assert list(checkpoint.papers()) == before


KILLED = """
import sys, time
from extract.checkpoint import Checkpoint
from extract.records import Extraction, Paper, paper_id

def papers():
    for n in range(10**9):
        title = f"Paper {n}"
        yield Paper(paper_id(title), title, "Text. " * 50)

with Checkpoint(sys.argv[1]) as checkpoint:
    if sys.argv[2] == "papers":
        checkpoint.put_papers(papers())
    else:
        done = 0
        def extractions():
            global done
            for paper in checkpoint.pending("m"):
                print(done, flush=True)
                done += 1
                yield Extraction(paper.id, paper.title)
        checkpoint.put("m", extractions())
"""


def run_and_kill(path: Path, what: str, ready: object) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path), what], stdout=subprocess.PIPE, text=True)
    try:
        ready(process)  # type: ignore[operator]
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL


def test_a_kill_loses_at_most_one_batch(tmp_path: Path) -> None:
    path = tmp_path / "extractions.sqlite"

    def until_large(process: subprocess.Popen[str]) -> None:
        deadline = time.monotonic() + 120
        while not path.exists() or path.stat().st_size < 4 * 2**20:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)

    run_and_kill(path, "papers", until_large)
    with Checkpoint(path) as checkpoint:
        kept = checkpoint.counts()["papers"]
        assert kept > 0
        assert kept % 2_000 == 0, "whole batches only"
        assert len(list(checkpoint.papers())) == kept

    seen = 0

    def until_some(process: subprocess.Popen[str]) -> None:
        nonlocal seen
        assert process.stdout is not None
        for line in process.stdout:
            seen = int(line)
            if seen == 900:
                break

    run_and_kill(path, "extractions", until_some)
    with Checkpoint(path) as checkpoint:
        assert checkpoint.counts("m")["extracted"] >= 900 - 256
        assert checkpoint.counts("m")["papers"] == kept
        assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
        checkpoint.put("m", (Extraction(p.id, p.title) for p in checkpoint.pending("m")))
        assert checkpoint.counts("m")["pending"] == 0


def test_the_directory_can_be_copied_once_closed(tmp_path: Path) -> None:
    with Checkpoint(tmp_path / "a") as checkpoint:
        checkpoint.put_papers(PAPERS[:100])
    assert [p.name for p in tmp_path.iterdir()] == ["a"], "no journal is left beside it"
    shutil.copy(tmp_path / "a", tmp_path / "b")
    with Checkpoint(tmp_path / "b") as checkpoint:
        assert checkpoint.counts() == {"papers": 100}


def test_a_directory_means_the_file_in_it(tmp_path: Path) -> None:
    with Checkpoint(tmp_path) as checkpoint:
        assert checkpoint.path == tmp_path / "extractions.sqlite"


class TestFilesThatAreNoCheckpoint:
    def message(self, path: Path) -> str:
        def look() -> None:
            with Checkpoint(path) as checkpoint:
                list(checkpoint.papers())
                list(checkpoint.extractions(MODEL))

        with pytest.raises(PapergraphError) as caught:
            look()
        return str(caught.value)

    def test_a_text_file(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        path.write_text("no database at all, but long enough to look at. " * 100)
        assert self.message(path) == (
            f"{path}: this is no checkpoint of papergraph; give another output directory, or delete it"
        )

    def test_a_database_of_another_program(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE t (a)")
        assert "a database of another program" in self.message(path)

    def test_a_checkpoint_of_another_version(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        Checkpoint(path).close()
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 99")
        assert "layout 99" in self.message(path)

    def test_damaged_pages(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        with Checkpoint(path) as checkpoint:
            checkpoint.put_papers(PAPERS)
        data = bytearray(path.read_bytes())
        data[8192:-4096] = os.urandom(len(data) - 8192 - 4096)
        path.write_bytes(data)
        assert "delete it and build again" in self.message(path)

    def test_a_file_that_is_cut_off(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        with Checkpoint(path) as checkpoint:
            checkpoint.put_papers(PAPERS)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        assert "delete it and build again" in self.message(path)

    @pytest.mark.parametrize("body", ["{", "[]", '{"title": 5}'])
    def test_a_row_that_cannot_be_read(self, tmp_path: Path, body: str) -> None:
        path = tmp_path / "x"
        with Checkpoint(path) as checkpoint:
            checkpoint.put_papers(PAPERS[:3])
        with sqlite3.connect(path) as db:
            db.execute("UPDATE papers SET body = ?", (body,))
        assert "the checkpoint is damaged" in self.message(path)

    def test_a_path_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        assert "check the path" in self.message(tmp_path / "file" / "x")

    def test_a_checkpoint_in_use(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        with Checkpoint(path) as checkpoint:
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(PapergraphError, match="another command is writing to it"):
                checkpoint.put_papers(PAPERS[:1])
            other.execute("ROLLBACK")
            other.close()
            assert checkpoint.put_papers(PAPERS[:1]) == 1


def test_replacing_a_field_keeps_the_extraction(checkpoint: Checkpoint) -> None:
    checkpoint.put_papers(PAPERS[:1])
    checkpoint.put(MODEL, [extraction(PAPERS[0])])
    checkpoint.put_papers([replace(PAPERS[0], year=1999)])
    assert checkpoint.counts(MODEL)["pending"] == 0


FLAT = """
import re, sys
from extract.checkpoint import Checkpoint
from extract.readers import read_papers

with Checkpoint(sys.argv[2]) as checkpoint:
    new = checkpoint.put_papers(read_papers([sys.argv[1]]))
    assert sum(1 for _ in checkpoint.pending("m")) == new
print(new, re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of the memory from /proc")
def test_memory_does_not_grow_with_the_number_of_papers(tmp_path: Path) -> None:
    peaks = []
    for count in (4_000, 24_000):
        path = tmp_path / f"{count}.jsonl"
        with path.open("w") as file:
            for n in range(count):
                file.write(f'{{"title": "Paper {n}", "abstract": "{"A sentence on kites. " * 60}"}}\n')
        command = [sys.executable, "-c", FLAT, str(path), str(tmp_path / f"{count}.sqlite")]
        new, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        assert int(new) == count
        peaks.append(int(peak) / 1024)
    assert peaks[1] < peaks[0] + 10, "megabytes; the larger input alone is 28 MB longer"
