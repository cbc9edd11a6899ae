"""The figures of a graph."""

from __future__ import annotations

import json

from kg.stats import stats
from kg.store import Graph


def test_counts_are_those_of_the_graph(stored: Graph) -> None:
    figures = stats(stored)
    assert figures.nodes == {"Dataset": 1, "Method": 3, "Metric": 1, "Paper": 3, "Result": 2, "Task": 2}
    assert sum(figures.relationships.values()) == stored.nx.number_of_edges()


def test_the_leading_entities_of_each_label_come_first(stored: Graph) -> None:
    figures = stats(stored, limit=2)
    assert [(e.name, e.n_papers) for e in figures.top["Method"]] == [("BoxNet", 3), ("GridNet", 1)]
    assert [e.id for e in figures.top["Task"]] == ["task:object-detection", "task:detection"]


def test_years_run_without_gaps_and_undated_papers_are_counted(stored: Graph) -> None:
    figures = stats(stored)
    assert figures.papers_by_year == {2021: 1, 2022: 0, 2023: 1}
    assert figures.undated == 1


def test_what_was_skipped_dropped_and_unproved_is_told(stored: Graph) -> None:
    figures = stats(stored)
    assert figures.skipped == ("a.jsonl:7: bad",)
    assert figures.dropped["relation: one of its entities was dropped"] == 1
    assert figures.without_evidence == 1
    assert figures.without_entity == 0
    assert figures.descriptive == 0


def test_the_figures_are_plain_data_for_json(stored: Graph) -> None:
    assert json.loads(json.dumps(stats(stored).to_dict()))["top"]["Dataset"][0]["name"] == "Streets"
