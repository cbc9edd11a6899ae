from __future__ import annotations

from collections import Counter

import networkx as nx
import pytest
from viz_world import large, world

import viz
from kg.errors import NotFoundError
from kg.schema import ENTITY_LABELS
from viz.blocks import Empty, Heat, Marked, Names, Roles, Sentences, Steps, Table
from viz.model import View


def _blocks(view: View, kind: type) -> list:  # type: ignore[type-arg]
    return [b for b in view.story if isinstance(b, kind)]


def _said(view: View) -> str:
    return " ".join(view.left_out)


def test_overview_has_communities_named_by_their_leading_members() -> None:
    view = viz.view(large(700), "overview")
    assert len(view.regions) > 2
    for region in view.regions:
        members = [n for n in view.nodes if n.region == region.id]
        assert len(members) == region.shown <= region.size
        assert region.name.split(" · ")[0] in {n.name for n in members}
        assert any(n.front for n in members)


def test_overview_says_what_it_leaves_out() -> None:
    view = viz.view(large(900), "overview", max_nodes=100)
    assert 60 < len(view.nodes) <= 100
    assert "most important" in _said(view)
    drawn, told = len(view.nodes), sum(r.size for r in view.regions)
    assert f"{told - drawn:,} entities of these communities" in _said(view)


def test_overview_keeps_the_most_important_of_each_community() -> None:
    graph = large(700)
    view = viz.view(graph, "overview", max_nodes=120)
    papers = {n: graph.nodes[n]["n_papers"] for n in graph if graph.nodes[n]["label"] in ENTITY_LABELS}
    top = sorted(papers, key=lambda n: -papers[n])[:10]
    assert sum(n in {v.id for v in view.nodes} for n in top) >= 8


def test_entity_by_alias_in_any_case() -> None:
    for name in ("ViT", "vit", "Vision-Transformer", "method:vision-transformer"):
        assert viz.view(world(), "entity", name).focus == ("method:vision-transformer",)


def test_entity_ego_network_with_roles_and_evidence() -> None:
    view = viz.view(world(), "entity", "ViT")
    assert {"method:patch-merger", "task:image-classification", "2010.11929"} <= {n.id for n in view.nodes}
    relations = [r for e in view.edges for r in e.relations]
    assert {"PROPOSES", "USES", "PART_OF", "USED_FOR"} <= {r.type for r in relations}
    assert all(r.evidence and r.evidence[0].paper in view.papers for r in relations if not r.derived)
    roles = next(b for b in _blocks(view, Table) if b.title == "What papers do with it")
    assert ["Proposed by", "1 paper"] in [[c.text for c in row] for row in roles.rows]


def test_entity_depth_reaches_further() -> None:
    near = {n.id for n in viz.view(world(), "entity", "Patch Merger").nodes}
    far = {n.id for n in viz.view(world(), "entity", "Patch Merger", depth=2).nodes}
    assert "method:resnet" not in near
    assert near < far
    assert "method:resnet" in far


def test_entity_keeps_the_strongest_ties_and_says_so() -> None:
    view = viz.view(large(900), "entity", "method:thing-0", max_nodes=20)
    assert len(view.nodes) == 20
    assert "with weaker ties to it (--max-nodes)" in _said(view)


def test_an_unknown_name_offers_near_ones() -> None:
    with pytest.raises(NotFoundError, match="ResNet"):
        viz.view(world(), "entity", "ResNets50x")


def test_paper_marks_mentions_and_gives_each_relation_its_sentence() -> None:
    view = viz.view(world(), "paper", "Merging Patches Late")
    marked = _blocks(view, Marked)[0]
    marks = [(p.text, p.label, p.node) for p in marked.abstract if p.label]
    assert ("Patch Merger", "Method", "method:patch-merger") in marks
    assert ("ViT", "Method", "method:vision-transformer") in marks
    assert ("top-1 accuracy", "Metric", "metric:top-1-accuracy") in marks
    plain = "".join(p.text for p in marked.abstract)
    assert plain == "Patch Merger makes ViT quicker at 81.5% top-1 accuracy on ImageNet."
    said = {
        quotes[0].text: [relation for _, relation, _, _ in stated]
        for quotes, stated in _blocks(view, Sentences)[0].items
    }
    assert said["Patch Merger and Vision Transformer belong together (PART_OF)."] == ["part of"]
    assert {relation for stated in said.values() for relation in stated} == {"evaluated on", "kind of", "part of"}
    assert "proposes" in {role.lower() for role, _ in _blocks(view, Roles)[0].items}
    assert [row[0].text for row in _blocks(view, Table)[0].rows] == ["81.5% top-1 accuracy"]


def test_paper_marks_are_those_of_its_extraction() -> None:
    from extract.records import Entity, Extraction, Span

    graph = world(hostile=False)

    class Handle:
        nx = graph

        def extraction(self, paper: str) -> Extraction:
            text = f"{graph.nodes[paper]['title']}\n{graph.nodes[paper]['abstract']}"
            at = text.index("ViT")
            span = Span("ViT", at, at + 3)
            return Extraction(paper, "", (Entity("ViT", "Method", (span, span), "uses", 0.9),))

    marked = _blocks(viz.view(Handle(), "paper", "2203.00002"), Marked)[0]
    marks = [(p.text, p.node) for p in (*marked.title, *marked.abstract) if p.label]
    assert marks == [("ViT", "method:vision-transformer")]


def test_paper_by_a_part_of_its_title() -> None:
    assert viz.view(world(), "paper", "merging patches").focus == ("2203.00002",)
    with pytest.raises(NotFoundError, match="several titles"):
        viz.view(world(), "paper", "a")


