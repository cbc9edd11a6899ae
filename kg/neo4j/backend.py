"""A Neo4j server as a Cypher engine: connect, check, run one statement, and turn its values into ours."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import graph as bolt
from neo4j import time as bolt_time

from kg.cypher_types import DEFAULT_TIMEOUT, Node, Path, QueryResult, Rel, prepare
from kg.errors import Neo4jError
from kg.neo4j.errors import check_version, explained, translate_query
from kg.neo4j.rows import MARK

if TYPE_CHECKING:
    from typing import Self

DEFAULT_URI = "bolt://localhost:7687"
DEFAULT_USER = "neo4j"

#: What an address begins with: ``bolt`` for one server, ``neo4j`` for a cluster; ``+s`` and ``+ssc`` with TLS.
SCHEMES = frozenset(name + tls for name in ("bolt", "neo4j") for tls in ("", "+s", "+ssc"))

#: Notifications that a user of a query should see; the server's other remarks are about style and speed.
_WARN = frozenset({"UNRECOGNIZED"})

T = TypeVar("T")

# Callers get notifications as QueryResult.warnings; without a handler, Python would print them on standard error.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Neo4jBackend:
    """A connection to one database of a Neo4j server; implements ``kg.cypher_types.Backend``.

    Parameters
    ----------
    uri
        ``bolt://host:7687``, ``neo4j://…`` for a cluster, ``+s`` with TLS; without a password in it.
    user, password
        The account. An empty password means a server that has its authentication switched off.
    database
        The database; ``None`` for the account's home database.

    Raises
    ------
    Neo4jError
        The server is away, refuses the login, is older than Neo4j 5 or no Neo4j, or has no such database.

    Examples
    --------
    >>> import os
    >>> with Neo4jBackend("bolt://localhost:7687", "neo4j", os.environ["NEO4J_PASSWORD"]) as neo4j:  # doctest: +SKIP
    ...     neo4j.run("MATCH (m:Method) RETURN m.name AS method ORDER BY m.n_papers DESC LIMIT 3").rows
    """

    def __init__(
        self,
        uri: str = DEFAULT_URI,
        user: str = DEFAULT_USER,
        password: str = "",
        database: str | None = None,
    ) -> None:
        self.uri = check_uri(uri)
        self.user = user
        self.database = database
        with explained(self.uri, user, database):
            self._driver = neo4j.GraphDatabase.driver(
                uri, auth=(user, password) if password else None, connection_timeout=10, user_agent="papergraph"
            )
        try:
            with explained(self.uri, user, database):
                info = self._driver.get_server_info()
            self.version = info.agent.removeprefix("Neo4j/")
            check_version(info.agent, self.uri)
            self.read("RETURN 1")  # the database exists, is online, and the account may use it
        except BaseException:
            self._driver.close()
            raise

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
            Seconds after which the server stops the query.
        write
            Let the statement write. Otherwise the session is in read mode, in which the server refuses to.

        Raises
        ------
        QuerySyntaxError, QueryTimeout, ReadOnlyError, QueryError, Neo4jError
        """
        text, values = prepare(cypher, params)
        query = neo4j.Query(text, timeout=max(timeout, 0.001))
        with explained(self.uri, self.user, self.database), self._session(read=not write) as session:
            try:
                result = session.run(query, values)
                columns = list(result.keys())
                rows = [tuple(value_of(value) for value in record.values()) for record in result]
                summary = result.consume()
            except Exception as error:
                translated = translate_query(error, timeout)
                if translated is None:
                    raise
                raise translated from error
        return QueryResult(columns, rows, _warnings(summary), _counters(summary.counters))

    def read(self, cypher: str, **params: Any) -> list[tuple[Any, ...]]:
        """Run a statement of our own in a retried read transaction; return the rows with the driver's values."""

        def work(tx: neo4j.ManagedTransaction) -> list[tuple[Any, ...]]:
            return [tuple(record.values()) for record in tx.run(cypher, params)]

        with explained(self.uri, self.user, self.database), self._session(read=True) as session:
            return session.execute_read(work)

    def write(self, cypher: str, **params: Any) -> dict[str, int]:
        """Run a statement of our own in a retried write transaction; return the server's counters."""

        def work(tx: neo4j.ManagedTransaction) -> dict[str, int]:
            return _counters(tx.run(cypher, params).consume().counters)

        with explained(self.uri, self.user, self.database), self._session(read=False) as session:
            return session.execute_write(work)

    def writing(self, job: Callable[[Callable[..., dict[str, int]]], T]) -> T:
        """Call ``job(write)`` with a ``write`` as above that keeps to one session, for many batches."""
        with explained(self.uri, self.user, self.database), self._session(read=False) as session:

            def write(cypher: str, **params: Any) -> dict[str, int]:
                return session.execute_write(lambda tx: _counters(tx.run(cypher, params).consume().counters))

            return job(write)

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _session(self, *, read: bool) -> neo4j.Session:
        mode = neo4j.READ_ACCESS if read else neo4j.WRITE_ACCESS
        return self._driver.session(database=self.database, default_access_mode=mode)


def check_uri(uri: str) -> str:
    """Return the address; refuse one that is not Bolt's, or has a password in it, which process lists would show.

    Raises
    ------
    Neo4jError
    """
    parts = urlsplit(uri)
    if parts.password is not None or parts.username is not None:
        host = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        raise Neo4jError(f"{host}: leave user and password out of the address; set NEO4J_USERNAME and NEO4J_PASSWORD")
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise Neo4jError(f"{uri}: is no address of Bolt; an address looks like {DEFAULT_URI}")
    return uri


def value_of(value: Any) -> Any:
    """Turn a value of the driver into one of ours (see ``kg.cypher_types``)."""
    if isinstance(value, list):
        return [value_of(item) for item in value]
    if isinstance(value, dict):
        return {key: value_of(item) for key, item in value.items() if key != MARK}
    if isinstance(value, bolt.Node):
        return Node(tuple(sorted(value.labels)), _properties(value))
    if isinstance(value, bolt.Relationship):
        return Rel(value.type, _properties(value))
    if isinstance(value, bolt.Path):
        rels = (
            Rel(rel.type, _properties(rel), *(node.get("id") if node else None for node in rel.nodes))
            for rel in value.relationships
        )
        return Path(tuple(value_of(node) for node in value.nodes), tuple(rels))
    if isinstance(value, bolt_time.Duration):
        return _duration(value)
    if isinstance(value, bolt_time.Date | bolt_time.DateTime | bolt_time.Time):
        return value.to_native()
    return value


def _properties(entity: bolt.Entity) -> dict[str, Any]:
    return {key: value_of(value) for key, value in entity.items() if key != MARK}


def _duration(value: bolt_time.Duration) -> Any:
    if value.months:
        return {"months": value.months, "days": value.days, "seconds": value.seconds}
    return dt.timedelta(days=value.days, seconds=value.seconds, microseconds=value.nanoseconds // 1000)


def _warnings(summary: neo4j.ResultSummary) -> list[str]:
    told = (status for status in summary.gql_status_objects if status.raw_classification in _WARN)
    return list(dict.fromkeys(status.status_description.removeprefix("warn: ") for status in told))


def _counters(counters: neo4j.SummaryCounters) -> dict[str, int]:
    return {name: count for name, count in vars(counters).items() if count and not name.startswith("_")}
