"""``kg link``: look over the least certain merges, and check ``aliases.toml``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import counted, echo_json, graph_argument, heading, json_option, wrapped

if TYPE_CHECKING:
    from kg.linking.overrides_file import Decision
    from kg.linking.review import Question

_ALIASES = "aliases.toml"


@click.group(name="link")
def command() -> None:
    """Look over how entities were put on one node, and correct it for good.

    \b
    Example:
      kg link review mygraph
      kg link check mygraph/aliases.toml
    """


@command.command(name="review")
@graph_argument
@click.option(
    "--aliases", type=click.Path(path_type=Path), help="Where the answers go.  [default: aliases.toml in GRAPH]"
)
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many; 0 for all.")
@click.option("--list", "only_list", is_flag=True, help="List them and ask nothing, on a terminal, too.")
@json_option
def review(graph: Path, aliases: Path | None, limit: int, only_list: bool, as_json: bool) -> None:
    """List the least certain merges and near-misses of GRAPH; on a terminal, ask about each.

    The answers go to aliases.toml and hold in every later build. What you have answered is not asked again.

    \b
    Example:
      kg link review mygraph
      kg link review mygraph --limit 100 --json > doubtful.json
    """
    from kg.linking.overrides import load_overrides
    from kg.linking.review import questions
    from kg.store import open_graph

    opened = open_graph(graph)
    path = aliases or graph / _ALIASES
    overrides = load_overrides(path) if path.exists() else None
    papers = {node: data["n_papers"] for node, data in opened.nx.nodes(data=True) if "n_papers" in data}
    found = questions(opened.merges(), overrides, papers)
    shown = found[: limit or None]
    if as_json:
        echo_json([q.to_dict() for q in shown])
    elif not shown:
        click.echo("nothing to look over: every merge is certain or decided")
    elif only_list or not (sys.stdin.isatty() and sys.stdout.isatty()):
        for question in shown:
            click.echo("\n".join(_text(question)))
        if len(found) > len(shown):
            click.echo(f"and {len(found) - len(shown):,} more; --limit 0 lists all", err=True)
    else:
        _ask(shown, path)


@command.command(name="check")
@click.argument("aliases", type=click.Path(path_type=Path))
def check(aliases: Path) -> None:
    """Check ALIASES, an aliases.toml: every mistake is told with its line.

    \b
    Example:
      kg link check mygraph/aliases.toml
    """
    from kg.linking.overrides_file import read_decisions

    decisions = read_decisions(aliases)
    click.echo(f"{aliases}: {counted(len(decisions), 'decision')}, no mistake")


def _text(question: Question) -> list[str]:
    m = question.merge
    what = "one node" if m.accepted else "two nodes"
    head = f"{m.form} {'=' if m.accepted else '≠'} {m.into}"
    lines = [f"{heading(head)}  {m.label}, {what}, certainty {question.certainty:.2f}"]
    lines += wrapped(f"{m.step}: {m.evidence}", "    ")
    lines += wrapped("on " + " and ".join(dict.fromkeys((m.node, m.other))), "    ")
    if m.papers:
        lines += wrapped(f"in {', '.join(m.papers)}", "    ")
    return lines


def _ask(asked: list[Question], path: Path) -> None:
    """Ask about each; every answer is on the disk before the next question."""
    from kg.linking.overrides_file import append_decisions

    answers = 0
    for n, question in enumerate(asked, 1):
        click.echo(f"\n[{n}/{len(asked)}] " + "\n".join(_text(question)))
        choice = click.prompt(
            "one thing? [y]es, [n]o, [s]kip, [q]uit",
            type=click.Choice(["y", "n", "s", "q"]),
            default="s",
            show_choices=False,
        )
        if choice == "q":
            break
        if choice != "s":
            decision: Decision = question.decision("same" if choice == "y" else "apart")
            append_decisions(path, [decision])
            answers += 1
    if answers:
        click.echo(f"{counted(answers, 'answer')} in {path}; run kg build again to apply them")
