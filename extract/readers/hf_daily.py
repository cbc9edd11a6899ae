"""Reader ``hf-daily``: text copied from Hugging Face Daily Papers pages, in the three shapes that browsers give it.

The pages hold a title line and an abstract line for each paper, with blank lines between (or none), sometimes followed
by lines of authors count, date and number of comments; around them stands the chrome of the site. Which line is what
follows from the order of the lines, checked by their look: see ``docs/input.md``.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, cast

from extract.errors import ReadError
from extract.readers.base import MAX_LINE, Reader, Source
from extract.readers.fields import make_paper
from extract.readers.hf_dates import DATE, Years
from extract.records import Paper

#: Lines under an abstract: ``• 5 authors``, ``·``, ``Oct 14, 2021 5`` (the last counts comments), or all in one.
_META = re.compile(rf"[\s•·|*+-]*(?:(?P<authors>\d+) authors?)?[\s•·|]*(?:{DATE})?[\s•·|]*(?:\d+(?:\.\d+)?k?)?\s*")

_NEWSLETTER = "get trending papers in your email inbox"
#: The button after the newsletter line, which some browsers glue to the first title.
_BUTTON = "Subscribe"

#: Lines of the site around the papers, in lower case.
_CHROME = frozenset(
    line.strip()
    for line in """
    new|subscribe|subscribed|papers|daily papers|trending papers|daily|weekly|monthly|trending|latest
    hugging face|hugging face's logo|models|datasets|spaces|buckets|community|docs|enterprise|pricing|log in|sign up
    collections|posts|solutions|website|tasks|forum|blog|discord|github|twitter|linkedin|learn|inference providers
    previous|next|previous day|next day|previous page|next page|prev|back to top|show more|load more|view all
    tos|privacy|about|careers|jobs|company|terms of service|privacy policy|cookie policy|system theme|light|dark
    upvote|upvotes|comments|comment|share|bookmark|add to collection|read more|view paper|abstract|ai-generated summary
    arxiv page|view arxiv page|view pdf|pdf|arxiv|project page|code|submit paper|submit a paper|submit|submitted by
    notifications|search|edit|follow|following|no comments|published by
    """.replace("\n", "|").split("|")
    if line.strip()
)
_CHROME_PATTERN = re.compile(
    rf"{_NEWSLETTER}.*|by ?ak and .*|(?:©|\(c\)|hugging face ©).*|(?:daily )?papers - hugging face"
    r"|search models, datasets, users.*|#\d+ paper of the (?:day|week|month)"
    r"|(?:upvotes?|comments?) ?\+?\d+|published on .{3,20}|submitted by .{1,60}|view all \d+ .{1,20}"
    r"|(?:models|datasets|spaces|collections) (?:citing|including) this paper.*|cite arxiv\.org/abs/.*"
    r"|no (?:model|dataset|space|collection)s? (?:linking|including) this paper|(?:log in|sign up) .{0,20}to comment"
    r"|join the discussion on this paper page|your daily dose of ai research.*|we.re on a journey to advance and .*"
)
#: The line after one of these is the name of a person.
_NAME_FOLLOWS = frozenset({"submitted by", "published by"})

#: A line from this length on is an abstract when one is due; a shorter one only when it ends like a sentence.
_LONG = 200
_SENTENCE = 8
_TWO_SENTENCES = re.compile(r"\w{4,}[.?!] [A-Z]")

_IN_MEMORY = 8 * 2**20

Kind = Literal["text", "chrome", "meta"]


@dataclass(slots=True)
class _Record:
    """A paper under way: its title, then its abstract, then what stands beneath it.

    ``doubt`` is a short line after the title, which is an abstract when meta lines follow, and else the next title.
    """

    line: int
    title: str
    abstract: str = ""
    doubt: tuple[int, str] | None = None
    n_authors: int | None = None
    date: re.Match[str] | None = None
    closed: bool = False


def sniff(head: str) -> bool:
    """Whether the text has the chrome of the page, or a line that can be an abstract under one that can be a title."""
    lines = [line for line in head.splitlines() if line.strip()][:20]
    if any(line.lower().startswith((_NEWSLETTER, "byak and", "by ak and")) for line in lines):
        return True
    texts = [line.strip() for line in lines if _classify(line.strip()) == "text"]
    return any(len(a) < _LONG and not _is_abstract(a) and _is_abstract(b) for a, b in pairwise(texts))


def read(source: Source) -> Iterator[Paper | ReadError]:
    """Yield a paper for each title with an abstract.

    The text is gone through twice, since a date without a year can be understood only when the newest year that is
    written out is known; a long input waits in a temporary file meanwhile.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        years = Years()
        while raw := source.stream.readline(MAX_LINE):
            spool.write(raw)
            if len(raw) < _LONG:
                years.see(raw.decode("utf-8", errors="ignore"))
        spool.seek(0)
        again = replace(source, stream=cast(io.BufferedReader, spool))
        found = False
        for item in _records(again):
            found = True
            yield item if isinstance(item, ReadError) else _finish(source, item, years)
    if not found:
        yield source.bad(None, "no paper found in the text", "check the file, or name its format with --format")


