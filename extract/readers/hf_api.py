"""Reader ``hf-api``: the JSON of Hugging Face's ``daily_papers`` API, a list of objects that hold a ``paper``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extract.errors import ReadError
from extract.readers.base import Reader, Source
from extract.readers.fields import arxiv_id, make_paper, pick
from extract.readers.json_records import json_records
from extract.records import Paper

_PAPER = re.compile(r'\[?\s*\{(?:[^{}\[\]]*,)?\s*"paper"\s*:\s*\{')


def sniff(head: str) -> bool:
    """Whether the first object has a ``paper`` in it."""
    return _PAPER.match(head.lstrip()) is not None


def read(source: Source) -> Iterator[Paper | ReadError]:
    """Yield a paper for each object."""
    for item in json_records(source):
        if isinstance(item, ReadError):
            yield item
            continue
        line, record = item
        inner = record.get("paper", record)
        if not isinstance(inner, Mapping):
            yield source.bad(line, 'the "paper" is no object', "download the list again")
            continue
        # The outer object repeats title and summary, and has the day on which the site showed the paper as a date:
        # that day is not the paper's.
        fields = pick(inner)
        for name in ("title", "abstract"):
            fields.setdefault(name, record.get("summary" if name == "abstract" else name))
        if fields.get("authors"):
            fields["authors"] = [a for a in fields["authors"] if not (isinstance(a, Mapping) and a.get("hidden"))]
        if arxiv := arxiv_id(fields.get("id")):
            fields["url"] = f"https://arxiv.org/abs/{arxiv}"
        yield make_paper(source, line, fields)


READER = Reader("hf-api", "JSON of Hugging Face's daily_papers API", sniff, read)
