"""Reader ``csv``: a table with a header and columns for title and abstract; separated by comma, semicolon, tab, bar."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from extract.errors import ReadError
from extract.readers.base import MAX_LINE, Reader, Source
from extract.readers.fields import ALIASES, key, make_paper, pick
from extract.records import Paper

_SEPARATORS = ",\t;|"


def sniff(head: str) -> bool:
    """Whether the first line is a header with a column for the title or the abstract, and one more."""
    columns = [key(name) for name in _header(head)]
    return len(columns) > 1 and any(name in columns for field in ("title", "abstract") for name in ALIASES[field])


def read(source: Source) -> Iterator[Paper | ReadError]:
    """Yield a paper for each row; quoted fields may hold line ends, as spreadsheets write them."""
    lines = _Lines(source)
    header = _header(source.head_text)
    folded = [key(name) for name in header]
    missing = [field for field in ("title", "abstract") if not any(name in folded for name in ALIASES[field])]
    if missing:
        raise source.bad(
            1,
            f"no column for the {' and the '.join(missing)} (columns found: {', '.join(header)})",
            f"name a column {' and one '.join(missing)}",
        )
    separator = _separator(source.head_text)
    rows = csv.reader(lines, delimiter=separator, strict=True)
    seen_header = False
    while True:
        lines.begin_row()
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield source.bad(lines.start, f"no valid row ({error})", "look for a quote that is missing or too many")
            rows = csv.reader(lines, delimiter=separator, strict=True)
            continue
        yield from lines.errors
        if row is None:
            return
        if lines.torn or not any(cell.strip() for cell in row):
            continue
        if not seen_header:
            seen_header = True
        elif len(row) != len(header):
            yield source.bad(
                lines.start,
                f"the row has {len(row)} fields, the header has {len(header)}",
                "put quotes around fields that hold separators",
            )
        else:
            yield make_paper(source, lines.start, pick(dict(zip(header, row, strict=True))))


class _Lines(Iterator[str]):
    """The lines of a source for ``csv.reader``, which tells neither where a row starts nor can pass on a ReadError.

    ``start`` is the line of the row's first piece, ``errors`` are the lines that could not be read meanwhile, and
    ``torn`` says that one of them was inside the row.
    """

    def __init__(self, source: Source) -> None:
        self._items = source.lines()
        self.begin_row()

    def begin_row(self) -> None:
        self.start: int | None = None
        self.errors: list[ReadError] = []
        self.torn = False

    def __next__(self) -> str:
        for item in self._items:
            if isinstance(item, ReadError):
                self.errors.append(item)
                self.torn = self.start is not None
            else:
                number, text = item
                self.start = self.start or number
                return text + "\n"
        raise StopIteration


def _first_line(head: str) -> str:
    return head.lstrip("\r\n").partition("\n")[0].rstrip("\r")


def _separator(head: str) -> str:
    line = _first_line(head)
    return max(_SEPARATORS, key=line.count)


def _header(head: str) -> list[str]:
    line = _first_line(head)
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=_separator(head)), [])]
    except csv.Error:
        return []


# The limit of the module is for the whole process; lines are bounded by ``Source.lines`` already.
csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))

READER = Reader("csv", "CSV with a header and columns title and abstract", sniff, read)
