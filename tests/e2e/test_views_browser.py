"""Every page in a real browser: offline, without errors, and doing what it promises."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from browser_fixture import Visit
from viz_world import HOSTILE, large, world

import viz

pytestmark = pytest.mark.browser

PAGES = {
    "overview": (),
    "entity": ("ViT",),
    "paper": ("Merging Patches Late",),
    "task": ("IC",),
    "path": ("attention", "ImageNet"),
    "timeline": (),
    "query": ("MATCH p=(m:Method)-[:USED_FOR]->(t:Task) RETURN p",),
    "compare": ("ViT", "ResNet"),
}
VISIBLE = "papergraph.visible()"


@pytest.fixture(scope="module")
def entity() -> str:
    return viz.render(world(), "entity", "ViT")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_offline_without_an_error(visit: Visit, name: str, dark: bool) -> None:
    page = visit(viz.render(world(), name, *PAGES[name]), dark=dark)
    assert page.evaluate(f"{VISIBLE}.length") > 0
    assert page.locator("#rail .legend").count() >= 2
    assert page.locator("#search").is_visible()
    assert page.evaluate("window.hacked") is None
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(20, 23, 27)" if dark else "rgb(251, 250, 247)")


def test_search_finds_by_alias_and_focuses_the_neighbourhood(visit: Visit, entity: str) -> None:
    page = visit(entity)
    page.locator("#search").fill("residual net")
    hit = page.locator("#hits [role=option]").first
    assert "ResNet" in hit.inner_text()
    assert "residual network" in hit.inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#detail h2").inner_text() == "ResNet"
    opacity = "papergraph.network().body.data.nodes.get(i).opacity"
    looks = page.evaluate(f"Object.fromEntries(papergraph.data.nodes.map((n, i) => [n.id, {opacity}]))")
    assert looks["method:resnet"] == looks["task:image-classification"] == 1
    assert looks["method:attention"] < 0.5


def test_search_says_when_nothing_bears_the_name(visit: Visit, entity: str) -> None:
    page = visit(entity)
    page.locator("#search").fill("zzz")
    assert "Nothing on this page" in page.locator("#hits").inner_text()


def test_legend_hides_a_type_and_brings_it_back(visit: Visit, entity: str) -> None:
    page = visit(entity)
    everything = set(page.evaluate(VISIBLE))
    button = page.locator("button.legend[data-key=Paper]")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    left = set(page.evaluate(VISIBLE))
    assert left < everything
    assert all(":" in node for node in left)
    button.click()
    assert set(page.evaluate(VISIBLE)) == everything


def test_legend_hides_a_relation_and_what_it_alone_held(visit: Visit, entity: str) -> None:
    page = visit(entity)
    page.locator("button.legend", has_text="has part").or_(page.locator("button.legend", has_text="part of")).click()
    assert "method:attention" not in page.evaluate(VISIBLE)
    assert "method:patch-merger" in page.evaluate(VISIBLE)
    page.locator("#reset").click()
    assert "method:attention" in page.evaluate(VISIBLE)
    assert page.locator("#reset").is_hidden()


def test_confidence_filter_takes_out_doubtful_relations(visit: Visit, entity: str) -> None:
    page = visit(entity)
    before = page.evaluate("papergraph.edges().length")
    page.locator("#confidence").fill("95")
    assert page.evaluate("papergraph.edges().length") == 0
    page.locator("#confidence").fill("60")
    assert 0 < page.evaluate("papergraph.edges().length") < before


def test_year_filter_keeps_the_years_and_what_has_none(visit: Visit, entity: str) -> None:
    page = visit(entity)
    page.locator("[aria-label='First year']").fill("2022")
    visible = page.evaluate(VISIBLE)
    assert "2203.00002" in visible
    assert "p1" in visible
    assert "2010.11929" not in visible
    assert "method:attention" not in visible, "its only relation here is of 2020"


def test_filters_that_hide_everything_say_so(visit: Visit) -> None:
    page = visit(viz.render(world(), "query", "MATCH (t:Task) RETURN t"))
    page.locator("button.legend[data-key=Task]").click()
    assert "hide everything" in page.locator("#empty").inner_text()


def test_panel_tells_aliases_counts_and_evidence_with_its_paper(visit: Visit, entity: str) -> None:
    page = visit(entity, fragment="#method:vision-transformer")
    panel = page.locator("#detail")
    assert "4 papers" in panel.inner_text()
    assert "ViT" in panel.locator(".chip").all_inner_texts()
    row = panel.locator("section", has=page.locator("h3", has_text="proposed by")).locator("details").first
    row.locator("summary .sure").click()
    assert "Here Vision Transformer is of use: PROPOSES." in row.inner_text()
    assert row.locator(".quote a").get_attribute("href") == "https://arxiv.org/abs/2010.11929"


def test_parallel_relations_are_one_line_with_a_count_and_a_list(visit: Visit, entity: str) -> None:
    page = visit(entity)
    edge = page.evaluate(
        """() => papergraph.edges().find((e) => ["method:patch-merger", "method:vision-transformer"].every(
             (id) => [papergraph.data.nodes[e.from].id, papergraph.data.nodes[e.to].id].includes(id)))"""
    )
    assert edge["label"].endswith("+2")
    place = page.evaluate(
        """([a, b]) => { const n = papergraph.network(), p = n.getPosition(a), q = n.getPosition(b);
             return n.canvasToDOM({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 }); }""",
        [edge["from"], edge["to"]],
    )
    page.locator("#mynetwork canvas").click(position=place)
    panel = page.locator("#detail").inner_text()
    assert "3 relations" in panel
    assert panel.count("kind of") == 2
    assert "belong together (PART_OF)" in panel


@pytest.mark.parametrize("name", PAGES)
def test_hostile_titles_are_inert(visit: Visit, name: str) -> None:
    page = visit(viz.render(world(), name, *PAGES[name]))
    for index in page.evaluate(f"papergraph.data.nodes.flatMap((n, i) => {list(HOSTILE)}.includes(n.id) ? [i] : [])"):
        page.evaluate(f"papergraph.select({index})")
    page.locator("#search").fill("<script>")
    page.wait_for_timeout(50)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert page.evaluate("[...document.scripts].every((s) => !s.textContent.startsWith('window.hacked'))")


def test_hostile_paper_is_shown_as_it_is_written(visit: Visit) -> None:
    page = visit(viz.render(world(), "paper", "h1"))
    assert page.locator("h1 bdi").inner_text() == HOSTILE["h1"]
    assert page.evaluate("[...document.querySelectorAll('a')].every((a) => /^https?:|^file:/.test(a.href))")


def test_long_words_do_not_widen_the_page(visit: Visit) -> None:
    page = visit(viz.render(world(), "paper", "h4"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_policy_stops_what_would_slip_in(visit: Visit, entity: str) -> None:
    page = visit(entity, strict=False)
    fates = []
    page.on("requestfailed", lambda r: fates.append(r.failure))
    page.on("requestfinished", lambda r: fates.append(r.url))
    page.evaluate(
        """() => { const image = "<img src=http://127.0.0.1:9/x onerror='window.hacked=1'>";
             document.body.insertAdjacentHTML("beforeend", image);
             const s = document.createElement("script"); s.textContent = "window.hacked=2"; document.body.append(s);
             return fetch("https://example.org/").catch(() => "stopped"); }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert set(fates) <= {"csp"}


