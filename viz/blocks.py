"""The blocks a page's story is made of: each is plain data, drawn by the macro of its name in ``blocks.html``."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Ref:
    """A node by name, for a button that shows it (or, in a site, a link to its page)."""

    id: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence of a paper; ``lead`` says what it is evidence for."""

    text: str
    paper: str
    title: str
    url: str = ""
    lead: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Block:
    """Root of the blocks."""

    kind: ClassVar[str] = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the block as JSON-ready values."""
        return {"kind": self.kind, **dataclasses.asdict(self)}


@dataclass(frozen=True)
class Text(Block):
    """A paragraph; ``title`` makes it a section."""

    kind: ClassVar[str] = "text"
    text: str
    title: str = ""


@dataclass(frozen=True)
class Code(Block):
    """A query or command, as typed."""

    kind: ClassVar[str] = "code"
    title: str
    text: str


@dataclass(frozen=True)
class Facts(Block):
    """Key figures: pairs of a value and what it counts."""

    kind: ClassVar[str] = "facts"
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names(Block):
    """A ranked list of nodes with a number each, drawn as bars."""

    kind: ClassVar[str] = "names"
    title: str
    items: tuple[tuple[Ref, int, str], ...]
    unit: str = "papers"
    more: str = ""

    @property
    def most(self) -> int:
        """The largest number, the full width of a bar."""
        return max((n for _, n, _ in self.items), default=1) or 1


@dataclass(frozen=True)
class Chips(Block):
    """Short texts side by side, such as aliases."""

    kind: ClassVar[str] = "chips"
    title: str
    items: tuple[str, ...]
    more: str = ""


@dataclass(frozen=True)
class Quotes(Block):
    """Evidence sentences."""

    kind: ClassVar[str] = "quotes"
    title: str
    items: tuple[Quote, ...]
    more: str = ""


@dataclass(frozen=True)
class Communities(Block):
    """The list of regions, each a button that drills down."""

    kind: ClassVar[str] = "communities"
    title: str
    items: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of marked text: plain when ``label`` is empty."""

    text: str
    label: str = ""
    node: str = ""
    role: str = ""


@dataclass(frozen=True)
class Marked(Block):
    """A title and abstract with the mentions marked."""

    kind: ClassVar[str] = "marked"
    title: tuple[Piece, ...]
    abstract: tuple[Piece, ...]
    url: str = ""


@dataclass(frozen=True)
class Roles(Block):
    """Roles in words, each with the nodes that play it."""

    kind: ClassVar[str] = "roles"
    title: str
    items: tuple[tuple[str, tuple[Ref, ...]], ...]


@dataclass(frozen=True)
class Heat(Block):
    """Nodes by year: a number and a shade (relative to the most of its row) in each cell."""

    kind: ClassVar[str] = "heat"
    title: str
    years: tuple[int, ...]
    rows: tuple[tuple[Ref, tuple[int, ...]], ...]
    note: str = ""

    @staticmethod
    def shade(value: int, row: tuple[int, ...]) -> int:
        """Return the shade of a cell, 0 to 5."""
        return -(-5 * value // max(*row, 1)) if value else 0


@dataclass(frozen=True)
class Steps(Block):
    """A chain of relations with the sentence of each step."""

    kind: ClassVar[str] = "steps"
    title: str
    items: tuple[tuple[Ref, str, Ref, tuple[Quote, ...], str], ...]
    note: str = ""


@dataclass(frozen=True)
class Sentences(Block):
    """Sentences, each with the relations that it states: source, relation in words, target, note."""

    kind: ClassVar[str] = "sentences"
    title: str
    items: tuple[tuple[tuple[Quote, ...], tuple[tuple[Ref, str, Ref, str], ...]], ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a table: text, optionally a node behind it, and a note for the tooltip."""

    text: str = ""
    ref: Ref | None = None
    note: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Table(Block):
    """A table; the first column is a header of its row. ``grid`` draws it as a matrix with slim columns."""

    kind: ClassVar[str] = "table"
    title: str
    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    grid: bool = False


@dataclass(frozen=True)
class Figure(Block):
    """A picture made by us: ``svg`` is markup from ``viz.charts``, whose texts are escaped there."""

    kind: ClassVar[str] = "figure"
    title: str
    svg: str
    caption: str = ""


@dataclass(frozen=True)
class Empty(Block):
    """What to say where there is nothing to show, and what to do about it."""

    kind: ClassVar[str] = "empty"
    text: str
