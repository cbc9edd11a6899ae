"""Linking: entities of many papers that are one thing become one node."""

from __future__ import annotations

from kg.linking.chain import link
from kg.linking.memory import load_memory, save_memory
from kg.linking.overrides import Overrides, load_overrides
from kg.linking.records import DerivedEdge, LinkedEntity, Links, Merge

__all__ = [
    "DerivedEdge",
    "LinkedEntity",
    "Links",
    "Merge",
    "Overrides",
    "link",
    "load_memory",
    "load_overrides",
    "save_memory",
]
