"""``kg link``: listing, asking on a terminal, and checking aliases.toml."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from linking_corpus import paper

from kg.cli import main
from kg.graph import build_graph
from kg.linking import link
from kg.linking.overrides_file import read_decisions
from kg.store import save_graph


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A graph with one near-miss and one uncertain merge."""
    made = [
        paper("p1", "A. language models.", Method=["language models"]),
        paper("p2", "B. language modeling.", Method=["language modeling"]),
        paper("p3", "C. Mask image modeling.", Method=["Mask image modeling"]),
        paper("p4", "D. masked image modeling.", Method=["masked image modeling"]),
    ]
    papers, extractions = [p for p, _ in made], [e for _, e in made]
    links = link(papers, extractions)
    built = build_graph(papers, extractions, links)
    save_graph(tmp_path / "g", built, merges=[m.to_dict() for m in links.merges], model="test", min_confidence=0.0)
    return tmp_path / "g"


def test_review_lists_what_is_least_certain_off_a_terminal(graph: Path) -> None:
    answer = CliRunner().invoke(main, ["link", "review", str(graph)])
    assert answer.exit_code == 0, answer.output
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("language models ≠ language modeling")
    assert any(line.startswith("Mask image modeling = masked image modeling") for line in lines)
    assert not (graph / "aliases.toml").exists()


def test_review_as_json_with_a_limit(graph: Path) -> None:
    answer = CliRunner().invoke(main, ["link", "review", str(graph), "--json", "--limit", "1"])
    (question,) = json.loads(answer.stdout)
    assert (question["form"], question["accepted"], question["certainty"]) == ("language models", False, 0.25)


def test_review_asks_on_a_terminal_and_keeps_the_answers(graph: Path) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-c", "from kg.cli import main; main()", "link", "review", str(graph)]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave) as process:
        os.close(slave)
        os.write(master, b"y\nn\n")
        shown = b""
        # A read from a terminal whose other end was closed fails.
        try:
            while chunk := os.read(master, 4096):
                shown += chunk
        except OSError:
            pass
        assert process.wait(60) == 0, shown.decode()
    os.close(master)
    assert "2 answers in" in shown.decode()
    decisions = read_decisions(graph / "aliases.toml")
    assert [(d.action, d.forms) for d in decisions] == [
        ("merge", ("language models", "language modeling")),
        ("apart", ("Mask image modeling", "masked image modeling")),
    ]
    again = CliRunner().invoke(main, ["link", "review", str(graph)])
    assert again.stdout == "nothing to look over: every merge is certain or decided\n"


def test_check_tells_the_line_of_a_mistake(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('[[drop]]\ntype = "Method"\nform = "Adam"\n')
    bad.write_text('[[drop]]\ntype = "Metod"\nform = "Adam"\n')
    assert CliRunner().invoke(main, ["link", "check", str(good)]).stdout == f"{good}: 1 decision, no mistake\n"
    answer = CliRunner().invoke(main, ["link", "check", str(bad)])
    assert answer.exit_code == 1
    assert answer.stderr.startswith(f"kg: error: {bad}:2: unknown type 'Metod'")
