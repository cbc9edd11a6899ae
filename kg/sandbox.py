"""Run a query that nobody vouches for in a child process, with a hard limit on its time and its memory.

The embedded engine stops a query of its own accord, but may overshoot its time by half, and a query that builds a huge
list can take gigabytes before it is stopped. A child process is killed on time, and the system refuses it more memory
than it was given. The memory limit needs Linux; elsewhere only the time limit is hard.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from kg.cypher_types import DEFAULT_TIMEOUT, Node, Path, QueryResult, Rel, prepare
from kg.embedded import Engine
from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, ReadOnlyError

if TYPE_CHECKING:
    from kg.store import Graph

#: Megabytes that a query may take, besides the graph itself.
DEFAULT_MEMORY = 1024

#: Seconds that the child gets over the time limit, to start and to stop by itself.
_GRACE = 10.0

_ERRORS = {error.__name__: error for error in (QueryError, QuerySyntaxError, QueryTimeout, ReadOnlyError)}


class Sandbox:
    """The embedded engine in a child process, one a query; implements ``kg.cypher_types.Backend``.

    Parameters
    ----------
    graph
        The graph.
    memory
        Megabytes that a query may take besides the graph itself.
    """

    def __init__(self, graph: Graph, memory: int = DEFAULT_MEMORY) -> None:
        self._graph = graph
        self._memory = memory
        Engine.open(graph).close()  # makes the cache here, where making it is not charged to a query

    def run(
        self,
        cypher: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        write: bool = False,
    ) -> QueryResult:
        """Run one reading statement; the child is killed some seconds after ``timeout`` if it has not stopped.

        Raises
        ------
        QuerySyntaxError, QueryTimeout, ReadOnlyError, QueryError
        """
        if write:
            raise ReadOnlyError("a query in a child process can't write; use kg.embedded.Engine or a Neo4j server")
        text, values = prepare(cypher, params)
        task = {
            "graph": str(self._graph.path),
            "cypher": text,
            "params": encode(values),
            "timeout": timeout,
            "memory": self._memory,
        }
        try:
            child = subprocess.run(
                [sys.executable, "-m", "kg.sandbox"],
                input=json.dumps(task),
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=timeout + _GRACE,
            )
        except subprocess.TimeoutExpired:
            raise QueryTimeout(f"the query ran longer than {timeout:g} s and was killed") from None
        # When the system refuses memory, the engine aborts or panics, or Python raises MemoryError.
        if child.returncode < 0 or "MemoryError" in child.stderr or "PanicException" in child.stderr:
            raise QueryError(
                f"the query needs more than {self._memory} MB; filter earlier, add LIMIT, or allow more with --memory"
            )
        child.check_returncode()
        answer = json.loads(child.stdout)
        if "error" in answer:
            raise _ERRORS[answer["error"]](answer["message"])
        rows = [tuple(decode(value) for value in row) for row in answer["rows"]]
        return QueryResult(answer["columns"], rows, answer["warnings"])

    def close(self) -> None:
        """Do nothing: no child outlives its query."""


def encode(value: Any) -> Any:
    """Turn a value of a query into JSON from which ``decode`` makes the same value again."""
    if isinstance(value, Node):
        return {"node": [list(value.labels), encode(value.properties)]}
    if isinstance(value, Rel):
        return {"rel": [value.type, encode(value.properties), value.start, value.end]}
    if isinstance(value, Path):
        return {"path": [[encode(n) for n in value.nodes], [encode(r) for r in value.rels]]}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"map": {key: encode(item) for key, item in value.items()}}
    if isinstance(value, dt.timedelta):
        return {"timedelta": [value.days, value.seconds, value.microseconds]}
    for kind in (dt.datetime, dt.date, dt.time):
        if isinstance(value, kind):
            return {kind.__name__: value.isoformat()}
    return value


def decode(value: Any) -> Any:
    """Make a value again from what ``encode`` returned."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, body),) = value.items()
    match kind:
        case "node":
            return Node(tuple(body[0]), decode(body[1]))
        case "rel":
            return Rel(body[0], decode(body[1]), body[2], body[3])
        case "path":
            return Path(tuple(map(decode, body[0])), tuple(map(decode, body[1])))
        case "map":
            return {key: decode(item) for key, item in body.items()}
        case "timedelta":
            return dt.timedelta(*body)
        case "date":
            return dt.date.fromisoformat(body)
        case "time":
            return dt.time.fromisoformat(body)
        case _:
            return dt.datetime.fromisoformat(body)


def _limit_memory(megabytes: int) -> None:
    """Let this process take so much memory more than it has now."""
    try:
        import resource

        pages = int(FilePath("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):
        return
    limit = pages * resource.getpagesize() + megabytes * 2**20
    with contextlib.suppress(ValueError, OSError):  # a stricter limit is set already
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _child() -> None:
    from kg.store import open_graph

    task = json.load(sys.stdin)
    engine = Engine.open(open_graph(task["graph"]), max_work=None)
    _limit_memory(task["memory"])
    try:
        result = engine.run(task["cypher"], decode(task["params"]), timeout=task["timeout"])
        answer = {
            "columns": result.columns,
            "rows": [[encode(value) for value in row] for row in result.rows],
            "warnings": result.warnings,
        }
    except QueryError as error:
        answer = {"error": type(error).__name__, "message": str(error)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _child()
