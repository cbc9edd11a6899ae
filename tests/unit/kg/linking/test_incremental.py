"""Adding papers: the result equals a build from scratch, and what no new paper touches stays as it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linking_corpus import Forms, gold_corpus, paper

from extract.records import Extraction, Paper
from kg.linking import Links, link, load_overrides

# Forms that depend on one another in every way linking knows: abbreviations with several senses, typos, inflections,
# short forms that are things of their own, homonyms, versions.
THINGS: list[Forms] = [
    ("contrastive learning", "CL"),
    ("continual learning", "CL"),
    "CL",
    "contrative learning",
    ("masked language modeling", "MLM"),
    ("masked language model", "MLMs"),
    "MLM",
    ("segment anything model", "SAM"),
    ("sharpness-aware minimization", "SAM"),
    "SAM",
    ("code pre-training", "pre-training"),
    "pretraining",
    "Pre-Training",
    ("representation learning", "robust representation learning"),
    "representation learning",
    "mask image modelling",
    "masked image modeling",
    "GPT-3",
    "GPT-4",
    ("ImageNet-1k", "IN1K"),
    "ImageNet",
    "model",
    "generative pre-trained model",
    "pre-trained generative models",
]
UNRELATED = ["Adam", "Quasi-Newton descent", "AdaGrad (AG)", "beam search", "RoPE", "Beam Search v2"]
CONTEXTS = ["continual streams", "contrastive pairs", "sharpness of minima", "segment what you like", "plain words"]


@st.composite
def corpora(draw: st.DrawFn) -> list[tuple[Paper, Extraction]]:
    made = []
    for n in range(draw(st.integers(2, 12))):
        things = draw(
            st.lists(
                st.sampled_from(THINGS), min_size=1, max_size=4, unique_by=lambda t: t if isinstance(t, str) else t[0]
            )
        )
        forms = ", ".join(t if isinstance(t, str) else f"{t[0]} ({t[1]})" for t in things)
        text = f"Paper. We study {forms} with {draw(st.sampled_from(CONTEXTS))}."
        label = draw(st.sampled_from(["Method", "Task"]))
        made.append(paper(f"p{n:02d}", text, **{label: things}))
    return made


def _link(made: list[tuple[Paper, Extraction]], previous: Links | None = None, **options: object) -> Links:
    return link([p for p, _ in made], [e for _, e in made], previous=previous, **options)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corpora(), st.data())
def test_any_split_and_any_order_equals_a_build_from_scratch(
    made: list[tuple[Paper, Extraction]], data: st.DataObject
) -> None:
    scratch = _link(made)
    order = data.draw(st.permutations(made))
    cuts = sorted(data.draw(st.lists(st.integers(1, len(made)), max_size=3)))
    links: Links | None = None
    for cut in [*cuts, len(made)]:
        links = _link(order[:cut], links)
    assert links == scratch


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corpora(), st.integers(0, 11))
def test_removing_or_changing_a_paper_equals_a_build_from_scratch(
    made: list[tuple[Paper, Extraction]], at: int
) -> None:
    full = _link(made)
    without = [m for n, m in enumerate(made) if n != at % len(made)]
    assert _link(without, full) == _link(without)
    changed = [*without, paper(made[at % len(made)][0].id, "Other. We use Adam.", Method=["Adam"])]
    assert _link(changed, full) == _link(changed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corpora(), st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=4, unique=True))
def test_papers_about_other_things_change_no_id_and_no_node(
    made: list[tuple[Paper, Extraction]], forms: list[str]
) -> None:
    before = _link(made)
    after = _link([*made, paper("q", f"Other. We use {', '.join(forms)}.", Method=forms)], before)
    assert before.nodes.items() <= after.nodes.items()
    assert before.assignment.items() <= after.assignment.items()
    assert len(after.remade) == len(after.nodes) - len(before.nodes)


def test_only_what_a_new_paper_touches_is_made_anew() -> None:
    made = [paper(f"p{n}", f"T. We use method{n} and Adam.", Method=[f"Method{n}X", "Adam"]) for n in range(20)]
    before = _link(made)
    assert before.remade == set(before.nodes)
    after = _link([*made, paper("q", "T. We use ADAM and Lion.", Method=["ADAM", "Lion"])], before)
    assert after.remade == {"method:adam", "method:lion"}
    assert set(before.nodes) <= set(after.nodes)
    unchanged = _link(made, before)
    assert unchanged.remade == frozenset()
    assert unchanged == before


def test_other_decisions_of_a_person_start_afresh(tmp_path: Path) -> None:
    made = [paper("p", "T. Adam and Lion.", Method=["Adam", "Lion"])]
    path = tmp_path / "aliases.toml"
    path.write_text('[[drop]]\ntype = "Method"\nform = "Lion"\n')
    before = _link(made)
    after = _link(made, before, overrides=load_overrides(path))
    assert set(after.nodes) == {"method:adam"}


@pytest.mark.shared
@pytest.mark.slow
def test_random_splits_of_the_seed_papers(shared: Path) -> None:
    papers, extractions = gold_corpus(shared / "gold", "train", "dev")
    made = list(zip(papers, extractions, strict=True))
    scratch = _link(made)
    for seed in range(3):
        rng = random.Random(seed)
        rng.shuffle(made)
        links: Links | None = None
        for cut in sorted([*rng.sample(range(1, len(made)), 3), len(made)]):
            previous, links = links, _link(made[:cut], links)
            if previous is not None:
                touched = {links.nodes[i] for i in links.remade}
                assert {n for n in previous.nodes.values() if n.id in links.nodes} - set(links.nodes.values()) <= {
                    n for n in previous.nodes.values() if n.id in {t.id for t in touched}
                }
        assert links == scratch
