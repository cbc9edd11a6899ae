"""The Cypher that writes and removes rows; ``kg load`` sends it with parameters, the script export with literals."""

from __future__ import annotations

from kg.neo4j.rows import FOUND, MARK, Group
from kg.schema import ENTITY_LABELS

# What was there without our mark, or with one that says "found", stays "found"; ours stays ours.
_KEEP_MARK = "CASE WHEN coalesce({0}.{1}, '{2}') STARTS WITH '{2}' THEN '{2}' + row.mark ELSE row.mark END"
_NODE_MARK = _KEEP_MARK.format("n", MARK, FOUND)
_RELATIONSHIP_MARK = _KEEP_MARK.format("r", MARK, FOUND)


def merge_nodes(label: str, rows: str = "$rows") -> str:
    """Return the statement that makes the nodes of ``rows``, or takes over those that are there under their ids."""
    second = "n:Entity, " if label in ENTITY_LABELS else ""
    return (
        f"UNWIND {rows} AS row MERGE (n:{label} {{id: row.id}}) "
        f"ON CREATE SET n.{MARK} = row.mark ON MATCH SET n.{MARK} = {_NODE_MARK} "
        f"SET {second}n += row.props"
    )


def merge_relationships(group: Group, rows: str = "$rows") -> str:
    """Return the statement that makes the relationships of ``rows``; both ends are found by label and unique id."""
    return (
        f"UNWIND {rows} AS row MATCH (a:{group.start} {{id: row.s}}) MATCH (b:{group.end} {{id: row.t}}) "
        f"MERGE (a)-[r:{group.type}]->(b) "
        f"ON CREATE SET r.{MARK} = row.mark ON MATCH SET r.{MARK} = {_RELATIONSHIP_MARK} "
        "SET r += row.props"
    )


def update_nodes(label: str) -> str:
    """Return the statement that brings nodes with a mark up to date."""
    return (
        f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) WHERE n.{MARK} IS NOT NULL "
        f"SET n += row.props, n.{MARK} = {_NODE_MARK}"
    )


def update_relationships(group: Group) -> str:
    """Return the statement that brings relationships with a mark up to date, and none beside them."""
    return (
        f"UNWIND $rows AS row MATCH (a:{group.start} {{id: row.s}})-[r:{group.type}]->(b:{group.end} {{id: row.t}}) "
        f"WHERE r.{MARK} IS NOT NULL SET r += row.props, r.{MARK} = {_RELATIONSHIP_MARK}"
    )


def delete_relationships(group: Group) -> str:
    """Return the statement that removes relationships that papergraph made."""
    return (
        f"UNWIND $rows AS row MATCH (:{group.start} {{id: row.s}})-[r:{group.type}]->(:{group.end} {{id: row.t}}) "
        f"WHERE r.{MARK} IS NOT NULL AND NOT r.{MARK} STARTS WITH '{FOUND}' DELETE r"
    )


def delete_nodes(label: str) -> str:
    """Return the statement that removes nodes that papergraph made, but none that has relationships left."""
    return (
        f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) "
        f"WHERE n.{MARK} IS NOT NULL AND NOT n.{MARK} STARTS WITH '{FOUND}' AND NOT EXISTS {{ (n)--() }} DELETE n"
    )
