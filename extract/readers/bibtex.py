"""Reader ``bibtex``: entries with title and abstract, parsed one by one."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from extract.errors import ReadError
from extract.readers.base import MAX_LINE, Reader, Source
from extract.readers.fields import arxiv_id, make_paper
from extract.records import Paper, squeeze

if TYPE_CHECKING:
    from bibtexparser.model import Entry

_START = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]")
_SILENT = logging.NullHandler()
_NO_PAPER = frozenset({"string", "comment", "preamble"})

#: What stands before a brace that belongs to LaTeX: a macro, an accent, an index, or the argument before it.
_NEEDS_BRACE = re.compile(r"(?:\\[A-Za-z]+\s*|\\[^A-Za-z]|[_^])$")


def sniff(head: str) -> bool:
    """Whether a line starts like an entry."""
    return any(_START.match(line) for line in head.splitlines())


def read(source: Source) -> Iterator[Paper | ReadError]:
    """Yield a paper for each entry; ``@string`` abbreviations hold for the entries after them."""
    strings: list[str] = []
    for block in _blocks(source):
        if isinstance(block, ReadError):
            yield block
            continue
        line, kind, text = block
        if kind == "string":
            strings.append(text)
        elif kind not in _NO_PAPER:
            entry = _parse(source, line, text, strings)
            yield entry if isinstance(entry, ReadError) else make_paper(source, line, _fields(entry))


def _blocks(source: Source) -> Iterator[tuple[int, str, str] | ReadError]:
    """Cut before each line that starts an entry: yield (line, kind, text); what stands before the first is comment."""
    start, kind, lines, size = 0, "", [""], 0
    for item in source.lines():
        if isinstance(item, ReadError):
            yield item
            continue
        number, text = item
        if found := _START.match(text):
            if kind:
                yield start, kind, "\n".join(lines)
            start, kind, lines, size = number, found[1].lower(), [], 0
        if not kind:
            continue
        size += len(text)
        if size > MAX_LINE:
            yield source.bad(start, f"the entry is longer than {MAX_LINE // 2**20} MB", "look for a missing brace")
            kind = ""
            continue
        lines.append(text)
    if kind:
        yield start, kind, "\n".join(lines)


def _parse(source: Source, line: int, text: str, strings: list[str]) -> Entry | ReadError:
    # Imported on first use: other formats do without it. What it logs, the error says.
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").addHandler(_SILENT)
    library = parse_string("\n".join([*strings, text]))
    if library.entries:
        return library.entries[0]
    reason = next(map(_reason, library.failed_blocks), "it is cut off")
    return source.bad(line, f"no valid BibTeX entry ({reason})", "look for a missing brace, quote or comma")


def _reason(block: Any) -> str:
    """Say why the library could not parse a block, in one line."""
    error = block.error
    return squeeze(str(getattr(error, "abort_reason", "") or error))[:200] or "it is cut off"


def _fields(entry: Entry) -> dict[str, Any]:
    values = {field.key.lower(): str(field.value) for field in entry.fields}
    year = re.search(r"\d{4}", values.get("year", ""))
    names = re.split(r"\s+and\s+", squeeze(values.get("author", "")))
    links = (values.get(name) for name in ("eprint", "arxivid", "doi", "url", "journal", "note"))
    return {
        "title": unprotected(values.get("title", "")),
        "abstract": unprotected(values.get("abstract", "")),
        "date": values.get("date"),
        "year": year[0] if year else None,
        "authors": [unprotected(name) for name in names if name],
        "url": values.get("url"),
        "categories": values.get("primaryclass"),
        "id": next((found for link in links if (found := arxiv_id(link))), None),
    }


def unprotected(text: str) -> str:
    r"""Take away the braces that only protect the case of letters, which are BibTeX's own and no part of the text.

    Examples
    --------
    >>> unprotected(r"{BERT}: {P}re-training with $x_{1}$ by Fr{\'e}chet \emph{et al.}")
    "BERT: Pre-training with $x_{1}$ by Fr{\\'e}chet \\emph{et al.}"
    """
    kept: list[str] = []
    open_braces: list[bool] = []
    math = False
    closed = -1
    for i, character in enumerate(text):
        escaped = i > 0 and text[i - 1] == "\\" and text[i - 2 : i - 1] != "\\"
        if character == "$" and not escaped:
            math = not math
        if character == "{" and not escaped:
            latex = math or any(open_braces) or text[i + 1 : i + 2] == "\\" or closed == i
            open_braces.append(latex or _NEEDS_BRACE.search(text, max(0, i - 30), i) is not None)
            if not open_braces[-1]:
                continue
        elif character == "}" and not escaped and open_braces:
            if not open_braces.pop():
                continue
            closed = i + 1
        kept.append(character)
    return "".join(kept)


READER = Reader("bibtex", "BibTeX entries with title and abstract", sniff, read)
