"""The rules of ``kg.cypher_lint``: each yields the token that breaks it, its number, and what to write instead."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from kg.cypher_clauses import STARTS, WRITES, Block, Clause
from kg.cypher_patterns import Told, is_pattern, patterns
from kg.cypher_text import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLAUSES = _words("MATCH WHERE WITH UNWIND RETURN UNION CALL SKIP LIMIT PATTERN") | {
    "OPTIONAL MATCH",
    "UNION ALL",
    "ORDER BY",
}

AGGREGATES = _words("COUNT SUM AVG MIN MAX COLLECT STDEV")

FUNCTIONS = AGGREGATES | _words("""
    COALESCE LABELS TYPE KEYS PROPERTIES STARTNODE ENDNODE ELEMENTID NODES RELATIONSHIPS LENGTH
    TOLOWER TOUPPER TRIM SPLIT REPLACE SUBSTRING LEFT REVERSE SIZE TOSTRING TOINTEGER TOFLOAT
    ABS CEIL FLOOR SQRT ROUND RANGE HEAD LAST TAIL REDUCE ANY ALL NONE SINGLE
    SHORTESTPATH ALLSHORTESTPATHS DATE DURATION EXISTS
""")

#: Words that may stand before a parenthesis without being a function.
_NO_FUNCTIONS = frozenset(STARTS) | _words(
    "AND OR XOR NOT IN WHEN THEN ELSE CASE AS BY ON IS DISTINCT CONTAINS DESC ASC SHORTEST"
)

_INSTEAD = {
    "ID": "use elementId(x), or the property x.id",
    "LOCALDATETIME": "use date()",
    "DATETIME": "use date(); time zones differ",
    "TIMESTAMP": "use date()",
    "RIGHT": "use substring()",
    "TOBOOLEAN": "compare with a string instead",
    "PERCENTILECONT": "sort, collect and index instead",
    "PERCENTILEDISC": "sort, collect and index instead",
    "STDEVP": "use stDev()",
}


def unsafe_text(code: list[Token]) -> Told:
    """P13, P10: one statement, closed quotes, named parameters."""
    for at, token in enumerate(code):
        if token.kind == "bad":
            yield token, "P13", f"{token.text} is never closed"
        elif token.text == ";" and at + 1 < len(code):
            yield token, "P13", "one statement a file; put the next one into a file of its own"
        elif token.kind == "parameter" and not (token.text[1:2].isalpha() or token.text[1:2] == "_"):
            yield token, "P10", "name the parameter with letters: $name"


def properties(code: list[Token]) -> Told:
    """P1, P2: properties that the embedded engine answers by itself."""
    for dot, name, after in zip(code, code[1:], [*code[2:], None], strict=False):
        if dot.text != "." or name.kind != "name" or (after is not None and after.text == "("):
            continue
        if name.text in ("type", "label", "labels"):
            yield name, "P2", f"no property may be called {name.text}; relationships have type(r), nodes n:Label"
        elif name.text == "title" and after is not None and after.word == "IS":
            yield name, "P1", "don't test title for null: the embedded engine may answer it for every node"


def functions(code: list[Token]) -> Told:
    """P6, P7, P9: functions that both engines have."""
    for at, token in enumerate(code[:-1]):
        if token.kind != "name" or code[at + 1].text != "(":
            continue
        first = at
        while first >= 2 and code[first - 1].text == "." and code[first - 2].kind == "name":
            first -= 2
        name = ".".join(t.text for t in code[first : at + 1 : 2])
        word = name.upper()
        before = code[first - 1] if first else None
        if before is not None and before.text in (":", "|", "&", "!", "."):
            continue  # a label before a parenthesis
        if before is not None and before.word == "CALL":
            if word != "DB.LABELS":
                yield code[first], "P7", f"CALL {name}: only db.labels() is on both engines"
        elif word == "EXISTS":
            yield token, "P6", "exists(n.x) is gone in Neo4j 5; write n.x IS NOT NULL, or EXISTS { pattern }"
        elif word == "SIZE" and code[at + 2].text == "(" and is_pattern(code[at + 2 :]):
            yield token, "P6", "size of a pattern is gone in Neo4j 5; write COUNT { pattern }"
        elif word not in FUNCTIONS and word not in _NO_FUNCTIONS:
            rule = "P9" if word in ("DATETIME", "LOCALDATETIME", "TIMESTAMP", "TIME") or "DURATION" in word else "P7"
            yield code[first], rule, f"{name}() is not the same on both engines; {_INSTEAD.get(word, 'leave it out')}"


def label_order(code: list[Token]) -> Told:
    """P12: the order of labels is undefined."""
    for at, token in enumerate(code):
        if token.word == "LABELS" and at + 4 < len(code) and code[at + 1].text == "(" and code[at + 4].text == "[":
            yield token, "P12", "the order of labels is undefined; test n:Label, or filter the list first"


def clauses(clause: Clause) -> Told:
    """P3: only clauses that read, and that both engines have."""
    keyword = clause.keyword
    if keyword in WRITES:
        yield clause.start, "P3", f"{keyword} writes; queries only read"
    elif keyword == "LOAD CSV":
        yield clause.start, "P3", "LOAD CSV reads files of the server; pass the rows as a parameter"
    elif keyword == "OPTIONAL CALL":
        yield clause.start, "P3", "OPTIONAL CALL is not on both engines; use OPTIONAL MATCH"
    elif keyword == "USING":
        yield clause.start, "P4", "no index hints: the engines have different indexes"
    elif keyword == "YIELD":
        return
    elif keyword not in CLAUSES:
        yield clause.start, "P3", f"{keyword} is not on both engines"
    if keyword == "CALL" and clause.body and clause.body[0].text == "(":
        yield clause.start, "P3", "CALL (x) { … } needs Neo4j 5.23; write CALL { WITH x … }"
    for token, after in zip(clause.body, clause.body[1:], strict=False):
        if token.word == "IN" and after.word == "TRANSACTIONS":
            yield token, "P3", "IN TRANSACTIONS is not on both engines"


def subqueries(block: Block) -> Told:
    """P3, P6: subqueries that one engine lacks or gets wrong."""
    if block.kind == "COLLECT" and block.clauses:
        yield block.clauses[0].start, "P6", "COLLECT { } is not on both engines; use a pattern comprehension"
    if block.kind == "CALL" and not any(c.keyword == "WITH" for c in _branches(block)[0]):
        for branch in _branches(block) if len(_branches(block)) > 1 else []:
            for clause in branch:
                if clause.keyword == "RETURN" and _aggregates(clause.body):
                    message = "the embedded engine may refuse a count in a branch of a UNION; do it in a WITH before"
                    yield clause.start, "P3", message


def filtered_paths(block: Block) -> Told:
    """P5: a filter on the path of shortestPath is part of the search on Neo4j, and comes after it here."""
    for clause, where in zip(block.clauses, block.clauses[1:], strict=False):
        if where.keyword == "WHERE" and any(t.word in ("SHORTESTPATH", "ALLSHORTESTPATHS") for t in clause.body):
            for token in where.body:
                if token.word in ("NODES", "RELATIONSHIPS", "LENGTH"):
                    message = "filter the path in a later WITH … WHERE: here the engines search differently"
                    yield token, "P5", message
                    break


def results(block: Block) -> Told:
    """P11: every column has a name, and a limited result a total order."""
    for at, clause in enumerate(block.clauses):
        if clause.keyword == "RETURN" and block.kind in ("QUERY", "CALL"):
            yield from _columns(clause)
        if clause.keyword == "WITH":
            yield from _columns(clause)
        if clause.keyword in ("LIMIT", "SKIP"):
            before = next((c for c in reversed(block.clauses[:at]) if c.keyword not in ("SKIP", "LIMIT")), None)
            zero = len(clause.body) == 1 and clause.body[0].text == "0"
            if not zero and (before is None or before.keyword != "ORDER BY"):
                yield clause.start, "P11", f"{clause.keyword} without ORDER BY: which rows come back is undefined"


def products(block: Block) -> Told:
    """P8: patterns that nothing joins multiply."""
    known: set[str] = set()
    for clause in block.clauses:
        if clause.keyword in ("MATCH", "OPTIONAL MATCH"):
            parts = [part for part in _split(clause.body) if part]
            joined: set[str] = set()
            for part in parts:
                names = {t.text for t in part if t.kind == "name"} & _variables(part)
                if joined and names and not names & joined and not names <= known:
                    yield part[0], "P8", "nothing joins this pattern to the others: that's a cartesian product"
                joined |= names
            known |= joined
        elif clause.keyword in ("WITH", "UNWIND"):
            known |= {t.text for t in clause.body if t.kind == "name"}


def _columns(clause: Clause) -> Told:
    names: set[str] = set()
    body = clause.body[1:] if clause.body and clause.body[0].word == "DISTINCT" else clause.body
    for item in _split(body):
        if not item or item[0].text == "*":
            continue
        aliased = len(item) > 2 and item[-2].word == "AS"
        if not aliased and not (len(item) == 1 and item[0].kind in ("name", "quoted")):
            yield item[0], "P11", "give the column a name: … AS name"
        elif item[-1].text in names:
            yield item[-1], "P11", f"two columns are called {item[-1].text}"
        names.add(item[-1].text)


def _split(code: Sequence[Token]) -> list[list[Token]]:
    """Split at the commas that are in no bracket."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in code:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _variables(part: Sequence[Token]) -> set[str]:
    """Return the variables of the nodes and relationships of a pattern."""
    return {b.text for a, b in itertools.pairwise(part) if a.text in ("(", "[") and b.kind == "name"}


def _branches(block: Block) -> list[list[Clause]]:
    branches: list[list[Clause]] = [[]]
    for clause in block.clauses:
        if clause.keyword.startswith("UNION"):
            branches.append([])
        else:
            branches[-1].append(clause)
    return branches


def _aggregates(code: Sequence[Token]) -> bool:
    return any(a.word in AGGREGATES and b.text == "(" for a, b in itertools.pairwise(code))


TEXT_RULES = (unsafe_text, properties, functions, label_order)
BLOCK_RULES = (subqueries, filtered_paths, results, products)
CLAUSE_RULES = (clauses, patterns)
