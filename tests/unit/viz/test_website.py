from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from viz_world import HOSTILE, world

import viz
from kg.errors import GraphError
from kg.store import save_graph
from viz.charts import bars, lines
from viz.website.boards import less_is_better


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    handle = save_graph(folder / "graph", world())
    viz.site(handle, folder / "out", min_papers=1)
    return folder / "out"


def test_every_address_is_relative_and_leads_to_a_file(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for address in re.findall(r'(?:href|src)="([^"]*)"', text):
            if address.startswith(("https://", "data:", "#")):
                continue
            assert not re.match(r"/|[a-z]+:", address), address
            assert (page.parent / unquote(address)).is_file(), (page, address)


def test_addresses_in_the_data_lead_to_files_too(site: Path) -> None:
    page = next(site.glob("entity/vision-transformer-*.html"))
    data = json.loads(
        re.search(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)[1]  # type: ignore[index]
    )
    addresses = [n["href"] for n in data["nodes"] if "href" in n]
    assert addresses
    assert all((page.parent / a).is_file() for a in addresses)
    index = (site / "assets/search-index.js").read_text(encoding="utf-8")
    rows = json.loads(index.removeprefix("window.PAPERGRAPH_INDEX=").rstrip(";\n"))
    assert all((site / row[3]).is_file() for row in rows)
    assert any("ViT" in row[5] for row in rows)


def test_hostile_names_make_safe_files_and_no_markup(site: Path) -> None:
    for file in site.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,80}", file.name)
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script>window" not in text
        assert "<img" not in text
        assert "\u202e" not in text
    assert len(list(site.glob("paper/*.html"))) == 4 + len(HOSTILE)


def test_pages_forbid_the_network(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert "default-src &#39;none&#39;" in page.read_text(encoding="utf-8")


def test_leaderboards_trends_and_downloads_are_there(site: Path) -> None:
    assert "ImageNet: top-1 accuracy" in (site / "leaderboards.html").read_text(encoding="utf-8")
    trends = (site / "trends.html").read_text(encoding="utf-8")
    assert 'class="chart wide' in trends
    assert 'src="views/overview.html"' in (site / "views.html").read_text(encoding="utf-8")
    assert {p.name for p in (site / "data").iterdir()} >= {"graph.nodes.csv", "graph.edges.csv", "graph.json.gz"}


def test_a_site_is_replaced_but_nothing_else_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    viz.site(world(), out)
    (out / "stale.html").write_text("old")
    viz.site(world(), out)
    assert not (out / "stale.html").exists()
    assert not [p for p in tmp_path.iterdir() if p != out]
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.tex").write_text("precious")
    with pytest.raises(GraphError, match="something else"):
        viz.site(world(), other)
    assert (other / "thesis.tex").read_text() == "precious"
    with pytest.raises(GraphError, match="is a file"):
        viz.site(world(), other / "thesis.tex")


def test_a_failed_build_leaves_the_old_site(tmp_path: Path) -> None:
    out = tmp_path / "out"
    viz.site(world(), out)
    before = sorted(p.name for p in out.rglob("*"))
    broken = world()
    del broken.nodes["p1"]["label"]
    with pytest.raises(KeyError):
        viz.site(broken, out)
    assert sorted(p.name for p in out.rglob("*")) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_charts_escape_names() -> None:
    drawn = lines([2020, 2021], [("<script>", [1.0, None]), ("b", [None, None])], title='"x"', label="Method")
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "2021" in bars([2020, 2021], [0, 0], title="t")


@pytest.mark.parametrize(
    ("metric", "less"), [("top-5 error", True), ("FID", True), ("accuracy", False), ("BLEU", False)]
)
def test_metrics_of_which_less_is_better(metric: str, less: bool) -> None:
    assert less_is_better(metric) is less
