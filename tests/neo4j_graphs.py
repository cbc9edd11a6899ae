"""Graphs for the tests of Neo4j, small, large and of the annotated seeds, and how one is compared with a server."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import networkx as nx
from neo4j_fixture import Server

from extract.records import Entity, Extraction, Paper, Relation, Result, Span
from kg.graph import build_graph
from kg.linking import link
from kg.neo4j import Neo4jBackend

#: Texts that must come back as they are, whatever carries them.
HOSTILE = [
    'it\'s "quoted" and `ticked`',
    "back\\slash \\' and \\u0027 and \\\\u0027 } ) DETACH DELETE n //",
    "line\nbreak, carriage\rreturn, tab\t, form\x0cfeed",
    "; :exit \n:param x => 1;",
    "$\\alpha$, 100 %, a;b|c,d",
    "é 漢字 🧬 \u2028 \u202e\u0000 end",
    "",
    " spaces ",
    "null",
    "=1+1",
]


def small_graph() -> nx.MultiDiGraph[str]:
    """Return a graph with every property kind, missing and empty values, and texts that try to break out."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    paper = {
        "name": "A paper",
        "title": "A paper's \\title\\",
        "abstract": "\n".join(HOSTILE),
        "date": dt.date(2021, 2, 28),
        "year": 2021,
        "authors": ["Ann O'Neil", "Bo\\b"],
        "n_authors": 2,
        "categories": ["cs.CL"],
        "sources": ["dump.txt"],
    }
    graph.add_node("p1", label="Paper", id="p1", **paper)
    graph.add_node(
        "p2", label="Paper", id="p2", name="Bare", title="Bare", abstract="", authors=[], sources=["dump.txt"]
    )
    for n, text in enumerate(HOSTILE):
        properties = {"name": text, "aliases": [text, f"alias {n}"], "n_papers": 1, "papers_by_year": [1, 0, 2]}
        graph.add_node(f"method:{n}", label="Method", id=f"method:{n}", descriptive=bool(n % 2), **properties)
        edge = {"confidence": 0.1 + n / 100, "evidence": [text], "evidence_at": [f"p1:{n}-{n + 1}"]}
        graph.add_edge("p1", f"method:{n}", key="USES", **edge)
    graph.add_node("task:parsing", label="Task", id="task:parsing", name="parsing", aliases=["parsing", "syntax"])
    graph.add_node("metric:f1", label="Metric", id="metric:f1", name="F1", aliases=["F1"], n_papers=1)
    result = {"name": "-3.5 F1", "value": "-3.5", "number": -3.5, "unit": "", "delta": True}
    graph.add_node("p1:result:1", label="Result", id="p1:result:1", **result)
    one = {"confidence": 0.5, "evidence": ["It parses."], "evidence_at": ["p1:0-10"]}
    graph.add_edge("p1", "task:parsing", key="ADDRESSES", **one)
    graph.add_edge("p1", "p1:result:1", key="REPORTS", **one)
    graph.add_edge("p1:result:1", "metric:f1", key="OF", **one)
    between = one | {"papers": ["p1", "p2"], "n_papers": 2, "derived": False}
    graph.add_edge("method:0", "task:parsing", key="USED_FOR", **between)
    graph.add_edge("method:0", "method:1", key="USED_FOR", **between)
    graph.add_edge("method:0", "method:1", key="COMPARED_WITH", **between | {"confidence": 1e-05, "derived": True})
    return graph


def large_graph(papers: int = 1_500) -> nx.MultiDiGraph[str]:
    """Return a graph of ten relationships a paper, large enough to be stopped in the middle of its load."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in range(papers):
        graph.add_node(f"method:{n}", label="Method", id=f"method:{n}", name=f"Method {n}", aliases=[f"M{n}"])
    for n in range(papers):
        id = f"p{n}"
        graph.add_node(id, label="Paper", id=id, name=f"Paper {n}", title=f"Paper {n}", abstract="Text. " * 20)
        for k in range(10):
            edge: dict[str, Any] = {"confidence": 0.5, "evidence": ["Text."], "evidence_at": [f"{id}:{k}-{k + 5}"]}
            graph.add_edge(id, f"method:{(n * 7 + k * k * 13) % papers}", key="USES", **edge)
    return graph


def seeds_graph(shared: Path) -> nx.MultiDiGraph[str]:
    """Return the graph of the annotated seed papers, linked and built by papergraph."""
    papers, extractions = [], []
    for name in ("train", "dev"):
        texts = {p["id"]: p for p in json.loads((shared / "gold" / f"{name}.papers.json").read_text("utf-8"))}
        for line in (shared / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines():
            gold = json.loads(line)
            text = texts[gold["id"]]
            paper = Paper(gold["id"], text["title"], text["abstract"], year=2022, sources=("gold",))
            papers.append(paper)
            extractions.append(_extraction(paper, gold))
    return build_graph(papers, extractions, link(papers, extractions))


def _extraction(paper: Paper, gold: dict[str, Any]) -> Extraction:
    text = paper.text
    entities: dict[str, Entity] = {}
    for entity in gold["entities"]:
        spans = [Span(m, text.find(m), text.find(m) + len(m)) for m in entity["mentions"] if m in text]
        if spans:
            sentence = (Span(text[:80], 0, min(80, len(text))),)
            made = Entity(entity["name"], entity["type"], tuple(spans), entity["role"], 0.9, sentence)
            entities.setdefault(entity["name"], made)
    relations = [
        Relation(head, kind, tail, 0.8, entities[head].evidence)
        for head, kind, tail in gold["relations"]
        if head in entities and tail in entities
    ]
    results = [
        Result(r["metric"], str(r["value"]), r.get("unit") or "", evidence=entities[r["metric"]].evidence)
        for r in gold["results"]
        if r["metric"] in entities
    ]
    return Extraction(paper.id, paper.title, tuple(entities.values()), tuple(relations), tuple(results))


def connect(server: Server) -> Neo4jBackend:
    return Neo4jBackend(server.uri, server.user, server.password, server.database)


def counts(server: Server) -> dict[str, int]:
    """Count nodes by label, relationships by type, and both in all."""
    labels = server.rows("MATCH (n) UNWIND labels(n) AS l RETURN l AS name, count(*) AS n")
    types = server.rows("MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS n")
    return {row["name"]: row["n"] for row in labels + types} | totals(server)


def totals(server: Server) -> dict[str, int]:
    return {
        "nodes": server.value("MATCH (n) RETURN count(*)"),
        "relationships": server.value("MATCH ()-[r]->() RETURN count(*)"),
    }


def totals_of(graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    return {"nodes": graph.number_of_nodes(), "relationships": graph.number_of_edges()}


def assert_equal(server: Server, graph: nx.MultiDiGraph[str]) -> None:
    """Every node and relationship is there once, with exactly the graph's properties."""
    assert totals(server) == totals_of(graph)
    with connect(server) as backend:
        for node, *_ in backend.run("MATCH (n) RETURN n").rows:
            wanted = dict(graph.nodes[node.id])
            label = wanted.pop("label")
            assert set(node.labels) - {"Entity"} == {label}
            assert ("Entity" in node.labels) == (label in ("Method", "Dataset", "Task", "Metric"))
            assert node.properties == wanted
        for start, kind, end, rel in backend.run("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r").rows:
            assert rel.properties == dict(graph.edges[start, end, kind])
