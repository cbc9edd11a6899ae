"""The rules of ``kg.cypher_lint`` about patterns: what both engines have, bounded, and searched alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.cypher_clauses import Clause
from kg.cypher_text import Token

Told = Iterator[tuple[Token, str, str]]


def patterns(clause: Clause) -> Told:
    """P4, P5: patterns that both engines have, with an upper bound, and paths that both search alike."""
    if clause.keyword not in ("MATCH", "OPTIONAL MATCH", "PATTERN", "WHERE", "RETURN", "WITH"):
        return
    depth: list[str] = []
    in_shortest = 0
    code = clause.body
    for at, token in enumerate(code):
        before = code[at - 1] if at else None
        if token.text in ("(", "["):
            depth.append(token.text)
            if before is not None and before.word in ("SHORTESTPATH", "ALLSHORTESTPATHS"):
                in_shortest = len(depth)
        elif token.text in (")", "]") and depth:
            if len(depth) == in_shortest:
                in_shortest = 0
            depth.pop()
        in_rel = bool(depth) and depth[-1] == "[" and _opens_relationship(code, at)
        if token.word == "SHORTEST" and not depth and clause.keyword == "MATCH":
            yield token, "P4", "SHORTEST needs Neo4j 5.21; write shortestPath((a)-[:T*..6]-(b))"
        elif before is not None and (
            (token.text == "{" and before.text in (")", ">", "-"))
            or (token.text in ("+", "*") and before.text in (")", ">") and _in_pattern(code, at))
        ):
            yield token, "P4", "quantified patterns are not on both engines; write -[:T*1..3]->"
        elif token.text in ("&", "!", "%") and before is not None and _in_label(code, at):
            yield token, "P4", "label expressions with & ! % are not on both engines; write n:A AND NOT n:B"
        elif token.text == "*" and in_rel and not _bounded(code, at):
            yield token, "P4", "give the path an upper bound: *1..3"
        elif token.text == "{" and in_rel and in_shortest:
            yield token, "P5", "the embedded engine ignores properties in shortestPath; write (a)-[:T*1..4 {…}]-(b)"
    if clause.keyword in ("MATCH", "OPTIONAL MATCH", "PATTERN"):
        yield from _inline_where(code)


def is_pattern(code: Sequence[Token]) -> bool:
    """Whether what begins with a parenthesis is a pattern like ``(n)--()`` rather than an expression."""
    depth = 0
    for at, token in enumerate(code):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            following = [t.text for t in code[at + 1 : at + 3]]
            return following[:1] == ["<"] or (following[:1] == ["-"] and following[1:2] in (["["], ["-"], [">"]))
    return False


def _opens_relationship(code: Sequence[Token], at: int) -> bool:
    """Whether the innermost square bracket around ``at`` belongs to a relationship: a dash stands before it."""
    depth = 0
    for back in range(at, -1, -1):
        if code[back].text == "]" and back != at:
            depth += 1
        elif code[back].text == "[":
            if depth == 0:
                return back > 0 and code[back - 1].text == "-"
            depth -= 1
    return False


def _bounded(code: Sequence[Token], at: int) -> bool:
    following = code[at + 1 : at + 4]
    if following and following[0].kind == "number":
        return len(following) < 2 or following[1].text != ".." or following[2].kind == "number"
    return len(following) > 1 and following[0].text == ".." and following[1].kind == "number"


def _in_label(code: Sequence[Token], at: int) -> bool:
    """Whether a colon began a label or type before ``at``, with nothing but such an expression in between."""
    for back in range(at - 1, -1, -1):
        if code[back].text == ":":
            return True
        if code[back].kind not in ("name", "quoted") and code[back].text not in ("|", "&", "!", "(", ")", "%"):
            return False
    return False


def _in_pattern(code: Sequence[Token], at: int) -> bool:
    """Whether the sign at ``at`` quantifies a pattern: another part of the pattern follows it, or nothing."""
    after = code[at + 1].text if at + 1 < len(code) else ""
    return after in ("", "(", "-", "<") and _is_pattern_end(code, at - 1)


def _is_pattern_end(code: Sequence[Token], at: int) -> bool:
    depth = 0
    for back in range(at, -1, -1):
        depth += (code[back].text == ")") - (code[back].text == "(")
        if depth == 0:
            inside = [t.text for t in code[back : at + 1]]
            return code[at].text == ">" or ("-" in inside and "[" in inside)
    return False


def _inline_where(code: Sequence[Token]) -> Told:
    depth = 0
    for token in code:
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth and token.word == "WHERE" and not _in_comprehension(code, token):
            yield token, "P4", "no WHERE inside a pattern; put it after the MATCH"


def _in_comprehension(code: Sequence[Token], where: Token) -> bool:
    """Whether a WHERE belongs to ``any(x IN … WHERE …)`` or a comprehension: an IN or a bar is in the same bracket."""
    depth = 0
    at = next(i for i, t in enumerate(code) if t is where)
    for back in range(at - 1, -1, -1):
        depth += (code[back].text in (")", "]")) - (code[back].text in ("(", "["))
        if depth < 0:
            return False
        if depth == 0 and code[back].word == "IN":
            return True
    return False
