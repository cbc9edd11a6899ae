"""Split Cypher text into clauses, as far as lint needs it: subqueries become blocks of clauses of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.cypher_text import Token, tokens

#: Words that begin a clause. Those of two words are told by the first, with what may follow.
STARTS: dict[str, tuple[str, ...]] = {
    "MATCH": (),
    "OPTIONAL": ("MATCH", "CALL"),
    "WHERE": (),
    "WITH": (),
    "UNWIND": (),
    "RETURN": (),
    "UNION": ("ALL", "DISTINCT"),
    "CALL": (),
    "ORDER": ("BY",),
    "SKIP": (),
    "LIMIT": (),
    "YIELD": (),
    # Below: clauses that a query of the library does not have.
    "CREATE": (),
    "MERGE": (),
    "SET": (),
    "DELETE": (),
    "DETACH": ("DELETE",),
    "NODETACH": ("DELETE",),
    "REMOVE": (),
    "FOREACH": (),
    "LOAD": ("CSV",),
    "INSERT": (),
    "DROP": (),
    "SHOW": (),
    "USE": (),
    "USING": (),
    "FINISH": (),
    "FILTER": (),
    "OFFSET": (),
    "HAVING": (),
    "LET": (),
    "INTERSECT": (),
    "EXCEPT": (),
}

#: Clauses that write.
WRITES = frozenset(
    {"CREATE", "MERGE", "SET", "DELETE", "DETACH DELETE", "NODETACH DELETE", "REMOVE", "FOREACH", "INSERT", "DROP"}
)

#: Words before a brace that make it a subquery; any other brace is a map or a quantifier.
SUBQUERIES = frozenset({"CALL", "EXISTS", "COUNT", "COLLECT"})


@dataclass(slots=True)
class Clause:
    """A clause: its keyword (``PATTERN`` for a subquery that is only a pattern), and the tokens after it."""

    keyword: str
    start: Token
    body: list[Token] = field(default_factory=list)
    block: Block | None = None


@dataclass(slots=True)
class Block:
    """A query or subquery: ``kind`` is ``QUERY`` or the word before its brace."""

    kind: str
    clauses: list[Clause] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def walk(self) -> Iterator[Block]:
        """Yield this block and all blocks in it."""
        yield self
        for block in self.blocks:
            yield from block.walk()


def parse(text: str) -> Block:
    """Split a Cypher text into its clauses."""
    code = [token for token in tokens(text) if token.text != ";"]
    block, end = _block("QUERY", code, 0)
    # A closing brace too many ends the block early; what is left is split as if it were not there.
    while end < len(code):
        rest, end = _block("QUERY", code, end)
        block.clauses += rest.clauses
        block.blocks += rest.blocks
    return block


def _block(kind: str, code: Sequence[Token], at: int) -> tuple[Block, int]:
    """Read a block from ``at`` on; return it and the place after its closing brace."""
    block = Block(kind)
    brackets: list[str] = []
    while at < len(code):
        token = code[at]
        if token.text == "}" and not brackets:
            return block, at + 1
        if token.text == "{" and (word := _before_brace(code, at)) in SUBQUERIES:
            inner, at = _block(word, code, at + 1)
            block.blocks.append(inner)
            continue
        if token.text in ("(", "[", "{"):
            brackets.append(token.text)
        elif token.text in (")", "]", "}") and brackets:
            brackets.pop()
        elif not brackets and (keyword := _keyword(code, at)):
            block.clauses.append(Clause(keyword, token, block=block))
            at += len(keyword.split())
            continue
        if not block.clauses:
            block.clauses.append(Clause("PATTERN", token, block=block))
        block.clauses[-1].body.append(token)
        at += 1
    return block, at


def _before_brace(code: Sequence[Token], at: int) -> str:
    """Return the word before the brace at ``at``, looking past ``(x, y)`` of ``CALL (x, y) {``."""
    at -= 1
    if at >= 0 and code[at].text == ")":
        depth = 0
        while at >= 0:
            depth += (code[at].text == ")") - (code[at].text == "(")
            at -= 1
            if depth == 0:
                break
        return "CALL" if at >= 0 and code[at].word == "CALL" else ""
    return code[at].word if at >= 0 else ""


def _keyword(code: Sequence[Token], at: int) -> str:
    """Return the keyword of the clause that begins at ``at``, or nothing when none does."""
    word = code[at].word
    if word not in STARTS:
        return ""
    before = code[at - 1] if at else None
    after = code[at + 1] if at + 1 < len(code) else None
    if before is not None and (before.text in (".", ":", "|", "&", "$") or before.word == "AS"):
        return ""  # a name
    if after is None and word != "FINISH":
        return ""  # a variable of that name
    if after is not None and after.text in (":", ".", ",", "=", "+=") and word != "RETURN":
        return ""  # a map key or a variable of that name
    if before is not None and before.word in ("STARTS", "ENDS") and word == "WITH":
        return ""
    second = STARTS[word]
    if second and after is not None and after.word in second:
        return f"{word} {after.word}"
    return word if not second or word == "UNION" else ""
