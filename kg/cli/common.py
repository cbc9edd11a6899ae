"""What the commands share: errors in one line, progress, tables and JSON, and the options that several have."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extract.errors import PapergraphError

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

F = TypeVar("F", bound=Callable[..., Any])

#: Exit codes of a shell for a command ended by SIGINT and SIGPIPE.
INTERRUPTED, BROKEN_PIPE = 130, 141

#: How many skipped records are told one by one.
SKIPPED_SHOWN = 20

_RESUME = "kg.resume"


def fail(message: str, code: int = 1) -> SystemExit:
    """Print ``kg: error: message`` on standard error and return the exit to raise."""
    click.echo(f"{click.style('kg: error:', fg='red', bold=True)} {message}", err=True)
    return SystemExit(code)


def resumable(hint: str) -> None:
    """Tell what running again does, should the person stop the command that is running now."""
    click.get_current_context().meta[_RESUME] = hint


@contextmanager
def explained(ctx: click.Context) -> Iterator[None]:
    """Turn every error that a person can act on into one line and an exit code; let bugs show their traceback."""
    try:
        yield
        sys.stdout.flush()
    except PapergraphError as error:
        raise fail(str(error), error.exit_code) from None
    except KeyboardInterrupt:
        hint = ctx.meta.get(_RESUME)
        click.echo("\nkg: stopped" + (f"; {hint}" if hint else ""), err=True)
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader (head, less) has seen enough. What is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(BROKEN_PIPE) from None
    except OSError as error:
        raise fail(os_error(error)) from None


def os_error(error: OSError) -> str:
    """Return what a system error means for a person, and what to do."""
    where = f"{error.filename}: " if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{where}the disk is full; free some space and run the same command again"
    if isinstance(error, FileNotFoundError):
        return f"{where}no such file or directory; check the path"
    if isinstance(error, PermissionError):
        return f"{where}permission denied; check the owner and mode, or write somewhere else"
    return f"{where}{error.strerror or error}"


def graph_argument(function: F) -> F:
    """Add the argument GRAPH: a directory that ``kg build`` wrote."""
    return click.argument("graph", type=click.Path(path_type=Path))(function)


def input_options(function: F) -> F:
    """Add the argument PAPERS and the options of reading and extracting, named as the parameters of ``kg.build``."""
    from extract.readers import READERS

    decorators = (
        click.argument("papers", nargs=-1, required=True, metavar="PAPERS..."),
        click.option("--format", type=click.Choice(list(READERS)), help="Format of PAPERS.  [default: told from each]"),
        click.option("--skip-bad", is_flag=True, help="Go on after a record that can't be read; tell them at the end."),
        click.option("--model", type=click.Path(path_type=Path), help="Extraction model.  [default: the packaged one]"),
        click.option(
            "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to extract with."
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            default=0.0,
            show_default=True,
            help="Leave out what is less certain.",
        ),
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def quiet_option(function: F) -> F:
    """Add ``--quiet``: no progress, no summary; errors are still told."""
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")(function)


def json_option(function: F) -> F:
    """Add ``--json`` (parameter ``as_json``): JSON on standard output, for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(function)


def echo_json(data: Any) -> None:
    """Print ``data`` as JSON, Unicode as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def heading(text: str) -> str:
    """Return a heading, bold on a terminal."""
    return click.style(text, bold=True)


def counted(n: int, thing: str) -> str:
    """Return ``1 paper``, ``1,200 papers``."""
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def wrapped(text: str, indent: str) -> list[str]:
    """Break text to the width of the terminal; ``indent`` stands before the first line, its width before the rest."""
    width = max(40, min(shutil.get_terminal_size((120, 24)).columns, 120))
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], indent: int = 0) -> str:
    """Lay out rows under bold column heads; columns of numbers stand to the right."""
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    numeric = [
        bool(cells) and all(_is_number(row[i]) or not row[i] for row in cells) and any(row[i] for row in cells)
        for i in range(len(columns))
    ]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(columns)]

    def line(row: Sequence[str]) -> str:
        placed = (
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric, strict=True)
        )
        return " " * indent + "  ".join(placed).rstrip()

    return "\n".join([click.style(line(columns), bold=True), *map(line, cells)])


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).lstrip("-+").rstrip("%").isdigit()


def told_skipped(skipped: Sequence[str]) -> None:
    """Tell on standard error how many records were skipped, and the first of them."""
    if not skipped:
        return
    click.echo(f"skipped {len(skipped):,} that could not be read:", err=True)
    for problem in skipped[:SKIPPED_SHOWN]:
        click.echo(f"  {problem}", err=True)
    if len(skipped) > SKIPPED_SHOWN:
        click.echo(f"  and {len(skipped) - SKIPPED_SHOWN:,} more", err=True)


def duration(seconds: float) -> str:
    """Write a time span for people: ``0.4 s``, ``12 s``, ``3 min 20 s``, ``2 h 05 min``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


class Progress:
    """Progress of a job in stages, on standard error.

    On a terminal each stage has a bar with rate and remaining time; elsewhere each stage is one line when it is
    over; with ``quiet`` nothing is said. Give the object itself as the ``progress`` callback of a job: it is called
    as ``progress(stage, done, total)``, with ``total`` None while it is not known.

    Examples
    --------
    >>> with Progress(quiet=True) as progress:
    ...     progress("reading papers", 10, 20)
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}
        self._stage: str | None = None
        self._done = 0
        self._began = 0.0

    def __enter__(self) -> Progress:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bars

            self._bars = Bars(
                SpinnerColumn(finished_text="[green]✓"),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(compact=True, elapsed_when_finished=True),
                console=Console(stderr=True),
            )
            self._bars.start()
        return self

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        if self._quiet:
            return
        if stage != self._stage:
            self._finish()
            self._stage, self._began = stage, time.monotonic()
        self._done = done
        if self._bars is not None:
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(stage, total=total, rate="")
            self._bars.update(self._tasks[stage], completed=done, total=total, rate=self._rate())

    def _rate(self) -> str:
        seconds = time.monotonic() - self._began
        if seconds < 0.5 or not self._done:
            return ""
        rate = self._done / seconds
        return f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s"

    def _finish(self) -> None:
        if self._stage is None:
            return
        if self._bars is not None:
            self._bars.update(self._tasks[self._stage], total=self._done, completed=self._done)
        else:
            rate = self._rate()
            took = duration(time.monotonic() - self._began)
            click.echo(f"{self._stage}: {self._done:,} in {took}{f' ({rate})' if rate else ''}", err=True)
        self._stage = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        if self._bars is not None:
            self._bars.stop()
