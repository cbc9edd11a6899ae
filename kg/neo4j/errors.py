"""Turn what the driver and the server say into one line that a person can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions

from kg.errors import Neo4jError, PapergraphError, QueryError, QuerySyntaxError, QueryTimeout, ReadOnlyError

#: The oldest supported release: queries, constraints and index syntax are those of Neo4j 5.
MINIMUM = (5, 0)

#: The second is what Neo4j 5 says; the first is of releases before it and of other servers.
_READ_ONLY = (
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
)
_WRITE_IN_READ = "Neo.ClientError.Statement.AccessMode"


@contextmanager
def explained(uri: str, user: str, database: str | None) -> Iterator[None]:
    """Raise what goes wrong with the server in this block as a ``Neo4jError`` of one line.

    Raises
    ------
    Neo4jError
    """
    try:
        yield
    except exceptions.Neo4jError as error:
        raise Neo4jError(_of_server(error, uri, user, database)) from error
    except exceptions.DriverError as error:
        raise Neo4jError(_of_driver(error, uri)) from error
    except (OSError, ValueError) as error:
        # The driver lets through what the operating system says of a host name that can't be looked up.
        raise Neo4jError(f"{uri}: {one_line(str(error))}; check the address") from error


def check_version(agent: str, uri: str) -> None:
    """Refuse a server that is too old, or no Neo4j; ``agent`` is what it calls itself, e.g. ``Neo4j/5.26.30``.

    Raises
    ------
    Neo4jError
    """
    told = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if told is None:
        raise Neo4jError(f"{uri}: is {agent or 'an unknown server'}, not Neo4j; give the address of a Neo4j 5 or newer")
    if (int(told[1]), int(told[2])) < MINIMUM:
        version = agent.removeprefix("Neo4j/")
        raise Neo4jError(f"{uri}: is Neo4j {version}, which is too old; upgrade it to Neo4j 5 or a calendar release")


def translate_query(error: Exception, timeout: float) -> PapergraphError | None:
    """Return our error for a query that the server refused, or ``None`` when the server itself is the trouble."""
    if isinstance(error, exceptions.CypherSyntaxError):
        return QuerySyntaxError(one_line(error.message or str(error)))
    if not isinstance(error, exceptions.ClientError | exceptions.DatabaseError | exceptions.TransientError):
        return None
    code = error.code or ""
    message = one_line(error.message or str(error))
    if "TransactionTimedOut" in code or code.endswith(".Terminated"):
        return QueryTimeout(
            f"the query ran longer than {timeout:g} s; anchor it on a name, add LIMIT, or give more time with --timeout"
        )
    if code in (_WRITE_IN_READ, *_READ_ONLY):
        return ReadOnlyError("the query would change the graph; queries only read (the graph is built by kg build)")
    if code.startswith(("Neo.ClientError.Security", "Neo.ClientError.Database.", "Neo.TransientError.Database")):
        return None
    if "MemoryPoolOutOfMemory" in code or "OutOfMemory" in code:
        return QueryError("the query holds too much in the server's memory; filter earlier or add LIMIT")
    return QueryError(message)


def one_line(text: str) -> str:
    """Return the first line of a message, without the marks that the server puts around a query."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return " ".join(first.split()).rstrip(".")


def _of_server(error: exceptions.Neo4jError, uri: str, user: str, database: str | None) -> str:
    code, message = error.code or "", one_line(error.message or str(error))
    name = f"database {database}" if database else "the database"
    if code == "Neo.ClientError.Security.CredentialsExpired":
        return f"{uri}: the password of {user} has to be changed first; do so in Neo4j Browser or cypher-shell"
    if code == "Neo.ClientError.Security.AuthenticationRateLimit":
        return f"{uri}: too many wrong passwords for {user}; wait a few seconds, then try again"
    if isinstance(error, exceptions.AuthError):
        return f"{uri}: wrong user name or password for {user}; set NEO4J_USERNAME and NEO4J_PASSWORD"
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return f"{uri}: there is no {name}; SHOW DATABASES lists those that exist (name one with --database)"
    if code in _READ_ONLY:
        return f"{uri}: {name} is read-only; nothing was written (allow writing, or name another with --database)"
    if isinstance(error, exceptions.Forbidden):
        return f"{uri}: {user} may not do that on {name} ({message}); use an account that may write"
    if code.endswith(".ConstraintCreationFailed") or isinstance(error, exceptions.ConstraintError):
        whole = " ".join((error.message or message).split())
        return f"{uri}: {name} holds data of another origin that breaks a constraint: {whole}"
    if isinstance(error, exceptions.DatabaseUnavailable) or code == "Neo.TransientError.Database.DatabaseUnavailable":
        return f"{uri}: {name} is not online; start it, or wait until the server has"
    if "OutOfMemory" in code:
        return f"{uri}: the server's memory is too small for a batch ({message}); give --batch-size a smaller number"
    return f"{uri}: {message} ({code})"


def _of_driver(error: exceptions.DriverError, uri: str) -> str:
    whole = str(error)
    # The last line is the cause; the first only names the address again.
    message = one_line(whole.splitlines()[-1] if whole.strip() else type(error).__name__)
    if isinstance(error, exceptions.UnsupportedServerProduct) or "handshake" in whole or "looks like HTTP" in whole:
        return f"{uri}: does not speak the Bolt of Neo4j 5; check that the port is Bolt's (7687), not HTTP's (7474)"
    if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
        return f"{uri}: no Neo4j answers there ({message}); start the server, or check --uri and NEO4J_URI"
    if isinstance(error, exceptions.ConfigurationError):
        return f"{uri}: {message}; an address looks like bolt://localhost:7687"
    return f"{uri}: {message}"
