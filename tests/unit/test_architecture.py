"""The house rules: imports run the way data flows, files stay small, and importing the package stays instant."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Package -> packages of ours that it may import.
ALLOWED = {
    "extract": {"extract"},
    "kg": {"extract", "kg"},
    "queries": {"extract", "kg", "queries"},
    "viz": {"extract", "kg", "queries", "viz"},
    "kg/cli": {"extract", "kg", "queries", "viz"},
}
FILES = sorted(path for package in ("extract", "kg", "queries", "viz") for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_the_way_data_flows(path: Path) -> None:
    inside = path.relative_to(ROOT)
    package = "kg/cli" if inside.parts[:2] == ("kg", "cli") else inside.parts[0]
    ours = {name for name in imported(path) if name.split(".")[0] in ALLOWED}
    wrong = {name for name in ours if name.split(".")[0] not in ALLOWED[package]}
    if package != "kg/cli":
        wrong |= {name for name in ours if name.startswith("kg.cli")}
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_small_and_says_what_it_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text)), "the first line of a file says the one thing it does"


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, kg, kg.cli; print(sorted({'spacy', 'numpy', 'networkx', 'pyarrow', 'rich'} & sys.modules.keys()))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
