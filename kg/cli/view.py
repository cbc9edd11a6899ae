"""``kg view``: make an interactive page of a graph, one HTML file that works offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.common import echo_json, graph_argument, json_option, quiet_option
from viz.pages import VIEWS


def _pages() -> str:
    return "\n      ".join(f"{p.name:<10} {' '.join(p.arguments):<16} {p.description}" for p in VIEWS.values())


@click.command(
    "view",
    help=f"""Make PAGE of GRAPH: one HTML file with everything in it, to look at offline and to send to a colleague.

    \b
    Pages:
      {_pages()}

    A NAME is an id, a name, an alias or an abbreviation. Without -o the file is named after the page and what it is
    about. With --json the data of the page is printed instead.

    \b
    Examples:
      kg view mygraph overview --open
      kg view mygraph entity CLIP -o clip.html
      kg view mygraph entity "image classification" --depth 2 --max-nodes 120
      kg view mygraph path BERT ImageNet
      kg view mygraph query "MATCH p=(:Method {{name: 'BERT'}})-[:USED_FOR]->(:Task) RETURN p"
    """,
)
@graph_argument
@click.argument("page", type=click.Choice(list(VIEWS)))
@click.argument("args", nargs=-1, metavar="[ARGS]...")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The HTML file to write.")
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option("--depth", type=click.IntRange(1, 4), help="entity: how many steps away to go.  [default: 1]")
@click.option("--max-nodes", type=click.IntRange(1, 5_000), help="The most nodes on the page.")
@click.option("--max-paths", type=click.IntRange(1, 50), help="path: the most paths.  [default: 6]")
@click.option("--max-communities", type=click.IntRange(1, 500), help="overview: the most communities.  [default: 36]")
@click.option("--resolution", type=click.FloatRange(0.01, 100), help="overview: above 1 more, smaller communities.")
@click.option("--label", help="Look for NAME among nodes of this label only.")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="query: a parameter of the query.")
@click.option("--timeout", type=click.FloatRange(min=0.1), help="query: seconds after which it stops.  [default: 30]")
@click.option("--seed", type=int, help="Seed of layout and communities.  [default: 0]")
@quiet_option
@json_option
def command(
    graph: Path,
    page: str,
    args: tuple[str, ...],
    output: Path | None,
    show: bool,
    quiet: bool,
    as_json: bool,
    params: tuple[str, ...],
    **given: Any,
) -> None:
    """Make PAGE of GRAPH."""
    import inspect

    from kg.files import replacing
    from kg.store import open_graph
    from viz import view
    from viz.page import html
    from viz.text import slug

    chosen = VIEWS[page]
    least = sum(1 for a in chosen.arguments if not a.startswith("["))
    if not least <= len(args) <= len(chosen.arguments):
        wanted = " ".join(chosen.arguments) or "no arguments"
        raise click.UsageError(f"the page {page} takes {wanted}, and got {len(args)}")
    options = {name: value for name, value in given.items() if value is not None}
    if params:
        options["params"] = dict(_parameter(p) for p in params)
    known = inspect.signature(chosen.build()).parameters
    for name in options:
        if name not in known:
            flag = "param" if name == "params" else name.replace("_", "-")
            raise click.UsageError(f"the page {page} has no option --{flag}")
    made = view(open_graph(graph), page, *args, **options)
    if as_json:
        echo_json(made.to_dict())
        if output is None and not show:
            return
    target = output or Path(f"{'-'.join([page, *(slug(a, limit=40) for a in args)])}.html")
    with replacing(target) as aside:
        aside.write_text(html(made), encoding="utf-8", newline="\n")
    if not quiet:
        size = target.stat().st_size
        click.echo(f"{target}: {len(made.nodes):,} nodes, {len(made.edges):,} edges, {size / 1e6:.1f} MB", err=True)
    if show:
        click.launch(target.resolve().as_uri())


def _parameter(text: str) -> tuple[str, Any]:
    """Return NAME=VALUE as a pair; a value that is JSON is read as such, any other is a string."""
    import json

    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"{text!r} is no parameter; write -p NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
