"""A headless Chromium for the tests of the views: Debian's, driven by Playwright, with no way to the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Generous, because other work may share the machine; how quick pages are is measured by ``benchmarks/views.py``.
PATIENCE = 60_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for the whole session; missing, it fails in CI and skips by name elsewhere."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        message = "no Chromium on this machine; install it with: apt-get install -y chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS, timeout=PATIENCE)
        yield opened
        opened.close()


Visit = Callable[..., "Page"]


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Open a page (HTML text or a path) and wait for it; any request to outside or console error fails the test."""
    contexts, outside, errors = [], [], []

    def open_page(content: str | Path, *, dark: bool = False, fragment: str = "", strict: bool = True) -> Page:
        path = content if isinstance(content, Path) else tmp_path / "page.html"
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if strict:
            page.on(
                "request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else outside.append(r.url)
            )
            page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
            page.on("pageerror", lambda e: errors.append(str(e)))
        page.goto(path.resolve().as_uri() + fragment)
        page.wait_for_selector("html[data-ready], html[data-layout=site]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not outside, f"requests left the page: {outside}"
    assert not errors, f"console errors: {errors}"
