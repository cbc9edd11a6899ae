"""From the fields of one record to a ``Paper``: checks, ids, dates, authors and categories, the same in all formats."""

from __future__ import annotations

import ast
import datetime as dt
import email.utils
import json
import re
from collections.abc import Mapping
from typing import Any

from extract.errors import ReadError
from extract.latex import plain
from extract.readers.base import Source
from extract.records import Paper, paper_id, squeeze

#: Field of ``Paper`` -> the names it goes by in JSON and CSV (compared without case, spaces, hyphens, underscores).
ALIASES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "papertitle"),
    "abstract": ("abstract", "summary", "papersummary", "paperabstract"),
    "id": ("arxivid", "arxiv", "id", "paperid", "eprint"),
    "date": ("date", "published", "publishedat", "publicationdate", "publishedon", "created", "year"),
    "authors": ("authors", "author", "authornames"),
    "n_authors": ("nauthors", "numauthors", "authorscount", "authorcount"),
    "categories": ("categories", "category", "subjects"),
    "url": ("url", "link", "paperurl", "absurl", "pdfurl", "urlabs"),
}

_NEW_ID = r"\d\d(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_ID = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d\d(?:0[1-9]|1[0-2])\d{3}"
_ARXIV_ID = re.compile(rf"(?:arxiv:)?\s*((?:{_NEW_ID})|(?:{_OLD_ID}))(?:v\d+)?", re.IGNORECASE)
_ARXIV_URL = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|10\.48550/arxiv\.)((?:{_NEW_ID})|(?:{_OLD_ID}))(?!\d)",
    re.IGNORECASE,
)
_MISSING = {"", "nan", "nat", "none", "null", "n/a", "na", "<na>"}
#: In place of the last author, when the record does not list them all.
_MORE_AUTHORS = {"others", "et al.", "et al"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ].*)?)?)?")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})")


class FieldError(ValueError):
    """A field that cannot be understood: the problem and the remedy, without the place."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def key(name: str) -> str:
    """Fold the name of a field or column, so that ``Arxiv ID``, ``arxiv_id`` and ``arxivId`` are one."""
    return re.sub(r"[\s\-_]+", "", name).lower()


def pick(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of ``Paper`` that a JSON object or CSV row has, by the names of ``ALIASES``."""
    folded = {key(k): v for k, v in record.items()}

    def absent(field: str, value: object) -> bool:
        # A paper may well be called "None"; no author is, and no date.
        names_a_paper = field in ("title", "abstract") and isinstance(value, str) and value.strip() != ""
        return _missing(value) and not names_a_paper

    return {
        field: value
        for field, names in ALIASES.items()
        if (value := next((folded[n] for n in names if n in folded and not absent(field, folded[n])), None)) is not None
    }


def make_paper(source: Source, line: int | None, fields: Mapping[str, Any]) -> Paper | ReadError:
    """Make a paper of the fields of one record, or the error that says what is wrong with the record.

    Parameters
    ----------
    source, line
        Where the record starts.
    fields
        Any of the keys of ``ALIASES`` and ``year``; values as they stand in the input. Only title and abstract are
        required. An id is taken when it is an arXiv id (so is one in the url); any other is left aside, since the id
        of a paper is its arXiv id or the hash of its title.
    """
    try:
        title, abstract = (_text(fields, name) for name in ("title", "abstract"))
        arxiv = arxiv_id(fields.get("id")) or arxiv_id(fields.get("url"))
        date, year = _date(fields.get("date"))
        if year is None:
            year = _date(fields.get("year"))[1]
        if year is None and arxiv:
            year = _arxiv_year(arxiv)
        authors = _authors(fields.get("authors"))
        n_authors = _count(fields.get("n_authors"))
        if authors and authors[-1].lower() in _MORE_AUTHORS:
            authors = authors[:-1]
        elif n_authors is None:
            n_authors = len(authors) or None
        categories = _categories(fields.get("categories"))
        url = None if _missing(fields.get("url")) else squeeze(str(fields["url"]))
    except FieldError as error:
        return source.bad(line, error.problem, error.remedy)
    return Paper(
        id=paper_id(title, arxiv),
        title=title,
        abstract=abstract,
        date=date,
        year=year,
        authors=authors,
        n_authors=n_authors,
        categories=categories,
        url=url or (f"https://arxiv.org/abs/{arxiv}" if arxiv else None),
        sources=(source.label,),
    )