def test_physics_switches_on_and_off(visit: Visit, entity: str) -> None:
    page = visit(entity)
    assert page.evaluate("papergraph.network().physics.physicsEnabled") is False
    page.locator("#physics").check()
    assert page.evaluate("papergraph.network().physics.physicsEnabled") is True
    page.locator("#physics").uncheck()
    assert page.evaluate("papergraph.network().physics.physicsEnabled") is False


def test_everything_can_be_done_from_the_keyboard(visit: Visit, entity: str) -> None:
    page = visit(entity)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("resnet")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator("#detail h2").inner_text() == "ResNet"
    page.locator("#mynetwork").focus()
    page.keyboard.press("Escape")
    assert page.locator("#detail").is_hidden()
    page.keyboard.press("ArrowRight")
    first = page.evaluate("papergraph.state.node")
    assert first is not None
    steps = set()
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
        steps.add(page.evaluate("papergraph.state.node"))
    assert len(steps) > 1
    scale = page.evaluate("papergraph.network().getScale()")
    page.keyboard.press("+")
    assert page.evaluate("papergraph.network().getScale()") > scale
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()
    assert page.locator("#live").inner_text()


def test_light_and_dark_by_choice(visit: Visit, entity: str) -> None:
    page = visit(entity)
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
    page.keyboard.press("t")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"


