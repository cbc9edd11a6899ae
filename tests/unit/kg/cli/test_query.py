"""``kg query`` and ``kg cypher`` as a person types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result
from query_answers import ANSWERS
from query_answers.world import Library

import queries
from kg.cli import main
from kg.store import save_graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_graph(tmp_path_factory.mktemp("query") / "g", Library().graph).path)


def kg(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, prog_name="kg")


def rows(*arguments: str, stdin: str | None = None) -> Any:
    answer = kg("query", *arguments, "--json", stdin=stdin)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


# --- the library -------------------------------------------------------------------------------------------------


def test_no_name_lists_the_library_by_tag() -> None:
    answer = kg("query")
    lines = answer.stdout.splitlines()
    for query in queries.catalog().values():
        assert any(line.split() == [query.name, *query.title.split()] for line in lines)
    assert lines[0] == "overview: what the graph holds"


def test_a_graph_without_a_name_lists_the_library_too(graph: str) -> None:
    assert kg("query", graph).stdout == kg("query").stdout


def test_the_list_for_programs() -> None:
    listed = json.loads(kg("query", "--json").stdout)
    assert [query["name"] for query in listed] == list(queries.catalog())
    assert set(listed[0]) == {"name", "title", "description", "parameters", "columns", "tags", "cypher"}


def test_a_name_without_a_graph_is_explained() -> None:
    text = kg("query", "leaderboard").stdout
    for parameter in queries.get("leaderboard").parameters:
        assert f"-p {parameter.name}=…" in text
    assert "Leaderboard of a dataset" in text
    assert json.loads(kg("query", "leaderboard", "--json").stdout)["name"] == "leaderboard"


def test_a_query_runs_with_its_parameters(graph: str) -> None:
    query = queries.get("leaderboard")
    found = rows(graph, "leaderboard", "-p", "dataset=coco", "-p", "limit=3", "-p", "lower_is_better=yes")
    params = {**query.defaults, "dataset": "COCO", "limit": 3, "lower_is_better": True}
    expected = ANSWERS["leaderboard"].function(Library(), **params)
    assert [list(row.values()) for row in found] == [list(row) for row in expected]
    assert len(found) == 3


def test_a_name_in_another_spelling_is_found_on_the_graph(graph: str) -> None:
    assert rows(graph, "papers-of-method", "-p", "method=schrodinger-net")[0]["method"] == "Schrödinger Net"


def test_limit_is_the_parameter_where_there_is_one(graph: str) -> None:
    assert len(rows(graph, "top-methods", "--limit", "2")) == 2
    assert len(rows(graph, "papers-by-year", "--limit", "2")) == 2
    answer = kg("query", graph, "papers-by-year", "--limit", "2")
    assert "2 of 9 rows" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["top-method"], "did you mean top-methods"),
        (["top-methods", "-p", "limt=3"], "did you mean limit"),
        (["top-methods", "-p", "limit=many"], "limit='many': limit is a whole number"),
        (["top-methods", "-p", "limit=-1"], "can't be negative"),
        (["top-methods", "-p", "limit"], "-p limit: write it as KEY=VALUE"),
        (["leaderboard", "-p", "dataset=ImageNett"], "did you mean 'ImageNet'"),
        (["rising-entities", "-p", "label=Thing"], "label is one of Entity, Paper, Method"),
        (["--cypher", "MATCH (n:Method) RETURN n.name AS x LIMIT $n"], "no value for $n; give it with -p n="),
        (["--cypher", "MATCH (n RETURN n"], "line 1, column"),
        (["--cypher", "MATCH (n) DETACH DELETE n"], "queries only read"),
        (["nosuch.cypher"], "nosuch.cypher: no such file"),
    ],
)
def test_mistakes_are_told_in_one_line(graph: str, arguments: list[str], message: str) -> None:
    answer = kg("query", graph, *arguments, "-q")
    assert answer.exit_code == 1
    assert message in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["leaderbord"], "did you mean leaderboard"),
        (["./nowhere", "top-methods"], "nowhere: no such graph"),
        (["-"], "on which graph?"),
        (["nowhere", "--cypher", "RETURN 1 AS x"], "nowhere: no such graph"),
    ],
)
def test_a_missing_graph_is_told(arguments: list[str], message: str) -> None:
    answer = kg("query", *arguments)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert message in answer.stderr


# --- one's own Cypher --------------------------------------------------------------------------------------------


def test_cypher_with_parameters(graph: str) -> None:
    cypher = "MATCH (p:Paper) WHERE p.year >= $year AND p.id IN $ids RETURN p.id AS id ORDER BY id"
    ids = sorted(n["id"] for n in Library().all("Paper") if n.get("year", 0) >= 2020)[:2]
    found = rows(graph, "--cypher", cypher, "-p", "year=2020", "-p", f"ids={json.dumps(ids)}")
    assert [row["id"] for row in found] == ids


def test_cypher_from_standard_input_and_from_a_file(graph: str, tmp_path: Path) -> None:
    cypher = "// how many\nMATCH (n:Method) WHERE n.name <> $name RETURN count(n) AS n;\n"
    (tmp_path / "mine.cypher").write_text(cypher)
    expected = [{"n": len(Library().all("Method")) - 1}]
    assert rows(graph, "-", "-p", "name=BERT", stdin=cypher) == expected
    assert rows(graph, str(tmp_path / "mine.cypher"), "-p", "name=BERT") == expected


def test_memory_runs_it_in_a_process_of_its_own(graph: str) -> None:
    assert rows(graph, "top-methods", "--memory", "500") == rows(graph, "top-methods")


def test_warnings_are_told(graph: str) -> None:
    answer = kg("query", graph, "--cypher", "MATCH (n:Metod) RETURN n")
    assert "kg: warning: " in answer.stderr
    assert "Metod" in answer.stderr


# --- output ------------------------------------------------------------------------------------------------------

VALUES = "RETURN 'a\"b, 李' AS text, 1 AS whole, 0.5 AS part, true AS yes, null AS nothing, ['x', 'y'] AS list, "
VALUES += "{a: 1} AS map, date('2024-02-29') AS day"


def test_json_and_json_lines(graph: str) -> None:
    expected = {"text": 'a"b, 李', "whole": 1, "part": 0.5, "yes": True, "nothing": None}
    expected |= {"list": ["x", "y"], "map": {"a": 1}, "day": "2024-02-29"}
    assert rows(graph, "--cypher", VALUES) == [expected]
    lines = kg("query", graph, "--cypher", f"UNWIND [1, 2] AS i {VALUES}", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == [expected, expected]
    assert "李" in lines[0]


def test_csv_is_read_back_by_a_reader_of_csv(graph: str) -> None:
    text = kg("query", graph, "--cypher", VALUES, "-f", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(text))
    assert row == {"text": 'a"b, 李', "whole": "1", "part": "0.5", "yes": "true", "nothing": ""} | {
        "list": '["x", "y"]',
        "map": '{"a": 1}',
        "day": "2024-02-29",
    }


def test_nodes_relationships_and_paths(graph: str) -> None:
    cypher = "MATCH path = (p:Paper)-[r:USES]->(m:Method) RETURN p, r, path ORDER BY p.id, m.id LIMIT 1"
    (row,) = rows(graph, "--cypher", cypher)
    assert row["p"]["labels"] == ["Paper"]
    assert row["r"]["type"] == "USES"
    assert [n["properties"]["id"] for n in row["path"]["nodes"]] == [
        row["path"]["relationships"][0]["start"],
        row["path"]["relationships"][0]["end"],
    ]
    table = kg("query", graph, "--cypher", cypher).stdout
    assert "[USES]" in table
    assert ")-[USES]->(" in table


def test_no_rows_are_no_error(graph: str) -> None:
    cypher = "MATCH (n:Method) WHERE n.name = 'nobody' RETURN n.name AS name"
    answer = kg("query", graph, "--cypher", cypher)
    assert (answer.exit_code, answer.stdout.strip()) == (0, "name")
    assert "0 rows" in answer.stderr
    assert rows(graph, "--cypher", cypher) == []
    assert kg("query", graph, "--cypher", cypher, "-f", "jsonl").stdout == ""


def test_a_program_that_reads_gets_nothing_but_the_rows(graph: str) -> None:
    quiet = kg("query", graph, "top-methods", "-q", "-f", "csv")
    assert quiet.stderr == ""
    assert len(quiet.stdout.splitlines()) == 1 + len(rows(graph, "top-methods"))


# --- completion --------------------------------------------------------------------------------------------------


def completions(*arguments: str) -> set[str]:
    *before, last = arguments
    shell = ShellComplete(main, {}, "kg", "_KG_COMPLETE")
    return {item.value for item in shell.get_completions(["query", *before], last)}


def test_names_are_completed(graph: str) -> None:
    assert completions(graph, "top") == {"top-methods", "top-datasets", "top-tasks", "top-metrics"}
    assert completions(graph, "zzz") == set()
    assert {"leaderboard"} <= completions("lead")


def test_parameters_are_completed(graph: str) -> None:
    assert completions(graph, "leaderboard", "-p", "") == {"dataset=", "metric=", "lower_is_better=", "limit="}
    assert completions(graph, "leaderboard", "-p", "l") == {"lower_is_better=", "limit="}
    assert completions(graph, "leaderboard", "-p", "lower_is_better=") == {
        "lower_is_better=true",
        "lower_is_better=false",
    }
    assert completions(graph, "rising-entities", "-p", "label=M") == {"label=Method", "label=Metric"}
    assert completions("leaderboard", "-p", "d") == {"dataset="}


# --- kg cypher ---------------------------------------------------------------------------------------------------


def test_lint_is_silent_about_good_files_and_fails_on_others(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.cypher", tmp_path / "bad.cypher"
    good.write_text(queries.get("top-methods").cypher)
    bad.write_text("MATCH (m:Method)\nRETURN m.name LIMIT 3\n")
    silent = kg("cypher", "--lint", str(good))
    assert (silent.exit_code, silent.output) == (0, "")
    told = kg("cypher", "--lint", str(good), str(bad))
    assert told.exit_code == 1
    assert told.stdout.splitlines()[0] == f"{bad}:2:8: P11 give the column a name: … AS name"
    listed = json.loads(kg("cypher", "--lint", "-", "--json", stdin=bad.read_text()).stdout)
    assert [(f["file"], f["line"], f["rule"]) for f in listed] == [("-", 2, "P11"), ("-", 2, "P11")]


def test_a_file_that_is_not_there() -> None:
    answer = kg("cypher", "--lint", "nosuch.cypher")
    assert (answer.exit_code, answer.stderr) == (
        1,
        "kg: error: nosuch.cypher: no such file or directory; check the path\n",
    )
