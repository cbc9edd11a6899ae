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
        Page("paper", ("PAPER",), "what one paper says, beside its abstract with the mentions marked"),
        Page("task", ("TASK",), "methods by datasets of a task, with years and results"),
        Page("path", ("NAME", "NAME"), "the chains of evidence between two things"),
        Page("timeline", ("[NAME]",), "when methods, datasets and tasks appear, rise and fade"),
        Page("query", ("CYPHER",), "the result of a Cypher query, or of a named query, as a graph"),
        Page("compare", ("NAME", "NAME"), "two entities: what they share, and what only one has"),
    )
}
