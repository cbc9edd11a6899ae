"""The embedded Cypher engine: kglite behind an adapter that nothing else knows of.

The graph's own tables are the record. The engine's file ``graph.kgl`` in the graph directory is a cache: it is made
again whenever the graph or the version of kglite is another one, and deleting it loses nothing.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import kglite

from kg.cypher_types import DEFAULT_TIMEOUT, Node, Path, QueryResult, Rel, prepare
from kg.embedded_cache import fill, load
from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, ReadOnlyError

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Graph

#: Work units (rows, retained items, scan steps) that one query may spend; the bound on what a runaway query holds.
MAX_WORK = 3_000_000

_ENGINES: WeakKeyDictionary[Graph, Engine] = WeakKeyDictionary()

_NODE_KEYS = {"id", "labels", "properties"}
_REL_KEYS = {"id", "start", "end", "type", "properties"}
_PATH_KEYS = {"nodes", "relationships"}


class Engine:
    """An embedded engine that holds one graph in memory; implements ``kg.cypher_types.Backend``.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("task:parsing", label="Task", id="task:parsing", name="parsing", n_papers=3)
    >>> engine = Engine.from_networkx(graph)
    >>> engine.run("MATCH (t:Task) RETURN t.name AS task, t.n_papers AS papers").rows
    [('parsing', 3)]
    """

    def __init__(self, store: kglite.KnowledgeGraph, *, max_work: int | None = MAX_WORK) -> None:
        self._store: kglite.KnowledgeGraph | None = store
        self._max_work = max_work
        store.read_only(True)

    @classmethod
    def open(cls, graph: Graph, *, max_work: int | None = MAX_WORK) -> Engine:
        """Open the engine on a graph directory, from its cache where that is current."""
        return cls(load(graph), max_work=max_work)

    @classmethod
    def from_networkx(cls, graph: nx.MultiDiGraph[str], *, max_work: int | None = MAX_WORK) -> Engine:
        """Make an engine in memory from a graph of ``kg.graph``; nothing is written to disk."""
        return cls(fill(graph), max_work=max_work)

    def run(
        self,
        cypher: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        write: bool = False,
    ) -> QueryResult:
        """Run one Cypher statement and return all of its rows.

        Parameters
        ----------
        cypher
            One statement of the Cypher that ``docs/queries.md`` describes.
        params
            Values of the parameters ``$name``.
        timeout
            Seconds after which the query is stopped. The engine may overshoot it by half; see ``kg.sandbox`` for a
            hard limit.
        write
            Let the statement change this engine's copy in memory. The graph on disk is never changed.

        Raises
        ------
        QuerySyntaxError, QueryTimeout, ReadOnlyError, QueryError
        """
        if self._store is None:
            raise QueryError("the engine is closed; open it again with Engine.open")
        text, values = prepare(cypher, params)
        self._store.read_only(not write)
        deadline = time.monotonic() + timeout
        try:
            # The stubs allow for a data frame or CSV text, neither of which is asked for.
            result: Any = self._store.cypher(
                text,
                params=values,
                timeout_ms=max(1, round(timeout * 1000)),
                max_work_units=self._max_work,
                hide_structural_keys=True,
            )
            columns = list(result.columns)
            values_of = _Values()
            rows = []
            for row in result:
                rows.append(tuple(values_of(row[column]) for column in columns))
                # The engine's own limit ends with the query; reading a million rows takes time as well.
                if time.monotonic() > deadline:
                    raise _timeout(timeout)
            return QueryResult(columns, rows, list(result.warnings), dict(result.stats or {}))
        except QueryTimeout:
            raise
        except Exception as error:
            raise _translate(error, timeout) from error
        finally:
            self._store.read_only(True)

    def save(self, path: str | FilePath) -> None:
        """Write what the engine holds to a file of its own format."""
        if self._store is not None:
            self._store.save(str(path))

    def close(self) -> None:
        """Let go of the graph in memory."""
        self._store = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def engine(graph: Graph) -> Engine:
    """Return the engine of a graph handle: opened on first use, then kept as long as the handle."""
    if graph not in _ENGINES:
        _ENGINES[graph] = Engine.open(graph)
    return _ENGINES[graph]


class _Values:
    """Turns the values of one result into ours; a node that is in many rows becomes one object.

    Entities come as plain dictionaries, which are told by their exact keys.
    """

    def __init__(self) -> None:
        self._nodes: dict[Any, tuple[dict[str, Any], Node]] = {}

    def __call__(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self(item) for item in value]
        if not isinstance(value, dict):
            return value
        keys = value.keys()
        if keys == _NODE_KEYS and isinstance(value["id"], int) and isinstance(value["properties"], dict):
            return self._node(value)
        if keys == _REL_KEYS and isinstance(value["id"], int) and isinstance(value["properties"], dict):
            return Rel(value["type"], self(value["properties"]))
        if keys == _PATH_KEYS and isinstance(value["nodes"], list) and isinstance(value["relationships"], list):
            return self._path(value)
        if keys == {"months", "days", "seconds"}:
            return _duration(value)
        return {key: self(item) for key, item in value.items()}

    def _path(self, value: dict[str, Any]) -> Path:
        ids = {node["id"]: node["properties"].get("id") for node in value["nodes"]}
        rels = (
            Rel(rel["type"], self(rel["properties"]), ids[rel["start"]], ids[rel["end"]])
            for rel in value["relationships"]
        )
        return Path(tuple(self._node(node) for node in value["nodes"]), tuple(rels))

    def _node(self, value: dict[str, Any]) -> Node:
        known = self._nodes.get(value["id"])
        # A map that a query makes up may have the keys of a node, and any id.
        if known is not None and known[0] == value:
            return known[1]
        labels = tuple(sorted(value["labels"]))
        # The engine answers ``type`` and ``title`` for every node; only a paper's title is ours.
        extra = {"type"} if "Paper" in labels else {"type", "title"}
        node = Node(labels, {k: self(v) for k, v in value["properties"].items() if k not in extra and v is not None})
        self._nodes[value["id"]] = value, node
        return node


def _duration(value: dict[str, int]) -> Any:
    """Return a duration without months as a ``timedelta``; one with months has no fixed length and stays a map."""
    if value["months"]:
        return value
    return dt.timedelta(days=value["days"], seconds=value["seconds"])


def _translate(error: Exception, timeout: float) -> Exception:
    """Turn an error of the engine into one of ours, with the place in the query and what to do."""
    message = " ".join(str(error).split("\n")[0].split())
    if isinstance(error, kglite.CypherTimeoutError):
        return _timeout(timeout)
    if isinstance(error, kglite.CypherSyntaxError):
        where = f"line {error.line}, column {error.col}: " if error.line else ""
        return QuerySyntaxError(where + message.split(": ", 1)[-1])
    if isinstance(error, kglite.ReadOnlyError):
        return ReadOnlyError("the query would change the graph; queries only read (the graph is built by kg build)")
    if "max_work_units" in message:
        return QueryError("the query holds too many rows at once; anchor it on a name, filter earlier, or add LIMIT")
    if isinstance(error, kglite.KgError | ValueError | TypeError | RuntimeError | KeyError | OverflowError):
        return QueryError(message.removeprefix("Cypher execution error: "))
    return error


def _timeout(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        f"the query ran longer than {seconds:g} s; anchor it on a name, add LIMIT, or give more time with --timeout"
    )
