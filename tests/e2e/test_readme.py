"""The README does what it says: its commands and its Python run as they stand there, and what it names is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

Run = Callable[..., subprocess.CompletedProcess[str]]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def home(examples: Path, tmp_path: Path) -> Path:
    """A directory in which the README can be followed: the examples, and a dump of one's own."""
    shutil.copytree(examples, tmp_path / "examples")
    (tmp_path / "dumps").mkdir()
    for dump in examples.glob("*.txt"):
        shutil.copy(dump, tmp_path / "dumps")
    return tmp_path


def commands(block: str) -> list[list[str]]:
    lines = re.sub(r"\\\n|&&", "\n", re.sub(r"\s+#.*", "", block)).splitlines()
    return [re.findall(r"'[^']*'|\"[^\"]*\"|\S+", line)[1:] for line in lines if line.strip().startswith("kg ")]


def test_every_command_of_the_readme_runs(kg: Run, home: Path) -> None:
    ran = 0
    for block in blocks(""):
        for words in commands(block):
            arguments = [
                path for w in words for path in (sorted(map(str, home.glob(w))) if "*" in w else [w.strip("'\"")])
            ]
            answer = kg(*[a for a in arguments if a != "--open"], cwd=home)
            assert answer.returncode == 0, f"kg {' '.join(arguments)}\n{answer.stderr}"
            ran += 1
    assert ran >= 7


def test_the_python_of_the_readme_runs(home: Path) -> None:
    (block,) = blocks("python")
    assert len([line for line in block.splitlines() if line.strip()]) == 5
    answer = subprocess.run([sys.executable, "-c", block], cwd=home, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr


def test_every_link_and_picture_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_the_reference_of_the_command_line_is_current() -> None:
    from kg.cli.reference import reference

    assert (ROOT / "docs/cli.md").read_text(encoding="utf-8") == reference(), (
        "run: python -m kg.cli.reference > docs/cli.md"
    )
