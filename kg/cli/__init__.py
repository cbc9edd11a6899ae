"""The command ``kg``: a table of commands, each in a file of its own that is imported only when it is called."""

from __future__ import annotations

import importlib
from typing import Any

import click

from kg import __version__
from kg.cli.common import explained, fail, os_error

#: Command -> what it does, in the order of a user's work. Its module is the file of that name beside this one, and is
#: imported when the command is called. A new command is one new file and one line here.
COMMANDS = {
    "build": "Build a graph from papers: read, extract, link, save.",
    "stats": "Count what a graph holds, and tell what is not in it and why.",
    "show": "Show what a graph knows of one entity or paper, and the evidence.",
    "query": "Ask a graph in Cypher, by the name of a query or your own.",
    "view": "Make a page to look at: one HTML file, offline.",
    "site": "Write a static site: search, pages, leaderboards, trends.",
    "export": "Write a graph in a format that another tool reads.",
    "load": "Load a graph into Neo4j over Bolt.",
    "link": "Look over what was put on one node, and correct it for good.",
    "extract": "Write what each paper says as JSON Lines, without a graph.",
    "eval": "Score the extractor on annotated papers.",
    "train": "Train the extraction model on annotated papers.",
    "cypher": "Check Cypher files for what would not run on both engines.",
    "doctor": "Check what works here, and tell what to do about what doesn't.",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is needed, and turns errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a user's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or fail with the one that may be."""
        if self.get_command(ctx, args[0]) is None:
            from difflib import get_close_matches

            nearest = get_close_matches(args[0], COMMANDS, 1)
            remedy = f"did you mean {nearest[0]}?" if nearest else "kg --help lists the commands."
            ctx.fail(f"No such command {args[0]!r}; {remedy}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands off the table, so that their modules need not be imported."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options of ``kg`` itself; ``--help`` may find no room to write to."""
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise fail(os_error(error)) from None

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
