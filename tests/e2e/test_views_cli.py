"""``kg view`` and ``kg site`` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from viz_world import world

from kg.store import save_graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views") / "graph"
    save_graph(folder, world())
    return folder


def test_a_page_is_written_where_it_is_wanted(kg: Run, graph: Path, tmp_path: Path) -> None:
    answer = kg("view", graph, "entity", "ViT", "-o", tmp_path / "vit.html")
    assert answer.returncode == 0, answer.stderr
    assert "vit.html: " in answer.stderr
    assert (tmp_path / "vit.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [p.name for p in tmp_path.iterdir()] == ["vit.html"]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("overview",), "overview.html"),
        (("entity", "ViT"), "entity-vit.html"),
        (("path", "attention", "ImageNet"), "path-attention-imagenet.html"),
        (("query", "MATCH (n:Task) /* ../../x */ RETURN n"), "query-match-n-task-x-return-n.html"),
    ],
)
def test_without_a_name_the_file_is_named_after_its_content(
    kg: Run, graph: Path, tmp_path: Path, arguments: tuple[str, ...], name: str
) -> None:
    answer = kg("view", graph, *arguments, "--quiet", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == answer.stdout == ""
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_json_is_the_data_of_the_page(kg: Run, graph: Path, tmp_path: Path) -> None:
    answer = kg("view", graph, "entity", "ViT", "--json", cwd=tmp_path)
    data = json.loads(answer.stdout)
    assert data["focus"] == ["method:vision-transformer"]
    assert any(e["type"] == "PROPOSES" and e["evidence"] for e in data["edges"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("entity",), "takes NAME, and got 0"),
        (("path", "ViT"), "takes NAME NAME, and got 1"),
        (("overview", "ViT"), "takes no arguments, and got 1"),
        (("timeline", "--depth", "2"), "has no option --depth"),
        (("overview", "-p", "limit=3"), "has no option --param"),
        (("query", "RETURN $n AS n", "-p", "n"), "write -p NAME=VALUE"),
        (("entity", "no such thing at all"), "no such thing at all"),
        (("query", "MATCH (n) DELETE n"), "only read"),
    ],
)
def test_mistakes_are_told_in_one_line(
    kg: Run, graph: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    answer = kg("view", graph, *arguments, cwd=tmp_path)
    assert answer.returncode != 0
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not list(tmp_path.iterdir())


def test_parameters_reach_the_query(kg: Run, graph: Path, tmp_path: Path) -> None:
    query = "MATCH (m:Method) WHERE m.n_papers >= $least RETURN m"
    data = json.loads(kg("view", graph, "query", query, "-p", "least=4", "--json", cwd=tmp_path).stdout)
    assert {n["id"] for n in data["nodes"]} == {"method:vision-transformer", "method:resnet", "method:attention"}


def test_a_site_in_a_directory(kg: Run, graph: Path, tmp_path: Path) -> None:
    answer = kg("site", graph, "-o", tmp_path / "site", "--min-papers", "1")
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "site/index.html").is_file()
    assert "pages of papers: 8" in answer.stderr
    again = kg("site", graph, "-o", tmp_path / "site", "--json")
    assert json.loads(again.stdout)["papers"] == 8
    refused = kg("site", graph, "-o", graph)
    assert refused.returncode == 1
    assert "something else" in refused.stderr
    assert (graph / "manifest.json").is_file()
