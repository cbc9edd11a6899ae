"""A synthetic graph of our shape, with what is needed to compute the answers of Cypher queries in plain Python."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import networkx as nx

ADJECTIVES = ["Deep", "Sparse", "Graph", "Neural", "Bayesian", "Causal", "Latent", "Robust", "Adaptive", "Slim"]
NOUNS = ["Transformer", "Encoder", "Kernel", "LSTM", "GAN", "Forest", "Attention", "Diffusion", "Router", "Parser"]
LETTER = {"Paper": "P", "Method": "M", "Dataset": "D", "Task": "T"}

#: (type, from, to, how many, how strongly the ends crowd on the first nodes)
EDGES = [
    ("USES", "Paper", "Method", 1800, 3.0),
    ("PROPOSES", "Paper", "Method", 320, 1.0),
    ("EVALUATES_ON", "Paper", "Dataset", 600, 2.2),
    ("ADDRESSES", "Paper", "Task", 500, 2.2),
    ("USED_FOR", "Method", "Task", 400, 2.2),
    ("COMPARED_WITH", "Method", "Method", 120, 1.0),
    ("COMPARED_WITH", "Dataset", "Dataset", 30, 1.0),
]
#: Trees, in which every node points to one that was made before it.
TREES = [("SUBCLASS_OF", "Method", 150), ("SUBTASK_OF", "Task", 40)]


class Facts:
    """A graph as plain facts: ``nodes`` by id, ``edges`` as (source, type, target, properties)."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.nodes: dict[str, dict[str, Any]] = {}
        self.edges: list[tuple[str, str, str, dict[str, Any]]] = []

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in self.nodes.values():
            graph.add_node(node["id"], **node)
        for source, kind, target, properties in self.edges:
            graph.add_edge(source, target, key=kind, **properties)
        return graph

    @cached_property
    def out(self) -> dict[str, list[tuple[str, str, str, dict[str, Any]]]]:
        found = defaultdict(list)
        for edge in self.edges:
            found[edge[0]].append(edge)
        return found

    @cached_property
    def into(self) -> dict[str, list[tuple[str, str, str, dict[str, Any]]]]:
        found = defaultdict(list)
        for edge in self.edges:
            found[edge[2]].append(edge)
        return found

    def label(self, node: str) -> str:
        return str(self.nodes[node]["label"])

    def name(self, node: str) -> str:
        return str(self.nodes[node]["name"])

    def all(self, *labels: str) -> list[dict[str, Any]]:
        return [node for node in self.nodes.values() if node["label"] in labels]

    def targets(self, node: str, *kinds: str) -> list[str]:
        return [t for _, kind, t, _ in self.out[node] if kind in kinds]

    def sources(self, node: str, *kinds: str) -> list[str]:
        return [s for s, kind, _, _ in self.into[node] if kind in kinds]

    def typed(self, kind: str, start: str | None = None) -> list[tuple[str, str, dict[str, Any]]]:
        return [(s, t, p) for s, k, t, p in self.edges if k == kind and (start is None or self.label(s) == start)]

    def neighbours(self, node: str, *kinds: str) -> Iterator[str]:
        for _, kind, target, _ in self.out[node]:
            if not kinds or kind in kinds:
                yield target
        for source, kind, _, _ in self.into[node]:
            if not kinds or kind in kinds:
                yield source

    def distances(self, node: str, *kinds: str) -> dict[str, tuple[int, int]]:
        """Return, for every node that can be reached, the length of the shortest paths to it and their number."""
        found = {node: (0, 1)}
        layer, steps = [node], 0
        while layer:
            steps += 1
            ways: dict[str, int] = defaultdict(int)
            for here in layer:
                for there in self.neighbours(here, *kinds):
                    if there not in found:
                        ways[there] += found[here][1]
            found |= {there: (steps, number) for there, number in ways.items()}
            layer = list(ways)
        return found

    def climbs(self, node: str, kind: str, least: int, most: int) -> list[list[str]]:
        """Return every walk of ``least`` to ``most`` edges of one type, in their direction, that repeats no edge."""
        found: list[list[str]] = []

        def climb(walk: list[str]) -> None:
            if len(walk) > least:
                found.append(walk)
            if len(walk) <= most:
                for above in self.targets(walk[-1], kind):
                    if (walk[-1], above) not in itertools.pairwise(walk):
                        climb([*walk, above])

        climb([node])
        return found


class World(Facts):
    """A graph of a thousand nodes in which a few are popular; ids and names tell nothing but a number."""

    def __init__(
        self, seed: int = 7, papers: int = 300, methods: int = 400, datasets: int = 60, tasks: int = 70
    ) -> None:
        super().__init__(seed)
        self.sizes = {"Paper": papers, "Method": methods, "Dataset": datasets, "Task": tasks}
        for label in self.sizes:
            self._add_nodes(label)
        seen: set[tuple[str, str, str]] = set()
        for kind, start, end, number, crowding in EDGES:
            self._add_edges(seen, kind, start, end, number, crowding)
        for kind, label, number in TREES:
            self._add_tree(seen, kind, label, number)
        for node in self.nodes.values():
            if node["label"] != "Paper":
                node["n_papers"] = len({s for s, _, t, _ in self.into[node["id"]] if self.label(s) == "Paper"})

    def id(self, label: str, number: int) -> str:
        return f"{LETTER[label]}{number:04d}"

    def _add_nodes(self, label: str) -> None:
        choice = self.random.choice
        for number in range(self.sizes[label]):
            node: dict[str, Any] = {"label": label, "id": self.id(label, number)}
            if label == "Paper":
                node["name"] = node["title"] = f"{choice(ADJECTIVES)} {choice(NOUNS)} for problem {number}"
                if number % 25:
                    day = dt.date(2010, 1, 1) + dt.timedelta(days=self.random.randrange(5600))
                    node |= {"date": day, "day": day.isoformat(), "year": day.year}
            elif label == "Method":
                node["name"] = f"{choice(ADJECTIVES)} {choice(NOUNS)} {number}"
                if number % 3:
                    node["aliases"] = [f"m{number}", node["name"].lower()]
            elif label == "Dataset":
                node["name"] = f"{choice(NOUNS)}Bench-{number}"
            else:
                node["name"] = f"{choice(ADJECTIVES)} classification {number}"
            self.nodes[node["id"]] = node

    def _add_edges(
        self, seen: set[tuple[str, str, str]], kind: str, start: str, end: str, number: int, crowding: float
    ) -> None:
        made = 0
        while made < number:
            source = self.id(start, self.random.randrange(self.sizes[start]))
            size = self.sizes[end]
            target = self.id(end, min(size - 1, int(size * self.random.random() ** crowding)))
            made += self._add(seen, source, kind, target)

    def _add_tree(self, seen: set[tuple[str, str, str]], kind: str, label: str, number: int) -> None:
        made = 0
        while made < number:
            child = self.random.randrange(1, self.sizes[label])
            parent = int(child * self.random.random())
            made += self._add(seen, self.id(label, child), kind, self.id(label, parent))

    def _add(self, seen: set[tuple[str, str, str]], source: str, kind: str, target: str) -> bool:
        if source == target or (source, kind, target) in seen:
            return False
        seen.add((source, kind, target))
        properties = {
            "count": 1 + int(self.random.expovariate(0.7)),
            "confidence": round(self.random.random(), 3),
            "evidence": f"In section {self.random.randrange(9)} the authors say so.",
        }
        self.edges.append((source, kind, target, properties))
        return True
