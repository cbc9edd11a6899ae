"""NER F1 of the architecture on SciER (Zhang et al., 2024), trained on its training papers alone, on its dev set.

    python benchmarks/scier.py --train scier_train.jsonl --dev scier_dev.tokens.jsonl --encoder DIR --work DIR

Nothing of the packaged model but its starting encoder is used, and nothing trained here is packaged: SciER is GPL-3.0.
``--encoder`` is the directory ``encoder`` in the work directory of ``kg train`` (or any BERT directory). Needs the
extra ``train``. A mention is right when span and type are exact, as in the published figures.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from extract.features import WordSpan
from extract.heads import SENSES, TAGS
from extract.records import RELATION_TYPES
from extract.tagging import decode, transition_mask
from extract.textview import TextView, longest_first
from extract.training.data import Example, GoldEntity, bio
from extract.training.finetune import Settings, finetune, word_vectors
from extract.training.model import Model, load_encoder
from extract.wordpieces import load_tokenizer, windows
from kg.evaluation import Count

#: SciER has no roles; the head that decides them is given the most frequent one.
ROLES = {"Method": "uses", "Dataset": "evaluates", "Task": "addresses"}
#: Neighbouring sentences are read together, up to this many words.
WORDS = 200


@dataclass(frozen=True)
class Passage:
    """Neighbouring sentences of one paper; ``spans``: gold mentions as (start, end, type) in characters of ``view``."""

    view: TextView
    spans: list[tuple[int, int, str]]
    relations: list[tuple[str, str, str]]


def sentences(path: Path) -> Iterator[tuple[str, str, list[tuple[int, int, str]], list[tuple[str, str, str]]]]:
    """Yield (paper, sentence, mentions in characters, relations between forms) from either layout of SciER."""
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        if "sentence" in data:
            view = TextView(data["sentence"])
            kinds = dict(data["ner"])
            placed = longest_first(view, list(kinds))
            found = [(*view.characters(s), kinds[form]) for form, spans in placed.items() for s in spans]
            yield data["doc_id"], data["sentence"], found, [(h, t, u) for h, t, u in data["rel"]]
            continue
        first = 0
        for words, ner in zip(data["sentences"], data["ner"], strict=True):
            starts = list(accumulate((len(w) + 1 for w in words), initial=0))
            spans = [(starts[a - first], starts[b - first] + len(words[b - first]), kind) for a, b, kind in ner]
            yield data["doc_id"], " ".join(words), spans, []
            first += len(words)


def passages(path: Path) -> list[Passage]:
    """Read a file of SciER, neighbouring sentences joined."""
    out: list[Passage] = []
    for _, group in groupby(sentences(path), key=lambda row: row[0]):
        text = "\n"
        spans: list[tuple[int, int, str]] = []
        relations: list[tuple[str, str, str]] = []
        for _, sentence, mentions, rels in group:
            if text != "\n" and len(text.split()) + len(sentence.split()) > WORDS:
                out.append(Passage(TextView(text), spans, relations))
                text, spans, relations = "\n", [], []
            spans += [(s + len(text), e + len(text), kind) for s, e, kind in mentions]
            relations += rels
            text += sentence + " "
        out.append(Passage(TextView(text), spans, relations))
    return out


def example(passage: Passage) -> Example:
    """A passage as the training of all heads takes it; every form is an entity of its own."""
    view = passage.view
    entities: dict[str, GoldEntity] = {}
    tagged: list[tuple[WordSpan, int]] = []
    for start, end, kind in passage.spans:
        span, form = view.word_span(start, end), view.text[start:end]
        if span is None:
            continue
        sense = SENSES.index((kind, ROLES[kind]))
        entities.setdefault(form, GoldEntity(form, kind, sense, {form: []})).forms[form].append(span)
        tagged.append((span, TAGS.index(f"B-{kind}")))
    index = {form: k for k, form in enumerate(entities)}
    relations = {
        (index[h], index[u]): 1 + RELATION_TYPES.index(t)
        for h, t, u in passage.relations
        if h in index and u in index and h != u and t in RELATION_TYPES
    }
    n = len(view.words)
    return Example(view, list(entities.values()), bio(n, tagged), bio(n, []), relations, [])


def score(model: Model, tokenizer: Tokenizer, dev: Iterable[Passage]) -> dict[str, Count]:
    """Count what is right over all and by type."""
    counts = {kind: Count() for kind in ("all", *ROLES)}
    mask, heads = transition_mask(TAGS), model.heads.numpy()
    for passage in dev:
        view = passage.view
        (window,) = windows(view, tokenizer)
        (vectors,) = word_vectors(model, [window])
        logits: Any = heads.tags(vectors)
        found = {(*view.characters(span), kind) for span, kind in decode(logits, TAGS, mask)}
        gold = set(passage.spans)
        for kind, count in counts.items():
            a, b = ({s for s in x if kind in ("all", s[2])} for x in (found, gold))
            count.add(len(a & b), len(a), len(b))
    return counts


def main() -> None:
    """Train, score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument(
        "--dev", type=Path, required=True, help="the file of tokens, which has the place of each mention"
    )
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="directory of checkpoints; a stopped run goes on")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tokenizer = load_tokenizer(given.encoder / "tokenizer.json")
    train, dev = passages(given.train), passages(given.dev)
    given.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    model = finetune(
        Model(load_encoder(given.encoder)),
        [example(p) for p in train],
        tokenizer,
        Settings(epochs=given.epochs, seed=given.seed),
        given.work / "scier.checkpoint",
    )
    print(f"{len(train)} training passages, {len(dev)} dev passages, {sum(len(p.spans) for p in dev)} dev mentions")
    for kind, count in score(model, tokenizer, dev).items():
        print(f"{kind:8s} P {count.precision:5.1f}  R {count.recall:5.1f}  F1 {count.f1:5.1f}")


if __name__ == "__main__":
    main()
