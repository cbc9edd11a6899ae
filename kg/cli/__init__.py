"""The command ``kg``: a table of commands, each in a file of its own that is imported only when it is called."""

from __future__ import annotations

import importlib
from typing import Any

import click

from kg import __version__
from kg.cli.common import explained

#: Command -> module whose ``command`` it is. A new command is one new file and one line here.
COMMANDS = {
    "build": "kg.cli.build",
    "stats": "kg.cli.stats",
    "show": "kg.cli.show",
    "query": "kg.cli.query",
    "cypher": "kg.cli.cypher",
    "view": "kg.cli.view",
    "site": "kg.cli.site",
    "export": "kg.cli.export",
    "load": "kg.cli.load",
    "link": "kg.cli.link",
    "extract": "kg.cli.extract",
    "eval": "kg.cli.eval",
    "train": "kg.cli.train",
    "doctor": "kg.cli.doctor",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is needed, and turns errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a user's work."""
        return [name for name in COMMANDS if self.get_command(ctx, name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        try:
            module = importlib.import_module(COMMANDS[cmd_name])
        except ModuleNotFoundError as error:
            if error.name != COMMANDS[cmd_name]:
                raise
            return None
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command with the errors that a person can act on told in one line."""
        with explained(ctx):
            return super().invoke(ctx)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="papergraph")
def main() -> None:
    """Read a knowledge graph out of titles and abstracts: methods, datasets, tasks, metrics, and the sentence that
    proves every edge.

    \b
    Example:
      kg build examples/landmarks.jsonl -o mygraph
      kg show mygraph BERT
      kg view mygraph overview -o overview.html --open
    """
