"""Time four ways to put a graph into Neo4j, in one run on one server, and print their ratios.

The ways: ``kg load``; MERGE row by row, each in a transaction of its own; UNWIND batches whose MATCH names no label;
and ``neo4j-admin database import``. The slow ones get a sample of the relationships, and their rate is told.

    python benchmarks/neo4j_load.py --papers 5000

It uses the server at NEO4J_URI, whose database has to be empty, or starts one from Maven's artifacts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import networkx as nx

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from neo4j_fixture import Server, admin_program, given, started

from kg.formats import neo4j_import
from kg.neo4j import Neo4jBackend, load
from kg.neo4j.rows import node_rows, relationship_rows

SENTENCE = "we show that the proposed model improves over strong baselines on this benchmark by a clear margin"
WORDS = SENTENCE.split()


def synthetic(papers: int, seed: int = 0) -> nx.MultiDiGraph[str]:
    """Return a graph in the shape of real ones: about 9 nodes and 25 relationships a paper, entities by Zipf's law."""
    rng = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kinds = {"Method": 4 * papers, "Task": 2 * papers, "Dataset": papers, "Metric": max(20, papers // 5)}
    for label, count in kinds.items():
        for n in range(count):
            id = f"{label.lower()}:{n}"
            properties = {"name": f"{label} {n}", "aliases": [f"{label[0]}{n}"], "n_papers": 1, "descriptive": False}
            graph.add_node(id, label=label, id=id, **properties)

    def some(label: str) -> str:
        return f"{label.lower()}:{int(kinds[label] * rng.random() ** 3)}"

    def evidence(paper: str) -> dict[str, Any]:
        start = rng.randrange(1000)
        return {
            "confidence": round(rng.random(), 4),
            "evidence": [" ".join(rng.choices(WORDS, k=22))],
            "evidence_at": [f"{paper}:{start}-{start + 130}"],
        }

    paper_types = (["USES", "COMPARES_WITH", "MENTIONS"], ["ADDRESSES"], ["EVALUATES_ON", "TRAINS_ON"], ["MEASURES"])
    for n in range(papers):
        id = f"p{n:010d}"
        date = dt.date(2015, 1, 1) + dt.timedelta(days=n % 4000)
        text = {"name": f"Paper {n}", "title": f"Paper {n}", "abstract": " ".join(rng.choices(WORDS, k=180))}
        graph.add_node(id, label="Paper", id=id, date=date, year=date.year, **text)
        for label, types, count in zip(kinds, paper_types, (8, 3, 2, 2), strict=True):
            for _ in range(count):
                graph.add_edge(id, some(label), key=rng.choice(types), **evidence(id))
        for start, kind, end in [("Method", "USED_FOR", "Task"), ("Method", "EVALUATED_WITH", "Dataset")] * 4:
            edge = evidence(id) | {"papers": [id], "n_papers": 1, "derived": False}
            graph.add_edge(some(start), some(end), key=kind, **edge)
    return graph


def sample(graph: nx.MultiDiGraph[str], count: int) -> list[tuple[str, str, str, str, str, dict[str, Any]]]:
    """Return some relationships: start label, start, type, end label, end, properties."""
    rows = [
        (group.start, row["s"], group.type, group.end, row["t"], row["props"])
        for group, found in relationship_rows(graph).items()
        for row in found.values()
    ]
    return random.Random(1).sample(rows, min(count, len(rows)))


def ours(graph: nx.MultiDiGraph[str], server: Server) -> tuple[float, float]:
    """Load the graph as ``kg load`` does; return seconds in all and seconds of the relationships alone."""
    marks: dict[str, float] = {}

    def progress(stage: str, done: int, total: int | None) -> None:
        marks.setdefault(stage, time.perf_counter())

    began = time.perf_counter()
    with Neo4jBackend(server.uri, server.user, server.password, server.database) as backend:
        report = load(graph, backend, progress=progress)
        assert report.relationships_created == graph.number_of_edges()
        end = time.perf_counter()
        again = load(graph, backend)
        assert again.writes == 0, again
    print(f"  second load: {again.writes} writes, {again.seconds:.1f} s")
    return end - began, end - marks["writing relationships"]


def row_by_row(server: Server, rows: Iterable[tuple[str, str, str, str, str, dict[str, Any]]]) -> float:
    """MERGE each relationship in a transaction of its own; return the seconds."""
    began = time.perf_counter()
    with server.driver() as driver, driver.session(database=server.database) as session:
        for start, source, kind, end, target, properties in rows:
            session.run(
                f"MERGE (a:{start} {{id: $s}}) MERGE (b:{end} {{id: $t}}) MERGE (a)-[r:{kind}]->(b) SET r += $props",
                s=source,
                t=target,
                props=properties,
            ).consume()
    return time.perf_counter() - began


def without_labels(server: Server, rows: Iterable[tuple[str, str, str, str, str, dict[str, Any]]]) -> float:
    """UNWIND batches of one type whose MATCH names no label, so that no index helps; return the seconds."""
    by_type: dict[str, list[dict[str, Any]]] = {}
    for _, source, kind, _, target, properties in rows:
        by_type.setdefault(kind, []).append({"s": source, "t": target, "props": properties})
    began = time.perf_counter()
    with server.driver() as driver, driver.session(database=server.database) as session:
        for kind, batch in by_type.items():
            session.run(
                "UNWIND $rows AS row MATCH (a {id: row.s}) MATCH (b {id: row.t}) "
                f"MERGE (a)-[r:{kind}]->(b) SET r += row.props",
                rows=batch,
            ).consume()
    return time.perf_counter() - began


def without_relationships(server: Server) -> None:
    """Delete all relationships."""
    while server.value("MATCH ()-[r]->() WITH r LIMIT 5000 DELETE r RETURN count(*)"):
        pass


def admin_import(graph: nx.MultiDiGraph[str], work: Path) -> tuple[float, float]:
    """Export and import with neo4j-admin; return seconds in all and seconds of the import alone."""
    files = work / "csv"
    files.mkdir()
    environment = os.environ | {"NEO4J_ADMIN": str(admin_program(work / "home"))}
    began = time.perf_counter()
    neo4j_import.write(graph, files)
    exported = time.perf_counter()
    subprocess.run([files / "import.sh"], env=environment, check=True, capture_output=True)
    end = time.perf_counter()
    return end - began, end - exported


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=5_000, help="papers in the made-up graph (default: %(default)s)")
    parser.add_argument("--sample", type=int, default=2_000, help="relationships for MERGE row by row")
    parser.add_argument("--repeat", type=int, default=3, help="loads of ours; the median counts")
    options = parser.parse_args()
    graph = synthetic(options.papers)
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    print(f"graph: {nodes:,} nodes, {edges:,} relationships; Python driver of Neo4j over Bolt on localhost")
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = given() if os.environ.get("NEO4J_URI") else stack.enter_context(started(work / "server"))
        times = []
        for _ in range(options.repeat):
            server.empty()
            times.append(ours(graph, server))
        whole = statistics.median(t[0] for t in times)
        rate = edges / statistics.median(t[1] for t in times)
        slow = sample(graph, options.sample)
        # Both slow ways find the nodes there; the labelled one has the constraints as well.
        without_relationships(server)
        one = len(slow) / row_by_row(server, slow)
        without_relationships(server)
        few = slow[: max(200, options.sample // 10)]
        blind = len(few) / without_labels(server, few)
        imported, alone = admin_import(graph, work)
    rows = sum(map(len, node_rows(graph).values())) + edges
    print(f"kg load                    {rate:>10,.0f} relationships/s   all {rows:,} rows in {whole:.1f} s")
    print(f"MERGE row by row           {one:>10,.0f} relationships/s   kg load is {rate / one:,.1f} times as fast")
    print(f"UNWIND without labels      {blind:>10,.0f} relationships/s   kg load is {rate / blind:,.1f} times as fast")
    print(
        f"neo4j-admin import         {edges / alone:>10,.0f} relationships/s   "
        f"{alone:.1f} s, with the export {imported:.1f} s; {whole / imported:.1f} times as fast as kg load"
    )


if __name__ == "__main__":
    main()
