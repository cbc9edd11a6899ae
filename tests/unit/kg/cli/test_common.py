"""What the commands share: one-line errors with exit codes, tables, durations, progress off a terminal."""

from __future__ import annotations

import contextlib
import errno
import os
import pty
import re
import signal
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from extract.errors import PapergraphError, ReadError
from kg.cli import COMMANDS, LazyGroup
from kg.cli.common import Progress, duration, resumable, table


def group(error: BaseException | None, hint: str = "") -> click.Group:
    @click.group(cls=LazyGroup)
    def main() -> None:
        pass

    @main.command()
    def work() -> None:
        if hint:
            resumable(hint)
        if error:
            raise error

    main.get_command = lambda ctx, name: work  # type: ignore[method-assign]
    return main


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (PapergraphError("no such graph; build one"), 1, "kg: error: no such graph; build one"),
        (ReadError("a.txt", 7, "no title", "add one"), 1, "kg: error: a.txt:7: no title; add one"),
        (
            OSError(errno.ENOSPC, "No space left on device", "g/x.sqlite"),
            1,
            "kg: error: g/x.sqlite: the disk is full; free some space and run the same command again",
        ),
        (
            FileNotFoundError(errno.ENOENT, "x", "a.txt"),
            1,
            "kg: error: a.txt: no such file or directory; check the path",
        ),
        (
            PermissionError(errno.EACCES, "x", "a.txt"),
            1,
            "kg: error: a.txt: permission denied; check the owner and mode, or write somewhere else",
        ),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "a"), 1, "kg: error: a: Is a directory"),
        (KeyboardInterrupt(), 130, "kg: stopped"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(error: BaseException, code: int, line: str) -> None:
    result = CliRunner().invoke(group(error), ["work"])
    assert result.exit_code == code
    assert result.stderr.strip() == line
    assert result.stdout == ""


def test_a_stopped_job_says_that_running_again_resumes() -> None:
    result = CliRunner().invoke(group(KeyboardInterrupt(), "run it again to go on"), ["work"])
    assert result.exit_code == 130
    assert result.stderr.strip() == "kg: stopped; run it again to go on"


def test_a_bug_shows_its_traceback() -> None:
    result = CliRunner().invoke(group(ZeroDivisionError("bug")), ["work"])
    assert isinstance(result.exception, ZeroDivisionError)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    code = (
        "import click; from kg.cli import LazyGroup\n"
        "group = LazyGroup(commands={})\n"
        "work = click.Command('work', callback=lambda: [click.echo('x' * 1000) for _ in range(1000)])\n"
        "group.get_command = lambda ctx, name: work\n"
        "group()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "work"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 128 + signal.SIGPIPE


def test_numbers_stand_to_the_right_and_text_to_the_left() -> None:
    rows = [("BERT", 1200, "94.5"), ("a longer name", 7, None)]
    assert click.unstyle(table(("name", "papers", "F1"), rows)).splitlines() == [
        "name           papers    F1",
        "BERT             1200  94.5",
        "a longer name       7",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.04, "0.0 s"), (9.9, "9.9 s"), (9.99, "10 s"), (59.6, "1 min 00 s"), (200, "3 min 20 s"), (7500, "2 h 05 min")],
)
def test_durations_are_for_people(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_progress_off_a_terminal_is_one_line_a_stage(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        for done in range(1, 4):
            progress("reading papers", done)
        progress("linking", 1_000, 2_000)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" in ")[0] for line in lines] == ["reading papers: 3", "linking: 1,000"]


def test_progress_on_a_terminal_is_a_bar_with_rate_and_time() -> None:
    code = (
        "import time\n"
        "from kg.cli.common import Progress\n"
        "with Progress() as progress:\n"
        "    for done in range(1, 13):\n"
        "        progress('extracting', done, 12)\n"
        "        time.sleep(0.1)\n"
    )
    terminal, end = pty.openpty()
    environment = os.environ | {"COLUMNS": "100", "TERM": "xterm"}
    with subprocess.Popen([sys.executable, "-c", code], stdout=end, stderr=end, env=environment):
        os.close(end)
        seen = b""
        # Linux answers EIO, not an empty read, when the other end is gone.
        with contextlib.suppress(OSError):
            while chunk := os.read(terminal, 4096):
                seen += chunk
    os.close(terminal)
    text = seen.decode()
    assert "extracting" in text
    assert "12/12" in text
    assert re.search(r"\d+/s", text)
    assert re.search(r"\d\d:\d\d", text)


def test_quiet_progress_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(quiet=True) as progress:
        progress("reading papers", 1)
    captured = capsys.readouterr()
    assert captured.err == captured.out == ""


def test_every_module_of_the_table_is_a_command() -> None:
    ctx = click.Context(click.Group("kg"))
    for name in COMMANDS:
        command = LazyGroup("kg").get_command(ctx, name)
        assert command is not None, f"kg {name}"
        assert command.name == name


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["--help"], ["stats", "--help"], ["--version"]])
def test_help_onto_a_full_disk_is_one_line(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [sys.executable, "-c", "from kg.cli import main; main()", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr.splitlines()[0] == ("kg: error: the disk is full; free some space and run the same command again")
