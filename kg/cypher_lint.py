"""Find what keeps a Cypher query from giving the same rows on the embedded engine and on Neo4j.

The rules and their numbers are those of ``docs/queries.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.cypher_clauses import Block, Clause, parse
from kg.cypher_text import Token, tokens


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong, where (1-based), and by which rule."""

    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.rule} {self.message}"


def lint(text: str) -> list[Finding]:
    """Return what would not run, or not run alike, on both engines, by place in the text; nothing for a good query.

    Examples
    --------
    >>> for finding in lint("MATCH (m:Method) RETURN m.name LIMIT 3"):
    ...     print(finding)
    1:25: P11 give the column a name: … AS name
    1:32: P11 LIMIT without ORDER BY: which rows come back is undefined
    """
    from kg.cypher_rules import BLOCK_RULES, CLAUSE_RULES, TEXT_RULES

    code = list(tokens(text))
    found: set[Finding] = set()
    for rule in TEXT_RULES:
        found |= set(_findings(rule(code)))
    for block in parse(text).walk():
        for of_block in BLOCK_RULES:
            found |= set(_findings(of_block(block)))
        for clause in block.clauses:
            for of_clause in CLAUSE_RULES:
                found |= set(_findings(of_clause(clause)))
    return sorted(found)


def _findings(told: Iterator[tuple[Token, str, str]]) -> Iterator[Finding]:
    for token, rule, message in told:
        yield Finding(token.line, token.column, rule, message)


TextRule = Callable[[list[Token]], Iterator[tuple[Token, str, str]]]
BlockRule = Callable[[Block], Iterator[tuple[Token, str, str]]]
ClauseRule = Callable[[Clause], Iterator[tuple[Token, str, str]]]
