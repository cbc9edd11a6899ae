"""A small graph of the whole schema, for the answers of the query library: with gaps, ties and odd names on purpose."""

from __future__ import annotations

from typing import Any

from cypher_world import Facts

from kg.schema import RELATION_RELATIONSHIP, RELATIONSHIP_TYPES

ENTITY_RELATIONS = tuple(RELATION_RELATIONSHIP.values())

METHODS = [
    "Transformer", "transformer", "ResNet", "Adam's Optimizer", "Schrödinger Net", "β-VAE", "attention",
    "self-attention", 'mini "quoted" net', "dropout", "BERT", "GAN", "U-Net", "LSTM", "CRF", "k-NN", "CNN", "RNN",
]  # fmt: skip
DATASETS = ["ImageNet", "COCO", "SQuAD 2.0", "CIFAR-10", "注意", "WMT'14", "GLUE", "Common Crawl"]
TASKS = [
    "image classification", "object detection", "classification", "vision", "parsing", "translation", "QA", "NER",
    "segmentation", "retrieval",
]  # fmt: skip
METRICS = ["accuracy", "BLEU", "F1", "error rate", "mAP"]
TITLES = ["Attention Is All You Need", "Attention Is All You Need?", "Deep Nets", "A Survey", 'On "Quotes"', "Étude"]
AUTHORS = ["Ashish Vaswani", "Ada Muster", "Émile 李", "B. vaswani"]


