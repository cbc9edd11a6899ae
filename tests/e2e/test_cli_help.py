"""The help of every command: there, with an example, and quick."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

import click
import pytest

from kg.cli import COMMANDS, main

Run = Callable[..., subprocess.CompletedProcess[str]]


def paths() -> list[tuple[str, ...]]:
    """Every command and subcommand, as typed after ``kg``."""

    def below(command: click.Command, path: tuple[str, ...], ctx: click.Context) -> list[tuple[str, ...]]:
        out = [path]
        if isinstance(command, click.Group):
            for name in command.list_commands(ctx):
                child = command.get_command(ctx, name)
                if child is not None:
                    out += below(child, (*path, name), ctx)
        return out

    return below(main, (), click.Context(main))


COMMAND_PATHS = paths()


def test_the_table_of_commands_is_complete() -> None:
    assert {path[0] for path in COMMAND_PATHS if path} == set(COMMANDS)


@pytest.mark.parametrize("path", COMMAND_PATHS, ids=lambda path: " ".join(("kg", *path)))
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
    ctx = click.Context(main)
    for path in COMMAND_PATHS:
        command: click.Command = main
        for name in path:
            assert isinstance(command, click.Group)
            found = command.get_command(ctx, name)
            assert found is not None
            command = found
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"kg {' '.join(path)} {parameter.opts[0]}"
