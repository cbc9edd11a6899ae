"""What every reader shares: the ``Reader`` record of the table, and its input, an opened ``Source``."""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from extract.errors import ReadError
from extract.records import Paper

#: A longer line (or record) is refused rather than read into memory.
MAX_LINE = 16 * 2**20
#: How much of the (unpacked) content a reader may look at to tell whether the format is its own.
HEAD = 2**16

_CHUNK = 2**16
_GZIP_MAGIC = b"\x1f\x8b"
_XZ_MAGIC = b"\xfd7zXZ\x00"
_UTF8_BOM = b"\xef\xbb\xbf"
_FOREIGN_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class _Unpacked(io.RawIOBase):
    """A stream whose decompression and disk errors are ReadErrors that name the input."""

    def __init__(
        self, stream: io.BufferedIOBase, name: str, packed: str | None, start: bytes = b"", end: ReadError | None = None
    ) -> None:
        self._stream = stream
        self._name = name
        self._packed = packed
        self._start = start
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self._start:
            data, self._start = self._start[: len(view)], self._start[len(view) :]
        elif self._end is not None:
            raise self._end
        else:
            data = self._read(len(view))
        view[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            return self._stream.read1(size)
        except EOFError as error:
            raise ReadError(
                self._name, None, f"the {self._packed} data ends too early", "copy or download the file again"
            ) from error
        except (gzip.BadGzipFile, zlib.error, lzma.LZMAError) as error:
            raise ReadError(
                self._name, None, f"the {self._packed} data is damaged ({error})", "copy or download the file again"
            ) from error
        except OSError as error:
            raise ReadError(
                self._name, None, f"cannot be read ({error.strerror or error})", "check the disk and the file"
            ) from error


@dataclass(frozen=True, slots=True)
class Source:
    """An opened input: the unpacked bytes, and a look at the first of them that takes nothing away.

    Parameters
    ----------
    name
        The path as given (``-`` for standard input): what errors name.
    stream
        The unpacked content, from its start.
    head
        The first bytes of the content, at most ``HEAD``.
    modified
        When the file was last changed, in seconds since the epoch; ``None`` for standard input.
    broken
        Why no more than the head can be read, if so.
    """

    name: str
    stream: io.BufferedReader
    head: bytes
    modified: float | None = None
    broken: ReadError | None = None

    @property
    def label(self) -> str:
        """The file name, as kept in ``Paper.sources``."""
        return self.name if self.name == "-" else Path(self.name).name

    @property
    def head_text(self) -> str:
        """The head as text, for telling the format: without byte-order mark, broken characters left out."""
        return self.head.removeprefix(_UTF8_BOM).decode("utf-8", errors="ignore")

    def bad(self, line: int | None, problem: str, remedy: str) -> ReadError:
        """Return (not raise) an error in this input."""
        return ReadError(self.name, line, problem, remedy)

    def check_text(self) -> None:
        """Raise a ReadError when the content is empty, binary, or in UTF-16 or UTF-32."""
        if self.broken is not None and not self.head:
            raise self.broken
        if not self.head.removeprefix(_UTF8_BOM).strip():
            raise self.bad(None, "the input is empty", "check how it was made, or leave it out")
        for bom, encoding in _FOREIGN_BOMS.items():
            if self.head.startswith(bom):
                raise self.bad(
                    None, f"the text is in {encoding}, not UTF-8", f"convert it: iconv -f {encoding} -t UTF-8"
                )
        if b"\x00" in self.head:
            raise self.bad(None, "the input is no text (it has zero bytes)", "give a text file in UTF-8")

    def lines(self) -> Iterator[tuple[int, str] | ReadError]:
        """Yield (1-based number, text without line end) for every line; a ReadError in place of a broken one."""
        number = 0
        while raw := self.stream.readline(MAX_LINE + 1):
            number += 1
            if number == 1:
                raw = raw.removeprefix(_UTF8_BOM)
            if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
                self._skip_line()
                yield self.bad(
                    number,
                    f"the line is longer than {MAX_LINE // 2**20} MB",
                    "put one record on a line, or check --format",
                )
                continue
            try:
                yield number, raw.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                yield self.bad(
                    number,
                    f"byte 0x{raw[error.start]:02x} at column {error.start + 1} is not valid UTF-8",
                    "save the file as UTF-8 (for example: iconv -f LATIN1 -t UTF-8)",
                )

    def _skip_line(self) -> None:
        while rest := self.stream.readline(_CHUNK):
            if rest.endswith(b"\n"):
                return

    def chunks(self) -> Iterator[str]:
        """Yield the text piece by piece, for formats that are not read by lines."""
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        while True:
            raw = self.stream.read(_CHUNK)
            try:
                text = decoder.decode(raw, final=not raw)
            except UnicodeDecodeError as error:
                raise self.bad(
                    None,
                    f"byte 0x{error.object[error.start]:02x} is not valid UTF-8",
                    "save the file as UTF-8 (for example: iconv -f LATIN1 -t UTF-8)",
                ) from error
            if text:
                yield text
            if not raw:
                return


@dataclass(frozen=True, slots=True)
class Reader:
    """One line of the ``READERS`` table.

    Parameters
    ----------
    name
        What ``--format`` calls it.
    description
        One line for the help.
    sniff
        Whether a content that starts with this text is of the format.
    read
        Yields the papers in order, and a ReadError in place of each record that is broken. Raises a ReadError when
        nothing after a broken place can be read.
    """

    name: str
    description: str
    sniff: Callable[[str], bool]
    read: Callable[[Source], Iterator[Paper | ReadError]]


@contextmanager
def open_source(path: str | Path) -> Iterator[Source]:
    """Open a file or standard input (``-``), unpacking gzip and xz, which are told by their first bytes."""
    name = str(path)
    if name == "-":
        yield _source(name, cast(io.BufferedIOBase, sys.stdin.buffer), None)
        return
    try:
        file = open(name, "rb")  # noqa: SIM115 - closed below, apart from the errors of opening
    except FileNotFoundError as error:
        raise ReadError(name, None, "there is no such file", "check the path") from error
    except IsADirectoryError as error:
        raise ReadError(name, None, "this is a directory", f"give the files in it, for example {name}/*") from error
    except OSError as error:
        raise ReadError(
            name, None, f"cannot be opened ({error.strerror or error})", "check the path and its permissions"
        ) from error
    with file:
        yield _source(name, file, Path(name).stat().st_mtime)


def _source(name: str, file: io.BufferedIOBase, modified: float | None) -> Source:
    raw = _buffered(_Unpacked(file, name, None))
    start, broken = _first_bytes(raw, len(_XZ_MAGIC))
    whole = _buffered(_Unpacked(raw, name, None, start, broken))
    stream = whole
    if start.startswith(_GZIP_MAGIC):
        stream = _buffered(_Unpacked(gzip.GzipFile(fileobj=whole), name, "gzip"))
    elif start.startswith(_XZ_MAGIC):
        xz = lzma.LZMAFile(whole)  # noqa: SIM115 - lives as long as the source
        stream = _buffered(_Unpacked(xz, name, "xz"))
    head, broken = _first_bytes(stream, HEAD)
    return Source(name, _buffered(_Unpacked(stream, name, None, head, broken)), head, modified, broken)


def _buffered(stream: _Unpacked) -> io.BufferedReader:
    return io.BufferedReader(stream, _CHUNK)


def _first_bytes(file: io.BufferedIOBase, size: int) -> tuple[bytes, ReadError | None]:
    """Read so much; when the data ends in an error before, what came until then and the error."""
    data = b""
    try:
        while len(data) < size and (more := file.read1(size - len(data))):
            data += more
    except ReadError as error:
        return data, error
    return data, None
