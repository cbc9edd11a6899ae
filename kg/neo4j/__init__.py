"""Neo4j: load a graph into a server over Bolt, and ask the server in Cypher."""

from __future__ import annotations

from kg.neo4j.backend import Neo4jBackend
from kg.neo4j.load import LoadReport, load

__all__ = ["LoadReport", "Neo4jBackend", "load"]
