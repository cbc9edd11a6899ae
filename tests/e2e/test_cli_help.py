"""The help of every command: there, with an example, and quick."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

import click
import pytest

from kg.cli import COMMANDS
from kg.cli.reference import commands

Run = Callable[..., subprocess.CompletedProcess[str]]


COMMANDS_IN_ALL = dict(commands())


def test_the_table_of_commands_is_complete() -> None:
    assert {path[0] for path in COMMANDS_IN_ALL if path} == set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS_IN_ALL, ids=lambda path: " ".join(("kg", *path)))
def test_help_has_an_example_and_comes_at_once(path: tuple[str, ...], kg: Run) -> None:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        answer = kg(*path, "--help")
        took.append(time.perf_counter() - began)
        if took[-1] < 0.4:
            break
    assert answer.returncode == 0
    assert "Example" in answer.stdout
    assert f"  {' '.join(('kg', *path))}" in answer.stdout.split("Example", 1)[1]
    # The best of five: what is measured is the command, not who else uses the machine.
    assert min(took) < 0.4


def test_every_option_is_explained() -> None:
    for path, ctx in COMMANDS_IN_ALL.items():
        for parameter in ctx.command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"kg {' '.join(path)} {parameter.opts[0]}"
