"""Files that appear whole or not at all."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.files import locked, open_output, open_outputs, replacing, replacing_all


def test_a_file_is_replaced_when_the_block_ends_well(tmp_path: Path) -> None:
    target = tmp_path / "f"
    target.write_text("old")
    with replacing(target) as aside:
        aside.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def write_and_fail(paths: list[Path], error: Exception) -> None:
    with replacing_all(paths) as aside:
        aside[paths[0]].write_text("new")
        raise error


def test_a_file_stays_when_the_block_fails(tmp_path: Path) -> None:
    target = tmp_path / "f"
    target.write_text("old")
    with pytest.raises(ValueError, match="no"):
        write_and_fail([target], ValueError("no"))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_none_of_several_files_is_replaced_when_the_disk_is_full(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="can't be written") as caught:
        write_and_fail([tmp_path / "a", tmp_path / "b"], OSError(28, "No space left on device"))
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_with_the_file_that_did_not_fit(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"a\.json: can't be written \(No space left on device\); free space"):
        write_and_fail([tmp_path / "a.json"], OSError(28, "No space left on device"))


def test_an_equal_file_is_kept_on_request(tmp_path: Path) -> None:
    target = tmp_path / "f"
    target.write_text("same")
    inode = target.stat().st_ino
    with replacing_all([target], keep_equal=True) as aside:
        aside[target].write_text("same")
    assert target.stat().st_ino == inode


def test_a_directory_that_is_not_there_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"No such file or directory") as caught, open_output(tmp_path / "no" / "f"):
        pass
    assert "\n" not in str(caught.value)


def test_a_gz_name_is_compressed_the_same_way_every_time(tmp_path: Path) -> None:
    for name in ("one.gz", "two.gz"):
        with open_output(tmp_path / name) as file:
            file.write(b"content")
    assert gzip.decompress((tmp_path / "one.gz").read_bytes()) == b"content"
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


def test_several_outputs_are_compressed_each_by_its_name(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv.gz", tmp_path / "b.csv"]
    with open_outputs(paths) as files:
        for file in files:
            file.write(b"x")
    assert gzip.decompress(paths[0].read_bytes()) == paths[1].read_bytes() == b"x"


def test_a_lock_keeps_another_process_out_and_ends_with_its_process(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    code = f"""
from pathlib import Path
from kg.files import locked
with locked(Path({str(lock)!r}), busy="busy"):
    print("held", flush=True)
    input()
"""
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(GraphError, match="busy"), locked(lock, busy="busy"):
        pass
    other.kill()
    other.wait()
    with locked(lock, busy="busy"):
        assert lock.exists()
