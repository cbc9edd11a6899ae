"""The library of Cypher queries: one ``.cypher`` file a query, the same on the embedded engine and on Neo4j.

Examples
--------
>>> import queries
>>> from kg import open_graph
>>> queries.run(open_graph("mygraph"), "top-methods", limit=3).column("method")  # doctest: +SKIP
['Transformer', 'BERT', 'fine-tuning']
"""

from __future__ import annotations

from queries.catalog import Column, Parameter, Query, catalog, get
from queries.running import run

__all__ = ["Column", "Parameter", "Query", "catalog", "get", "run"]
