"""Reader ``arxiv``: the Atom feed of arXiv's API, and the metadata snapshot on Kaggle (one JSON object a line)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from extract.errors import ReadError
from extract.readers.base import MAX_LINE, Reader, Source
from extract.readers.fields import arxiv_id, make_paper
from extract.readers.json_records import json_records
from extract.records import Paper

_ATOM = "{http://www.w3.org/2005/Atom}"
#: Path inside an entry -> field.
_FIELDS = {"id": "id", "title": "title", "summary": "abstract", "published": "date"}
_CHUNK = 2**16

_KAGGLE = re.compile(r'"(?:authors_parsed|update_date|journal-ref)"\s*:')


def sniff(head: str) -> bool:
    """Whether the content is an Atom feed, or JSON with the keys of the Kaggle snapshot."""
    start = head.lstrip()
    if start.startswith("<"):
        return "http://www.w3.org/2005/Atom" in head
    return start.startswith("{") and _KAGGLE.search(start.partition("\n")[0]) is not None


def read(source: Source) -> Iterator[Paper | ReadError]:
    """Yield a paper for each entry of the feed, or for each line of the snapshot."""
    if source.head_text.lstrip().startswith("<"):
        yield from _feed(source)
        return
    for item in json_records(source):
        if isinstance(item, ReadError):
            yield item
        else:
            line, record = item
            yield make_paper(source, line, _snapshot_fields(record))


def _snapshot_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: record.get(name) for name in ("id", "title", "abstract", "authors", "categories")}
    versions = record.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[0], Mapping):
        fields["date"] = versions[0].get("created")
    # "update_date" is the day of the last change, so it tells the year only when nothing better does.
    elif arxiv_id(record.get("id")) is None:
        fields["date"] = record.get("update_date")
    parsed = record.get("authors_parsed")
    if isinstance(parsed, list) and all(isinstance(parts, list) for parts in parsed):
        fields["authors"] = [" ".join(str(part) for part in (*parts[1:2], *parts[:1], *parts[2:3])) for parts in parsed]
    return fields


def _feed(source: Source) -> Iterator[Paper | ReadError]:
    """Parse piece by piece; an entry is given out, and forgotten, as soon as it is closed."""
    entries = _Entries()
    # Entities and external references are what makes XML dangerous, and no feed needs them.
    parser = DefusedXMLParser(target=entries, forbid_dtd=True)
    entries.line = lambda: int(parser.parser.CurrentLineNumber)
    try:
        while data := source.stream.read(_CHUNK):
            parser.feed(data)
            for line, fields in entries.taken():
                yield _entry_paper(source, line, fields)
            if entries.size > MAX_LINE:
                raise source.bad(
                    entries.start_line,
                    f"the entry is longer than {MAX_LINE // 2**20} MB",
                    "look for a tag that is not closed",
                )
        parser.close()
    except (ParseError, ExpatError) as error:
        line = error.position[0] if isinstance(error, ParseError) else error.lineno
        raise source.bad(line, f"no valid XML ({error})", "download the feed again") from error
    except DefusedXmlException as error:
        raise source.bad(
            None, f"XML with a document type or entities ({error})", "take them out of the feed"
        ) from error
    for line, fields in entries.taken():
        yield _entry_paper(source, line, fields)


def _entry_paper(source: Source, line: int, fields: dict[str, Any]) -> Paper | ReadError:
    if "/api/errors" in str(fields.get("id")):
        return source.bad(
            line,
            f"the feed is an error of the API ({fields.get('abstract', '')})",
            "mend the request and download it again",
        )
    link = fields.get("id")
    return make_paper(source, line, fields | {"url": None if arxiv_id(link) else link})


class _Entries:
    """Target of the XML parser: collects the fields of each ``<entry>`` and drops everything else."""

    def __init__(self) -> None:
        self.line: Callable[[], int] = lambda: 0
        self.start_line = 0
        self.size = 0
        self._done: list[tuple[int, dict[str, Any]]] = []
        self._fields: dict[str, Any] | None = None
        self._path: list[str] = []
        self._text: list[str] = []

    def taken(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the entries that were closed since the last call, each with the line of its start."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._fields is None:
            if tag == f"{_ATOM}entry":
                self._fields = {"authors": [], "categories": []}
                self.start_line = self.line()
            return
        self._path.append(tag.removeprefix(_ATOM))
        self._text = []
        if self._path == ["category"] and attributes.get("term"):
            self._fields["categories"].append(attributes["term"])

    def data(self, text: str) -> None:
        if self._fields is not None:
            self._text.append(text)
            self.size += len(text)

    def end(self, tag: str) -> None:
        if self._fields is None:
            return
        if not self._path:
            self._done.append((self.start_line, self._fields))
            self._fields, self.size = None, 0
            return
        path, text = "/".join(self._path), "".join(self._text)
        if path == "author/name":
            self._fields["authors"].append(text)
        elif path in _FIELDS:
            self._fields.setdefault(_FIELDS[path], text)
        self._path.pop()

    def close(self) -> None:
        """Nothing is left to do at the end of the feed."""


READER = Reader("arxiv", "Atom feed of arXiv's API, or the metadata snapshot of Kaggle", sniff, read)