def arxiv_id(value: object) -> str | None:
    """Return the arXiv id (without version) that a value is, or that an arXiv, Hugging Face or DOI link holds."""
    if not isinstance(value, str):
        return None
    found = _ARXIV_ID.fullmatch(value.strip()) or _ARXIV_URL.search(value)
    return found[1] if found else None


def _arxiv_year(arxiv: str) -> int:
    """Year in which arXiv gave out the id: it starts with two digits of the year and two of the month."""
    two = int(arxiv.rpartition("/")[2][:2])
    return 1900 + two if two >= 90 else 2000 + two


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value) or _blank(value)


def _blank(value: object) -> bool:
    return isinstance(value, str) and value.strip().lower() in _MISSING


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None or value != value:
        value = ""
    if not isinstance(value, str):
        raise FieldError(f"the {name} is {type(value).__name__}, not text", f"give the {name} as text")
    text = squeeze(value)
    if not text:
        raise FieldError(f"the record has no {name}", f"add the {name} or delete the record")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FieldError(
            f"the {name} has half a character (surrogate U+{ord(text[error.start]):04X})", "export the record again"
        ) from error
    return text


def _date(value: object) -> tuple[dt.date | None, int | None]:
    """Return (day, year); the day only when the value tells one."""
    if _missing(value):
        return None, None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = squeeze(str(value))
    if re.fullmatch(r"\d{4}\.0", text):
        text = text[:4]
    try:
        if iso := _ISO.fullmatch(text):
            year, month, day = (int(g) if g else None for g in iso.groups())
            if year is None or not 1000 <= year <= 2999 or not 1 <= (month or 1) <= 12:
                raise ValueError
            return (dt.date(year, month, day), year) if month and day else (None, year)
        if words := _MONTH_FIRST.fullmatch(text):
            month, day, year = _MONTHS.index(words[1].lower()) + 1, int(words[2]), int(words[3])
            return dt.date(year, month, day), year
        if words := _DAY_FIRST.fullmatch(text):
            day, month, year = int(words[1]), _MONTHS.index(words[2].lower()) + 1, int(words[3])
            return dt.date(year, month, day), year
        stamp = email.utils.parsedate_to_datetime(text)
        return stamp.date(), stamp.year
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise FieldError(f"{text[:40]!r} is not a date", "write it as YYYY-MM-DD or YYYY, or delete it") from error


def _authors(value: object) -> tuple[str, ...]:
    if _missing(value):
        return ()
    items = _listed(value)
    names = _split_authors(items) if isinstance(items, str) else [_author(item) for item in items]
    return tuple(name for n in names if (name := squeeze(plain(n))))


def _author(item: object) -> str:
    if isinstance(item, Mapping):
        item = item.get("name") or item.get("fullname") or ""
    if not isinstance(item, str):
        raise FieldError(f"an author is {type(item).__name__}, not text", "give authors as a list of names")
    return _first_last(item)


def _split_authors(text: str) -> list[str]:
    """Split ``A B; C D``, ``A B and C D``, ``B, A and D, C``, ``A B, C D and E F``."""
    if ";" in text:
        return [_first_last(part) for part in text.split(";")]
    parts = re.split(r"\s+and\s+", text)
    if all(re.fullmatch(r"\s*\S+,[^,]+", part) for part in parts):
        return [_first_last(part) for part in parts]
    return [name for part in parts for name in part.split(",")]


def _first_last(name: str) -> str:
    """``Last, First`` as ``First Last``."""
    last, comma, first = name.partition(",")
    return f"{first} {last}" if comma and "," not in first else name


def _categories(value: object) -> tuple[str, ...]:
    if _missing(value):
        return ()
    items = _listed(value)
    parts = re.split(r"[,;\s]+", items) if isinstance(items, str) else [str(item) for item in items]
    return tuple(dict.fromkeys(part for p in parts if (part := squeeze(p))))


def _listed(value: object) -> str | list[Any]:
    """A list as it is, or as it looks when a table was saved as CSV (``['A', 'B']``); other text as it is."""
    if isinstance(value, list | tuple):
        return list(value)
    text = str(value).strip()
    if text.startswith("[") and text.endswith("]"):
        for parse in (json.loads, ast.literal_eval):
            try:
                items = parse(text)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue
            if isinstance(items, list):
                return items
    return text


def _count(value: object) -> int | None:
    if _missing(value) or isinstance(value, bool):
        return None
    try:
        number = float(str(value))
    except ValueError:
        number = -1.0
    if number < 0 or not number.is_integer():
        raise FieldError(f"{str(value)[:40]!r} is not a number of authors", "give a whole number, or delete it")
    return int(number)
