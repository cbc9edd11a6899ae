"""What one run of linking leaves to the next: what each paper said, what became of each node, and what the encoder saw.

Everything in it carries a digest of what it was made from and is used only where that digest still fits, so a memory
saves time and never changes a result. On disk it is compressed lines of JSON, which can't run anything when read.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from extract.records import EntityType
from kg import __version__
from kg.files import replacing
from kg.linking.drafts import Reason
from kg.linking.finish import Finished, Line
from kg.linking.heads import Head
from kg.linking.inventory import Occurrence, PaperRecord, UnitKey
from kg.linking.overrides import Overrides
from kg.linking.records import Links
from kg.pause import collector_paused

#: What linking uses of the package that reads papers.
_READS_TEXT = ("abbreviations.py", "latex.py", "records.py")


@dataclass(slots=True)
class Memory:
    """What an earlier run of linking leaves to the next one.

    Parameters
    ----------
    overrides
        The decisions it was made with; it holds for no others.
    records
        Paper id -> what the paper brings.
    finished
        Draft key -> what was made of the draft.
    cosines
        Pair of forms -> what the encoder said about them.
    """

    overrides: Overrides = field(default_factory=Overrides)
    records: dict[str, PaperRecord] = field(default_factory=dict)
    finished: dict[UnitKey, Finished] = field(default_factory=dict)
    cosines: dict[tuple[str, str], float] = field(default_factory=dict)


def save_memory(path: Path, links: Links, *, model: str, decisions: str | None) -> None:
    """Write the memory of links aside and put it in its place.

    Parameters
    ----------
    path
        The file.
    links
        What ``link`` returned.
    model
        Id of the model that extractions and embedding are from.
    decisions
        Digest of the file of overrides, or None without one.
    """
    memory = links.memory
    if not isinstance(memory, Memory):
        return
    # No time in it, so that equal memories give equal bytes; speed counts more than the last tenth of size.
    with (
        replacing(path) as aside,
        aside.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=1) as packed,
    ):
        for line in _lines(memory, _stamp(model, decisions)):
            packed.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")


def load_memory(path: Path, overrides: Overrides, *, model: str, decisions: str | None) -> Links | None:
    """Return links whose only content is the memory in a file, for ``link(…, previous=…)``.

    Returns
    -------
    Links or None
        None when there is no such file, or it is damaged, or was written by other code, with another model or with
        other decisions: then everything is linked anew, which gives the same result.
    """
    try:
        with collector_paused(), gzip.open(path, "rb") as lines:
            if json.loads(next(lines, b"")) != _stamp(model, decisions):
                return None
            return Links(memory=_read(lines, overrides))
    except (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError, RecursionError):
        return None


@cache
def _code() -> str:
    """Return a digest of the code that decides: what other rules said must not be taken over."""
    found = hashlib.sha256()
    root = Path(__file__).parents[2]
    for file in sorted([*(root / "kg" / "linking").glob("*.py"), *(root / "extract" / name for name in _READS_TEXT)]):
        if file.is_file():
            found.update(file.read_bytes())
    return found.hexdigest()


def _stamp(model: str, decisions: str | None) -> dict[str, Any]:
    return {"papergraph": __version__, "linking": _code(), "model": model, "decisions": decisions}


def _lines(memory: Memory, stamp: dict[str, Any]) -> Iterator[Any]:
    yield stamp
    yield [len(memory.records), len(memory.finished), len(memory.cosines)]
    for paper, record in memory.records.items():
        occurrences = [
            [o.name, o.label, o.forms, o.named, o.head.form, o.head.key, o.head.bare, o.head.spelled, o.head.others]
            for o in record.occurrences
        ]
        yield [paper, record.source, occurrences, record.dropped]
    for (label, key), done in memory.finished.items():
        reasons = [
            [x.form, x.into, x.papers, x.reason.step, x.reason.score, x.reason.evidence, x.reason.into, x.reason.paper]
            for x in done.lines
        ]
        yield [label, key, done.source, done.name, done.aliases, done.descriptive, reasons]
    for (a, b), cosine in memory.cosines.items():
        yield [a, b, cosine]


def _read(lines: Iterator[bytes], overrides: Overrides) -> Memory:
    memory = Memory(overrides)
    rows = map(json.loads, lines)
    papers, nodes, cosines = next(rows)
    # Most forms stand in many papers: one copy of each is enough.
    one: dict[str, str] = {}
    for paper, source, occurrences, dropped in islice(rows, papers):
        memory.records[paper] = PaperRecord(
            source,
            tuple(_occurrence(paper, one.setdefault, *occurrence) for occurrence in occurrences),
            tuple(dropped),
        )
    for label, key, source, name, aliases, descriptive, reasons in islice(rows, nodes):
        explained = tuple(
            Line(form, into, Reason(step, score, evidence, to, paper), tuple(shown))
            for form, into, shown, step, score, evidence, to, paper in reasons
        )
        memory.finished[label, one.setdefault(key, key)] = Finished(
            source, name, tuple(aliases), descriptive, explained
        )
    for a, b, cosine in islice(rows, cosines):
        memory.cosines[a, b] = cosine
    if (len(memory.records), len(memory.finished), len(memory.cosines)) != (papers, nodes, cosines) or any(rows):
        raise ValueError("other lines than announced")
    return memory


def _occurrence(
    paper: str,
    same: Callable[[str, str], str],
    name: str,
    label: EntityType,
    forms: list[tuple[str, int]],
    named: bool,
    form: str,
    key: str,
    bare: bool,
    spelled: list[tuple[str, str, float, str]],
    others: list[str],
) -> Occurrence:
    head = Head(same(form, form), same(key, key), bare, tuple((*s,) for s in spelled), tuple(others))
    return Occurrence(paper, same(name, name), label, tuple((same(f, f), n) for f, n in forms), head, named)
