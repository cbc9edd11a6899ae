"""The paper page: what one paper says, beside its abstract with the mentions marked and each relation's sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from extract.latex import plain
from extract.records import fold
from kg.errors import PapergraphError
from kg.schema import ENTITY_LABELS, ROLE_RELATIONSHIP
from viz.blocks import Block, Cell, Empty, Marked, Piece, Quote, Ref, Roles, Sentences, Table, Text
from viz.cut import make_edges, make_nodes, paper_refs
from viz.model import View
from viz.place import around
from viz.results import ref_cell, result_row
from viz.source import Source
from viz.text import clean, count, words

#: Roles in the order of what a reader asks first.
_ROLES = ("PROPOSES", "ADDRESSES", "USES", "COMPARES_WITH", "EVALUATES_ON", "TRAINS_ON", "MEASURES", "MENTIONS")
_AROUND = ("Task", "Dataset", "Result", "Metric", "Method")


def paper(source: Source, name: str, *, seed: int = 0) -> View:
    """Make the page of one paper.

    Parameters
    ----------
    source
        The graph.
    name
        Its id, its title, or a part of the title that only one paper has.
    seed
        Equal seeds give equal pages.
    """
    pid = source.find_paper(name)
    ids = [pid, *dict.fromkeys(v for _, v in source.nx.out_edges(pid))]
    nodes = make_nodes(source, ids)
    nodes[0].size = 16.0

    def keep(u: str, v: str, _key: str, data: Mapping[str, Any]) -> bool:
        return pid in (u, v) or "Result" in (source.label(u), source.label(v)) or pid in data.get("papers", ())

    edges = make_edges(source, ids, keep=keep)
    around(nodes, _AROUND, seed=seed)
    return View(
        page="paper",
        title=source.name(pid),
        subtitle=subtitle(source, pid),
        nodes=nodes,
        edges=edges,
        papers=paper_refs(source, nodes, edges),
        story=story(source, pid),
        left_out=["What other papers say of the same things: see the page of each (kg view GRAPH entity NAME)."],
        focus=(pid,),
        document=True,
        kind="Paper",
        empty="Nothing was found in this paper.",
    )


def subtitle(source: Source, pid: str) -> str:
    """Return authors, date and categories of a paper in one line."""
    data = source.nx.nodes[pid]
    said = []
    authors = [clean(plain(a)) for a in data.get("authors", ())]
    if authors:
        said.append(", ".join(authors[:4]) + (f" and {len(authors) - 4} more" if len(authors) > 4 else ""))
    elif data.get("n_authors"):
        said.append(count(data["n_authors"], "authors"))
    if data.get("date") or data.get("year"):
        said.append(str(data.get("date") or data["year"]))
    if data.get("categories"):
        said.append(", ".join(clean(c) for c in data["categories"][:4]))
    return " · ".join(said) or "Paper"


def story(source: Source, pid: str) -> list[Block]:
    """Return what a paper says: marked abstract, roles, relations with their sentences, results."""
    data = source.nx.nodes[pid]
    title, abstract = data.get("title", data.get("name", "")), data.get("abstract", "")
    marks = _marks(source, pid, f"{title}\n{abstract}")
    at = len(title)
    blocks: list[Block] = [
        Marked(
            tuple(_pieces(source, title, [m for m in marks if m[1] <= at], 0)),
            tuple(_pieces(source, abstract, [m for m in marks if m[0] > at], at + 1)),
            source.paper(pid).url,
        )
    ]
    roles = _role_rows(source, pid)
    blocks.append(Roles("What it does", roles) if roles else Empty("Nothing was found in this paper."))
    said = _sentences(source, pid)
    if said:
        blocks.append(Sentences(f"What it says: {count(sum(len(r) for _, r in said), 'relations')}", tuple(said)))
    rows = [
        (Cell(row.text, strong=True), *(ref_cell(source, n) for n in (row.method, row.dataset, row.task)))
        for row in (result_row(source, v) for _, v, key in source.nx.out_edges(pid, keys=True) if key == "REPORTS")
    ]
    if rows:
        blocks.append(Table("Results", tuple(Cell(c) for c in ("Result", "Method", "Dataset", "Task")), tuple(rows)))
    if not marks and roles:
        blocks.append(Text("The mentions could not be placed in the abstract."))
    return blocks


def _role_rows(source: Source, pid: str) -> tuple[tuple[str, tuple[Ref, ...]], ...]:
    found: defaultdict[str, list[Ref]] = defaultdict(list)
    for _, v, key in source.nx.out_edges(pid, keys=True):
        if key in ROLE_RELATIONSHIP.values():
            found[key].append(Ref(v, source.name(v), source.label(v)))
    return tuple((words(key).capitalize(), tuple(found[key])) for key in _ROLES if found[key])


Stated = tuple[Ref, str, Ref, str]


def _sentences(source: Source, pid: str) -> list[tuple[tuple[Quote, ...], tuple[Stated, ...]]]:
    """Return the paper's sentences in their order, each with the relations that it states."""
    found: defaultdict[tuple[tuple[int, str], ...], list[Stated]] = defaultdict(list)
    inside = {v for _, v in source.nx.out_edges(pid)}
    for u, v, key, data in source.nx.edges(sorted(inside), keys=True, data=True):
        if v not in inside or source.label(u) not in ENTITY_LABELS or pid not in data.get("papers", ()):
            continue
        places: dict[tuple[int, str], None] = {}
        for text, place in zip(data.get("evidence", ()), data.get("evidence_at", ()), strict=False):
            paper, _, span = place.rpartition(":")
            if paper == pid:
                places[int(span.partition("-")[0]), clean(plain(text))] = None
        ends = [Ref(n, source.name(n), source.label(n)) for n in (u, v)]
        n = data.get("n_papers", 1)
        stated = (ends[0], words(key), ends[1], f"in {n} papers" if n > 1 else "")
        found[tuple(sorted(places))].append(stated)
    # What follows from names has no sentence, and comes last.
    ordered = sorted(found.items(), key=lambda f: (not f[0], f[0]))
    return [(tuple(Quote(text, "", "") for _, text in at), tuple(relations)) for at, relations in ordered]


