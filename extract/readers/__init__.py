"""Readers of papers: one file a format, this table of them, and ``read_papers``, which tells the format itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from extract.errors import ReadError
from extract.readers import arxiv, bibtex, csv_table, hf_api, hf_daily, jsonl
from extract.readers.base import Reader, Source, open_source
from extract.records import Paper

__all__ = ["READERS", "Reader", "Source", "open_source", "read_papers", "tell_format"]

#: Every format by name, in the order in which their ``sniff`` is asked: the more particular first.
READERS: Mapping[str, Reader] = {
    reader.name: reader
    for reader in (
        hf_api.READER,
        arxiv.READER,
        jsonl.READER,
        csv_table.READER,
        bibtex.READER,
        hf_daily.READER,
    )
}


def read_papers(
    paths: Iterable[str | Path],
    *,
    format: str | None = None,
    skip_bad: bool = False,
    on_bad: Callable[[ReadError], None] | None = None,
) -> Iterator[Paper]:
    """Yield the papers of the inputs, one after the other, in constant memory.

    Parameters
    ----------
    paths
        Files, packed with gzip or xz or not, and ``-`` for standard input.
    format
        One of ``READERS``; by default told from the content of each input.
    skip_bad
        Go on after a broken record, and after an input of which no more can be read.
    on_bad
        Called with the error of each one that is skipped.

    Yields
    ------
    Paper
        As in the input: the same paper may come more than once (``extract.checkpoint`` makes it one).

    Raises
    ------
    ReadError
        For the first broken record, unless ``skip_bad``; in any case for a path that cannot be opened.

    Examples
    --------
    >>> papers = read_papers(["examples/landmarks.jsonl"])
    >>> next(papers).title
    'Attention Is All You Need'
    """
    if format is not None and format not in READERS:
        raise ReadError(format, None, "there is no such input format", f"choose one of {', '.join(READERS)}")
    for path in paths:
        with open_source(path) as source:
            try:
                for item in _items(source, format):
                    if isinstance(item, Paper):
                        yield item
                    elif not skip_bad:
                        raise item
                    elif on_bad:
                        on_bad(item)
            except ReadError as error:
                if not skip_bad:
                    raise
                if on_bad:
                    on_bad(error)


def _items(source: Source, format: str | None) -> Iterator[Paper | ReadError]:
    source.check_text()
    name = format or tell_format(source)
    yield from READERS[name].read(source)


def tell_format(source: Source) -> str:
    """Return the name of the format that the content is in.

    Raises
    ------
    ReadError
        When it looks like none of ``READERS``.
    """
    head = source.head_text
    for name, reader in READERS.items():
        if reader.sniff(head):
            return name
    raise source.bad(
        None, "the format cannot be told from the content", f"name it with --format ({', '.join(READERS)})"
    )
