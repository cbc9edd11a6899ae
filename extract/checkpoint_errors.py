"""The errors of a checkpoint: what SQLite, the disk and damaged rows say, with what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.errors import PapergraphError


class CheckpointError(PapergraphError):
    """A checkpoint that is damaged, of another version, in use, or no checkpoint at all."""


@contextmanager
def explained(path: Path, *, reading_row: bool = False) -> Iterator[None]:
    """Turn the errors of SQLite and of the disk into a CheckpointError; with ``reading_row`` those of its JSON too."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise CheckpointError(f"{path}: {error}; {_remedy(str(error))}") from error
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise CheckpointError(
                f"{path}: this is no checkpoint of papergraph; give another output directory, or delete it"
            ) from error
        raise _damaged(path, error) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if not reading_row:
            raise
        raise _damaged(path, error) from error
    except OSError as error:
        raise CheckpointError(f"{path}: {error.strerror or error}; check the path and its permissions") from error


def _damaged(path: Path, error: Exception) -> CheckpointError:
    return CheckpointError(
        f"{path}: the checkpoint is damaged ({error}); delete it and build again, or bring back a copy of it"
    )


def _remedy(problem: str) -> str:
    if "locked" in problem:
        return "another command is writing to it: wait for that, then run again"
    if "full" in problem or "I/O" in problem:
        return "make room on the disk, then run again: it goes on where it stopped"
    return "check the path, its permissions and the disk"
