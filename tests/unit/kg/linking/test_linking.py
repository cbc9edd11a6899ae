"""Linking a corpus: what becomes one node, what stays apart, what nodes are called and why."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from linking_corpus import Forms, names, paper

from extract.records import Extraction, Paper
from kg.linking import Links, link
from kg.linking.why import explain


def _link(*made: tuple[Paper, Extraction], **options: object) -> Links:
    return link([p for p, _ in made], [e for _, e in made], **options)  # type: ignore[arg-type]


def test_variants_of_papers_become_one_node_with_all_forms() -> None:
    links = _link(
        paper("p1", "On nets. We train vision transformers.", Method=["vision transformers"]),
        paper("p2", "Vision Transformers. More.", Method=["Vision Transformers"]),
        paper("p3", "Once more. A Vision-Transformer is used.", Method=["Vision-Transformer"]),
    )
    (node,) = links.nodes.values()
    assert (node.id, node.label, node.name) == ("method:vision-transformer", "Method", "vision transformer")
    assert set(node.aliases) == {"vision transformers", "Vision Transformers", "Vision-Transformer"}
    assert set(links.assignment.values()) == {node.id}


def test_types_are_never_mixed() -> None:
    links = _link(paper("p1", "On alignment. Alignment matters.", Method=["alignment"], Task=["Alignment"]))
    assert {n.id for n in links.nodes.values()} == {"method:alignment", "task:alignment"}


def test_an_abbreviation_is_expanded_by_its_own_paper() -> None:
    links = _link(
        paper("p1", "A. Contrastive learning (CL) helps.", Method=[("Contrastive learning", "CL")]),
        paper("p2", "B. Continual learning (CL) forgets.", Method=[("Continual learning", "CL")]),
        paper("p3", "C. We use CL, that is curriculum learning (CL).", Method=["CL"]),
    )
    assert links.assignment["p1", "Contrastive learning"] == "method:contrastive-learning"
    assert links.assignment["p2", "Continual learning"] == "method:continual-learning"
    assert "curriculum" in links.assignment["p3", "CL"]  # type: ignore[operator]
    carriers = [n for n in links.nodes.values() if "CL" in n.aliases]
    assert len(carriers) == 3


def test_a_bare_abbreviation_is_resolved_by_the_words_of_its_paper() -> None:
    spelled = [
        paper("p1", "A. Contrastive learning (CL) of views.", Method=[("Contrastive learning", "CL")]),
        paper("p2", "B. Continual learning (CL) forgets.", Method=[("Continual learning", "CL")]),
    ]
    links = _link(*spelled, paper("p3", "C. CL without forgetting, in a continual stream.", Method=["CL"]))
    assert links.assignment["p3", "CL"] == "method:continual-learning"
    links = _link(*spelled, paper("p3", "C. CL needs large batches of contrastive pairs.", Method=["CL"]))
    assert links.assignment["p3", "CL"] == "method:contrastive-learning"
    undecided = _link(*spelled, paper("p3", "C. CL is used.", Method=["CL"]))
    assert undecided.assignment["p3", "CL"] == "method:cl"
    assert any(m.step == "context" and not m.accepted and m.form == "CL" for m in undecided.merges)


def test_the_corpus_teaches_abbreviations_to_papers_that_use_them_bare() -> None:
    links = _link(
        paper("p1", "A. The token boosting module (TBM).", Method=[("token boosting module", "TBM")]),
        paper("p2", "B. We add TBM.", Method=["TBM"]),
        paper("p3", "C. We add POT, not a pot.", Method=["POT"]),
    )
    assert links.assignment["p2", "TBM"] == links.assignment["p1", "token boosting module"]
    assert links.assignment["p3", "POT"] == "method:pot"


def test_what_the_field_knows_by_heart_needs_no_paper_to_say_it() -> None:
    links = _link(
        paper("p1", "A. VQA is hard.", Task=["VQA"]),
        paper("p2", "B. Visual question answering.", Task=["Visual question answering"]),
    )
    assert len(links.nodes) == 1


def test_homonyms_become_nodes_with_telling_names() -> None:
    texts = [
        "A. SAM cuts out objects, says the segment anything model (SAM).",
        "B. Sharpness-aware minimization (SAM).",
    ]
    links = _link(
        paper("p1", texts[0], Method=[("segment anything model", "SAM")]),
        *[paper(f"q{n}", "Q. We prompt SAM to segment anything.", Method=["SAM"]) for n in range(3)],
        paper("p2", texts[1], Method=[("Sharpness-aware minimization", "SAM")]),
        *[paper(f"r{n}", "R. SAM finds flat, sharpness-aware minima.", Method=["SAM"]) for n in range(3)],
    )
    assert names(links, "Method") == {"SAM (segment anything)", "SAM (Sharpness-aware minimization)"}
    assert (
        len({links.assignment[f"q{n}", "SAM"] for n in range(3)} | {links.assignment["p1", "segment anything model"]})
        == 1
    )


def test_versions_stay_apart_and_equal_names_do_not() -> None:
    forms = ["GPT-3", "GPT-4", "ImageNet", "ImageNet-1k", "ImageNet-R", "CIFAR10", "CIFAR-10", "CIFAR-100"]
    links = _link(*[paper(f"p{n}", f"T. We use {f}.", Dataset=[f]) for n, f in enumerate(forms)])
    assert len(links.nodes) == 6
    node = {f: links.assignment[f"p{n}", f] for n, f in enumerate(forms)}
    assert node["ImageNet"] == node["ImageNet-1k"] != node["ImageNet-R"]
    assert node["CIFAR10"] == node["CIFAR-10"] != node["CIFAR-100"]


def test_a_typo_joins_the_word_it_was_meant_to_be() -> None:
    links = _link(
        *[paper(f"p{n}", "T. contrastive pretraining.", Method=["contrastive pretraining"]) for n in range(3)],
        paper("q", "T. contrative pre-training.", Method=["contrative pre-training"]),
    )
    assert names(links, "Method") == {"contrastive pretraining"}
    (merge,) = [m for m in links.merges if m.form == "contrative pre-training"]
    assert (merge.step, merge.accepted) == ("typo", True)
    assert merge.score >= 0.9
    assert "contrative" in merge.evidence


def test_a_short_way_to_speak_is_no_alias_where_it_is_a_thing_of_its_own() -> None:
    links = _link(
        paper(
            "p1", "A. We study code pre-training; pre-training helps.", Method=[("code pre-training", "pre-training")]
        ),
        paper("p2", "B. Plain pre-training.", Method=["pre-training"]),
        paper(
            "p3",
            "C. A dense local heightmap. Local heightmaps.",
            Method=[("dense local heightmap", "Local heightmaps")],
        ),
    )
    assert "pre-training" not in links.nodes["method:code-pre-training"].aliases
    assert "Local heightmaps" in links.nodes["method:dense-local-heightmap"].aliases


def test_two_names_of_one_paper_that_others_use_for_two_things_are_a_near_miss() -> None:
    links = _link(
        paper("p1", "A. Adversarial training, or robust fitting.", Method=[("Adversarial training", "robust fitting")]),
        paper("p2", "B. Plain robust fitting.", Method=["robust fitting"]),
    )
    assert len(links.nodes) == 2
    (near,) = [m for m in links.merges if not m.accepted]
    assert (near.step, near.form, near.into) == ("coreference", "robust fitting", "Adversarial training")


def test_generic_words_are_dropped_and_said_to_be() -> None:
    links = _link(paper("p1", "A. Our model solves downstream tasks.", Method=["model"], Task=["downstream tasks"]))
    assert links.nodes == {}
    assert links.assignment == {("p1", "model"): None, ("p1", "downstream tasks"): None}


def test_phrases_of_one_paper_are_descriptive_and_names_are_not() -> None:
    links = _link(
        paper(
            "p1",
            "A. We use iterative label cleaning and Soft Teacher with QLoRA.",
            Method=["iterative label cleaning", "Soft Teacher", "QLoRA"],
        ),
        paper("p2", "B. Curriculum mixing.", Method=["Curriculum mixing"]),
        paper("p3", "C. We try curriculum mixing.", Method=["curriculum mixing"]),
    )
    assert {n.name for n in links.nodes.values() if n.descriptive} == {"iterative label cleaning"}


def test_latex_stays_in_the_aliases_and_leaves_the_names() -> None:
    links = _link(
        paper(
            "p1",
            r"A. The Fr\'echet distance of $\tau$-Bench.",
            Metric=[r"Fr\'echet distance"],
            Dataset=[r"$\tau$-Bench"],
        )
    )
    by_label = {n.label: n for n in links.nodes.values()}
    assert by_label["Metric"].name == "Fréchet distance"
    assert by_label["Metric"].aliases == (r"Fr\'echet distance", "Fréchet distance")
    assert by_label["Dataset"].name == "τ-Bench"


def test_people_look_for_the_abbreviation_when_nobody_spells_it_out() -> None:
    bare = [paper(f"p{n}", "T. We use QRX.", Method=["QRX"]) for n in range(4)]
    links = _link(*bare, paper("q", "T. Quick region exchange (QRX).", Method=[("Quick region exchange", "QRX")]))
    assert names(links, "Method") == {"QRX"}
    both = [
        paper(f"r{n}", "T. quick region exchange (QRX).", Method=[("quick region exchange", "QRX")]) for n in range(9)
    ]
    assert names(_link(*bare, *both), "Method") == {"quick region exchange"}


def test_every_alias_that_differs_has_a_reason() -> None:
    links = _link(
        paper("p1", "A. Masked image modelling (MIM).", Method=[("Masked image modelling", "MIM")]),
        paper("p2", "B. We do masked image modeling.", Method=["masked image modeling"]),
        paper("p3", "C. We do mask image modeling.", Method=["mask image modeling"]),
    )
    (node,) = links.nodes.values()
    explained = explain(node.id, links.merges)
    assert {m.form for m in explained.merged} == set(node.aliases) - {node.name}
    assert {m.step for m in explained.merged} == {"spelling", "abbreviation", "inflection"}
    assert [m.score for m in explained.merged] == sorted(m.score for m in explained.merged)


def test_the_hierarchy_follows_names_at_spaces_only() -> None:
    def twice(form: str, label: str) -> list[tuple[Paper, Extraction]]:
        return [paper(f"{form}{n}", f"T. {form}.", **{label: [form]}) for n in range(2)]

    links = _link(
        *twice("object detection", "Task"),
        *twice("semi-supervised object detection", "Task"),
        *twice("language model", "Method"),
        *twice("vision-language model", "Method"),
        *twice("Korean language model", "Method"),
        *twice("supervised learning", "Method"),
        *twice("self-supervised learning", "Method"),
    )
    assert {(e.source, e.type, e.target) for e in links.hierarchy} == {
        ("task:semi-supervised-object-detection", "SUBTASK_OF", "task:object-detection"),
        ("method:korean-language-model", "SUBCLASS_OF", "method:language-model"),
    }


def test_the_embedding_is_asked_about_open_pairs_only() -> None:
    asked: list[str] = []

    def embed(forms: Sequence[str]) -> np.ndarray:
        asked.extend(forms)
        return np.full((len(forms), 2), 0.5**0.5, dtype=np.float32)

    made = [
        paper("p1", "A. language model.", Method=["language model"]),
        paper("p2", "B. language modeling.", Method=["language modeling"]),
        paper("p3", "C. image segmentation.", Method=["image segmentation"]),
    ]
    assert len(_link(*made).nodes) == 3
    assert len(_link(*made, embed=embed).nodes) == 2
    assert sorted(asked) == ["language model", "language modeling"]


@pytest.mark.parametrize("form", ["", " ", "\\", "$", "数据集", "–", "A" * 400, "a (b", "1e-3", "\x00"])
def test_odd_forms_break_nothing(form: str) -> None:
    forms: list[Forms] = [form, (form, "model X")]
    links = _link(
        paper("p1", "T. Text.", Method=forms, Dataset=forms, Task=forms, Metric=forms),
        paper("p2", "T. Text.", Method=[form], Dataset=[form], Task=[form], Metric=[form]),
    )
    assert all(n.id and n.name for n in links.nodes.values())


def test_ids_are_unique_and_nothing_depends_on_the_order_of_the_papers() -> None:
    made = [
        paper(f"p{n}", f"T. {f}.", Method=[f])
        for n, f in enumerate(["C", "C++", "C#", "Σ-net", "Ω-net", "net", "Net+"])
    ]
    expected = _link(*made)
    assert len(expected.nodes) == 6
    for seed in range(3):
        random.Random(seed).shuffle(made)
        assert _link(*made) == expected
