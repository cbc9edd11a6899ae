"""Run a query of the library on a graph, on the embedded engine or on Neo4j."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.cypher_types import DEFAULT_TIMEOUT, Backend, QueryResult
from kg.errors import NotFoundError
from queries.catalog import Query, get
from queries.values import NODE_KINDS

if TYPE_CHECKING:
    from kg.store import Graph

_ENTITY = """
MATCH (e:{label})
WHERE e.id = $name OR toLower(e.name) = toLower($name) OR any(a IN e.aliases WHERE toLower(a) = toLower($name))
RETURN count(*) AS found"""
_PAPER = "MATCH (p:Paper) WHERE p.id = $name OR toLower(p.name) CONTAINS toLower($name) RETURN count(*) AS found"
_NEAR = """
MATCH (e:{label}) WHERE any(word IN $words WHERE toLower(e.name) CONTAINS word)
RETURN e.name AS name ORDER BY size(e.name), name LIMIT 5"""


def run(
    target: Graph | Backend,
    name: str,
    params: Mapping[str, Any] | None = None,
    /,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    **parameters: Any,
) -> QueryResult:
    """Run a query of the library.

    Parameters
    ----------
    target
        A graph (``kg.open_graph``), which is asked on the embedded engine, or a backend: ``kg.embedded.Engine`` or
        ``kg.neo4j.Neo4jBackend``.
    name
        Name of the query; ``queries.catalog()`` has them all.
    params, parameters
        Values of its parameters, as a mapping, as keywords, or both. The others take their defaults.
    timeout
        Seconds after which the query is stopped.

    Raises
    ------
    NotFoundError
        There is no such query or parameter, or a parameter names an entity or paper that the graph does not have.
    QueryError
        A value of another type than the parameter's, or a query that could not finish.

    Examples
    --------
    >>> import queries
    >>> from kg import open_graph
    >>> graph = open_graph("mygraph")  # doctest: +SKIP
    >>> for row in queries.run(graph, "methods-for-task", task="image classification", limit=5):  # doctest: +SKIP
    ...     print(row["method"], row["papers"])
    """
    query = get(name)
    bound = query.bind({**(params or {}), **parameters})
    # The library names nothing but what is in the schema, so what an engine warns about (a label or property that it
    # does not know) is only something that this graph happens not to have.
    return replace(_run(target, query, bound, timeout), warnings=[])


def _run(target: Graph | Backend, query: Query, bound: dict[str, Any], timeout: float) -> QueryResult:
    if isinstance(target, Backend):
        result = target.run(query.cypher, bound, timeout=timeout)
        if not result.rows:
            _check_names(target, query, bound, timeout)
        return result
    from kg.embedded import engine

    backend = engine(target)
    result = backend.run(query.cypher, bound, timeout=timeout)
    if result.rows:
        return result
    resolved = _resolve(target, backend, query, bound, timeout)
    return result if resolved == bound else backend.run(query.cypher, resolved, timeout=timeout)


def _named(query: Query, bound: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (parameter, kind, value) of every value that names a node."""
    return [(p.name, p.type, bound[p.name]) for p in query.parameters if p.type in NODE_KINDS and bound[p.name]]


def _resolve(graph: Graph, backend: Backend, query: Query, bound: dict[str, Any], timeout: float) -> dict[str, Any]:
    """Return the parameters with names that are on no node, but for their spelling, replaced by the ids of nodes."""
    from kg.find import find_node

    resolved = dict(bound)
    for parameter, kind, value in _named(query, bound):
        if _is_known(backend, kind, value, timeout):
            continue
        label = None if kind in ("Entity", "Node") else kind
        try:
            resolved[parameter] = find_node(graph, value, label)
        except NotFoundError as error:
            raise _explained(error, query, parameter, bound) from None
    return resolved


def _is_known(backend: Backend, kind: str, value: str, timeout: float) -> bool:
    """Whether a name is on a node, so that an empty answer is an answer."""
    label = "Paper|Method|Dataset|Task|Metric" if kind == "Node" else kind
    lookup = _PAPER if kind == "Paper" else _ENTITY.format(label=label)
    return bool(backend.run(lookup, {"name": value}, timeout=timeout).rows[0][0])


def _check_names(backend: Backend, query: Query, bound: dict[str, Any], timeout: float) -> None:
    """Raise when an empty answer comes from a name that is on no node."""
    for parameter, kind, value in _named(query, bound):
        if _is_known(backend, kind, value, timeout):
            continue
        words = [word for word in value.lower().replace("-", " ").split() if len(word) > 2] or [value.lower()]
        label = "Entity" if kind == "Node" else kind
        near = backend.run(_NEAR.format(label=label), {"words": words}, timeout=timeout).column("name")
        hint = f"; did you mean {', '.join(map(repr, near))}?" if near else ""
        what = {"Entity": "entity", "Node": "entity or paper"}.get(kind, kind.lower())
        raise _explained(NotFoundError(f"{value!r}: no {what} of that name{hint}"), query, parameter, bound)


def _explained(error: NotFoundError, query: Query, parameter: str, bound: Mapping[str, Any]) -> NotFoundError:
    if bound[parameter] != query.parameter(parameter).default:
        return error
    return NotFoundError(f"{error} ({bound[parameter]!r} is the default; give your own with -p {parameter}=NAME)")
