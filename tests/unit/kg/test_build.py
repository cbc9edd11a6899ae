"""Building a graph directory: going on, adding, refusing, relinking; with the packaged model on papers of our own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.errors import ReadError
from kg.build import build
from kg.errors import GraphError, OverrideError
from kg.store import Graph, open_graph
from kg.validation import validate

PAPERS = [
    {
        "id": "2101.00001",
        "title": "BoxNet: Fast Object Detection",
        "abstract": "We propose BoxNet, a convolutional neural network for object detection. "
        "BoxNet is evaluated on ImageNet and reaches 61.5% accuracy.",
        "year": 2021,
    },
    {
        "id": "2301.00002",
        "title": "GridNet: Object Detection Revisited",
        "abstract": "We present GridNet, a vision transformer for object detection. "
        "GridNet outperforms BoxNet on COCO.",
        "year": 2023,
    },
    {
        "id": "2401.00003",
        "title": "A Study of Machine Translation",
        "abstract": "We train a transformer for machine translation on WMT14 and report BLEU.",
        "year": 2024,
    },
]


class Stages(dict[str, int]):
    """Remembers the stages of a build and how far each came."""

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        self[stage] = done


def write(path: Path, papers: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(p) + "\n" for p in papers), encoding="utf-8")
    return path


def touched(graph: Path) -> dict[str, tuple[int, int]]:
    return {name: ((s := (graph / name).stat()).st_ino, s.st_mtime_ns) for name in ("nodes.parquet", "edges.parquet")}


def contents(graph: Path) -> list[bytes]:
    return [(graph / name).read_bytes() for name in ("nodes.parquet", "edges.parquet", "merges.jsonl")]


def entities(graph: Graph) -> int:
    labels: dict[str, int] = graph.manifest["counts"]["labels"]
    return sum(n for label, n in labels.items() if label not in ("Paper", "Result"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build([write(folder / "papers.jsonl", PAPERS)], folder / "g")
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of ``papers.jsonl`` and of the graph ``g`` built from it."""
    return Path(shutil.copytree(built, tmp_path / "work"))


def test_a_graph_obeys_the_schema_and_has_every_paper(built: Path) -> None:
    graph = open_graph(built / "g")
    assert validate(graph.nx) == []
    assert [p.id for p in graph.papers()] == ["2101.00001", "2301.00002", "2401.00003"]
    assert graph.manifest["counts"]["labels"]["Method"] >= 1


def test_evidence_is_text_of_the_papers_as_read(built: Path) -> None:
    graph = open_graph(built / "g")
    text = {p.id: p.text for p in graph.papers()}
    places = {
        (at, sentence)
        for *_, data in graph.nx.edges(data=True)
        for at, sentence in zip(data["evidence_at"], data["evidence"], strict=True)
    }
    assert places
    for at, sentence in places:
        paper, _, span = at.rpartition(":")
        start, _, end = span.partition("-")
        assert text[paper][int(start) : int(end)] == sentence


def test_the_manifest_names_model_inputs_and_hashes(built: Path) -> None:
    manifest = open_graph(built / "g").manifest
    assert manifest["model"]
    (told,) = manifest["inputs"]
    assert (told["name"], told["records"], len(told["sha256"])) == ("papers.jsonl", 3, 64)
    assert manifest["skipped"] == []


def test_each_extraction_can_be_had(built: Path) -> None:
    graph = open_graph(built / "g")
    assert graph.extraction("2101.00001").title == "BoxNet: Fast Object Detection"


def test_a_second_build_touches_nothing(folder: Path) -> None:
    before = touched(folder / "g")
    stages = Stages()
    build([folder / "papers.jsonl"], folder / "g", progress=stages)
    assert touched(folder / "g") == before
    assert stages == {"reading papers": 3}


