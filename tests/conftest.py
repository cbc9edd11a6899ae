"""Fixtures that all tests may use: the shared material, the examples, and the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["neo4j_fixture", "cypher_backends", "browser_fixture"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds, gold annotations and corpora: ``../shared``, or ``$PAPERGRAPH_SHARED``."""
    folder = Path(os.environ.get("PAPERGRAPH_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        message = f"the shared material is not at {folder}; set PAPERGRAPH_SHARED"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def examples() -> Path:
    """The example corpus that the README runs."""
    return ROOT / "examples"


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def kg() -> Run:
    """Run ``kg ARGUMENTS`` as a person does, in a process of its own; any exit code is returned."""

    def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)]
        return subprocess.run(command, **{"capture_output": True, "text": True, "timeout": 300} | options)  # type: ignore[call-overload]

    return run


@pytest.fixture(scope="session")
def example_graph(tmp_path_factory: pytest.TempPathFactory, examples: Path, kg: Run) -> Path:
    """The graph of the example corpus, as the README builds it. Read it; copy it before you change it."""
    output = tmp_path_factory.mktemp("example") / "mygraph"
    answer = kg("build", examples / "landmarks.jsonl", "-o", output)
    assert answer.returncode == 0, answer.stderr
    return output
