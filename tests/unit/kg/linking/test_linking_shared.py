"""The adjudicated pairs of the seed papers, with the gold annotations in the place of an extractor."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from linking_corpus import gold_corpus

from extract.records import fold
from kg.linking import link


@pytest.mark.shared
def test_precision_and_recall_on_the_adjudicated_pairs(shared: Path) -> None:
    papers, extractions = gold_corpus(shared / "gold", "train", "dev")
    exact: dict[tuple[str, str], set[str]] = defaultdict(set)
    folded: dict[tuple[str, str], set[str]] = defaultdict(set)
    for node in link(papers, extractions).nodes.values():
        for form in (node.name, *node.aliases):
            exact[node.label, form].add(node.id)
            folded[node.label, fold(form)].add(node.id)
    right = wrong = missed = 0
    for line in (shared / "gold" / "linking.dev.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        a, b = (exact[pair["type"], pair[x]] or folded[pair["type"], fold(pair[x])] for x in ("a", "b"))
        if a and b:
            one = bool(a & b)
            right += one and pair["same"]
            wrong += one and not pair["same"]
            missed += not one and pair["same"]
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.85
