"""Errors of papergraph: one root, narrow children; each tells what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class PapergraphError(Exception):
    """Root of every error that papergraph raises on purpose.

    The message is one line a person can act on. The command line prints it without a traceback and exits
    with ``exit_code``.
    """

    exit_code = 1


class ReadError(PapergraphError):
    """A record of an input that cannot be read.

    Parameters
    ----------
    source
        Path or name of the input (``-`` for standard input).
    line
        1-based line (or record, for formats without lines) where the record starts; ``None`` for the whole file.
    problem
        What is wrong.
    remedy
        What to do about it.
    """

    def __init__(self, source: str | Path, line: int | None, problem: str, remedy: str) -> None:
        self.source = str(source)
        self.line = line
        self.problem = problem
        self.remedy = remedy
        where = self.source if line is None else f"{self.source}:{line}"
        super().__init__(f"{where}: {problem}; {remedy}")


class ModelError(PapergraphError):
    """The extraction model is missing, damaged or of another version."""
