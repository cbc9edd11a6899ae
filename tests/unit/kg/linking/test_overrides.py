"""aliases.toml: what a person decided holds against every step, and a mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from linking_corpus import names, paper

from extract.records import Extraction, Paper
from kg.errors import OverrideError
from kg.linking import Links, link, load_overrides
from kg.linking.overrides_file import Decision, append_decisions, read_decisions

CORPUS = [
    paper("p1", "A. Contrastive learning (CL).", Method=[("Contrastive learning", "CL")]),
    paper("p2", "B. We use CL on Adam and ADAM with contrastive views.", Method=["CL", "Adam", "ADAM"]),
    paper("p3", "C. InfoNCE learning on TinyWords.", Method=["InfoNCE learning"], Dataset=["TinyWords"]),
    paper("p4", "D. contrastive learning again.", Method=["contrastive learning"]),
]


def _link(tmp_path: Path, toml: str, made: list[tuple[Paper, Extraction]] = CORPUS) -> Links:
    path = tmp_path / "aliases.toml"
    path.write_text(toml, encoding="utf-8")
    return link([p for p, _ in made], [e for _, e in made], overrides=load_overrides(path))


def test_merge(tmp_path: Path) -> None:
    links = _link(tmp_path, '[[merge]]\ntype = "Method"\nforms = ["contrastive learning", "InfoNCE learning"]\n')
    assert links.assignment["p3", "InfoNCE learning"] == links.assignment["p1", "Contrastive learning"]
    (merge,) = [m for m in links.merges if m.form == "InfoNCE learning"]
    assert (merge.step, merge.score) == ("override", 1.0)


def test_merge_by_an_abbreviation_merges_the_node_that_carries_it(tmp_path: Path) -> None:
    links = _link(tmp_path, '[[merge]]\ntype = "Method"\nforms = ["CL", "InfoNCE learning"]\n')
    assert links.assignment["p3", "InfoNCE learning"] == links.assignment["p1", "Contrastive learning"]


def test_apart_keeps_an_abbreviation_off_a_node(tmp_path: Path) -> None:
    links = _link(tmp_path, '[[apart]]\ntype = "Method"\nforms = ["CL", "contrastive learning"]\n')
    assert links.assignment["p2", "CL"] == "method:cl"
    assert "CL" not in links.nodes["method:contrastive-learning"].aliases


def test_apart_splits_forms_that_normalisation_makes_equal(tmp_path: Path) -> None:
    assert link([p for p, _ in CORPUS], [e for _, e in CORPUS]).assignment["p2", "ADAM"] == "method:adam"
    links = _link(tmp_path, '[[apart]]\ntype = "Method"\nforms = ["Adam", "ADAM"]\n')
    assert links.assignment["p2", "ADAM"] != links.assignment["p2", "Adam"]
    assert len({n.id for n in links.nodes.values()}) == len(links.nodes)


def test_apart_stops_a_merge_of_look_alikes(tmp_path: Path) -> None:
    made = [
        paper(f"p{n}", f"T. {f}.", Method=[f]) for n, f in enumerate(["mask image modeling", "masked image modeling"])
    ]
    toml = '[[apart]]\ntype = "Method"\nforms = ["mask image modeling", "masked image modeling"]\n'
    links = _link(tmp_path, toml, made)
    assert len(links.nodes) == 2
    assert links.merges == []


def test_rename_retype_and_drop(tmp_path: Path) -> None:
    links = _link(
        tmp_path,
        """
        [[rename]]
        type = "Method"
        form = "contrastive learning"
        name = "Contrastive Learning"

        [[retype]]
        type = "Dataset"
        form = "TinyWords"
        to = "Method"

        [[drop]]
        type = "Method"
        form = "Adam"
        """,
    )
    assert names(links, "Method") == {"Contrastive Learning", "InfoNCE learning", "TinyWords"}
    assert names(links, "Dataset") == set()
    assert links.assignment["p2", "Adam"] is None


MISTAKES = [
    ('[[merge]]\ntype = "Method"\nforms = ["a"]\n', 3, "two different forms"),
    ('[[merge]]\ntype = "Methods"\nforms = ["a", "b"]\n', 2, "unknown type 'Methods'"),
    ('\n\n[[merge]]\nforms = ["a", "b"]\n', 3, "without 'type'"),
    ('[[merge]]\ntype = "Method"\nforms = "a, b"\n', 3, "list of strings"),
    ('[[join]]\ntype = "Method"\n', 1, "unknown table 'join'"),
    ('[merge]\ntype = "Method"\nforms = ["a", "b"]\n', 1, "write [[merge]]"),
    ('[[drop]]\ntype = "Method"\nform = "a"\nwhy = "b"\n', 4, "unknown key 'why'"),
    ('[[drop]]\ntype = "Method"\nform = ""\n', 3, "'form' is no text"),
    ('[[retype]]\ntype = "Method"\nform = "a"\nto = "Thing"\n', 4, "unknown type 'Thing'"),
    ('[[drop]]\ntype = "Method"\nform = "a\n', 3, "no valid TOML"),
    (
        '[[merge]]\ntype = "Task"\nforms = ["a x", "b x"]\n\n[[apart]]\ntype = "Task"\nforms = ["B X", "A x"]\n',
        7,
        "contradicts the [[merge]] on line 1",
    ),
    (
        '[[rename]]\ntype = "Task"\nform = "a x"\nname = "A"\n[[rename]]\ntype = "Task"\nform = "A x"\nname = "B"\n',
        5,
        "contradicts the [[rename]] on line 1",
    ),
]


@pytest.mark.parametrize(("toml", "line", "problem"), MISTAKES)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, toml: str, line: int, problem: str) -> None:
    path = tmp_path / "aliases.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(OverrideError) as error:
        load_overrides(path)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert problem in str(error.value)


def test_a_missing_or_unreadable_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OverrideError, match="cannot be read"):
        load_overrides(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes(b'[[drop]]\ntype = "Method"\nform = "Fr\xe9chet"\n')
    with pytest.raises(OverrideError, match="cannot be read"):
        load_overrides(tmp_path / "latin.toml")


def test_answers_are_added_and_what_stands_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "aliases.toml"
    decisions = [
        Decision("merge", "Method", ('the "best" net', "a\\b\tc")),
        Decision("apart", "Task", ("x y", "x  z")),
        Decision("rename", "Dataset", ("数据集",), value="Dataset é"),
        Decision("retype", "Dataset", ("q",), to_label="Metric"),
        Decision("drop", "Metric", ("loss",)),
    ]
    path.write_text("# mine\n", encoding="utf-8")
    for decision in decisions:
        append_decisions(path, [decision])
    assert path.read_text(encoding="utf-8").startswith("# mine\n")
    read = read_decisions(path)
    assert [(d.action, d.label, d.forms, d.value, d.to_label) for d in read] == [
        (d.action, d.label, d.forms, d.value, d.to_label) for d in decisions
    ]
