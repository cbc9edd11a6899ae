"""Speed and F1 of extraction, side by side in one run: our model, spaCy's own CNN NER, and a dictionary.

    python benchmarks/extraction.py --texts PAPERS [--texts ...] [--epochs 8]
    python benchmarks/extraction.py --train GOLD.jsonl [--train ...] --dev GOLD.jsonl

PAPERS hold the texts of the annotations that papergraph ships; GOLD files are those of ``kg eval``. The CNN NER is
spaCy's default (``spacy.blank("en")`` with ``ner``), trained here on the same papers; the dictionary holds the forms
of the training papers, each with its most frequent type. Mention F1 is exact span and type. Rates are abstracts a
second of wall time, after loading.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import spacy
from spacy.training import Example
from spacy.util import filter_spans, minibatch
from thinc.api import fix_random_seed

from extract.pipeline import extract_papers
from extract.readers import read_papers
from extract.records import Paper
from extract.textview import TextView, longest_first
from extract.training.data import Annotated, read_annotated
from extract.training.standoff import SHIPPED, read_standoff

Mention = tuple[int, int, str]
Reader = Callable[[list[Annotated]], list[set[Mention]]]


def gold_mentions(paper: Annotated) -> set[Mention]:
    """Mentions of an annotated paper: all occurrences of its forms, the longest first."""
    view = TextView(paper.text)
    kinds = {m: e["type"] for e in paper.annotation["entities"] for m in e["mentions"]}
    placed = longest_first(view, list(kinds))
    return {(*view.characters(s), kinds[form]) for form, spans in placed.items() for s in spans}


def model(jobs: int) -> Reader:
    """Our pipeline with all heads."""

    def read(papers: list[Annotated]) -> list[set[Mention]]:
        split = (p.text.partition("\n") for p in papers)
        texts = (Paper(p.id, title, abstract) for p, (title, _, abstract) in zip(papers, split, strict=True))
        return [
            {(m.start, m.end, e.type) for e in x.entities for m in e.mentions} for x in extract_papers(texts, jobs=jobs)
        ]

    return read


def dictionary(train: Iterable[Annotated]) -> Reader:
    """Every form of the training papers that is an entity in most papers that hold it, with its most frequent type."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in train:
        for entity in paper.annotation["entities"]:
            for form in entity["mentions"]:
                kinds[form][entity["type"]] += 1
    known = {form: counts.most_common(1)[0][0] for form, counts in kinds.items() if len(form) > 1}

    def read(papers: list[Annotated]) -> list[set[Mention]]:
        out = []
        for paper in papers:
            view = TextView(paper.text)
            here = [
                view.form((i, j)) for i in range(len(view.words)) for j in range(i + 1, min(i + 9, len(view.words) + 1))
            ]
            placed = longest_first(view, [f for f in dict.fromkeys(here) if f in known])
            out.append({(*view.characters(s), known[f]) for f, spans in placed.items() for s in spans})
        return out

    return read


def spacy_ner(train: list[Annotated], epochs: int, seed: int = 0) -> Reader:
    """Train spaCy's CNN named-entity recogniser, of default size, on the same papers."""
    fix_random_seed(seed)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    examples = []
    for paper in train:
        doc = nlp.make_doc(paper.text)
        spans = [doc.char_span(s, e, label=t, alignment_mode="expand") for s, e, t in gold_mentions(paper)]
        reference = doc.copy()
        reference.set_ents(filter_spans([s for s in spans if s is not None]))
        examples.append(Example(doc, reference))
    optimizer = nlp.initialize(lambda: examples)
    rng = random.Random(seed)
    for _ in range(epochs):
        rng.shuffle(examples)
        for batch in minibatch(examples, 16):  # type: ignore[no-untyped-call]
            nlp.update(batch, sgd=optimizer, drop=0.2)

    def read(papers: list[Annotated]) -> list[set[Mention]]:
        docs = nlp.pipe((p.text for p in papers), batch_size=32)
        return [{(e.start_char, e.end_char, e.label_) for e in d.ents} for d in docs]

    return read


def f1(found: list[set[Mention]], papers: list[Annotated]) -> float:
    """Micro-averaged mention F1 in percent."""
    gold = [gold_mentions(p) for p in papers]
    right = sum(len(a & b) for a, b in zip(found, gold, strict=True))
    return 200 * right / max(sum(map(len, found)) + sum(map(len, gold)), 1)


def main() -> None:
    """Run the comparison and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", action="append", type=Path, default=[])
    parser.add_argument("--train", action="append", type=Path, default=[])
    parser.add_argument("--dev", action="append", type=Path, default=[])
    parser.add_argument("--epochs", type=int, default=8, help="of the CNN NER")
    options = parser.parse_args()
    train = [p for path in options.train for p in read_annotated(path)]
    dev = [p for path in options.dev for p in read_annotated(path)]
    if options.texts:
        splits = read_standoff(SHIPPED, read_papers(options.texts))
        train += splits["train"] + splits["more"]
        dev += splits["dev"]
    if not train or not dev:
        parser.error("give --texts, or both --train and --dev")
    # The same papers several times over: a rate needs more than a second of work.
    many = (dev * 5)[:400]
    readers = {
        "papergraph, one process": model(1),
        "papergraph, two processes": model(2),
        "spaCy CNN NER (mentions only)": spacy_ner(train, options.epochs),
        "dictionary (mentions only)": dictionary(train),
    }
    rows = []
    for name, read in readers.items():
        read(dev[:8])
        began = time.perf_counter()
        read(many)
        seconds = time.perf_counter() - began
        rows.append((name, f1(read(dev), dev), len(many) / seconds))
    print(f"{len(train)} papers to train on, {len(dev)} to score, {len(many)} to time")
    print(f"{'':32s} mention F1  abstracts/s  ratio")
    for name, score, rate in rows:
        print(f"{name:32s} {score:10.1f} {rate:12.1f} {rate / rows[0][2]:6.2f}")


if __name__ == "__main__":
    main()