def test_new_papers_alone_are_extracted_and_the_rest_stays(folder: Path) -> None:
    more = {
        "id": "2501.00004",
        "title": "BoxNet Again",
        "abstract": "We use BoxNet for object detection.",
        "year": 2025,
    }
    before = open_graph(folder / "g").nx
    stages = Stages()
    graph = build([write(folder / "more.jsonl", [PAPERS[0], more])], folder / "g", progress=stages)
    assert stages["extracting"] == 1
    assert graph.manifest["counts"]["labels"]["Paper"] == 4
    assert [i["name"] for i in graph.manifest["inputs"]] == ["more.jsonl", "papers.jsonl"]
    assert graph.nx.nodes["2101.00001"]["sources"] == ["more.jsonl", "papers.jsonl"]
    entities = {n for n, label in before.nodes(data="label") if label not in ("Paper", "Result")}
    assert entities <= set(graph.nx)


def test_adding_papers_relinks_what_they_touch_and_equals_a_build_at_once(built: Path, tmp_path: Path) -> None:
    stages = Stages()
    first = build([write(tmp_path / "papers.jsonl", PAPERS[::2])], tmp_path / "g")
    before = first.nx
    assert first.manifest["relinked"] == entities(first)
    graph = build([write(tmp_path / "papers.jsonl", PAPERS)], tmp_path / "g", progress=stages)
    assert contents(tmp_path / "g") == contents(built / "g")
    untouched = {n for n in before if before.nodes[n].get("name") in ("machine translation", "WMT14", "BLEU")}
    assert untouched
    assert untouched <= set(graph.nx)
    assert 0 < graph.manifest["relinked"] <= entities(graph) - len(untouched)
    assert stages["linking"] == graph.manifest["relinked"]


@pytest.mark.slow
def test_half_of_the_example_papers_and_then_all_equal_all_at_once(tmp_path: Path) -> None:
    landmarks = Path(__file__).parents[3] / "examples" / "landmarks.jsonl"
    half = tmp_path / "half.jsonl"
    half.write_bytes(b"".join(landmarks.read_bytes().splitlines(keepends=True)[::2]))
    (tmp_path / "all").mkdir()
    everything = Path(shutil.copy(landmarks, tmp_path / "all" / "half.jsonl"))
    build([half], tmp_path / "g")
    added = build([everything], tmp_path / "g")
    once = build([everything], tmp_path / "once")
    assert contents(added.path) == contents(once.path)
    assert once.manifest["relinked"] == entities(once)
    assert 0 < added.manifest["relinked"] < entities(added) * 0.8


@pytest.mark.parametrize("damage", [b"", b"nothing of the kind", None])
def test_a_damaged_memory_of_linking_costs_only_time(folder: Path, tmp_path: Path, damage: bytes | None) -> None:
    more: dict[str, Any] = {"id": "2501.00004", "title": "BoxNet Again", "abstract": "We use BoxNet on Cityscapes."}
    inputs = [write(folder / "papers.jsonl", [*PAPERS, more])]
    memory = folder / "g" / "linking.jsonl.gz"
    assert memory.is_file()
    if damage is None:
        memory.unlink()
    else:
        memory.write_bytes(damage)
    graph = build(inputs, folder / "g")
    assert graph.manifest["relinked"] == entities(graph)
    build(inputs, tmp_path / "once")
    assert contents(folder / "g") == contents(tmp_path / "once")


def test_a_paper_whose_text_changed_is_extracted_again(folder: Path) -> None:
    changed = {**PAPERS[2], "abstract": PAPERS[2]["abstract"] + " We also study speech recognition on LibriSpeech."}
    stages = Stages()
    build([write(folder / "papers.jsonl", [*PAPERS[:2], changed])], folder / "g", progress=stages)
    assert stages["extracting"] == 1


def test_the_order_of_the_papers_does_not_matter(built: Path, tmp_path: Path) -> None:
    build([write(tmp_path / "papers.jsonl", PAPERS[::-1])], tmp_path / "g")
    assert contents(tmp_path / "g") == contents(built / "g")


@pytest.mark.parametrize("lost", ["manifest.json", "edges.parquet", "merges.jsonl"])
def test_a_graph_that_lost_a_file_is_built_again_without_extracting(folder: Path, lost: str) -> None:
    before = contents(folder / "g")
    (folder / "g" / lost).unlink()
    stages = Stages()
    build([folder / "papers.jsonl"], folder / "g", progress=stages)
    assert "extracting" not in stages
    assert contents(folder / "g") == before


