"""Reader ``jsonl``: one JSON object a line (or a JSON array of objects) with title and abstract or summary."""

from __future__ import annotations

from collections.abc import Iterator

from extract.errors import ReadError
from extract.readers.base import Reader, Source
from extract.readers.fields import make_paper, pick
from extract.readers.json_records import json_records
from extract.records import Paper


def sniff(head: str) -> bool:
    """Whether the content is JSON at all: formats with a JSON of their own are asked before."""
    return head.lstrip().startswith(("{", "["))


def read(source: Source) -> Iterator[Paper | ReadError]:
    """Yield a paper for each JSON object."""
    for item in json_records(source):
        if isinstance(item, ReadError):
            yield item
        else:
            line, record = item
            yield make_paper(source, line, pick(record))


READER = Reader("jsonl", "JSON lines (or a JSON array) with title and abstract", sniff, read)
