"""Neo4j Browser itself, in headless Chromium: our style, favourites and guide are dropped on it and work."""

from __future__ import annotations

import base64
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from neo4j_fixture import Server
from neo4j_graphs import small_graph

from kg.neo4j import Neo4jBackend, load
from kg.schema import NODE_TYPES
from queries.browser import HERE
from queries.browser.__main__ import server as guide_server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.neo4j, pytest.mark.browser, pytest.mark.slow]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Browser asks for things on the internet, which it does without when there is none.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

DROP = """([name, bytes]) => {
  const file = new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name)
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(file)
  const main = document.querySelector('[data-testid=main]')
  for (const type of ['dragenter', 'dragover', 'drop'])
    main.dispatchEvent(new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true}))
}"""


@pytest.fixture(scope="module")
def page(neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Neo4j Browser of a server that holds a small graph: connected, with our style and favourites dropped on it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium or not neo4j_server.http:
        reason = "no Chromium: apt-get install chromium" if not chromium else "no NEO4J_HTTP: where Browser is served"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    sync_api = pytest.importorskip("playwright.sync_api")
    neo4j_server.empty()
    with Neo4jBackend(neo4j_server.uri, neo4j_server.user, neo4j_server.password, neo4j_server.database) as backend:
        load(small_graph(), backend)
    profile = tmp_path_factory.mktemp("chromium")
    with sync_api.sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium, headless=True, args=FLAGS, viewport={"width": 1400, "height": 1000}
        )
        page = context.pages[0]
        page.set_default_timeout(90_000)
        connect(page, neo4j_server)
        drop(page, HERE / "papergraph.grass")
        drop(page, HERE / "papergraph-favourites.zip")
        yield page
        context.close()


def connect(page: Page, server: Server) -> None:
    page.goto(f"{server.http}/browser/", wait_until="commit")
    page.fill("[data-testid=boltaddress]", urlsplit(server.uri).netloc)
    page.fill("[data-testid=username]", server.user)
    page.fill("[data-testid=password]", server.password)
    page.click("[data-testid=connect]")
    page.wait_for_selector("[data-testid=boltaddress]", state="detached")


def drop(page: Page, file: Path) -> None:
    """Drop one file on the window, as a person does."""
    page.evaluate(DROP, [file.name, base64.b64encode(file.read_bytes()).decode()])


def favourite(page: Page, folder: str, title: str) -> None:
    """Click a favourite in its folder, which puts it into the editor, and run it."""
    script = page.locator(f'[data-testid="scriptTitle-{title}"]')
    if not page.locator('[data-testid="createNewFavorite"]').is_visible():
        page.click("[data-testid=navigationFavorites]")
        page.wait_for_selector('[data-testid="createNewFavorite"]')
    if not script.is_visible():
        page.click(f'[data-testid="expandFolder-{folder}"]')
    script.click()
    page.click("[data-testid=editor-Run]")


def test_a_picture_is_drawn_in_the_colours_of_the_schema(page: Page, tmp_path: Path) -> None:
    favourite(page, "papergraph pictures", "What the newest papers propose, use and address")
    page.wait_for_selector("[data-testid=stream] article:first-of-type svg g.node")
    fills = page.eval_on_selector_all(
        "[data-testid=stream] article:first-of-type svg g.node circle", "all => all.map(c => c.getAttribute('fill'))"
    )
    page.screenshot(path=tmp_path / "picture.png")
    drawn = {fill.upper() for fill in fills if fill and fill.startswith("#")}
    assert {NODE_TYPES["Paper"].colour, NODE_TYPES["Method"].colour, NODE_TYPES["Task"].colour} <= drawn
    assert drawn <= {node.colour for node in NODE_TYPES.values()}
    captions = page.eval_on_selector_all(
        "[data-testid=stream] article:first-of-type svg g.node", "all => all.map(node => node.textContent)"
    )
    assert any("parsing" in caption for caption in captions)


def test_a_query_of_the_library_shows_its_rows(page: Page) -> None:
    favourite(page, "papergraph overview", "Top tasks")
    page.wait_for_selector("[data-testid=stream] article:first-of-type table >> text=parsing")
    assert "addressed" in page.inner_text("[data-testid=stream] article:first-of-type table")


def test_the_guide_has_six_steps_that_run(page: Page) -> None:
    with guide_server(0) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        try:
            command(page, f":guide http://localhost:{serving.server_port}/papergraph.neo4j-browser-guide")
            page.wait_for_selector("text=1. What is here")
            for step in ("2. The first picture", "3. Find a thing", "4. Follow the tasks", "5. Compare"):
                page.click("[data-testid=guideNextSlide]")
                page.wait_for_selector(f"text={step}")
            page.click("[data-testid=guideNextSlide]")
            page.wait_for_selector("text=6. Ask for the proof")
        finally:
            serving.shutdown()
            thread.join()
    page.locator("pre.runnable:visible").first.click()
    page.click("[data-testid=editor-Run]")
    page.wait_for_selector("text=It parses.")


def command(page: Page, text: str) -> None:
    page.click("[data-testid=activeEditor] .monaco-editor")
    page.keyboard.insert_text(text)
    page.click("[data-testid=editor-Run]")
