"""``kg show``: what the graph knows of one entity or paper, with the sentences that say so."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import counted, echo_json, graph_argument, heading, json_option, wrapped
from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES

if TYPE_CHECKING:
    from kg.show import EntityCard, Measured, Neighbour, PaperCard, Quote


#: Longer sentences are cut, in characters.
_SENTENCE = 400


@click.command(name="show")
@graph_argument
@click.argument("name")
@click.option(
    "--label",
    type=click.Choice([label for label in NODE_TYPES if label != "Result"], case_sensitive=False),
    help="Look among nodes of this label only.",
)
@click.option("--why", is_flag=True, help="Tell which forms are on this node, by which step of linking, and why.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=5, show_default=True, help="How many of each kind; 0 for all."
)
@json_option
def command(graph: Path, name: str, label: str | None, why: bool, limit: int, as_json: bool) -> None:
    """Show what GRAPH knows of one entity or paper, and the evidence.

    NAME is an id, a name, an alias, an abbreviation or a title.

    \b
    Examples:
      kg show mygraph CLIP
      kg show mygraph "object detection" --limit 0 --why
      kg show mygraph 1706.03762 --json
    """
    from kg.show import show
    from kg.store import open_graph

    card = show(open_graph(graph), name, label=label, why=why)
    if as_json:
        echo_json(card.to_dict())
        return
    from kg.show import EntityCard

    lines = _entity(card, why, limit or None) if isinstance(card, EntityCard) else _paper(card, limit or None)
    click.echo("\n".join(lines))
    if card.others:
        click.echo(f"\n{name!r} may also mean: {', '.join(card.others)}", err=True)


def _entity(card: EntityCard, why: bool, limit: int | None) -> Iterator[str]:
    years = [year for year, n in card.papers_by_year.items() if n]
    when = f", {years[0]}-{years[-1]}" if years and years[0] != years[-1] else f", {years[0]}" if years else ""
    yield f"{heading(card.name)}  {card.label}, {counted(card.n_papers, 'paper')}{when}  ({card.id})"
    aliases = [alias for alias in card.aliases if alias != card.name]
    if aliases:
        yield from wrapped(f"also written: {', '.join(aliases)}", "  ")
    if card.descriptive:
        yield "  a descriptive phrase of one paper"
    for kind, references in card.roles.items():
        yield from ("", heading(f"{counted(len(references), 'paper')} -[{kind}]-> {card.name}"))
        for reference in references[:limit]:
            year = f", {reference.year}" if reference.year else ""
            yield from wrapped(f"{reference.title} ({reference.id}{year}; {reference.confidence:.2f})", "  - ")
            yield from _quotes(reference.evidence)
        yield from _more(references, limit)
    for kind, neighbours in card.neighbours.items():
        for title, group in _directions(card.name, kind, neighbours):
            yield from ("", heading(title))
            for n in group[:limit]:
                basis = "from their names" if n.derived else counted(n.n_papers, "paper")
                yield from wrapped(f"{n.name} ({n.label}, {basis}; {n.confidence:.2f})", "  - ")
                yield from _quotes(n.evidence)
            yield from _more(group, limit)
    yield from _results(card.results, limit)
    if why:
        yield from ("", heading("Why these forms are on one node"))
        yield from (_merge(merge) for merge in card.merges)
        if not card.merges:
            yield "  all its mentions are written alike"


def _paper(card: PaperCard, limit: int | None) -> Iterator[str]:
    about = card.properties
    yield f"{heading(card.name)}  ({card.id})"
    authors = about.get("authors") or ()
    facts = [
        ", ".join(authors[:5]) + (" and others" if len(authors) > 5 else ""),
        f"{about['n_authors']} authors" if about.get("n_authors") and not authors else "",
        str(about.get("date") or about.get("year") or ""),
        ", ".join(about.get("categories") or ()),
        about.get("url") or "",
    ]
    if line := "; ".join(filter(None, facts)):
        yield from wrapped(line, "  ")
    yield from ("", *wrapped(about.get("abstract", ""), "  "))
    for kind, members in card.roles.items():
        yield from ("", heading(f"-[{kind}]-> {len(members):,}"))
        for member in members[:limit]:
            yield from wrapped(f"{member.name} ({member.label}; {member.confidence:.2f})", "  - ")
            yield from _quotes(member.evidence)
        yield from _more(members, limit)
    if card.statements:
        yield from ("", heading(counted(len(card.statements), "statement")))
        for s in card.statements[:limit]:
            yield from wrapped(f"{s.source_name} -[{s.relationship}]-> {s.target_name} ({s.confidence:.2f})", "  - ")
            yield from _quotes(s.evidence)
        yield from _more(card.statements, limit)
    yield from _results(card.results, limit)


def _directions(name: str, kind: str, neighbours: tuple[Neighbour, ...]) -> Iterator[tuple[str, list[Neighbour]]]:
    """Yield the neighbours by one relationship type with a heading: those it leads to, and those it comes from."""
    if RELATIONSHIP_TYPES[kind].symmetric:
        yield f"{name} -[{kind}]- {len(neighbours):,}", list(neighbours)
        return
    for outgoing in (True, False):
        if group := [n for n in neighbours if n.outgoing is outgoing]:
            yield f"{name} -[{kind}]-> {len(group):,}" if outgoing else f"{len(group):,} -[{kind}]-> {name}", group


def _results(results: tuple[Measured, ...], limit: int | None) -> Iterator[str]:
    if not results:
        return
    yield from ("", heading(counted(len(results), "reported number")))
    for r in results[:limit]:
        value = (
            f"{'+' if r.delta and r.value[:1] not in '+-' else ''}{r.value}{'' if r.unit in ('', '%') else ' '}{r.unit}"
        )
        ties = (("", r.metric), ("by ", r.method), ("on ", r.dataset), ("for ", r.task))
        yield from wrapped(" ".join([value, *(word + end for word, end in ties if end)]) + f" ({r.paper})", "  - ")
        yield from _quotes(r.evidence)
    yield from _more(results, limit)


def _quotes(evidence: Iterable[Quote]) -> Iterator[str]:
    """Yield the first sentence, cut when it is very long; all are in the JSON."""
    for quote in islice(evidence, 1):
        sentence = textwrap.shorten(quote.text, _SENTENCE, placeholder=" […]")
        yield from (click.style(line, dim=True) for line in wrapped(f"“{sentence}”", "      "))


def _more(items: Any, limit: int | None) -> Iterator[str]:
    if limit is not None and len(items) > limit:
        yield f"    and {len(items) - limit:,} more"


def _merge(merge: Mapping[str, Any]) -> str:
    sign = "=" if merge.get("accepted", True) else "≠"
    return f"  {merge['form']} {sign} {merge['into']}: {merge['step']}, {merge['score']:.2f}; {merge['evidence']}"
