"""The reference of the command line, made of every command's help: ``python -m kg.cli.reference > docs/cli.md``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kg.cli import main

_HEAD = """\
# The command line

Made of the commands' own `--help`; don't edit. To make it again: `python -m kg.cli.reference > docs/cli.md`.

What all commands have in common:

- Results go to standard output, progress and remarks to standard error. Progress is a bar on a terminal and one line a
  stage elsewhere; `--quiet` silences it. Colours are for terminals only.
- `-` is standard input or output where a file is asked for.
- An error is one line, `kg: error: …`, with what to do about it. Exit codes: 0 done, 1 an error, 2 a command line that
  makes no sense, 130 stopped with Ctrl-C, 141 the reader of the output has gone.
"""


def commands() -> Iterator[tuple[tuple[str, ...], click.Context]]:
    """Yield every command and subcommand: its words after ``kg``, and a context to ask for its help in."""

    def below(path: tuple[str, ...], ctx: click.Context) -> Iterator[tuple[tuple[str, ...], click.Context]]:
        yield path, ctx
        if isinstance(ctx.command, click.Group):
            for name in ctx.command.list_commands(ctx):
                child = ctx.command.get_command(ctx, name)
                if child is not None:
                    settings = {"terminal_width": 100, **child.context_settings}
                    yield from below((*path, name), click.Context(child, ctx, info_name=name, **settings))

    yield from below((), click.Context(main, info_name="kg", terminal_width=100, **main.context_settings))


def reference() -> str:
    """Return the reference as Markdown."""
    parts = [_HEAD]
    for path, ctx in commands():
        parts.append(f"## {' '.join(('kg', *path))}\n\n```\n{ctx.get_help().rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    print(reference(), end="")
