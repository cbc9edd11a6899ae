"""A small graph for the tests of the views: a few papers in our own words, some of them with titles that attack."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import networkx as nx

SCRIPT = "Bad <script>window.hacked=1</script> \"quotes\" & 'more'"
CLOSING = "Ends early</script><img src=x onerror=window.hacked=2>"
BIDI = "Left \u202eright to left\u202c and \u2066isolated\u2069 שלום"
LONG = "Super" + "long" * 120
HOSTILE = {"h1": SCRIPT, "h2": CLOSING, "h3": BIDI, "h4": LONG}

_ENTITIES = {
    # id: (name, aliases, years in which it is named)
    "method:vision-transformer": ("Vision Transformer", ["ViT", "vision transformers"], [2020, 2021, 2021, 2022]),
    "method:resnet": ("ResNet", ["residual network"], [2018, 2019, 2020, 2021]),
    "method:patch-merger": ("Patch Merger", [], [2022]),
    "method:attention": ("attention", ["self-attention"], [2018, 2019, 2020, 2022]),
    "dataset:imagenet": ("ImageNet", ["ILSVRC", "ImageNet-1k"], [2018, 2019, 2020, 2021, 2022]),
    "dataset:cifar-10": ("CIFAR-10", [], [2018, 2021]),
    "task:image-classification": ("image classification", ["IC"], [2018, 2019, 2020, 2021, 2022]),
    "task:fine-grained-recognition": ("fine-grained recognition", ["FGR"], [2021]),
    "metric:top-1-accuracy": ("top-1 accuracy", ["acc@1"], [2020, 2022]),
}

_PAPERS = {
    "2010.11929": ("Pictures as Sequences of Patches", 2020, "A Vision Transformer (ViT) reads patches of a picture."),
    "1801.00001": ("Residual Networks Revisited", 2018, "ResNet is trained on ImageNet for image classification."),
    "2203.00002": ("Merging Patches Late", 2022, "Patch Merger makes ViT quicker at 81.5% top-1 accuracy on ImageNet."),
    "p1": ("A Paper Without a Date", None, "We compare ResNet with a Vision Transformer."),
}


def world(*, hostile: bool = True) -> nx.MultiDiGraph[str]:
    """Return the graph; with ``hostile``, papers and methods whose names try to break a page are in it."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for pid, (title, year, abstract) in _PAPERS.items():
        _paper(graph, pid, title, year, abstract)
    for node, (name, aliases, years) in _ENTITIES.items():
        _entity(graph, node, name, aliases, years)
    vit, resnet, merger = "method:vision-transformer", "method:resnet", "method:patch-merger"
    imagenet, task = "dataset:imagenet", "task:image-classification"
    first, second, third = "2010.11929", "1801.00001", "2203.00002"
    _role(graph, first, "PROPOSES", vit)
    _role(graph, first, "ADDRESSES", task)
    _role(graph, second, "USES", resnet)
    _role(graph, second, "TRAINS_ON", imagenet)
    _role(graph, second, "ADDRESSES", task)
    _role(graph, third, "PROPOSES", merger)
    _role(graph, third, "USES", vit)
    _role(graph, third, "EVALUATES_ON", imagenet)
    _role(graph, third, "MEASURES", "metric:top-1-accuracy")
    _role(graph, "p1", "COMPARES_WITH", resnet, confidence=0.4)
    _role(graph, "p1", "USES", vit)
    _relation(graph, vit, "USED_FOR", task, [first])
    _relation(graph, resnet, "USED_FOR", task, [second], confidence=0.55)
    _relation(graph, merger, "PART_OF", vit, [third])
    _relation(graph, merger, "SUBCLASS_OF", vit, [third], confidence=0.7)
    _relation(graph, vit, "SUBCLASS_OF", merger, [third], confidence=0.3)
    _relation(graph, "method:attention", "PART_OF", vit, [first])
    _relation(graph, resnet, "TRAINED_WITH", imagenet, [second])
    _relation(graph, merger, "EVALUATED_WITH", imagenet, [third])
    _relation(graph, imagenet, "BENCHMARK_FOR", task, [second, third])
    _relation(graph, resnet, "COMPARED_WITH", vit, ["p1"])
    _relation(graph, "task:fine-grained-recognition", "SUBTASK_OF", task, [first], derived=True)
    _result(graph, third, "81.5", "%", merger)
    if hostile:
        for pid, title in HOSTILE.items():
            _paper(graph, pid, title, 2021, f"{title} uses ViT.")
            method = f"method:{pid}"
            _entity(graph, method, title, [f"alias {title}"], [2021])
            _role(graph, pid, "PROPOSES", method)
            _role(graph, pid, "USES", vit)
            _relation(graph, method, "USED_FOR", task, [pid])
        graph.nodes["h1"]["url"] = "javascript:window.hacked=3"
    return graph


