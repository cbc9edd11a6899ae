"""What ``kg.doctor`` finds, and what it says to do about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.doctor import LOW_DISK, Check, diagnose


def found(**options: object) -> dict[str, Check]:
    return {check.name: check for check in diagnose(**options)}  # type: ignore[arg-type]


def test_a_model_that_is_not_there_is_told_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_URI", raising=False)
    checks = found(model=tmp_path / "nowhere", directory=tmp_path)
    assert checks["model"].status == "failed"
    assert "nowhere" in checks["model"].found
    assert checks["model"].remedy
    assert checks["engine"].status == "ok"
    assert checks["neo4j"].status == "skipped"
    assert "NEO4J_URI" in checks["neo4j"].remedy
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=LOW_DISK - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    check = found(model=tmp_path / "nowhere", directory=tmp_path)["disk"]
    assert check.status == "warning"
    assert "free some space" in check.remedy


def test_a_directory_that_is_not_there_is_told(tmp_path: Path) -> None:
    check = found(model=tmp_path / "nowhere", directory=tmp_path / "gone")["disk"]
    assert check.status == "failed"
    assert "gone" in check.found


def test_every_finding_that_is_not_well_has_a_remedy(tmp_path: Path) -> None:
    for check in found(model=tmp_path / "nowhere", uri="bolt://127.0.0.1:1", directory=tmp_path).values():
        assert check.status == "ok" or check.remedy, check.name
