"""What all papers say: linking, the graph, its store, queries, exports, and the command line."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.pipeline import extract_papers
    from extract.readers import read_papers
    from kg.build import build
    from kg.evaluation import evaluate
    from kg.find import find_entity
    from kg.formats import export_graph
    from kg.graph import build_graph
    from kg.linking import link
    from kg.show import show
    from kg.stats import stats
    from kg.store import Graph, open_graph, save_graph

__version__ = "0.1.0"

#: Public name -> module that defines it. Imported on first use, so that ``import kg`` and ``kg --help`` stay instant.
_PUBLIC = {
    "Graph": "kg.store",
    "build": "kg.build",
    "build_graph": "kg.graph",
    "evaluate": "kg.evaluation",
    "export_graph": "kg.formats",
    "extract_papers": "extract.pipeline",
    "find_entity": "kg.find",
    "link": "kg.linking",
    "open_graph": "kg.store",
    "read_papers": "extract.readers",
    "save_graph": "kg.store",
    "show": "kg.show",
    "stats": "kg.stats",
}

__all__ = [
    "Graph",
    "build",
    "build_graph",
    "evaluate",
    "export_graph",
    "extract_papers",
    "find_entity",
    "link",
    "open_graph",
    "read_papers",
    "save_graph",
    "show",
    "stats",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})


class _Package(ModuleType):
    """Keeps ``kg.build`` the function: importing the module of that name would otherwise rebind it to the module."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _PUBLIC and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
