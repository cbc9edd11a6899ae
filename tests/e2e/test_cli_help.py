"""The help of every command: there, with an example, and quick."""

from __future__ import annotations

import resource
import subprocess
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
    # Processor time, the best of three: what is measured is the command, not who else uses the machine.
    took = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        answer = kg(*path, "--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        if took[-1] < 0.4:
            break
    assert answer.returncode == 0
    assert "Example" in answer.stdout
    assert f"  {' '.join(('kg', *path))}" in answer.stdout.split("Example", 1)[1]
    assert min(took) < 0.4


def test_every_option_is_explained() -> None:
    for path, ctx in COMMANDS_IN_ALL.items():
        for parameter in ctx.command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"kg {' '.join(path)} {parameter.opts[0]}"


@pytest.mark.parametrize(
    ("typed", "remedy"), [("bulid", "did you mean build?"), ("zzz", "kg --help lists the commands.")]
)
def test_an_unknown_command_is_told_with_a_remedy(kg: Run, typed: str, remedy: str) -> None:
    answer = kg(typed)
    assert answer.returncode == 2
    assert answer.stderr.splitlines()[-1] == f"Error: No such command '{typed}'; {remedy}"