def large(n: int, *, seed: int = 0) -> nx.MultiDiGraph[str]:
    """Return a graph of ``n`` nodes with the degrees of a real one: few are named often, most once or twice."""
    rng = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    papers = [f"p{i}" for i in range(n // 7)]
    for i, pid in enumerate(papers):
        _paper(graph, pid, f"Paper number {i} on a thing of some interest", 2010 + i % 14, "It says a few things.")
    labels = ["Method"] * 6 + ["Task"] * 2 + ["Dataset", "Metric"]
    entities = []
    for i in range(n - len(papers)):
        label = labels[i % len(labels)]
        node = f"{label.lower()}:thing-{i}"
        count = max(1, int(40 / (1 + i / 40)))
        _entity(graph, node, f"{label} thing {i}", [f"T{i}"], sorted(rng.choices(range(2010, 2024), k=count)))
        entities.append(node)
    for pid in papers:
        for node in {entities[int(len(entities) * rng.random() ** 3)] for _ in range(7)}:
            _role(graph, pid, "MENTIONS", node)
    for node in entities:
        for _ in range(2):
            other = entities[int(len(entities) * rng.random() ** 3)]
            if other != node:
                _relation(graph, node, "USED_FOR", other, [rng.choice(papers)])
    return graph


def _paper(graph: nx.MultiDiGraph[str], pid: str, title: str, year: int | None, abstract: str) -> None:
    data: dict[str, Any] = {"label": "Paper", "id": pid, "name": title, "title": title, "abstract": abstract}
    data |= {"authors": ["A. Author", "B. Author"], "n_authors": 2, "sources": ["test"]}
    if year:
        data |= {"year": year, "date": dt.date(year, 5, 1)}
    graph.add_node(pid, **data)


def _entity(graph: nx.MultiDiGraph[str], node: str, name: str, aliases: list[str], years: list[int]) -> None:
    by_year = [years.count(y) for y in range(years[0], years[-1] + 1)]
    label = node.partition(":")[0].capitalize()
    graph.add_node(
        node,
        label=label,
        id=node,
        name=name,
        aliases=[name, *aliases],
        n_papers=len(years),
        first_year=years[0],
        last_year=years[-1],
        papers_by_year=by_year,
        descriptive=False,
    )


def _role(graph: nx.MultiDiGraph[str], paper: str, kind: str, node: str, *, confidence: float = 0.9) -> None:
    name = graph.nodes[node]["name"]
    sentence = f"Here {name} is of use: {kind}."
    graph.add_edge(paper, node, key=kind, confidence=confidence, evidence=[sentence], evidence_at=[f"{paper}:3-40"])


def _relation(
    graph: nx.MultiDiGraph[str],
    head: str,
    kind: str,
    tail: str,
    papers: list[str],
    *,
    confidence: float = 0.9,
    derived: bool = False,
) -> None:
    names = graph.nodes[head]["name"], graph.nodes[tail]["name"]
    sentence = f"{names[0]} and {names[1]} belong together ({kind})."
    graph.add_edge(
        head,
        tail,
        key=kind,
        confidence=confidence,
        evidence=[] if derived else [sentence for _ in papers],
        evidence_at=[] if derived else [f"{p}:10-60" for p in papers],
        papers=papers,
        n_papers=len(papers),
        derived=derived,
    )


def _result(graph: nx.MultiDiGraph[str], paper: str, value: str, unit: str, method: str) -> None:
    node = f"{paper}:result:1"
    name = f"{value}{unit} top-1 accuracy"
    graph.add_node(node, label="Result", id=node, name=name, value=value, number=float(value), unit=unit, delta=False)
    said = {"confidence": 0.8, "evidence": [f"It reaches {name}."], "evidence_at": [f"{paper}:20-50"]}
    graph.add_edge(paper, node, key="REPORTS", **said)
    graph.add_edge(node, "metric:top-1-accuracy", key="OF", **said)
    graph.add_edge(node, "dataset:imagenet", key="ON", **said)
    graph.add_edge(node, method, key="BY", **said)
    graph.add_edge(node, "task:image-classification", key="FOR", **said)
