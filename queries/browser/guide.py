"""The guide for Neo4j Browser: six steps from the first picture to the proof of an edge."""

from __future__ import annotations

from html import escape

from queries.browser.favourites import PICTURES, inlined
from queries.catalog import get

_HEAD = """\
<title>papergraph</title>
"""


def guide() -> str:
    """Return the guide: one ``<slide>`` a step, whose queries run at a click."""
    return _HEAD + "\n".join(f"<slide>\n{slide}</slide>\n" for slide in _slides())


def _slides() -> list[str]:
    pictures = {picture.name: picture for picture in PICTURES}
    return [
        _slide(
            "1. What is here",
            "A papergraph is read out of titles and abstracts: papers, and the methods, datasets, tasks and metrics "
            "they speak of. Click a query to put it into the editor, then run it.",
            _run(inlined(get("graph-overview"))),
            "Drop <code>papergraph.grass</code> on this window to see every type in its own colour, and "
            "<code>papergraph-favourites.zip</code> to have all queries under the star on the left.",
        ),
        _slide(
            "2. The first picture",
            "The newest papers, with what they propose, use and address. Double-click a node to see what hangs on it.",
            _run(pictures["newest-papers"].cypher),
        ),
        _slide(
            "3. Find a thing",
            "The full-text index <code>papergraph_search</code> knows names, aliases, titles and abstracts.",
            _run(
                "CALL db.index.fulltext.queryNodes('papergraph_search', 'language model') YIELD node, score\n"
                "RETURN labels(node) AS labels, node.name AS name, round(score * 100) / 100.0 AS score LIMIT 20"
            ),
            "Then look at what stands around the most used of them; put another name in the quotes:",
            _run(pictures["around-an-entity"].cypher),
        ),
        _slide(
            "4. Follow the tasks",
            "A task is judged by datasets. Here are those that judge it, and in the table the most used ones.",
            _run(pictures["tasks-and-datasets"].cypher),
            _run(inlined(get("top-datasets"))),
        ),
        _slide(
            "5. Compare",
            "Methods that papers compare, and the numbers that papers report.",
            _run(pictures["rivals"].cypher),
            _run(pictures["results"].cypher),
        ),
        _slide(
            "6. Ask for the proof",
            "Every relationship bears the sentences that say so, where they stand, and how sure the reading is.",
            _run(
                "MATCH (m:Method)-[r:USED_FOR]->(t:Task)\n"
                "RETURN m.name AS method, t.name AS task, r.evidence AS sentences, r.papers AS papers, "
                "r.confidence AS c\n"
                "ORDER BY r.n_papers DESC, c DESC, m.id, t.id LIMIT 20"
            ),
            "On the command line, <code>kg query</code> lists all questions, and <code>kg show</code> tells what is "
            "known of one entity.",
        ),
    ]


def _slide(title: str, *parts: str) -> str:
    blocks = (part if part.startswith("<pre") else f"<p>{part}</p>\n" for part in parts)
    return f"<h3>{escape(title)}</h3>\n" + "".join(blocks)


def _run(cypher: str) -> str:
    return f'<pre class="pre-scrollable code runnable">\n{escape(cypher, quote=False)}\n</pre>\n'
