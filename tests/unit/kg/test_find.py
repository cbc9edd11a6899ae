"""Names that people type, and the nodes that they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import NotFoundError
from kg.find import candidates, find_entity, find_node, nearest_names
from kg.store import Graph, save_graph


@pytest.mark.parametrize(
    "name",
    [
        "method:boxnet",
        "BoxNet",
        "boxnet",
        " BoxNet ",
        "box network",
        "Box-Network",
        "BOX_NETWORK",
        "box networks",
        "Boxnët",
    ],
)
def test_an_entity_is_found_however_its_name_is_written(stored: Graph, name: str) -> None:
    assert find_entity(stored, name) == "method:boxnet"


def test_a_name_wins_over_an_alias_and_an_exact_form_over_a_folded_one(corpus: Any, tmp_path: Path) -> None:
    corpus.node("method:gridnet", "GridNet", "SAM")
    corpus.node("dataset:streets", "Streets", "sam")
    corpus.node("task:detection", "sam")
    graph = save_graph(tmp_path / "g", corpus.graph())
    assert find_entity(graph, "SAM") == "method:gridnet"
    assert find_entity(graph, "sam") == "task:detection"
    assert candidates(graph, "sam") == ["task:detection", "dataset:streets", "method:gridnet"]


def test_of_equals_the_one_of_the_most_papers_wins(corpus: Any, tmp_path: Path) -> None:
    corpus.node("metric:map", "mAP", "net")
    corpus.node("method:boxnet", "BoxNet", "net")
    graph = save_graph(tmp_path / "g", corpus.graph())
    assert find_entity(graph, "net") == "method:boxnet"
    assert find_entity(graph, "net", "Metric") == "metric:map"


def test_a_paper_is_found_by_id_and_title(stored: Graph) -> None:
    assert find_node(stored, "2101.00001") == "2101.00001"
    assert find_node(stored, "boxnet: fast object detection") == "2101.00001"
    assert find_entity(stored, "A survey of detection", "Paper") == "p0123456789"


def test_an_entity_wins_over_a_paper_of_that_title(stored: Graph) -> None:
    assert find_node(stored, "GridNet") == "method:gridnet"
    assert find_node(stored, "GridNet", "Paper") == "2301.00002"
    assert candidates(stored, "GridNet") == ["method:gridnet", "2301.00002"]


def test_entities_only_means_no_papers(stored: Graph) -> None:
    with pytest.raises(NotFoundError, match="no method or dataset or task or metric"):
        find_entity(stored, "2101.00001")


def test_an_unknown_name_offers_the_nearest(stored: Graph) -> None:
    with pytest.raises(NotFoundError, match=r"'BoxNte': no entity or paper of that name; did you mean 'BoxNet'"):
        find_node(stored, "BoxNte")
    assert nearest_names(stored, "objct detectoin")[0] == "object detection"


@pytest.mark.parametrize("name", ["", "   ", "qqqq", "...", "\U0001f600", "'; MATCH (n) DELETE n"])
def test_a_hopeless_name_is_an_error_all_the_same(stored: Graph, name: str) -> None:
    with pytest.raises(NotFoundError):
        find_node(stored, name)


def test_an_unknown_label_is_an_error(stored: Graph) -> None:
    with pytest.raises(NotFoundError, match="Thing: no such label; choose one of Paper, Method"):
        find_entity(stored, "BoxNet", "Thing")


def test_c_plus_plus_is_not_c(corpus: Any, tmp_path: Path) -> None:
    corpus.node("method:gridnet", "C")
    corpus.node("method:convolution", "C++")
    graph = save_graph(tmp_path / "g", corpus.graph())
    assert find_entity(graph, "c++") == "method:convolution"
    assert find_entity(graph, "c") == "method:gridnet"
