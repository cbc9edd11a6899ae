"""The catalogue: headers, parameters and their types, names, and the page that is made of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import queries
from kg.cypher_text import parameter_names
from kg.errors import NotFoundError, QueryError
from queries.catalog import TAGS, parse
from queries.docs import render
from queries.values import NODE_KINDS, TYPES, coerce, read, words

ROOT = Path(__file__).resolve().parents[3]
NAMES = sorted(queries.catalog())

GOOD = """\
// Title
//
// What it answers,
// in two lines.
//
// @param limit: integer = 20 -- rows at most
// @param name: Method = null -- a method
// @column method: string -- its name
// @column forms: string[] -- its aliases
// @tags methods, quality
MATCH (m:Method) RETURN m.name AS method, m.aliases AS forms
"""


def test_the_library_answers_what_users_ask() -> None:
    assert len(NAMES) >= 30
    tags = {tag for query in queries.catalog().values() for tag in query.tags}
    assert tags == set(TAGS)


def test_a_header_is_read_in_full() -> None:
    query = parse("example", GOOD)
    assert (query.name, query.title) == ("example", "Title")
    assert query.description == "What it answers,\nin two lines."
    assert [(p.name, p.type, p.default) for p in query.parameters] == [
        ("limit", "integer", 20),
        ("name", "Method", None),
    ]
    assert [(c.name, c.type) for c in query.columns] == [("method", "string"), ("forms", "string[]")]
    assert query.tags == ("methods", "quality")
    assert query.cypher == GOOD


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("// Title", "// @tags methods", "example.cypher:1: no title"),
        ("// Title\n", "", "example.cypher:1: no title"),
        ("// What it answers,\n// in two lines.\n", "", "no description"),
        ("limit: integer = 20 -- rows", "limit: integer 20 rows", "example.cypher:6: can't be read"),
        ("limit: integer", "limit: number", "example.cypher:6: no type 'number'"),
        ("= 20", "= twenty", "example.cypher:6: the default twenty is not JSON"),
        ("= 20", '= "twenty"', "limit='twenty': limit is a whole number"),
        ("// @tags methods, quality\n", "", "no @tags line"),
        ("@tags methods, quality", "@tags methods, fun", "example.cypher:10: no tag 'fun'"),
        ("@column method: string -- its name", "@column method", "example.cypher:8: can't be read"),
    ],
)
def test_a_bad_header_is_told_with_its_line(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryError, match=re.escape(message)):
        parse("example", GOOD.replace(old, new))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_uses_the_parameters_that_it_declares(name: str) -> None:
    query = queries.get(name)
    assert set(parameter_names(query.cypher)) == set(query.defaults)


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_named_and_described_like_the_others(name: str) -> None:
    query = queries.get(name)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert len(query.title) <= 70
    assert query.description.endswith(".")
    assert max(map(len, query.cypher.splitlines())) <= 125
    assert query.cypher.endswith("\n")
    assert not query.cypher.endswith("\n\n")
    assert len({c.name for c in query.columns}) == len(query.columns)
    titles = [other.title for other in queries.catalog().values()]
    assert titles.count(query.title) == 1


def test_a_name_is_found_in_spite_of_its_spelling() -> None:
    assert queries.get("Top_Methods").name == "top-methods"
    assert queries.get("top-methods.cypher").name == "top-methods"


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("top-method", "top-methods"),
        ("leaderbord", "leaderboard"),
        ("saturation", "benchmark-saturation"),
        ("zzz", "lists"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(wrong: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match=hint):
        queries.get(wrong)


def test_a_wrong_parameter_is_told_with_the_nearest() -> None:
    query = queries.get("top-methods")
    with pytest.raises(NotFoundError, match="did you mean limit"):
        query.bind({"limt": 3})
    with pytest.raises(NotFoundError, match="it has limit, descriptive"):
        query.bind({"zzz": 3})
    with pytest.raises(NotFoundError, match="it has none"):
        queries.get("papers-by-year").bind({"limit": 3})


def test_values_stand_over_the_defaults() -> None:
    bound = queries.get("leaderboard").bind({"dataset": " COCO ", "limit": 3})
    assert bound == {"dataset": "COCO", "metric": None, "lower_is_better": False, "limit": 3}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("3", "integer"),
        (3.0, "integer"),
        (True, "integer"),
        (-1, "integer"),
        (True, "float"),
        (float("nan"), "float"),
        (1, "boolean"),
        ("true", "boolean"),
        (1, "string"),
        ("Methods", "Label"),
        ("USED", "Relationship"),
        ("", "Method"),
        ("  ", "Paper"),
        (["BERT"], "Method"),
        (None, "Method"),
        (None, "integer"),
    ],
)
def test_a_value_of_another_type_is_refused(value: Any, kind: str) -> None:
    with pytest.raises(QueryError, match=r"^limit="):
        coerce(value, kind, "limit")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("20", "integer", 20),
        (" 1_000 ", "integer", 1000),
        ("0.5", "float", 0.5),
        ("1", "float", 1.0),
        ("yes", "boolean", True),
        ("False", "boolean", False),
        ("method", "Label", "Method"),
        ("used_for", "Relationship", "USED_FOR"),
        ("BERT", "Method", "BERT"),
        ("null", "Method", "null"),
        ("a=b", "string", "a=b"),
    ],
)
def test_values_are_read_from_the_command_line(text: str, kind: str, value: Any) -> None:
    found = read(text, kind, "x")
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("text", "kind"), [("x", "integer"), ("1.5", "integer"), ("x", "float"), ("maybe", "boolean")])
def test_what_is_no_value_is_told(text: str, kind: str) -> None:
    with pytest.raises(QueryError, match=f"x='{text}': x is "):
        read(text, kind, "x")


def test_null_is_read_where_it_is_allowed() -> None:
    assert read("null", "integer", "x", nullable=True) is None
    assert read("", "Metric", "x", nullable=True) is None


def test_every_type_says_what_it_takes() -> None:
    assert set(NODE_KINDS) < set(TYPES)
    assert words("boolean") == ("true", "false")
    assert "Task" in words("Label")
    assert words("integer") == ()


def test_the_page_is_what_the_headers_make() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert page == render(), "run: python -m queries.docs > docs/queries.md"


def test_the_page_has_every_query_and_parameter() -> None:
    page = render()
    for query in queries.catalog().values():
        assert f"### {query.name}\n" in page
        for parameter in query.parameters:
            assert (
                f"| `{parameter.name}` | {parameter.type} | `{json.dumps(parameter.default, ensure_ascii=False)}` |"
                in page
            )
