"""Write ``docs/queries.md`` from the headers of the query files: ``python -m queries.docs > docs/queries.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from queries.catalog import TAGS, Query, catalog

_INTRODUCTION = """\
<!-- Made by `python -m queries.docs > docs/queries.md` from queries/*.cypher; change those. -->

# Queries

{number} questions about a graph, each in one `.cypher` file of `queries/`. Every one gives the same rows on the
embedded engine, which needs no server, and on Neo4j 5 and later.

```
kg query                                       # list them
kg query leaderboard                           # what one does, takes and returns
kg query mygraph leaderboard -p dataset=COCO   # run it; -f json, jsonl or csv for programs
kg query leaderboard -p dataset=COCO --uri bolt://localhost:7687
```

```python
import queries
from kg import open_graph

for row in queries.run(open_graph("mygraph"), "leaderboard", dataset="COCO", metric="mAP"):
    print(row["number"], row["method"], row["paper"])
```

A parameter that names a method, dataset, task or metric takes its name, an alias or its id, in any case; one that names
a paper takes its id or a part of its title. Where several nodes bear a name, the one in most papers is meant, and the
first column says which. Entities that are a descriptive phrase of one paper are left out unless `descriptive=true`.

Your own Cypher runs with `kg query mygraph --cypher '…'`, from a file (`kg query mygraph mine.cypher`) or from standard
input (`kg query mygraph -`), with values as parameters: `-p year=2024` fills `$year`. `kg cypher --lint mine.cypher`
says what would not run alike on both engines. `--memory 500` runs a query that you don't trust in a process of its own
that may take 500 MB.

The shell completes names and parameters after `eval "$(_KG_COMPLETE=bash_source kg)"` (or `zsh_source`, `fish_source`).
"""

_RULES = """\
## Writing a query

A new query is one new file: a header of `//` lines as `queries/catalog.py` describes it, then one statement. Its right
answer goes into `tests/query_answers/`. `kg cypher --lint` checks these rules, which keep both engines in step:

- **P1** Every node has `id` and `name`; only papers have `title`.
- **P2** No property is called `type`, `label` or `labels`.
- **P3** `MATCH`, `OPTIONAL MATCH`, `WHERE`, `WITH`, `UNWIND`, `RETURN`, `UNION`, `CALL { WITH x … }`; nothing that
  writes or reads files. In a `UNION` inside `CALL { }`, count in a `WITH` before the `RETURN`.
- **P4** Paths have an upper bound (`*1..3`). Conditions stand in `WHERE`, not in the pattern. No `{1,3}`,
  `SHORTEST`, `&`, `!` or index hints.
- **P5** `shortestPath` and `allShortestPaths` take two bound, different ends, no properties, and no condition on
  the path in the same `WHERE`: filter in a later `WITH … WHERE`. Which of several shortest paths comes is
  undefined; order and take the first.
- **P6** `EXISTS { }`, `COUNT { }`; not `COLLECT { }`, `exists(n.x)`, `size((n)--())`.
- **P7** The functions that both engines have; no `id()`, `percentileCont()`, `apoc.*`, `gds.*`.
- **P8** Patterns hang together; group by names and ids rather than by nodes.
- **P9** `date()` and `duration()` only; no times and time zones.
- **P10** Values come as parameters `$name`, never as text put together.
- **P11** Every column has a name, and a result with a `LIMIT` a total `ORDER BY`.
- **P12** `n:Method` rather than `labels(n)[0]`: labels have no order. Every entity has the label `Entity` too.
- **P13** One statement a file.
"""


def render() -> str:
    """Return the text of ``docs/queries.md``."""
    parts = [_INTRODUCTION.format(number=len(catalog()))]
    for tag, about in TAGS.items():
        members = [query for query in catalog().values() if query.tags[0] == tag]
        if members:
            parts.append(f"## {tag.capitalize()}: {about}\n")
            parts += ["\n".join(_section(query)) for query in members]
    return "\n".join([*parts, _RULES])


def _section(query: Query) -> Iterator[str]:
    yield f"### {query.name}\n"
    yield f"**{query.title}.** {' '.join(query.description.split())}\n"
    if query.parameters:
        yield "| parameter | type | default | |\n|---|---|---|---|"
        for parameter in query.parameters:
            default = json.dumps(parameter.default, ensure_ascii=False)
            yield f"| `{parameter.name}` | {parameter.type} | `{default}` | {parameter.description} |"
        yield ""
    yield "| column | type | |\n|---|---|---|"
    for column in query.columns:
        yield f"| `{column.name}` | {column.type} | {column.description} |"
    yield f"\nTags: {', '.join(query.tags)}. Source: [`queries/{query.name}.cypher`](../queries/{query.name}.cypher)\n"


if __name__ == "__main__":
    print(render(), end="")
