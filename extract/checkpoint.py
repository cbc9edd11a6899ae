"""The checkpoint of a build, ``extractions.sqlite``: the papers that were read and what was extracted from each.

One row a paper, one row an extraction (keyed by paper and model, with the hash of the text that it was made from).
Everything is committed in batches: after a kill, the batch under way is gone and nothing else. SQLite keeps its
rollback journal (no WAL), so that the directory can be copied as soon as the checkpoint is closed.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extract.checkpoint_errors import CheckpointError, explained
from extract.merging import combine, is_title_hash
from extract.records import Extraction, Paper, paper_id

#: Marks the file as ours (SQLite's ``application_id``), and the layout of its tables (``user_version``).
_APPLICATION = 0x50475243
_VERSION = 1

_PAPER_BATCH = 2_000
_EXTRACTION_BATCH = 256
_SECONDS = 5.0
_PAGE = 500

_TABLES = """
CREATE TABLE papers (
    id TEXT PRIMARY KEY NOT NULL,
    content_hash TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE titles (
    title_hash TEXT NOT NULL,
    paper_id TEXT NOT NULL,
    PRIMARY KEY (title_hash, paper_id)
) WITHOUT ROWID;
CREATE TABLE extractions (
    paper_id TEXT NOT NULL,
    model_id TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (paper_id, model_id)
);
"""

_CURRENT = (
    "FROM papers p JOIN extractions e ON e.paper_id = p.id AND e.content_hash = p.content_hash AND e.model_id = ?"
)


class Checkpoint:
    """Papers and extractions on disk; a context manager, which closes the file.

    All iterators fetch page by page, so memory stays the same however many papers there are, and it is fine to write
    while one of them is under way.

    Parameters
    ----------
    path
        The SQLite file, or the directory in which it is ``extractions.sqlite``. Made when it is not there.

    Raises
    ------
    CheckpointError
        From any method, when the file cannot be used; the message tells the remedy.

    Examples
    --------
    >>> with Checkpoint("mygraph") as checkpoint:                    # doctest: +SKIP
    ...     checkpoint.put_papers(read_papers(["dump.txt"]))
    ...     checkpoint.put(model, extract(checkpoint.pending(model)))
    """

    def __init__(self, path: str | Path) -> None:
        path = Path(path)
        self.path = path / "extractions.sqlite" if path.is_dir() else path
        with explained(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=5.0)
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; everything that was put is committed already."""
        self._db.close()

    def put_papers(self, papers: Iterable[Paper]) -> int:
        """Add papers and return how many were new.

        A paper that is there already is completed (see ``extract.merging.combine``); when that changes its text it is
        pending again. A paper known by its title only and one with an arXiv id are one when they share the title; it
        then goes by the arXiv id, and its extractions with it.

        When ``papers`` raises, the papers before the error are kept.
        """
        new = 0
        batch: list[Paper] = []
        try:
            for paper in papers:
                batch.append(paper)
                if len(batch) == _PAPER_BATCH:
                    full, batch = batch, []
                    new += self._put_papers(full)
        finally:
            new += self._put_papers(batch)
        return new

    def put(self, model_id: str, extractions: Iterable[Extraction]) -> int:
        """Keep what a model extracted, and return from how many papers.

        A batch is committed when it is large or some seconds old. When ``extractions`` raises, those before the error
        are kept.

        Raises
        ------
        KeyError
            For a paper that is not in the checkpoint.
        """
        total = 0
        batch: list[Extraction] = []
        started = time.monotonic()
        try:
            for extraction in extractions:
                batch.append(extraction)
                if len(batch) == _EXTRACTION_BATCH or time.monotonic() - started > _SECONDS:
                    full, batch = batch, []
                    total += self._put(model_id, full)
                    started = time.monotonic()
        finally:
            total += self._put(model_id, batch)
        return total

    def papers(self) -> Iterator[Paper]:
        """Yield all papers in the order of their ids."""
        for key, body in self._pages("SELECT id, body FROM papers WHERE id > ? ORDER BY id LIMIT ?"):
            yield self._paper(key, body)

    def paper(self, paper_id: str) -> Paper | None:
        """Return one paper, if it is there."""
        with explained(self.path):
            row = self._db.execute("SELECT body FROM papers WHERE id = ?", (paper_id,)).fetchone()
        return None if row is None else self._paper(paper_id, row[0])

    def pending(self, model_id: str) -> Iterator[Paper]:
        """Yield the papers of which the model has not extracted the present text, in the order of their ids."""
        query = (
            "SELECT p.id, p.body FROM papers p LEFT JOIN extractions e ON e.paper_id = p.id AND e.model_id = ? "
            "WHERE p.id > ? AND e.content_hash IS NOT p.content_hash ORDER BY p.id LIMIT ?"
        )
        for key, body in self._pages(query, model_id):
            yield self._paper(key, body)

    def extractions(self, model_id: str) -> Iterator[Extraction]:
        """Yield what the model extracted from the present texts, in the order of the papers' ids."""
        query = f"SELECT p.id, e.body {_CURRENT} WHERE p.id > ? ORDER BY p.id LIMIT ?"
        for key, body in self._pages(query, model_id):
            yield self._extraction(key, body)

    def extraction(self, model_id: str, paper_id: str) -> Extraction | None:
        """Return what the model extracted from the present text of one paper, if it did."""
        with explained(self.path):
            row = self._db.execute(f"SELECT e.body {_CURRENT} WHERE p.id = ?", (model_id, paper_id)).fetchone()
        return None if row is None else self._extraction(paper_id, row[0])

    def counts(self, model_id: str | None = None) -> dict[str, int]:
        """Return the numbers of ``papers`` and, for a model, of papers ``extracted`` and ``pending``."""
        with explained(self.path):
            result = {"papers": int(self._db.execute("SELECT count(*) FROM papers").fetchone()[0])}
            if model_id is not None:
                result["extracted"] = int(self._db.execute(f"SELECT count(*) {_CURRENT}", (model_id,)).fetchone()[0])
                result["pending"] = result["papers"] - result["extracted"]
        return result

    def models(self) -> list[str]:
        """Return the ids of the models that extractions are from, sorted."""
        with explained(self.path):
            return [row[0] for row in self._db.execute("SELECT DISTINCT model_id FROM extractions ORDER BY model_id")]

    def _prepare(self) -> None:
        with explained(self.path):
            application, version = (
                int(self._db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id", "user_version")
            )
            tables = int(self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
            if application == 0 and tables == 0:
                self._db.executescript(
                    f"BEGIN IMMEDIATE; {_TABLES} PRAGMA application_id = {_APPLICATION};"
                    f" PRAGMA user_version = {_VERSION}; COMMIT;"
                )
                return
        if application != _APPLICATION:
            raise CheckpointError(f"{self.path}: a database of another program; give another output directory")
        if version != _VERSION:
            raise CheckpointError(
                f"{self.path}: written by another version of papergraph (layout {version}, this one reads {_VERSION}); "
                "build into a new directory, or install that version"
            )

    def _put_papers(self, papers: list[Paper]) -> int:
        if not papers:
            return 0
        with self._transaction():
            return sum(self._put_paper(paper) for paper in papers)

    def _put_paper(self, paper: Paper) -> bool:
        title_hash = paper_id(paper.title)
        known = self.paper(paper.id)
        is_new = known is None
        if is_title_hash(paper.id):
            if known is None:
                row = self._db.execute(
                    "SELECT min(paper_id) FROM titles WHERE title_hash = ? AND paper_id <> ?", (title_hash, paper.id)
                ).fetchone()
                known = self.paper(row[0]) if row[0] else None
                is_new = known is None
        elif (twin := self.paper(title_hash)) is not None:
            self._rename(title_hash, paper.id)
            paper = combine(paper, twin)
            is_new = False
        merged = paper if known is None else combine(known, paper)
        if merged != known:
            self._db.execute(
                "INSERT OR REPLACE INTO papers VALUES (?, ?, ?)",
                (merged.id, merged.content_hash, _json(merged.to_dict())),
            )
        self._db.execute("INSERT OR IGNORE INTO titles VALUES (?, ?)", (title_hash, merged.id))
        return is_new

    def _rename(self, old: str, new: str) -> None:
        """Give the extractions and titles of a paper to another id; its own row goes."""
        self._db.execute("UPDATE OR IGNORE extractions SET paper_id = ? WHERE paper_id = ?", (new, old))
        self._db.execute("DELETE FROM extractions WHERE paper_id = ?", (old,))
        self._db.execute("UPDATE OR IGNORE titles SET paper_id = ? WHERE paper_id = ?", (new, old))
        self._db.execute("DELETE FROM titles WHERE paper_id = ?", (old,))
        self._db.execute("DELETE FROM papers WHERE id = ?", (old,))

    def _put(self, model_id: str, extractions: list[Extraction]) -> int:
        if not extractions:
            return 0
        with self._transaction():
            for extraction in extractions:
                row = self._db.execute("SELECT content_hash FROM papers WHERE id = ?", (extraction.id,)).fetchone()
                if row is None:
                    raise KeyError(extraction.id)
                values = (extraction.id, model_id, row[0], _json(extraction.to_dict()))
                self._db.execute("INSERT OR REPLACE INTO extractions VALUES (?, ?, ?, ?)", values)
        return len(extractions)

    def _pages(self, query: str, *parameters: str) -> Iterator[tuple[str, str]]:
        last = ""
        while True:
            with explained(self.path):
                rows = self._db.execute(query, (*parameters, last, _PAGE)).fetchall()
            yield from rows
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with explained(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _paper(self, key: str, body: str) -> Paper:
        with explained(self.path, reading_row=True):
            return Paper.from_dict(json.loads(body) | {"id": key})

    def _extraction(self, key: str, body: str) -> Extraction:
        with explained(self.path, reading_row=True):
            return Extraction.from_dict(json.loads(body) | {"id": key})


def _json(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
