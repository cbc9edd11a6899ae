"""Read and extend ``aliases.toml``; every mistake in it is an error with its line."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

from extract.records import ENTITY_TYPES, EntityType
from kg.errors import OverrideError
from kg.files import replacing
from kg.linking.normalize import normalize

Action = Literal["merge", "apart", "rename", "retype", "drop"]

_FIELDS: dict[Action, tuple[str, ...]] = {
    "merge": ("type", "forms"),
    "apart": ("type", "forms"),
    "rename": ("type", "form", "name"),
    "retype": ("type", "form", "to"),
    "drop": ("type", "form"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One table of ``aliases.toml``, with the line it starts on."""

    action: Action
    label: EntityType
    forms: tuple[str, ...]
    value: str = ""
    to_label: EntityType | None = None
    line: int = 0

    def to_toml(self) -> str:
        """Return the decision as it stands in the file."""
        lines = [f"[[{self.action}]]", f'type = "{self.label}"']
        if "forms" in _FIELDS[self.action]:
            lines.append(f"forms = [{', '.join(_quoted(f) for f in self.forms)}]")
        else:
            lines.append(f"form = {_quoted(self.forms[0])}")
        if self.action == "rename":
            lines.append(f"name = {_quoted(self.value)}")
        if self.action == "retype":
            lines.append(f'to = "{self.to_label}"')
        return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, DEL apart.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_decisions(path: str | Path) -> list[Decision]:
    """Read the decisions of an ``aliases.toml``, in order.

    Raises
    ------
    OverrideError
        With file and line, for anything that is not understood.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OverrideError(f"{path}: cannot be read ({error}); give the path of a UTF-8 text file") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"\(at line (\d+)", str(error))
        where = line.group(1) if line else str(text.count("\n") + 1)
        raise OverrideError(f"{path}:{where}: no valid TOML: {error}; see docs/linking.md for examples") from error
    return _Reader(path, text).read(data)


def append_decisions(path: str | Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to the end of an ``aliases.toml``, which is made if need be; what stands there stays as it is."""
    path = Path(path)
    old = path.read_text(encoding="utf-8") if path.exists() else "# Decisions about entities; see docs/linking.md.\n"
    text = "\n".join([old.rstrip("\n") + "\n", *(d.to_toml() for d in decisions)])
    with replacing(path) as aside:
        aside.write_text(text, encoding="utf-8")


class _Reader:
    """Turns parsed TOML into decisions and finds the line of whatever is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def read(self, data: dict[str, Any]) -> list[Decision]:
        decisions: list[Decision] = []
        for table, entries in data.items():
            if table not in _FIELDS:
                self.fail(self.line_of(table, 0), f"unknown table {table!r}", f"use one of {', '.join(_FIELDS)}")
            if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
                self.fail(self.line_of(table, 0), f"{table!r} is no list of tables", f"write [[{table}]]")
            for n, entry in enumerate(entries):
                decisions.append(self.decision(table, entry, self.line_of(table, n)))
        decisions.sort(key=lambda d: d.line)
        self.check(decisions)
        return decisions

    def decision(self, action: Action, entry: dict[str, Any], line: int) -> Decision:
        fields = _FIELDS[action]
        for name in entry:
            if name not in fields:
                self.fail(self.line_in(line, name), f"unknown key {name!r}", f"[[{action}]] has {', '.join(fields)}")
        for name in fields:
            if name not in entry:
                self.fail(line, f"[[{action}]] without {name!r}", f"add {name} = …")
        label = self.label(entry["type"], self.line_in(line, "type"))
        if "forms" in fields:
            at = self.line_in(line, "forms")
            forms = entry["forms"]
            if not isinstance(forms, list) or not all(isinstance(f, str) and f.strip() for f in forms):
                self.fail(at, "'forms' is no list of strings", 'write forms = ["one", "other"]')
            if len(set(forms)) < 2:
                self.fail(at, "'forms' has fewer than two different forms", "name at least two")
            return Decision(action, label, tuple(dict.fromkeys(forms)), line=line)
        form = self.text(entry["form"], "form", line)
        if action == "rename":
            return Decision(action, label, (form,), value=self.text(entry["name"], "name", line), line=line)
        if action == "retype":
            to = self.label(entry["to"], self.line_in(line, "to"))
            return Decision(action, label, (form,), to_label=to, line=line)
        return Decision(action, label, (form,), line=line)

    def check(self, decisions: list[Decision]) -> None:
        """Fail on decisions that contradict an earlier one."""
        seen: dict[tuple[EntityType, frozenset[str]], Decision] = {}
        single: dict[tuple[EntityType, str, str], Decision] = {}
        for d in decisions:
            keys = [f if d.action == "apart" else normalize(f, d.label).key for f in d.forms]
            if d.action in ("merge", "apart"):
                keys = [normalize(f, d.label).key for f in d.forms]
                for i, a in enumerate(keys):
                    for b in keys[i + 1 :]:
                        old = seen.setdefault((d.label, frozenset((a, b))), d)
                        if old.action != d.action:
                            self.fail(
                                self.line_in(d.line, "forms"),
                                f"[[{d.action}]] contradicts the [[{old.action}]] on line {old.line}",
                                "delete one of them",
                            )
            else:
                action = "fate" if d.action in ("retype", "drop") else d.action
                old = single.setdefault((d.label, action, keys[0]), d)
                if (old.action, old.value, old.to_label) != (d.action, d.value, d.to_label):
                    self.fail(
                        d.line,
                        f"[[{d.action}]] of {d.forms[0]!r} contradicts the [[{old.action}]] on line {old.line}",
                        "delete one of them",
                    )

    def text(self, value: Any, name: str, line: int) -> str:
        if not isinstance(value, str) or not value.strip():
            self.fail(self.line_in(line, name), f"{name!r} is no text", f'write {name} = "…"')
        return value

    def label(self, value: Any, line: int) -> EntityType:
        if value not in ENTITY_TYPES:
            self.fail(line, f"unknown type {value!r}", f"use one of {', '.join(ENTITY_TYPES)}")
        return cast(EntityType, value)

    def line_of(self, table: str, n: int) -> int:
        """1-based line of the n-th header of a table."""
        header = re.compile(
            rf"""\s*\[\[?\s*["']?{re.escape(table)}["']?\s*\]?\]|\s*["']?{re.escape(table)}["']?\s*[.=]"""
        )
        found = [i for i, line in enumerate(self.lines, 1) if header.match(line)]
        return found[min(n, len(found) - 1)] if found else 1

    def line_in(self, start: int, name: str) -> int:
        """1-based line of a key below the header on line ``start``."""
        key = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*=""")
        for i in range(start, len(self.lines)):
            if self.lines[i].lstrip().startswith("[["):
                break
            if key.match(self.lines[i]):
                return i + 1
        return start

    def fail(self, line: int, problem: str, remedy: str) -> NoReturn:
        raise OverrideError(f"{self.path}:{line}: {problem}; {remedy}")
