"""Measure the views: how long pages take to build and to open, and how large they are.

Run as ``python benchmarks/views.py [--graph GRAPH]``. Opening needs Chromium and Playwright; the time counts from
navigation until a search typed into the page has answered. CPU seconds are given beside seconds,
for machines that do other work at the same time. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx as nx

import viz
from viz.page import html

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def synthetic(n: int, *, seed: int = 0) -> nx.MultiDiGraph[str]:
    """Return a graph of ``n`` nodes: an eighth papers, few entities that many name and many that few do."""
    rng = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    papers = [f"p{i}" for i in range(n // 8)]
    for i, paper in enumerate(papers):
        title = f"Paper number {i} on something of interest"
        graph.add_node(paper, label="Paper", id=paper, name=title, title=title, abstract="", year=2012 + i % 12)
    labels = ["Method"] * 6 + ["Task"] * 2 + ["Dataset", "Metric"]
    entities = [f"{labels[i % 10].lower()}:thing-{i}" for i in range(n - len(papers))]
    named: dict[str, set[str]] = {e: set() for e in entities}
    for paper in papers:
        for _ in range(9):
            named[entities[int(len(entities) * rng.random() ** 3)]].add(paper)
    for i, entity in enumerate(entities):
        years = sorted(2012 + int(p[1:]) % 12 for p in named[entity]) or [2012]
        graph.add_node(
            entity,
            label=entity.partition(":")[0].capitalize(),
            id=entity,
            name=f"thing of a kind {i}",
            aliases=[f"thing of a kind {i}", f"TK{i}", f"kind-{i} things"],
            n_papers=max(len(named[entity]), 1),
            first_year=years[0],
            last_year=years[-1],
            papers_by_year=[years.count(y) for y in range(years[0], years[-1] + 1)],
        )
    sentence = (
        "We show that the {} is of use for the {} in a setting that is described by this sentence of some length."
    )
    for entity in entities:
        for paper in named[entity]:
            graph.add_edge(
                paper, entity, key="MENTIONS", confidence=0.8, evidence=[sentence.format(paper, entity)],
                evidence_at=[f"{paper}:0-80"],
            )  # fmt: skip
        for _ in range(2):
            other, paper = entities[int(len(entities) * rng.random() ** 3)], rng.choice(papers)
            if other != entity:
                graph.add_edge(
                    entity, other, key="USED_FOR", confidence=0.7, evidence=[sentence.format(entity, other)],
                    evidence_at=[f"{paper}:0-80"], papers=[paper], n_papers=1,
                )  # fmt: skip
    return graph


def measure(graph: Any, page: str, *arguments: str, search: str, **options: Any) -> dict[str, Any]:
    """Build one page and open it."""
    began, cpu = time.perf_counter(), time.process_time()
    view = viz.view(graph, page, *arguments, **options)
    text = html(view)
    found: dict[str, Any] = {
        "nodes": len(view.nodes),
        "edges": len(view.edges),
        "build_seconds": round(time.perf_counter() - began, 2),
        "build_cpu_seconds": round(time.process_time() - cpu, 2),
        "megabytes": round(len(text.encode()) / 1e6, 2),
        "left_out": list(view.left_out),
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(text, encoding="utf-8")
        found |= opened(file, search)
    return found


def opened(file: Path, search: str) -> dict[str, Any]:
    """Open a page three times; return the best time until its first search has answered, and until it is drawn."""
    chromium = shutil.which("chromium")
    if not chromium:
        return {"open_seconds": None}
    from playwright.sync_api import sync_playwright

    script = """(query) => { const box = document.getElementById("search"); box.value = query;
        box.dispatchEvent(new Event("input")); return document.querySelectorAll("#hits [role=option]").length; }"""
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(3):
            page = browser.new_page()
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            began = time.perf_counter()
            page.goto(file.as_uri(), timeout=120_000)
            hits = page.evaluate(script, search)
            answered = time.perf_counter() - began
            page.wait_for_selector("html[data-ready]", timeout=120_000)
            metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
            drawn = time.perf_counter() - began
            times.append((round(answered, 2), round(drawn, 2), round(metrics["TaskDuration"], 2)))
            page.close()
        browser.close()
    answered, drawn, busy = min(times)
    return {
        "search_answers_seconds": answered,
        "drawn_seconds": drawn,
        "page_cpu_seconds": busy,
        "search_hits": hits,
    }


def main() -> None:
    """Measure the promises of the views and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", type=Path, help="a graph directory whose site and overview are measured too")
    chosen = parser.parse_args()
    # Imports are no part of building a page.
    measure(synthetic(60), "overview", search="TK1")
    results: dict[str, Any] = {
        "3,000-node page": measure(synthetic(3600), "overview", search="TK17", max_nodes=3000, max_communities=500),
        "20,000-node input": measure(synthetic(20_000), "overview", search="TK17"),
    }
    if chosen.graph:
        from kg.store import open_graph

        graph = open_graph(chosen.graph)
        results["overview"] = measure(graph, "overview", search="a")
        with tempfile.TemporaryDirectory() as folder:
            began, cpu = time.perf_counter(), time.process_time()
            site = viz.site(graph, Path(folder) / "site")
            results["site"] = {
                "pages": site.entities + site.papers,
                "seconds": round(time.perf_counter() - began, 1),
                "cpu_seconds": round(time.process_time() - cpu, 1),
                "megabytes": round(site.bytes / 1e6, 1),
            }
    print(json.dumps(results, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
