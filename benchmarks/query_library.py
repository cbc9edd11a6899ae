"""Time every query of the library on a synthetic graph of 60,000 nodes and 300,000 relationships.

    python benchmarks/query_library.py            # the embedded engine
    python benchmarks/query_library.py --scale 0.1

A query is run three times with the names of the most popular nodes; the table has the best time and the rows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time

import networkx as nx

import queries
from kg.embedded import Engine
from kg.errors import QueryError
from kg.schema import ENTITY_LABELS, RELATIONSHIP_TYPES
from queries.values import NODE_KINDS

SIZES = {"Paper": 20_000, "Method": 30_000, "Dataset": 4_500, "Task": 5_000, "Metric": 500, "Result": 4_000}
EDGES = {
    "USES": 90_000,
    "PROPOSES": 25_000,
    "COMPARES_WITH": 20_000,
    "ADDRESSES": 35_000,
    "EVALUATES_ON": 30_000,
    "TRAINS_ON": 5_000,
    "MEASURES": 15_000,
    "MENTIONS": 20_000,
    "USED_FOR": 25_000,
    "EVALUATED_WITH": 10_000,
    "TRAINED_WITH": 3_000,
    "BENCHMARK_FOR": 5_000,
    "PART_OF": 5_000,
    "SUBCLASS_OF": 5_000,
    "SUBTASK_OF": 2_000,
    "COMPARED_WITH": 5_000,
    "REPORTS": 4_000,
    "OF": 4_000,
    "ON": 3_500,
    "BY": 3_500,
    "FOR": 3_000,
}


def synthetic(scale: float, seed: int = 1) -> nx.MultiDiGraph[str]:
    """Make a graph of the schema in which a few nodes have most of the edges, as in a real one."""
    rng = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes: dict[str, list[str]] = {}
    for label, size in SIZES.items():
        nodes[label] = [f"{label.lower()}:{n}" for n in range(max(5, int(size * scale)))]
        for n, node in enumerate(nodes[label]):
            graph.add_node(node, label=label, id=node, name=f"{label} {n}", **_properties(label, n, rng))
    for kind, number in EDGES.items():
        pairs = RELATIONSHIP_TYPES[kind].pairs
        for _ in range(int(number * scale)):
            start, end = rng.choice(pairs)
            source = rng.choice(nodes[start])
            target = nodes[end][int(len(nodes[end]) * rng.random() ** 2.5)]
            if source != target:
                graph.add_edge(source, target, key=kind, **_proof(start, nodes["Paper"], rng))
    for label in ENTITY_LABELS:
        for node in nodes[label]:
            graph.nodes[node]["n_papers"] = sum(s.startswith("paper:") for s, _ in graph.in_edges(node))
    return graph


def _properties(label: str, number: int, rng: random.Random) -> dict[str, object]:
    if label == "Paper":
        year = 2015 + number % 11
        return {"title": f"Paper {number}", "year": year, "date": dt.date(year, 1 + number % 12, 1)}
    if label == "Result":
        return {"value": "50", "number": rng.uniform(10, 99), "unit": "%", "delta": False}
    years = {"first_year": 2015, "last_year": 2025, "papers_by_year": [rng.randrange(9) for _ in range(11)]}
    return {"aliases": [f"{label} {number}", f"{label[0]}{number}"], "descriptive": number % 3 == 2, **years}


def _proof(start: str, papers: list[str], rng: random.Random) -> dict[str, object]:
    paper = rng.choice(papers)
    proof = {"confidence": rng.random(), "evidence": ["A sentence that says so."], "evidence_at": [f"{paper}:0-24"]}
    if start in ("Paper", "Result"):
        return proof
    return proof | {"papers": [paper], "n_papers": 1, "derived": False}


def main() -> None:
    """Fill the engine, run every query, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 60,000 nodes and 300,000 relationships")
    scale = parser.parse_args().scale
    graph = synthetic(scale)
    began = time.perf_counter()
    engine = Engine.from_networkx(graph)
    took = time.perf_counter() - began
    print(f"{graph.number_of_nodes():,} nodes, {graph.number_of_edges():,} relationships, filled in {took:.1f} s\n")
    print(f"{'query':<24} {'ms':>8} {'rows':>6}")
    for name, query in queries.catalog().items():
        values = {p.name: _popular(p.name, p.type) for p in query.parameters if p.type in NODE_KINDS and p.default}
        times = []
        try:
            for _ in range(3):
                began = time.perf_counter()
                rows = len(queries.run(engine, name, values, timeout=120))
                times.append(time.perf_counter() - began)
            print(f"{name:<24} {min(times) * 1000:>8.1f} {rows:>6}")
        except QueryError as error:
            print(f"{name:<24} {error}")


def _popular(parameter: str, kind: str) -> str:
    if kind in ("Entity", "Node"):
        return "task:7" if parameter == "target" else "method:0"
    return f"{kind.lower()}:{1 if parameter == 'other' else 0}"


if __name__ == "__main__":
    main()
