"""The table of pages: a new page is one module with a function of its name, and one line here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name, the names of its arguments, and what it shows."""

    name: str
    arguments: tuple[str, ...]
    description: str

    def build(self) -> Callable[..., Any]:
        """Return the function that makes the page's view."""
        found: Callable[..., Any] = getattr(importlib.import_module(f"viz.pages.{self.name}"), self.name)
        return found


VIEWS: Mapping[str, Page] = {
    p.name: p
    for p in (
        Page("overview", (), "communities of the whole graph, with drill-down"),
        Page("entity", ("NAME",), "one method, dataset, task or metric and what surrounds it"),
    )
}
