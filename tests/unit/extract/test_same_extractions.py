"""What is read out of a paper depends on that paper alone: not on its neighbours, their order, or the processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.pipeline import extract_papers
from extract.readers import read_papers
from extract.records import Extraction, Paper


@pytest.fixture(scope="module")
def papers(examples: Path) -> list[Paper]:
    return list(read_papers([examples / "landmarks.jsonl"]))[:12]


@pytest.fixture(scope="module")
def expected(papers: list[Paper]) -> list[Extraction]:
    return list(extract_papers(papers))


def test_alone_and_among_others_a_paper_says_the_same(papers: list[Paper], expected: list[Extraction]) -> None:
    longer = [Paper("long", "A long one", "We train BERT on ImageNet. " * 60), *papers]
    assert list(extract_papers(papers[::-1]))[::-1] == expected
    assert list(extract_papers(longer, batch_size=5))[1:] == expected
    assert [next(extract_papers([paper])) for paper in papers[:2]] == expected[:2]


def test_several_processes_say_the_same(papers: list[Paper], expected: list[Extraction]) -> None:
    assert list(extract_papers(papers, jobs=2, batch_size=4)) == expected
