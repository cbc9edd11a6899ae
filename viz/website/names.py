"""File names of a site: readable, unique, safe on every file system whatever a paper is called."""

from __future__ import annotations

import hashlib

from viz.source import Source
from viz.text import slug


def file_name(source: Source, node: str) -> str:
    """Return the place of a node's page in a site.

    The name is made of ASCII letters, digits and hyphens and ends in six hex digits of the id, so that two things of
    one name, or of names that differ in case only, never share a file.
    """
    folder = "paper" if source.label(node) == "Paper" else "entity"
    mark = hashlib.sha256(node.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{folder}/{slug(source.name(node), limit=48)}-{mark}.html"