def test_the_picture_is_saved_as_png(visit: Visit, entity: str, tmp_path: Path) -> None:
    page = visit(entity)
    with page.expect_download() as waiting:
        page.locator("#png").click()
    assert waiting.value.suggested_filename == "entity-vision-transformer.png"
    waiting.value.save_as(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_overview_drills_down_and_comes_back(visit: Visit) -> None:
    page = visit(viz.render(large(600), "overview"))
    page.locator("[data-region]").first.click()
    inside = set(page.evaluate(VISIBLE))
    region = page.evaluate("papergraph.state.region")
    members = page.evaluate(f"papergraph.data.nodes.filter((n) => n.region === {region}).map((n) => n.id)")
    assert inside <= set(members)
    assert page.locator("#crumbs").is_visible()
    page.locator("#crumbs button").click()
    assert page.evaluate("papergraph.state.region") is None
    other = page.evaluate("papergraph.data.nodes.find((n) => n.back)")
    page.locator("#search").fill(other["name"])
    page.keyboard.press("Enter")
    assert page.evaluate("papergraph.state.region") == other["region"]


def test_marks_and_picture_of_a_paper_answer_each_other(visit: Visit) -> None:
    page = visit(viz.render(world(), "paper", "2203.00002"))
    mark = page.locator("mark", has_text="Patch Merger").last
    mark.focus()
    page.keyboard.press("Enter")
    assert page.locator("#detail h2").inner_text() == "Patch Merger"
    assert "on" in (mark.get_attribute("class") or "").split()


def test_a_large_page_answers_searches(visit: Visit) -> None:
    page = visit(viz.render(large(3600), "overview", max_nodes=3000))
    assert page.evaluate("papergraph.data.nodes.length") >= 2500
    page.locator("#search").fill("T17")
    assert "thing 17" in page.locator("#hits [role=option]").first.inner_text()


def test_a_site_works_from_the_file_system(visit: Visit, tmp_path: Path) -> None:
    viz.site(world(), tmp_path / "site", min_papers=1)
    page = visit(tmp_path / "site" / "index.html")
    page.locator("#search").focus()
    # Asked from here, not by Playwright's polling in the page: that evaluates strings, which the page's CSP forbids.
    deadline = time.monotonic() + 60
    while not page.evaluate("(window.PAPERGRAPH_INDEX || []).length"):
        assert time.monotonic() < deadline, "the search index never arrived"
        page.wait_for_timeout(50)
    page.locator("#search").fill("acc@1")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready]")
    assert page.locator("h1 bdi").inner_text() == "top-1 accuracy"
    page.locator("#story a.ref, #story .quote a").first.click()
    page.wait_for_selector("html[data-ready]")
    for name in ("leaderboards", "trends", "views"):
        visit(tmp_path / "site" / f"{name}.html")
    frame = visit(tmp_path / "site" / "views.html").frame_locator("iframe").first
    frame.locator("html[data-ready]").wait_for()
