"""Errors of the graph stages; all descend from ``extract.errors.PapergraphError``."""

from __future__ import annotations

from extract.errors import ModelError, PapergraphError, ReadError

__all__ = [
    "GraphError",
    "ModelError",
    "Neo4jError",
    "NotFoundError",
    "OverrideError",
    "PapergraphError",
    "QueryError",
    "QuerySyntaxError",
    "QueryTimeout",
    "ReadError",
    "ReadOnlyError",
]


class GraphError(PapergraphError):
    """A graph directory that is missing, incomplete, damaged or of another version."""


class NotFoundError(PapergraphError):
    """A name that is on no node; the message offers the nearest names."""


class OverrideError(PapergraphError):
    """A mistake in ``aliases.toml``, with its line."""


class QueryError(PapergraphError):
    """A query that an engine refused or could not finish."""


class QuerySyntaxError(QueryError):
    """A query that is not valid Cypher."""


class QueryTimeout(QueryError):
    """A query that ran past its time limit."""


class ReadOnlyError(QueryError):
    """A query that would write."""


class Neo4jError(PapergraphError):
    """A Neo4j server that is away, refuses the login, or is of a version that is not supported."""
