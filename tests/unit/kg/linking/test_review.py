"""What a person is asked, and that answers hold for ever after."""

from __future__ import annotations

from pathlib import Path

from linking_corpus import paper

from kg.linking import Links, link, load_overrides
from kg.linking.overrides_file import append_decisions
from kg.linking.review import questions
from kg.linking.why import explain

CORPUS = [
    paper("p1", "A. language models.", Method=["language models"]),
    paper("p2", "B. language modeling.", Method=["language modeling"]),
    paper("p3", "C. Mask image modeling.", Method=["Mask image modeling"]),
    paper("p4", "D. masked image modeling.", Method=["masked image modeling"]),
    paper("p5", "E. masked image modeling.", Method=["masked image modeling"]),
]


def _link(aliases: Path | None = None) -> Links:
    return link([p for p, _ in CORPUS], [e for _, e in CORPUS], overrides=load_overrides(aliases) if aliases else None)


def test_the_least_certain_come_first_and_the_certain_not_at_all() -> None:
    asked = questions(_link().merges)
    assert [(q.merge.step, q.merge.accepted) for q in asked] == [("inflection", False), ("inflection", True)]
    assert [q.certainty for q in asked] == sorted(q.certainty for q in asked)


def test_what_concerns_more_papers_comes_first_among_equals() -> None:
    links = _link()
    asked = questions(links.merges, papers={i: 9 if "image" in i else 1 for i in links.nodes})
    assert asked[-1].papers == 9
    assert {"form", "into", "certainty", "n_papers"} <= set(asked[0].to_dict())


def test_answers_hold_and_are_not_asked_again(tmp_path: Path) -> None:
    near, merged = questions(_link().merges)
    aliases = tmp_path / "aliases.toml"
    append_decisions(aliases, [near.decision("same"), merged.decision("apart")])
    links = _link(aliases)
    assert links.assignment["p1", "language models"] == links.assignment["p2", "language modeling"]
    assert links.assignment["p3", "Mask image modeling"] != links.assignment["p4", "masked image modeling"]
    assert questions(links.merges, load_overrides(aliases)) == []
    # And again, should the same questions come up from the old merges.
    assert questions(_link().merges, load_overrides(aliases)) == []


def test_a_near_miss_is_told_of_both_nodes() -> None:
    links = _link()
    for node in ("method:language-model", "method:language-modeling"):
        explanation = explain(node, [m.to_dict() for m in links.merges])
        assert [m.step for m in explanation.kept_off] == ["inflection"]
        assert explanation.to_dict()["node"] == node
