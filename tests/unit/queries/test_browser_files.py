"""The files of Neo4j Browser are current, and are what Browser reads."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

import pytest
from neo4j_graphs import small_graph

from kg.embedded import Engine
from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES
from queries.browser import HERE, files
from queries.browser.favourites import PICTURES, inlined
from queries.browser.style import text_on
from queries.catalog import catalog


@pytest.mark.parametrize("name", sorted(files()))
def test_the_file_is_current(name: str) -> None:
    assert (HERE / name).read_bytes() == files()[name], "run: python -m queries.browser"


def test_the_style_has_every_label_and_type_in_its_colour() -> None:
    style = files()["papergraph.grass"].decode()
    rules = dict(re.findall(r"^(\S+) \{\n(.*?)\n\}$", style, re.MULTILINE | re.DOTALL))
    for label, node in NODE_TYPES.items():
        assert f"color: {node.colour};" in rules[f"node.{label}"]
        assert 'caption: "{name}";' in rules[f"node.{label}"]
    for kind, relationship in RELATIONSHIP_TYPES.items():
        assert f"color: {relationship.colour};" in rules[f"relationship.{kind}"]


@pytest.mark.parametrize(("colour", "text"), [("#FFFFFF", "#000000"), ("#000000", "#FFFFFF"), ("#0072B2", "#FFFFFF")])
def test_captions_can_be_read(colour: str, text: str) -> None:
    assert text_on(colour) == text


def test_every_query_is_a_favourite_under_its_title() -> None:
    with zipfile.ZipFile(io.BytesIO(files()["papergraph-favourites.zip"])) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert len(texts) == len(catalog()) + len(PICTURES)
    for query in catalog().values():
        text = texts[f"papergraph {query.tags[0]}/{query.name}.cypher"]
        assert text.splitlines()[0] == f"// {query.title}"
        assert text.endswith(f"{inlined(query)};\n")
    titles = [text.splitlines()[0] for text in texts.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", sorted(catalog()))
def test_a_favourite_asks_what_the_query_asks_with_its_defaults(name: str) -> None:
    query = catalog()[name]
    with Engine.from_networkx(small_graph()) as engine:
        assert engine.run(inlined(query)).rows == engine.run(query.cypher, query.defaults).rows


class Guide(HTMLParser):
    """Counts the slides, and collects what can be run."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.slides = 0
        self.runs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.slides += tag == "slide"
        if tag == "pre":
            assert "runnable" in (dict(attrs)["class"] or "")
            self.runs.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "pre":
            self.runs[-1] += data


def test_the_guide_has_six_steps_each_with_something_to_run() -> None:
    guide = Guide()
    guide.feed(files()["papergraph.neo4j-browser-guide"].decode())
    assert guide.open == []
    assert guide.slides == 6
    assert len(guide.runs) >= 6
    assert all(re.match(r"\s*(MATCH|CALL|WITH|UNWIND)", run) for run in guide.runs)
