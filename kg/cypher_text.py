"""Read Cypher text as tokens, so that strings and comments are never taken for code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["comment", "string", "name", "quoted", "parameter", "number", "symbol", "bad"]

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    | (?P<quoted>`(?:``|[^`])*`)
    | (?P<parameter>\$(?:\w+|`(?:``|[^`])*`))
    | (?P<number>0[xX][0-9a-fA-F]+|(?:\d+\.(?!\.)\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>[^\W\d]\w*)
    | (?P<bad>['"`]|/\*)
    | (?P<symbol><=|>=|<>|=~|\+=|\.\.|::|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text as written, and where it starts (1-based line and column, 0-based offset)."""

    kind: Kind
    text: str
    offset: int
    line: int
    column: int

    @property
    def word(self) -> str:
        """The upper-case form of a name, for comparing with keywords; empty for every other token."""
        return self.text.upper() if self.kind == "name" else ""


def tokens(text: str, *, comments: bool = False) -> Iterator[Token]:
    """Yield the tokens of a Cypher text, without white space and, unless asked for, without comments.

    A quote or a ``/*`` that is never closed comes as a token of the kind ``bad``.
    """
    line, line_start = 1, 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind != "space" and (comments or kind != "comment"):
            yield Token(kind, match[0], match.start(), line, match.start() - line_start + 1)  # type: ignore[arg-type]
        newlines = match[0].count("\n")
        if newlines:
            line += newlines
            line_start = match.start() + match[0].rindex("\n") + 1


def strip(text: str) -> str:
    """Blank out block comments and drop a trailing semicolon; lines and columns stay where they were."""
    parts = []
    end = 0
    last: Token | None = None
    for token in tokens(text, comments=True):
        if token.kind == "comment":
            if token.text.startswith("/*"):
                parts.append(text[end : token.offset])
                parts.append(re.sub(r"[^\n]", " ", token.text))
                end = token.offset + len(token.text)
        else:
            last = token
    stripped = "".join(parts) + text[end:]
    if last is not None and last.text == ";":
        stripped = stripped[: last.offset] + " " + stripped[last.offset + 1 :]
    return stripped


def parameter_names(text: str) -> list[str]:
    """Return the names of the parameters that a query uses, each once, in order of first use."""
    names = (t.text[1:].strip("`").replace("``", "`") for t in tokens(text) if t.kind == "parameter")
    return list(dict.fromkeys(names))
