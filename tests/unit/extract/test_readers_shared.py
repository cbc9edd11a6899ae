"""The seed dumps and the examples: exact counts, and texts equal to the annotated ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.checkpoint import Checkpoint
from extract.readers import read_papers
from extract.records import Paper, squeeze


@pytest.fixture(scope="module")
def seeds(shared: Path) -> list[Paper]:
    return list(read_papers(sorted((shared / "seeds").glob("*.txt"))))


@pytest.mark.shared
def test_the_seeds_are_711_records_of_637_papers(seeds: list[Paper]) -> None:
    assert len(seeds) == 711
    assert len({p.id for p in seeds}) == 637


@pytest.mark.shared
def test_authors_count_and_date_are_on_the_45_that_have_them(seeds: list[Paper]) -> None:
    assert sum(p.date is not None for p in seeds) == 45
    assert [p.date is not None for p in seeds] == [p.n_authors is not None for p in seeds]
    assert {p.sources for p in seeds if p.date} == {("002_7533a3f2ab79277b.txt",)}
    assert {p.year for p in seeds if p.date} == {2019, 2020, 2021, 2022, 2023, 2024, 2025}


@pytest.mark.shared
def test_no_chrome_became_a_paper(seeds: list[Paper]) -> None:
    for paper in seeds:
        assert 10 < len(paper.title) < 200
        assert len(paper.abstract) > 400
        assert "trending papers" not in paper.text
        assert not paper.title.startswith("Subscribe")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["train", "dev"])
def test_titles_and_abstracts_are_those_that_were_annotated(shared: Path, seeds: list[Paper], name: str) -> None:
    read = {(p.title, p.abstract) for p in seeds}
    for gold in json.loads((shared / "gold" / f"{name}.papers.json").read_text(encoding="utf-8")):
        assert (squeeze(gold["title"]), squeeze(gold["abstract"])) in read


@pytest.mark.shared
def test_the_gold_papers_are_read_as_they_are(shared: Path) -> None:
    assert sum(1 for _ in read_papers(sorted((shared / "gold").glob("*.papers.json")))) == 1917


@pytest.mark.shared
def test_the_checkpoint_of_the_seeds_holds_637_papers(tmp_path: Path, seeds: list[Paper]) -> None:
    with Checkpoint(tmp_path) as checkpoint:
        assert checkpoint.put_papers(seeds) == 637
        assert checkpoint.put_papers(seeds) == 0
        papers = list(checkpoint.papers())
    assert len(papers) == 637
    assert sum(len(p.sources) for p in papers) == len({(p.id, s) for p in seeds for s in p.sources})


def test_the_examples_are_one_corpus_in_four_files(tmp_path: Path, examples: Path) -> None:
    landmarks = {p.title: p for p in read_papers([examples / "landmarks.jsonl"])}
    assert len(landmarks) >= 48
    dumps = {path.name: list(read_papers([path])) for path in sorted(examples.glob("hf-daily-*.txt"))}
    assert len(dumps) == 3
    for paper in (p for papers in dumps.values() for p in papers):
        assert paper.text == landmarks[paper.title].text
    for paper in dumps["hf-daily-detailed.txt"]:
        assert (paper.date, paper.n_authors) == (landmarks[paper.title].date, landmarks[paper.title].n_authors)
    with Checkpoint(tmp_path) as checkpoint:
        for papers in dumps.values():
            checkpoint.put_papers(papers)
        assert checkpoint.put_papers(landmarks.values()) == 0
        for paper in checkpoint.papers():
            assert paper.id == landmarks[paper.title].id
            assert "landmarks.jsonl" in paper.sources


def test_the_dumps_are_what_their_script_writes(examples: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    for name in ("landmarks.jsonl", "make_dumps.py"):
        (tmp_path / name).write_bytes((examples / name).read_bytes())
    subprocess.run([sys.executable, str(tmp_path / "make_dumps.py")], check=True)
    for path in sorted(examples.glob("hf-daily-*.txt")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.shared
def test_no_nine_words_of_the_examples_stand_in_the_seeds(shared: Path, examples: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.lower().split()
        return set(zip(*(words[n:] for n in range(9)), strict=False))

    ours = {run for p in read_papers([examples / "landmarks.jsonl"]) for run in runs(p.abstract)}
    for path in (shared / "seeds").glob("*.txt"):
        assert not ours & runs(path.read_text(encoding="utf-8"))