def test_task_sets_methods_against_datasets() -> None:
    view = viz.view(world(hostile=False), "task", "IC")
    matrix = next(b for b in _blocks(view, Table) if b.grid)
    columns = [c.text for c in matrix.columns]
    rows = {row[0].text: [c.text for c in row[1:]] for row in matrix.rows}
    assert rows["Patch Merger"][columns.index("ImageNet") - 1] == "81.5%"
    assert rows["Patch Merger"][0] == "2022"
    assert {n.id for n in view.nodes} >= {"task:image-classification", "dataset:imagenet", "method:patch-merger"}


def test_task_page_is_for_tasks_only() -> None:
    with pytest.raises(NotFoundError):
        viz.view(world(), "task", "ViT")


def test_path_is_a_chain_of_evidence() -> None:
    view = viz.view(world(hostile=False), "path", "attention", "ImageNet")
    steps = _blocks(view, Steps)
    assert steps
    for chain in steps:
        assert all(quotes for _, _, _, quotes, _ in chain.items)
    ends = {n.id: n.x for n in view.nodes}
    assert ends["method:attention"] == min(ends.values())
    assert ends["dataset:imagenet"] == max(ends.values())


def test_path_says_when_there_is_none() -> None:
    graph = world(hostile=False)
    graph.add_node("task:alone", label="Task", id="task:alone", name="alone", aliases=["alone"], n_papers=1)
    view = viz.view(graph, "path", "alone", "ViT")
    assert _blocks(view, Empty)
    assert not view.edges


def test_path_between_a_thing_and_itself_is_an_error() -> None:
    with pytest.raises(NotFoundError, match="two different"):
        viz.view(world(), "path", "ViT", "Vision Transformer")


def test_timeline_places_things_in_the_year_they_appear() -> None:
    view = viz.view(world(), "timeline")
    bands = {b.name: (b.left, b.right) for b in view.bands}
    for node in view.nodes:
        left, right = bands[str(node.facts["first_year"])]
        assert left <= node.x <= right
    assert "1 paper without a date" in _said(view)
    assert _blocks(view, Heat)


def test_timeline_tells_what_rises_and_what_fades() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for i in range(20):
        year = 2018 if i < 10 else 2022
        graph.add_node(f"p{i}", label="Paper", id=f"p{i}", name=f"t{i}", title=f"t{i}", abstract="", year=year)
    for name, counts in {"old": [8, 0, 0, 0, 1], "new": [1, 0, 0, 0, 8]}.items():
        graph.add_node(
            f"method:{name}", label="Method", id=f"method:{name}", name=name, aliases=[name], n_papers=9,
            first_year=2018, last_year=2022, papers_by_year=counts,
        )  # fmt: skip
    lists = {b.title: [ref.name for ref, _, _ in b.items] for b in _blocks(viz.view(graph, "timeline"), Names)}
    assert lists == {"Rising": ["new"], "Fading": ["old"]}


def test_timeline_without_dates_says_what_to_do() -> None:
    graph = world(hostile=False)
    for _, data in graph.nodes(data=True):
        for key in ("year", "date", "first_year", "last_year", "papers_by_year"):
            data.pop(key, None)
    view = viz.view(graph, "timeline")
    assert not view.nodes
    assert "build again" in view.empty


def test_compare_tells_shared_from_unshared() -> None:
    view = viz.view(world(hostile=False), "compare", "ViT", "ResNet")
    lists = {b.title: [ref.id for ref, _, _ in b.items] for b in _blocks(view, Names)}
    assert lists["Shared tasks"] == ["task:image-classification"]
    assert lists["Shared papers"] == ["p1"]
    assert "method:patch-merger" in lists["Only Vision Transformer"]
    assert "dataset:imagenet" in lists["Only ResNet"]
    assert [s.title for s in _blocks(view, Steps)] == ["What is said of the two"]


@pytest.mark.parametrize(
    ("cypher", "nodes", "types"),
    [
        ("MATCH p=(m:Method)-[:PART_OF]->(n:Method) RETURN p", 3, {"PART_OF"}),
        ("MATCH (m:Method)-[r:PART_OF]->(n:Method) RETURN m, r, n", 3, {"PART_OF"}),
        ("MATCH (m:Method)-[r:PART_OF]->(:Method) RETURN r", 3, {"PART_OF"}),
        ("MATCH (d:Dataset) RETURN d", 2, set()),
        ("MATCH (t:Task) RETURN t.name AS task, t.n_papers AS papers", 2, {"SUBTASK_OF"}),
        ("MATCH (t:Task) RETURN count(*) AS n", 0, set()),
        ("MATCH (t:Task) WHERE t.name = 'none' RETURN t", 0, set()),
    ],
)
def test_query_results_become_a_graph(cypher: str, nodes: int, types: set[str]) -> None:
    view = viz.view(world(hostile=False), "query", cypher)
    assert len(view.nodes) == nodes
    assert {r.type for e in view.edges for r in e.relations} == types


def test_every_page_has_data_for_programs() -> None:
    calls = {
        "overview": (), "entity": ("ViT",), "paper": ("p1",), "task": ("IC",), "path": ("attention", "ImageNet"),
        "timeline": (), "query": ("MATCH (n:Task) RETURN n",), "compare": ("ViT", "ResNet"),
    }  # fmt: skip
    assert calls.keys() == viz.VIEWS.keys()
    for name, arguments in calls.items():
        data = viz.view(world(), name, *arguments).to_dict()
        assert data["page"] == name
        assert Counter(n["label"] for n in data["nodes"])
        assert data["story"]


@pytest.mark.parametrize("name", ["overview", "timeline"])
def test_an_empty_graph_gives_an_empty_page(name: str) -> None:
    assert "</html>" in viz.render(nx.MultiDiGraph(), name)
