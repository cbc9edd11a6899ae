"""Several processes: a build that is stopped or killed ends them all, and one that dies is told in one line."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def build(examples: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A build with two processes that has begun to extract and will go on for a while."""
    records = [json.loads(line) for line in (examples / "landmarks.jsonl").read_text(encoding="utf-8").splitlines()]
    many = [r | {"id": f"x{i}-{n}", "title": f"{r['title']} {i}"} for i in range(30) for n, r in enumerate(records)]
    corpus = tmp_path / "many.jsonl"
    corpus.write_text("".join(json.dumps(r) + "\n" for r in many), encoding="utf-8")
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", str(corpus), "-o", str(tmp_path / "g")]
    process = subprocess.Popen(
        [*command, "--jobs", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while len(workers(process.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stderr is not None
    process.stderr.close()


def workers(session: int) -> list[int]:
    """Processes of a session that extract."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(stat[3]) == session and stat[0] != "Z" and b"spawn_main" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


def gone(session: int) -> bool:
    deadline = time.monotonic() + 30
    while workers(session) and time.monotonic() < deadline:
        time.sleep(0.2)
    return not workers(session)


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")


@linux
def test_ctrl_c_ends_all_with_one_line(build: subprocess.Popen[str]) -> None:
    os.killpg(build.pid, signal.SIGINT)
    _, told = build.communicate(timeout=60)
    assert build.returncode == 130
    assert "Traceback" not in told
    assert "kg: stopped; run the same command again to go on" in told
    assert gone(build.pid)


@linux
def test_a_killed_build_leaves_no_process_behind(build: subprocess.Popen[str]) -> None:
    build.kill()
    build.wait()
    assert gone(build.pid)


@linux
def test_a_process_that_dies_is_told_with_a_remedy(build: subprocess.Popen[str]) -> None:
    os.kill(workers(build.pid)[-1], signal.SIGKILL)
    _, told = build.communicate(timeout=60)
    assert build.returncode == 1
    assert told.splitlines()[-1] == (
        "kg: error: a process that extracts has died (short of memory?); run it again, with fewer --jobs"
    )
    assert gone(build.pid)
