"""Time and peak memory of linking a synthetic corpus of the size of a year of arXiv, and of adding papers to it.

    python benchmarks/linking.py PAPERS.jsonl EXTRACTIONS.jsonl [--papers 68097] [--seed 1] [--added 681]

The inputs are a corpus and its extractions (``kg extract``). Each synthetic paper is one of theirs in which some
entities get new names: a word of a form is replaced by a word of another form, and names in capitals get new letters.
That keeps the long tail of real corpora: most forms stand in one paper, a few in thousands.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import string
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from extract.records import Entity, Extraction, Paper
from kg.linking import Links, Overrides, link, load_memory, save_memory
from kg.linking.abbreviations import is_abbreviation
from kg.linking.normalize import normalize

#: Share of entities that are new, by type; of a large corpus, nearly all tasks and metrics are old.
NEW = {"Method": 0.45, "Dataset": 0.35, "Task": 0.3, "Metric": 0.15}


def synthetic(
    papers: list[Paper], extractions: list[Extraction], count: int, seed: int
) -> Iterator[tuple[Paper, Extraction]]:
    """Yield ``count`` papers with their extractions, made from real ones."""
    rng = random.Random(seed)
    texts = {p.id: p for p in papers}
    vocabulary = sorted({w for e in extractions for x in e.entities for f in x.forms for w in f.split() if w.islower()})
    for n in range(count):
        extraction = rng.choice(extractions)
        paper = texts[extraction.id]
        entities = {}
        changes: dict[str, str] = {}
        for entity in extraction.entities:
            if rng.random() < NEW[entity.type]:
                entity = _renamed(entity, changes, vocabulary, rng)
            entities[entity.name] = entity
        abstract = paper.abstract
        for old, new in changes.items():
            abstract = abstract.replace(old, new)
        new_id = f"s{n:06d}"
        yield (
            replace(paper, id=new_id, abstract=abstract),
            Extraction(new_id, extraction.title, tuple(entities.values())),
        )


def _renamed(entity: Entity, changes: dict[str, str], vocabulary: list[str], rng: random.Random) -> Entity:
    words = entity.name.split()
    at = rng.randrange(len(words))
    old, new = words[at], rng.choice(vocabulary)
    letter = rng.choice(string.ascii_uppercase)

    def change(form: str) -> str:
        if is_abbreviation(form):
            out = letter + form[1:] + rng.choice(string.ascii_uppercase)
        else:
            out = form.replace(old, new)
        changes[form] = out
        return out

    renamed = {form: change(form) for form in entity.forms}
    mentions = tuple(replace(m, text=renamed[m.text]) for m in entity.mentions)
    return replace(entity, name=renamed.get(entity.name, entity.name.replace(old, new)), mentions=mentions)


def main() -> None:
    """Make the corpus, link it, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers_file", type=Path)
    parser.add_argument("extractions_file", type=Path)
    parser.add_argument("--papers", type=int, default=68_097)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--added", type=int, default=0, help="papers that come in a second run; 0 for one run")
    args = parser.parse_args()
    with args.papers_file.open(encoding="utf-8") as lines:
        papers = [Paper(d["id"], d["title"], d["abstract"]) for d in map(json.loads, lines)]
    with args.extractions_file.open(encoding="utf-8") as lines:
        extractions = [Extraction.from_dict(json.loads(line)) for line in lines]
    made = list(synthetic(papers, extractions, args.papers, args.seed))
    forms = {(e.type, f) for _, x in made for e in x.entities for f in e.forms}
    mentions = sum(len(e.mentions) for _, x in made for e in x.entities)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, cpu = time.perf_counter(), time.process_time()
    links = link((p for p, _ in made), (x for _, x in made))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{len(made)} papers, {mentions} mentions, {len(forms)} distinct forms -> {len(links.nodes)} nodes")
    print(f"{seconds:.1f} s, of which {cpu:.1f} s of processor time")
    print(f"peak memory {peak / 2**20:.2f} GiB, of which the corpus itself {before / 2**20:.2f} GiB")
    if args.added:
        _add(made, args.added, links)


def _add(made: list[tuple[Paper, Extraction]], added: int, scratch: Links) -> None:
    """Link all but the last papers, save the memory, and link all papers as another run would."""
    first = link((p for p, _ in made[:-added]), (x for _, x in made[:-added]))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "linking.jsonl.gz"
        started = time.process_time()
        save_memory(file, first, model="", decisions=None)
        print(f"saving the memory: {time.process_time() - started:.1f} s, {file.stat().st_size / 2**20:.0f} MiB")
        del first
        normalize.cache_clear()
        started = time.process_time()
        previous = load_memory(file, Overrides(), model="", decisions=None)
        print(f"loading it: {time.process_time() - started:.1f} s")
    started = time.process_time()
    links = link((p for p, _ in made), (x for _, x in made), previous=previous)
    seconds = time.process_time() - started
    equal = "equal" if links == scratch else "NOT equal"
    print(f"adding {added} papers: {seconds:.1f} s, {len(links.remade)} nodes made anew; {equal} to one run")


if __name__ == "__main__":
    main()
