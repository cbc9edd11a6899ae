"""Write files so that a reader sees the old content or the new, never a half; the same content gives the same bytes."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import GraphError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path to write aside; when the block ends well, it takes the place of ``path`` in one step.

    When the block fails, or the disk is full, ``path`` stays what it was and nothing is left behind.

    Raises
    ------
    GraphError
        The file can't be written (disk full, no permission, no such directory).
    """
    with replacing_all([path]) as aside:
        yield aside[path]


@contextlib.contextmanager
def replacing_all(paths: Iterable[Path], *, keep_equal: bool = False) -> Iterator[dict[Path, Path]]:
    """Do as ``replacing`` for several files: none is replaced before all are safely on the disk.

    With ``keep_equal``, a file that would get the bytes that it has is not touched.
    """
    aside: dict[Path, Path] = {}
    path = Path()
    try:
        for path in paths:
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
            os.close(handle)
            aside[path] = Path(name)
        yield aside
        for written in aside.values():
            with written.open("rb+") as file:
                os.fsync(file.fileno())
            # mkstemp makes files that only their owner can read; give them what the user's umask says.
            written.chmod(0o666 & ~_umask())
        for path, written in aside.items():
            if not (keep_equal and same_content(written, path)):
                written.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        for written in aside.values():
            written.unlink(missing_ok=True)


@contextlib.contextmanager
def open_output(path: str | Path) -> Iterator[BinaryIO]:
    """Open ``path`` for writing bytes, whole or not at all; ``-`` is standard output, ``.gz`` is compressed.

    A compressed file carries no name and no time, so that equal content gives equal bytes.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(path)
    with replacing(path) as aside, aside.open("wb") as raw:
        if path.suffix == ".gz":
            with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6) as packed:
                yield packed  # type: ignore[misc]  # GzipFile is a BinaryIO in all that writers use
        else:
            yield raw


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def same_content(one: Path, other: Path) -> bool:
    """Whether two files exist and have equal bytes."""
    return (
        one.is_file()
        and other.is_file()
        and one.stat().st_size == other.stat().st_size
        and sha256(one) == sha256(other)
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> GraphError:
    reason = error.strerror or str(error)
    return GraphError(f"{path}: can't be written ({reason}); free space or choose another place, and run it again")
