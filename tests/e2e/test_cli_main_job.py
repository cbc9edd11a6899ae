"""The main job as a person does it: build, build again, look, ask, view, export; in a directory of one's own."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from extract.checkpoint import Checkpoint
from extract.readers import read_papers

Run = Callable[..., subprocess.CompletedProcess[str]]

TABLES = ("nodes.parquet", "edges.parquet")


def contents(graph: Path) -> dict[str, bytes]:
    return {name: (graph / name).read_bytes() for name in TABLES}


@pytest.fixture
def own_graph(example_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(example_graph, tmp_path / "mygraph"))


def test_a_build_ends_with_counts_and_what_to_do_next(kg: Run, examples: Path, tmp_path: Path) -> None:
    answer = kg("build", examples / "landmarks.jsonl", "-o", "mygraph", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    head, labels, *types, following = answer.stdout.splitlines()
    assert head.startswith("mygraph: ")
    assert "61 Paper" in labels
    assert "PROPOSES" in " ".join(types)
    assert following == "next: kg view mygraph overview -o mygraph.html --open"
    stages = [line.split(":")[0] for line in answer.stderr.splitlines()]
    assert stages == ["reading papers", "extracting", "linking", "saving the graph"]
    assert {path.name for path in tmp_path.iterdir()} == {"mygraph"}


def test_every_shape_of_the_examples_gives_the_same_papers(
    kg: Run, examples: Path, own_graph: Path, tmp_path: Path
) -> None:
    before = json.loads((own_graph / "manifest.json").read_text())["counts"]["labels"]["Paper"]
    shapes = sorted(examples.glob("*.txt"))
    assert len(shapes) == 3
    answer = kg("build", *shapes, "-o", own_graph, "--json", "--quiet")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["counts"]["labels"]["Paper"] == before


def test_a_second_build_changes_no_byte(kg: Run, examples: Path, own_graph: Path) -> None:
    before = contents(own_graph)
    answer = kg("build", examples / "landmarks.jsonl", "-o", own_graph, "--quiet")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert contents(own_graph) == before


def test_a_graph_grows_to_what_a_build_from_scratch_gives(
    kg: Run, examples: Path, example_graph: Path, tmp_path: Path
) -> None:
    lines = (examples / "landmarks.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    part = tmp_path / "landmarks.jsonl"
    part.write_text("".join(lines[::2]), encoding="utf-8")
    assert kg("build", part, "-o", tmp_path / "g", "-q").returncode == 0
    part.write_text("".join(lines), encoding="utf-8")
    assert kg("build", part, "-o", tmp_path / "g", "-q").returncode == 0
    assert contents(tmp_path / "g") == contents(example_graph)


def test_a_kill_in_mid_build_loses_at_most_one_batch(
    kg: Run, examples: Path, example_graph: Path, tmp_path: Path
) -> None:
    corpus, output = tmp_path / "landmarks.jsonl", tmp_path / "g"
    records = [json.loads(line) for line in (examples / "landmarks.jsonl").read_text(encoding="utf-8").splitlines()]
    many = [r | {"id": f"x{i}-{n}", "title": f"{r['title']} {i}"} for i in range(6) for n, r in enumerate(records)]
    corpus.write_text("".join(json.dumps(r) + "\n" for r in many), encoding="utf-8")
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", str(corpus), "-o", str(output)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    extracted = 0
    while not extracted and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
        extracted = _extracted(output)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "the build was over before it could be killed"
    kept = _extracted(output)
    assert kept >= extracted > 0

    assert kg("stats", output).returncode == 1
    answer = kg("build", corpus, "-o", output)
    assert answer.returncode == 0, answer.stderr
    stages = dict(line.split(":", 1) for line in answer.stderr.splitlines())
    assert int(stages["extracting"].split()[0].replace(",", "")) == len(many) - kept
    assert kg("stats", output).returncode == 0


def _extracted(output: Path) -> int:
    if not (output / "extractions.sqlite").exists():
        return 0
    with Checkpoint(output) as checkpoint:
        return sum(checkpoint.counts(model)["extracted"] for model in checkpoint.models())


def test_ctrl_c_is_one_line_that_says_how_to_go_on(examples: Path, tmp_path: Path) -> None:
    output = tmp_path / "g"
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", "-", "-o", str(output)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not (output / "extractions.sqlite").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert err.decode().strip() == (
        f"kg: stopped; run the same command again to go on: what was extracted is kept in {output}"
    )


def test_a_broken_record_stops_with_its_line_unless_skipped(kg: Run, examples: Path, tmp_path: Path) -> None:
    lines = (examples / "landmarks.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:5]
    broken = tmp_path / "broken.jsonl"
    broken.write_text("".join([*lines[:2], '{"title": "No end\n', *lines[2:]]), encoding="utf-8")
    answer = kg("build", broken, "-o", tmp_path / "g", "-q")
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"kg: error: {broken}:3: ")
    assert "; " in answer.stderr
    assert len(answer.stderr.splitlines()) == 1

    answer = kg("build", broken, "-o", tmp_path / "g", "--skip-bad")
    assert answer.returncode == 0
    assert "skipped 1 that could not be read:" in answer.stderr
    assert f"{broken}:3: " in answer.stderr
    assert "5 Paper" in answer.stdout
    assert f"{broken}:3: " in kg("stats", tmp_path / "g").stdout


@pytest.mark.parametrize("command", [["stats"], ["show", "BERT"], ["query", "top-methods"], ["view", "overview"]])
def test_no_graph_is_told_with_a_remedy(kg: Run, tmp_path: Path, command: list[str]) -> None:
    answer = kg(command[0], tmp_path / "nowhere", *command[1:])
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"kg: error: {tmp_path}/nowhere: no such graph; build one with: kg build")


def test_stats_count_and_rank(kg: Run, example_graph: Path) -> None:
    answer = kg("stats", example_graph)
    assert answer.returncode == 0, answer.stderr
    for word in ("Paper", "Method", "Dataset", "Task", "Metric", "PROPOSES"):
        assert word in answer.stdout
    data = json.loads(kg("stats", example_graph, "--json").stdout)
    manifest = json.loads((example_graph / "manifest.json").read_text())
    assert data["nodes"] == manifest["counts"]["labels"]


def test_show_tells_of_an_entity_and_of_a_paper(kg: Run, example_graph: Path) -> None:
    answer = kg("show", example_graph, "ImageNet")
    assert answer.returncode == 0, answer.stderr
    assert "ImageNet" in answer.stdout
    assert "EVALUATES_ON" in answer.stdout
    data = json.loads(kg("show", example_graph, "imagenet", "--json").stdout)
    assert data["label"] == "Dataset"
    paper = kg("show", example_graph, "Attention Is All You Need")
    assert paper.returncode == 0, paper.stderr
    assert "-[ADDRESSES]-> " in paper.stdout
    assert "machine translation" in paper.stdout


def test_an_unknown_name_offers_the_nearest(kg: Run, example_graph: Path, tmp_path: Path) -> None:
    for command in (
        ["show", example_graph, "ImagNet"],
        ["view", example_graph, "entity", "ImagNet", "-o", tmp_path / "x.html"],
    ):
        answer = kg(*command)
        assert answer.returncode == 1
        assert answer.stdout == ""
        assert "ImageNet" in answer.stderr
        assert len(answer.stderr.splitlines()) == 1
    answer = kg("query", example_graph, "top-methodz")
    assert answer.returncode != 0
    assert "top-methods" in answer.stderr


def test_a_named_query_and_ones_own(kg: Run, example_graph: Path) -> None:
    answer = kg("query", example_graph, "top-methods", "-p", "limit=3", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    assert len(json.loads(answer.stdout)) == 3
    answer = kg("query", example_graph, "--cypher", "MATCH (p:Paper) RETURN count(p) AS papers", "--format", "csv")
    manifest = json.loads((example_graph / "manifest.json").read_text())
    assert answer.stdout.split() == ["papers", str(manifest["counts"]["labels"]["Paper"])]


def test_a_query_can_not_write(kg: Run, example_graph: Path) -> None:
    before = contents(example_graph)
    answer = kg("query", example_graph, "--cypher", "MATCH (n) DETACH DELETE n")
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert contents(example_graph) == before


@pytest.mark.parametrize("page", [["overview"], ["entity", "ImageNet"]])
def test_a_view_is_one_page_that_asks_for_nothing(
    kg: Run, example_graph: Path, tmp_path: Path, page: list[str]
) -> None:
    answer = kg("view", example_graph, *page, "-o", "page.html", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "ImageNet" in html
    for loading in ("<script src=", 'rel="stylesheet"', "@import", 'src="http', "url(http"):
        assert loading not in html


def test_every_export_holds_every_node(kg: Run, example_graph: Path, tmp_path: Path) -> None:
    nodes = json.loads((example_graph / "manifest.json").read_text())["counts"]["nodes"]
    edges = json.loads((example_graph / "manifest.json").read_text())["counts"]["edges"]

    def export(format: str, name: str) -> Path:
        answer = kg("export", example_graph, "-f", format, "-o", tmp_path / name, "-q")
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
        return tmp_path / name

    for graph in (
        nx.read_graphml(export("graphml", "g.graphml"), force_multigraph=True),
        nx.read_gexf(export("gexf", "g.gexf")),
    ):
        assert (graph.number_of_nodes(), graph.number_of_edges()) == (nodes, edges)
    data = json.loads(export("json", "g.json").read_text(encoding="utf-8"))
    assert (len(data["nodes"]), len(data["edges"])) == (nodes, edges)
    assert export("jsonld", "g.jsonld").stat().st_size > 0
    tables = export("csv", "csv")
    assert len(pd.read_csv(tables / "nodes.csv")) == nodes
    assert len(pd.read_csv(tables / "edges.csv")) == edges
    tables = export("parquet", "parquet")
    assert len(pd.read_parquet(tables / "nodes.parquet")) == nodes


def test_extract_writes_a_file_that_eval_scores(kg: Run, examples: Path, tmp_path: Path) -> None:
    output = tmp_path / "extracted.jsonl"
    answer = kg("extract", examples / "landmarks.jsonl", "-o", output, "-q")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["extracted.jsonl"]
    extracted = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    streamed = kg("extract", examples / "landmarks.jsonl", "-q").stdout.splitlines()
    assert sorted(streamed) == sorted(output.read_text(encoding="utf-8").splitlines())

    read = read_papers([examples / "landmarks.jsonl"])
    papers = [{"id": paper.id, "title": paper.title, "abstract": paper.abstract} for paper in read]
    (tmp_path / "gold.papers.json").write_text(json.dumps(papers), encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(e) + "\n" for e in extracted), encoding="utf-8")
    answer = kg("eval", tmp_path / "gold.jsonl", "--predicted", output)
    assert answer.returncode == 0, answer.stderr
    assert "mentions           P 100.0  R 100.0  F1 100.0" in answer.stdout
    assert json.loads(kg("eval", tmp_path / "gold.jsonl", "--json", "-q").stdout)["scores"]["roles"]["f1"] == 100


def test_a_stopped_extraction_leaves_no_half_file(kg: Run, examples: Path, tmp_path: Path) -> None:
    lines = (examples / "landmarks.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:3]
    broken = tmp_path / "broken.jsonl"
    broken.write_text("".join([*lines, "{\n"]), encoding="utf-8")
    answer = kg("extract", broken, "-o", tmp_path / "x.jsonl", "-q")
    assert answer.returncode == 1
    assert f"{broken}:4: " in answer.stderr
    assert not (tmp_path / "x.jsonl").exists()


def test_doctor_finds_all_well(kg: Run, tmp_path: Path) -> None:
    answer = kg("doctor", "--json", cwd=tmp_path)
    checks = {check["name"]: check for check in json.loads(answer.stdout)}
    assert answer.returncode == 0, answer.stdout
    assert {name: checks[name]["status"] for name in ("papergraph", "model", "engine")} == {
        "papergraph": "ok",
        "model": "ok",
        "engine": "ok",
    }
    assert list(tmp_path.iterdir()) == []


def test_doctor_tells_what_to_do_about_a_server_that_is_away(kg: Run) -> None:
    answer = kg("doctor", "--uri", "bolt://127.0.0.1:1")
    assert answer.returncode == 1
    failed = next(line for line in answer.stdout.splitlines() if line.startswith("failed"))
    assert "neo4j" in failed
    assert "127.0.0.1:1" in failed
    assert "-> " in answer.stdout
