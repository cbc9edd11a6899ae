"""Read ``aliases.toml``: what a person decided about entities, which holds against every step of linking."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from extract.records import ENTITY_TYPES, EntityType
from kg.errors import OverrideError
from kg.linking.normalize import normalize

_TABLES = {
    "merge": ("type", "forms"),
    "apart": ("type", "forms"),
    "rename": ("type", "form", "name"),
    "retype": ("type", "form", "to"),
    "drop": ("type", "form"),
}


@dataclass(slots=True)
class Overrides:
    """The decisions of one ``aliases.toml``, by type and normal key."""

    merges: list[tuple[EntityType, tuple[str, ...]]] = field(default_factory=list)
    separated: dict[tuple[EntityType, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[tuple[EntityType, str], str] = field(default_factory=dict)
    labels: dict[tuple[EntityType, str], EntityType] = field(default_factory=dict)
    dropped: set[tuple[EntityType, str]] = field(default_factory=set)

    def label(self, label: EntityType, key: str) -> EntityType:
        """Return the type that the entity is to have."""
        return self.labels.get((label, key), label)

    def drops(self, label: EntityType, key: str) -> bool:
        """Whether the entity is to be left out of the graph."""
        return (label, key) in self.dropped

    def apart(self, label: EntityType, a: str, b: str) -> bool:
        """Whether two keys are to stay on different nodes."""
        return b in self.separated.get((label, a), ())


def load_overrides(path: str | Path) -> Overrides:
    """Read an ``aliases.toml``.

    Raises
    ------
    OverrideError
        With file and line, for anything that is not understood.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OverrideError(f"{path}: cannot be read ({error}); give the path of a UTF-8 text file") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = line.group(1) if line else str(text.count("\n") + 1)
        raise OverrideError(f"{path}:{where}: not valid TOML: {error}; see docs/linking.md") from error
    return _Reader(path, text).read(data)


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def read(self, data: dict[str, Any]) -> Overrides:
        overrides = Overrides()
        for table, entries in data.items():
            if table not in _TABLES:
                known = ", ".join(_TABLES)
                self.fail(self.line_of(table, 0), f"unknown table {table!r}", f"use one of {known}")
            if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
                self.fail(self.line_of(table, 0), f"{table!r} is not a list", f"write [[{table}]]")
            for n, entry in enumerate(entries):
                self.entry(overrides, table, entry, self.line_of(table, n))
        return overrides

    def entry(self, overrides: Overrides, table: str, entry: dict[str, Any], line: int) -> None:
        fields = _TABLES[table]
        for name in entry:
            if name not in fields:
                self.fail(self.line_in(line, name), f"unknown key {name!r}", f"[[{table}]] has {', '.join(fields)}")
        for name in fields:
            if name not in entry:
                self.fail(line, f"[[{table}]] without {name!r}", f"add {name} = …")
        label = self.label(entry["type"], self.line_in(line, "type"))
        if "forms" in fields:
            forms = entry["forms"]
            at = self.line_in(line, "forms")
            if (
                not isinstance(forms, list)
                or len(forms) < 2
                or not all(isinstance(f, str) and f.strip() for f in forms)
            ):
                self.fail(at, "forms is not a list of two strings or more", 'write forms = ["one", "other"]')
            keys = tuple(dict.fromkeys(normalize(f, label).key for f in forms))
            if table == "merge":
                overrides.merges.append((label, keys))
            else:
                for a in keys:
                    overrides.separated[label, a] |= set(keys) - {a}
            return
        form = entry["form"]
        if not isinstance(form, str) or not form.strip():
            self.fail(self.line_in(line, "form"), "form is not a string", 'write form = "…"')
        key = normalize(form, label).key
        if table == "rename":
            overrides.names[label, key] = entry["name"]
        elif table == "retype":
            overrides.labels[label, key] = self.label(entry["to"], self.line_in(line, "to"))
        else:
            overrides.dropped.add((label, key))

    def label(self, value: Any, line: int) -> EntityType:
        if value not in ENTITY_TYPES:
            self.fail(line, f"unknown type {value!r}", f"use one of {', '.join(ENTITY_TYPES)}")
        return cast(EntityType, value)

    def line_of(self, table: str, n: int) -> int:
        """1-based line of the n-th header of a table."""
        header = re.compile(rf"\s*\[\[?\s*{re.escape(table)}\s*\]?\]|\s*{re.escape(table)}\s*[.=]")
        found = [i for i, line in enumerate(self.lines, 1) if header.match(line)]
        return found[min(n, len(found) - 1)] if found else 1

    def line_in(self, start: int, name: str) -> int:
        """1-based line of a key below the header on line ``start``."""
        key = re.compile(rf"\s*{re.escape(name)}\s*=")
        for i in range(start, len(self.lines)):
            if self.lines[i].lstrip().startswith("["):
                break
            if key.match(self.lines[i]):
                return i + 1
        return start

    def fail(self, line: int, problem: str, remedy: str) -> None:
        raise OverrideError(f"{self.path}:{line}: {problem}; {remedy}")
