from __future__ import annotations

import base64
import hashlib
import html as html_module
import json
import re

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from viz_world import HOSTILE, world

import viz
from viz.cut import make_edges
from viz.network import network
from viz.page import html, script_json, vis_network
from viz.source import Source, web_address


@pytest.fixture(scope="module")
def page() -> str:
    return viz.render(world(), "entity", "ViT")


def _block(page: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_nothing_is_loaded_from_outside(page: str) -> None:
    assert not re.search(r'<(script|link|img|iframe)[^>]+(src|href)="(?!data:)', page)
    assert "cdn" not in page.replace(vis_network(), "").lower()


def test_the_policy_allows_exactly_the_inline_scripts_and_styles(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    text = html_module.unescape(policy[1])
    assert text.startswith("default-src 'none'")
    assert "unsafe" not in text
    assert "http" not in text
    for body in [
        *re.findall(r"<script>(.*?)</script>", page, re.DOTALL),
        *re.findall(r"<style>(.*?)</style>", page, re.DOTALL),
    ]:
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in text


def test_hostile_titles_never_become_markup(page: str) -> None:
    text = page.replace(vis_network(), "")
    assert "<script>window" not in text
    assert "<img" not in text
    assert "\u202e" not in text
    assert "javascript:" not in text
    names = {n["name"] for n in _block(page, "data")["nodes"]}  # type: ignore[index, call-overload]
    assert HOSTILE["h1"] in names


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_embedded_json_comes_back_and_cannot_end_its_element(value: object) -> None:
    text = str(script_json(value))
    assert "<" not in text
    assert ">" not in text
    assert json.loads(text) == value


def test_equal_graphs_give_equal_pages() -> None:
    assert viz.render(world(), "overview") == viz.render(world(), "overview")


def test_the_graph_is_not_changed() -> None:
    graph = world()
    before = nx.node_link_data(graph)
    for name, arguments in {"overview": (), "entity": ("ViT",), "task": ("IC",), "timeline": ()}.items():
        viz.render(graph, name, *arguments)
    assert nx.node_link_data(graph) == before


def test_parallel_relations_are_one_edge_with_all_of_them() -> None:
    source = Source.of(world())
    edges = make_edges(source, ["method:patch-merger", "method:vision-transformer"])
    assert len(edges) == 1
    assert sorted(r.type for r in edges[0].relations) == ["PART_OF", "SUBCLASS_OF", "SUBCLASS_OF"]
    assert {(r.source, r.target) for r in edges[0].relations if r.type == "SUBCLASS_OF"} == {
        ("method:patch-merger", "method:vision-transformer"),
        ("method:vision-transformer", "method:patch-merger"),
    }


def test_the_pyvis_network_is_filled_whole() -> None:
    view = viz.view(world(), "entity", "ViT")
    net = network(view)
    assert net.num_nodes() == len(view.nodes) == len(net.node_map)
    assert net.num_edges() == len(view.edges)
    assert net.options["physics"]["enabled"] is False
    assert all({"x", "y"} <= node.keys() for node in net.nodes)


def test_pages_are_utf_8_with_lone_surrogates_in_a_title() -> None:
    graph = world()
    graph.nodes["p1"]["title"] = graph.nodes["p1"]["name"] = "broken \ud83d title"
    assert "broken" in html(viz.view(graph, "paper", "p1")).encode("utf-8").decode()


@pytest.mark.parametrize(
    ("paper", "url", "expected"),
    [
        ("p1", "https://example.org/x", "https://example.org/x"),
        ("p1", "javascript:alert(1)", ""),
        ("p1", 'https://example.org/"><script>', ""),
        ("p1", " data:text/html,x", ""),
        ("2010.11929", None, "https://arxiv.org/abs/2010.11929"),
        ("cs.CL/0101001", None, "https://arxiv.org/abs/cs.CL/0101001"),
        ("p1", None, ""),
    ],
)
def test_only_web_addresses_are_linked(paper: str, url: str | None, expected: str) -> None:
    assert web_address(paper, url) == expected
