"""What is on top, what rises, who leads, what belongs together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import networkx as nx
import pytest

from kg.analysis import communities, leaderboard, leaderboards, top_entities, trends
from kg.analysis.leaderboards import less_is_better
from kg.analysis.trends import papers_by_year


def entity(graph: Any, id: str, first: int | None = None, by_year: list[int] | None = None, **more: Any) -> None:
    label = id.partition(":")[0].capitalize()
    years = {} if first is None else {"first_year": first, "papers_by_year": by_year}
    graph.add_node(
        id, label=label, id=id, name=id.partition(":")[2], n_papers=sum(by_year or [1]), descriptive=False, **years
    )
    graph.nodes[id].update(more)


def test_the_top_is_by_papers_then_by_name(graph: Any) -> None:
    assert [r.name for r in top_entities(graph, limit=3)] == ["BoxNet", "Streets", "mAP"]
    assert [r.id for r in top_entities(graph, "Task")] == ["task:object-detection", "task:detection"]


def test_descriptive_phrases_are_on_request(graph: Any) -> None:
    graph.nodes["method:boxnet"]["descriptive"] = True
    assert top_entities(graph, "Method", limit=1)[0].name != "BoxNet"
    assert top_entities(graph, "Method", limit=1, descriptive=True)[0].name == "BoxNet"


@pytest.fixture
def decade() -> Any:
    """Ten years of ten papers each, with a method that rises, one that falls and one that stays."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in range(100):
        graph.add_node(f"p{n}", label="Paper", year=2015 + n // 10)
    entity(graph, "method:rising", 2022, [2, 4, 8])
    entity(graph, "method:falling", 2015, [8, 4, 2])
    entity(graph, "method:steady", 2015, [2] * 10)
    entity(graph, "method:once", 2024, [1])
    entity(graph, "method:undated")
    return graph


def test_what_rises_comes_first_and_what_falls_last(decade: Any) -> None:
    found = trends(decade)
    assert [t.name for t in found] == ["rising", "steady", "falling"]
    assert found[1].change == 0
    assert found[0].change == -found[2].change > 3
    assert (found[0].earlier, found[0].recent) == (0, 14)


def test_the_recent_years_can_be_chosen(decade: Any) -> None:
    found = {t.name: (t.earlier, t.recent) for t in trends(decade, recent_from=2024, min_papers=1)}
    assert found["rising"] == (6, 8)
    assert found["once"] == (0, 1)
    assert trends(decade, recent_from=1990) == trends(decade, recent_from=2030) == []


def test_without_years_there_are_no_trends(graph: Any) -> None:
    for node in list(graph):
        graph.nodes[node].pop("year", None)
    assert trends(graph) == []
    assert papers_by_year(graph) == {}


def test_a_leaderboard_has_scores_but_no_improvements(graph: Any) -> None:
    (board,) = leaderboards(graph)
    assert (board.dataset_name, board.metric_name, board.less_is_better) == ("Streets", "mAP", False)
    (score,) = board.scores
    assert (score.value, score.method_name, score.task_name, score.paper, score.year) == (
        "61.5",
        "BoxNet",
        "object detection",
        "2101.00001",
        2021,
    )
    assert score.evidence == ("BoxNet reaches 61.5 mAP on Streets.",)
    assert leaderboard(graph, "dataset:streets", "metric:map") == [board]
    assert leaderboard(graph, "dataset:streets", "metric:bleu") == []
    assert leaderboards(graph, min_scores=2) == []


@pytest.mark.parametrize(("metric", "order"), [("mAP", ["70", "61.5", "n/a"]), ("error rate", ["61.5", "70", "n/a"])])
def test_the_best_score_comes_first_whichever_way_is_better(corpus: Any, metric: str, order: list[str]) -> None:
    corpus.node("metric:map", metric)
    extraction = corpus.extractions[0]
    (result,) = extraction.results
    more = tuple(replace(result, value=value) for value in ("n/a", "70"))
    corpus.extractions[0] = replace(extraction, results=(result, *more))
    assert [s.value for s in leaderboards(corpus.graph())[0].scores] == order


@pytest.mark.parametrize(
    ("metric", "lower"),
    [
        *[("FID", True), ("word error rate", True), ("WER", True), ("perplexity", True), ("accuracy", False)],
        *[
            ("BLEU", False),
            ("mean absolute error", True),
            ("F1", False),
            ("timeliness", False),
            ("inference time", True),
        ],
    ],
)
def test_whether_less_is_better_is_told_from_the_name(metric: str, lower: bool) -> None:
    assert less_is_better(metric) is lower


@pytest.fixture
def two_fields() -> Any:
    """Two groups of four entities, each tied within, and one tie between them."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for field in "ab":
        for n in range(4):
            entity(graph, f"method:{field}{n}", n_papers=10 - n)
        for n in range(4):
            for other in range(n + 1, 4):
                graph.add_edge(f"method:{field}{n}", f"method:{field}{other}", key="PART_OF", n_papers=3)
    graph.add_edge("method:a3", "method:b3", key="PART_OF", n_papers=1)
    entity(graph, "method:alone")
    graph.add_node("p1", label="Paper")
    for n in range(4):
        graph.add_edge("p1", f"method:a{n}", key="USES")
    return graph


def test_what_is_tied_is_one_community_named_by_its_leaders(two_fields: Any) -> None:
    found = communities(two_fields)
    assert [set(c.members) for c in found] == [{f"method:{field}{n}" for n in range(4)} for field in "ab"]
    assert found[0].name == "a0, a1, a2"
    assert [c.n_papers for c in found] == [1, 0]


def test_the_same_seed_gives_the_same_communities(two_fields: Any) -> None:
    assert communities(two_fields, seed=7) == communities(two_fields, seed=7)


def test_small_groups_are_left_out_unless_asked_for(two_fields: Any) -> None:
    assert communities(two_fields, min_size=5) == []
    assert ("method:alone",) in [c.members for c in communities(two_fields, min_size=1)]


def test_a_shared_paper_ties_entities(two_fields: Any) -> None:
    two_fields.remove_edges_from([e for e in list(two_fields.edges(keys=True)) if e[2] == "PART_OF"])
    assert [set(c.members) for c in communities(two_fields)] == [{f"method:a{n}" for n in range(4)}]


def test_no_entities_no_communities() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    assert communities(graph) == []
