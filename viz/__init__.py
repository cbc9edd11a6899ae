"""Interactive pages of a graph: one offline HTML file each, on pyvis's Network and a template of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viz.model import View
from viz.pages import VIEWS

if TYPE_CHECKING:
    from viz.website.build import Site

__all__ = ["VIEWS", "View", "render", "site", "view"]


def view(graph: Any, page: str, *args: str, **options: Any) -> View:
    """Make the data of one page.

    Parameters
    ----------
    graph
        A graph handle (``kg.store.Graph``) or a NetworkX ``MultiDiGraph`` that follows ``kg.schema``.
    page
        A name of ``VIEWS``: overview, entity, paper, task, path, timeline, query or compare.
    args
        What the page is about: the name of an entity, the title or id of a paper, a Cypher query.
    options
        Options of the page, see the functions of ``viz.pages``.

    Raises
    ------
    kg.errors.NotFoundError
        When a name is on no node.
    """
    from viz.source import Source

    build: Callable[..., View] = VIEWS[page].build()
    return build(Source.of(graph), *args, **options)


def render(graph: Any, page: str, *args: str, **options: Any) -> str:
    """Make one page as a self-contained HTML document; the arguments are those of :func:`view`."""
    from viz.page import html

    return html(view(graph, page, *args, **options))


def site(graph: Any, out: str | Path, **options: Any) -> Site:
    """Write a static site of the graph; see :func:`viz.website.build.site`."""
    from viz.website.build import site as build_site

    return build_site(graph, out, **options)