Mark = tuple[int, int, str, str]


def _marks(source: Source, pid: str, text: str) -> list[Mark]:
    """Return the mentions as (start, end, node, role), in order and without overlaps."""
    try:
        found = list(_extracted(source, pid, text))
    except PapergraphError:
        # A graph that was saved without its checkpoint: its surface forms are found again in the text.
        found = list(_searched(source, pid, text))
    found.sort(key=lambda m: (m[0], m[0] - m[1]))
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def _neighbours(source: Source, pid: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (label, folded form) -> (node, role) of what a paper names."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for _, v, key in source.nx.out_edges(pid, keys=True):
        data = source.nx.nodes[v]
        if data["label"] in ENTITY_LABELS:
            for form in (data["name"], *data.get("aliases", ())):
                found.setdefault((data["label"], fold(form)), (v, words(key, forward=False)))
    return found


def _extracted(source: Source, pid: str, text: str) -> Iterator[Mark]:
    extraction = source.extraction(pid)
    if extraction is None:
        yield from _searched(source, pid, text)
        return
    known = _neighbours(source, pid)
    for entity in extraction.entities:
        forms = [entity.name, *entity.forms]
        hits = (known.get((entity.type, fold(f))) or known.get((entity.type, fold(plain(f)))) for f in forms)
        node, role = next((h for h in hits if h), ("", entity.role))
        for span in entity.mentions:
            if 0 <= span.start < span.end <= len(text):
                yield span.start, span.end, node or f"?{entity.type}", role


def _searched(source: Source, pid: str, text: str) -> Iterator[Mark]:
    known = {form: hit for (_, form), hit in _neighbours(source, pid).items() if len(form) > 1}
    if not known:
        return
    longest = sorted(known, key=lambda f: (-len(f), f))
    gap = r"[\s\-_]+"
    pattern = "|".join(gap.join(re.escape(part) for part in form.split()) for form in longest)
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
        hit = known.get(fold(match.group()))
        if hit:
            yield match.start(), match.end(), *hit


def _pieces(source: Source, text: str, marks: list[Mark], offset: int) -> Iterator[Piece]:
    at = 0
    for start, end, node, role in marks:
        start, end = start - offset, end - offset
        if start > at:
            yield Piece(_readable(text[at:start]))
        label = node[1:] if node.startswith("?") else source.label(node)
        yield Piece(_readable(text[start:end]), label, "" if node.startswith("?") else node, role)
        at = end
    if at < len(text):
        yield Piece(_readable(text[at:]))


def _readable(text: str) -> str:
    """Return a stretch of text fit to be read, its outer spaces kept."""
    inner = clean(plain(text))
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return before + inner + after
