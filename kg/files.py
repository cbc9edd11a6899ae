"""Write files so that a reader sees the old content or the new, never a half; the same content gives the same bytes."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

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
    try:
        for path in paths:
            with explained(path):
                handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
                os.close(handle)
            aside[path] = Path(name)
        with explained(path if len(aside) == 1 else path.parent):
            yield aside
        for path, written in aside.items():
            with explained(path), written.open("rb+") as file:
                os.fsync(file.fileno())
                # mkstemp makes files that only their owner can read; give them what the user's umask says.
                written.chmod(0o666 & ~_umask())
        for path, written in aside.items():
            if not (keep_equal and same_content(written, path)):
                with explained(path):
                    written.replace(path)
    finally:
        for written in aside.values():
            written.unlink(missing_ok=True)


@contextlib.contextmanager
def open_output(path: str | Path) -> Iterator[BinaryIO]:
    """Open ``path`` for writing bytes, whole or not at all; ``-`` is standard output, ``.gz`` is compressed."""
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with open_outputs([Path(path)]) as (file,):
        yield file


@contextlib.contextmanager
def open_outputs(paths: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """Open several files for writing bytes, all of them whole or none at all; names in ``.gz`` are compressed.

    A compressed file carries no name and no time, so that equal content gives equal bytes.
    """
    with replacing_all(paths) as aside, contextlib.ExitStack() as stack:
        files: list[BinaryIO] = []
        for path in paths:
            file: BinaryIO = stack.enter_context(aside[path].open("wb"))
            if path.suffix == ".gz":
                packed = gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6)
                file = cast(BinaryIO, stack.enter_context(packed))
            files.append(file)
        yield files


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` of writing at ``path`` into a ``GraphError`` of one line."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise GraphError(
            f"{path}: can't be written ({reason}); free space or choose another place, and run it again"
        ) from error


@contextlib.contextmanager
def locked(path: Path, *, busy: str) -> Iterator[None]:
    """Hold the lock file ``path``; the system frees it when the process ends, however it ends.

    Raises
    ------
    GraphError
        Another process holds it; the message is ``busy``.
    """
    with contextlib.ExitStack() as stack:
        with explained(path):
            file = stack.enter_context(path.open("a+b"))
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise GraphError(busy) from error
        yield


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