def test_a_damaged_manifest_is_no_obstacle_to_a_build(folder: Path) -> None:
    before = contents(folder / "g")
    (folder / "g" / "manifest.json").write_text("{")
    assert build([folder / "papers.jsonl"], folder / "g").manifest["counts"]["labels"]["Paper"] == 3
    assert contents(folder / "g") == before


def test_two_builds_do_not_mix(folder: Path) -> None:
    code = f"""
from pathlib import Path
from kg.files import locked
with locked(Path({str(folder / "g" / ".lock")!r}), busy=""):
    print("held", flush=True)
    input()
"""
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    try:
        with pytest.raises(GraphError, match="another kg build is working on it; wait for it to end"):
            build([folder / "papers.jsonl"], folder / "g")
    finally:
        other.kill()
        other.wait()


def test_a_directory_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    papers = write(tmp_path / "papers.jsonl", PAPERS)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.tex").write_text("x")
    with pytest.raises(GraphError, match=r"is not empty and no graph of papergraph \(it has 'chapter1.tex'\)"):
        build([papers], tmp_path / "thesis")
    assert [p.name for p in (tmp_path / "thesis").iterdir()] == ["chapter1.tex"]
    with pytest.raises(GraphError, match="is a file, but a graph is a directory"):
        build([papers], papers)


def test_an_input_without_papers_is_an_error_and_leaves_no_graph(tmp_path: Path) -> None:
    with pytest.raises((GraphError, ReadError)):
        build([write(tmp_path / "empty.jsonl", [])], tmp_path / "g")
    with pytest.raises(GraphError):
        open_graph(tmp_path / "g")


def test_skipped_records_are_in_the_manifest_until_their_input_is_mended(folder: Path) -> None:
    bad = folder / "bad.jsonl"
    bad.write_text('{"title": "No end\n' + json.dumps(PAPERS[0]) + "\n")
    with pytest.raises(ReadError, match=r"bad\.jsonl:1: "):
        build([bad], folder / "g")
    graph = build([bad], folder / "g", skip_bad=True)
    assert len(graph.manifest["skipped"]) == 1
    assert graph.manifest["skipped"][0].startswith(f"{bad}:1: ")
    assert build([folder / "papers.jsonl"], folder / "g").manifest["skipped"] == graph.manifest["skipped"]
    write(bad, PAPERS[:1])
    assert build([bad], folder / "g").manifest["skipped"] == []


def test_aliases_relink_without_extracting_and_are_remembered(folder: Path) -> None:
    aliases = folder / "my.toml"
    aliases.write_text('[[rename]]\ntype = "Method"\nform = "BoxNet"\nname = "Box Network"\n')
    stages = Stages()
    graph = build([folder / "papers.jsonl"], folder / "g", aliases=aliases, progress=stages)
    assert "extracting" not in stages
    assert "Box Network" in {name for _, name in graph.nx.nodes(data="name")}
    again = build([folder / "papers.jsonl"], folder / "g")
    assert contents(again.path) == contents(graph.path)
    aliases.unlink()
    with pytest.raises(GraphError, match=r"my\.toml: no such file of aliases"):
        build([folder / "papers.jsonl"], folder / "g")


def test_aliases_in_the_directory_are_used_and_their_mistakes_told(folder: Path) -> None:
    own = folder / "g" / "aliases.toml"
    own.write_text('[[rename]]\ntype = "Method"\nform = "BoxNet"\nname = "Box Network"\n')
    graph = build([folder / "papers.jsonl"], folder / "g")
    assert "Box Network" in {name for _, name in graph.nx.nodes(data="name")}
    own.write_text("[[rename]\n")
    with pytest.raises(OverrideError, match=r"aliases\.toml:"):
        build([folder / "papers.jsonl"], folder / "g")
    assert open_graph(folder / "g").manifest == graph.manifest


def test_the_least_confidence_holds_for_all_of_the_graph(folder: Path) -> None:
    graph = build([folder / "papers.jsonl"], folder / "g", min_confidence=0.6)
    assert all(data["confidence"] >= 0.6 for *_, data in graph.nx.edges(data=True) if not data.get("derived"))
    assert build([folder / "papers.jsonl"], folder / "g").manifest["min_confidence"] == 0.0
