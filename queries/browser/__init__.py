"""Files for Neo4j Browser, made from the schema and the query library: favourites, style and guide.

``python -m queries.browser`` writes them anew; ``python -m queries.browser --serve`` hands the guide to a Browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from queries.browser.favourites import starter, zipped
from queries.browser.guide import guide
from queries.browser.style import grass

#: Where the files lie.
HERE = Path(__file__).parent


def files() -> Mapping[str, bytes]:
    """Return the content of every file by its name."""
    return {
        "papergraph.cypher": starter().encode(),
        "papergraph-favourites.zip": zipped(),
        "papergraph.grass": grass().encode(),
        "papergraph.neo4j-browser-guide": guide().encode(),
    }


def write(directory: Path = HERE) -> list[Path]:
    """Write every file; return those that changed."""
    changed = []
    for name, content in files().items():
        path = directory / name
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(path)
    return changed