def _finish(source: Source, record: _Record, years: Years) -> Paper | ReadError:
    fields: dict[str, object] = {"title": record.title, "abstract": record.abstract, "n_authors": record.n_authors}
    if record.date is not None:
        fields["date"] = years.resolve(record.date, source.modified)
    return make_paper(source, record.line, fields)


def _records(source: Source) -> Iterator[_Record | ReadError]:
    record: _Record | None = None
    for item in _classified(source):
        if isinstance(item, ReadError):
            yield item
            continue
        line, kind, text = item
        if kind == "chrome":
            if record is not None:
                record.closed = True
        elif kind == "meta":
            if record is not None and not record.closed:
                _add_meta(record, text)
        elif record is not None and not record.abstract and not record.doubt:
            if _is_abstract(text) or len(text) >= _LONG:
                record.abstract = text
            else:
                record.doubt = (line, text)
        else:
            if record is not None:
                yield _closed(source, record)
                if record.doubt and not record.abstract:
                    record = _Record(*record.doubt)
                    if _is_abstract(text) or len(text) >= _LONG:
                        record.abstract = text
                    else:
                        record.doubt = (line, text)
                    continue
            record = None
            if len(text) >= _LONG and _is_abstract(text):
                yield source.bad(
                    line,
                    "a paragraph without a title",
                    "put its title on the line before, or join it to the abstract that it belongs to",
                )
            else:
                record = _Record(line, text)
    if record is not None:
        yield _closed(source, record)
        if record.doubt and not record.abstract:
            yield _closed(source, _Record(*record.doubt))


def _closed(source: Source, record: _Record) -> _Record | ReadError:
    if record.abstract:
        return record
    return source.bad(record.line, "a title without an abstract", "add the abstract or delete the line")


def _add_meta(record: _Record, text: str) -> None:
    found = _META.fullmatch(text)
    if found is None:
        return
    if found["authors"]:
        record.n_authors = int(found["authors"])
        if record.doubt:
            record.abstract, record.doubt = record.doubt[1], None
    if found["month"] and record.date is None:
        record.date = found


def _classified(source: Source) -> Iterator[tuple[int, Kind, str] | ReadError]:
    """Yield (line number, kind, stripped text) of the lines that are not blank."""
    before = ""
    for item in source.lines():
        if isinstance(item, ReadError):
            yield item
            continue
        line, text = item[0], item[1].strip()
        if not text:
            continue
        if before.startswith(_NEWSLETTER) and text.startswith(_BUTTON) and text != _BUTTON:
            yield line, "chrome", _BUTTON
            text = text.removeprefix(_BUTTON).strip()
        kind = _classify(text)
        if before in _NAME_FOLLOWS and kind == "text" and " " not in text:
            kind = "chrome"
        yield line, kind, text
        before = text.lower()


def _classify(text: str) -> Kind:
    if len(text) < _LONG:
        folded = text.lower()
        if folded in _CHROME or _CHROME_PATTERN.fullmatch(folded):
            return "chrome"
        if _META.fullmatch(text) or not any(c.isalnum() for c in text):
            return "meta"
    return "text"


def _is_abstract(text: str) -> bool:
    """Whether a line reads like prose rather than like a title: it ends like a sentence, or has two of them."""
    return len(text) >= _SENTENCE and (
        text.rstrip("\"')]}”’").endswith((".", "。")) or bool(_TWO_SENTENCES.search(text))
    )


READER = Reader("hf-daily", "text copied from Hugging Face Daily Papers pages", sniff, read)