class Library(Facts):
    """Forty papers over eight years, a sixth of them without a year, and everything that they speak of."""

    def __init__(self, seed: int = 3) -> None:
        super().__init__(seed)
        self._papers(40)
        for label, names in (("Method", METHODS), ("Dataset", DATASETS), ("Task", TASKS), ("Metric", METRICS)):
            for number, name in enumerate(names):
                self._entity(label, number, name, descriptive=False)
            for number in range(len(names), len(names) + 4):
                self._entity(label, number, f"a rather special {label.lower()} {number}", descriptive=True)
        self._roles()
        self._relations()
        self._results(30)
        self.nodes["p-lost"] = {"label": "Paper", "id": "p-lost", "name": "Lost", "title": "Lost", "sources": ["x.txt"]}
        self.nodes["dataset:lost"] = {"label": "Dataset", "id": "dataset:lost", "name": "Lost set", "aliases": ["Lost"]}
        self.nodes["dataset:lost"] |= {"n_papers": 0, "descriptive": False}

    def _papers(self, number: int) -> None:
        for n in range(number):
            title = TITLES[n] if n < len(TITLES) else f"Paper {n % 7} of the Series"
            paper: dict[str, Any] = {"label": "Paper", "id": f"p{n:02d}", "name": title, "title": f"{title} (as read)"}
            paper["sources"] = ["a.txt"] if n % 3 else ["a.txt", "b.jsonl"]
            if n % 6:
                paper["year"] = 2018 + self.random.randrange(8)
            if n % 4:
                paper["authors"] = self.random.sample(AUTHORS, self.random.randrange(1, 4))
            self.nodes[paper["id"]] = paper

    def _entity(self, label: str, number: int, name: str, *, descriptive: bool) -> None:
        id = f"{label.lower()}:{number:02d}"
        aliases = [name, f"{name}s", f"{label[0]}{number}"]
        if number % 5 == 0:
            aliases.append("Shared Form")
        self.nodes[id] = {"label": label, "id": id, "name": name, "aliases": aliases, "descriptive": descriptive}

    def _roles(self) -> None:
        kinds = {
            "Method": ["PROPOSES", "USES", "USES", "USES", "COMPARES_WITH", "MENTIONS"],
            "Dataset": ["PROPOSES", "EVALUATES_ON", "EVALUATES_ON", "EVALUATES_ON", "TRAINS_ON", "MENTIONS"],
            "Task": ["PROPOSES", "ADDRESSES", "ADDRESSES", "ADDRESSES", "MENTIONS"],
            "Metric": ["MEASURES", "MEASURES", "MENTIONS"],
        }
        papers = [n for n in self.nodes if self.label(n) == "Paper"]
        entities = [n for n in self.nodes if self.label(n) != "Paper"]
        years: dict[str, list[int | None]] = {}
        for paper in papers:
            crowd = [*entities, *(e for e in entities if e.endswith(("00", "01", "02")) for _ in range(6))]
            for entity in dict.fromkeys(self.random.choice(crowd) for _ in range(14)):
                kind = self.random.choice(kinds[self.label(entity)])
                self.edges.append((paper, kind, entity, self._proof([paper])))
                years.setdefault(entity, []).append(self.nodes[paper].get("year"))
        for entity in entities:
            seen = years.get(entity, [])
            known = [year for year in seen if year]
            node = self.nodes[entity]
            node["n_papers"] = len(seen)
            if known:
                first, last = min(known), max(known)
                node |= {"first_year": first, "last_year": last}
                node["papers_by_year"] = [known.count(year) for year in range(first, last + 1)]

    def _proof(self, papers: list[str]) -> dict[str, Any]:
        evidence, places = [], []
        for paper in papers:
            for _ in range(self.random.randrange(1, 3)):
                start = self.random.randrange(200)
                evidence.append(f"Sentence {self.random.randrange(1000)} says so.")
                places.append(f"{paper}:{start}-{start + 25}")
        confidence = self.random.choice([0.35, 0.5, 0.8, 0.8, 0.9, 0.95])
        return {"confidence": confidence, "evidence": evidence, "evidence_at": places}

    def _relations(self) -> None:
        papers = [n for n in self.nodes if self.label(n) == "Paper"]
        seen = set()
        for kind in ENTITY_RELATIONS:
            for start, end in RELATIONSHIP_TYPES[kind].pairs:
                sources = [n for n in self.nodes if self.label(n) == start]
                targets = [n for n in self.nodes if self.label(n) == end]
                for _ in range(45 if kind == "USED_FOR" else 24):
                    source = self.random.choice(sources)
                    target = self.random.choice(targets[: self.random.choice([3, len(targets)])])
                    if RELATIONSHIP_TYPES[kind].symmetric and target < source:
                        source, target = target, source
                    if source == target or (source, kind, target) in seen:
                        continue
                    seen.add((source, kind, target))
                    told = self.random.sample(papers, self.random.choice([1, 1, 2, 3]))
                    derived = kind in ("SUBCLASS_OF", "PART_OF", "SUBTASK_OF") and self.random.random() < 0.3
                    proof = self._proof([] if derived else told)
                    proof |= {"papers": [] if derived else sorted(told), "derived": derived}
                    self.edges.append((source, kind, target, proof | {"n_papers": len(proof["papers"])}))

    def _results(self, number: int) -> None:
        for n in range(number):
            paper = f"p{self.random.randrange(40):02d}"
            value = round(self.random.uniform(20, 99), 2)
            metric = f"metric:{self.random.randrange(4):02d}"
            unit = self.random.choice(["%", "%", ""])
            result = {"label": "Result", "id": f"{paper}:result:{n}", "value": str(value), "delta": n % 7 == 0}
            result |= {"name": f"{value}{unit} {self.name(metric)}", "unit": unit}
            if n % 9:
                result["number"] = value
            self.nodes[str(result["id"])] = result
            proof = self._proof([paper])
            self.edges.append((paper, "REPORTS", str(result["id"]), proof))
            for kind, target, share in [
                ("OF", metric, 1.0),
                ("ON", f"dataset:{self.random.randrange(2):02d}", 0.9),
                ("BY", f"method:{self.random.randrange(9):02d}", 0.7),
                ("FOR", f"task:{self.random.randrange(3):02d}", 0.6),
            ]:
                if self.random.random() < share:
                    self.edges.append((str(result["id"]), kind, target, proof))
