"""Functions, lists, maps and dates of Cypher: the same right answers on the embedded engine and on Neo4j."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from typing import Any

from cypher_cases import Case, Cases, check
from cypher_world import World

from kg.cypher_types import Backend

cases = Cases()

# --- texts, numbers, lists ---------------------------------------------------------------------------------------

cases(
    "functions of texts",
    "RETURN split('a,b,c', ',')[1] AS a, replace('abc', 'b', 'x') AS b, substring('hello', 1, 3) AS c, "
    "trim('  x ') AS d, 'a' + 'b' AS e, toString(12) AS f, toInteger('42') AS g, toFloat('1.5') AS h, "
    "size('abc') AS i, reverse('abc') AS j, left('abcdef', 2) AS k",
    lambda w: [["b", "axc", "ell", "x", "ab", "12", 42, 1.5, 3, "cba", "ab"]],
)
cases(
    "texts beyond ASCII",
    "RETURN size('Schrödinger') AS a, toUpper('straße') = 'STRASSE' AS b, 'β' < 'γ' AS c, reverse('aé') AS d",
    lambda w: [[11, True, True, "éa"]],
)
cases(
    "functions of numbers",
    "RETURN 7 / 2 AS a, 7 % 3 AS b, 2 ^ 3 AS c, round(2.5) AS d, abs(-3) AS e, ceil(1.2) AS f, floor(1.8) AS g, "
    "sqrt(16) AS h",
    lambda w: [[3, 1, 8.0, 3.0, 3, 2.0, 1.0, 4.0]],
)
cases(
    "functions of lists",
    "RETURN range(0, 4)[1..3] AS a, head([1, 2]) AS b, last([1, 2]) AS c, tail([1, 2, 3]) AS d, size([1, 2]) AS e, "
    "[1, 2] + [3] AS f, reduce(s = 0, x IN [1, 2, 3] | s + x) AS g, 2 IN [1, 2] AS h, [1, 2, 3][-1] AS i, "
    "all(x IN [1, 2] WHERE x > 0) AS j",
    lambda w: [[[1, 2], 1, 2, [2, 3], 2, [1, 2, 3], 6, True, 3, True]],
)
cases(
    "any, none and single",
    "RETURN any(x IN [1, 2] WHERE x > 1) AS a, none(x IN [1, 2] WHERE x > 2) AS b, "
    "single(x IN [1, 2] WHERE x > 1) AS c",
    lambda w: [[True, True, True]],
)
cases(
    "a list comprehension over a property",
    "MATCH (m:Method {id: 'M0001'})\n"
    "RETURN [x IN m.aliases WHERE x STARTS WITH $start | toUpper(x)] AS upper, "
    "any(x IN m.aliases WHERE x = $start) AS has",
    lambda w: [[["M1"], True]],
    {"start": "m1"},
)
cases(
    "a value in a property that is a list",
    "MATCH (m:Method) WHERE 'm77' IN m.aliases RETURN m.id AS id",
    lambda w: [["M0077"]],
)
cases(
    "a median by percentileCont",
    "MATCH (m:Method) RETURN stDev(m.n_papers) AS deviation, percentileCont(m.n_papers, 0.5) AS median",
    lambda w: [[statistics.stdev(ns := [m["n_papers"] for m in w.all("Method")]), float(statistics.median(ns))]],
    lacking=True,
)

# --- maps --------------------------------------------------------------------------------------------------------

ONE = "MATCH (m:Method {id: 'M0001'}) "
cases(
    "a map projection",
    ONE + "RETURN m {.name, .n_papers, kind: 'method'} AS m",
    lambda w: [[{"name": w.name("M0001"), "n_papers": w.nodes["M0001"]["n_papers"], "kind": "method"}]],
)
cases(
    "a map of one's own",
    ONE + "RETURN {name: m.name, n: m.n_papers} AS m",
    lambda w: [[{"name": w.name("M0001"), "n": w.nodes["M0001"]["n_papers"]}]],
)
cases(
    "a collection of maps",
    "MATCH (t:Task)<-[r:USED_FOR]-(m:Method) WHERE t.id <= 'T0004'\n"
    "WITH t, collect({name: m.name, n: r.count}) AS found\n"
    "RETURN t.name AS task, size(found) AS n, found[0].name IS NOT NULL AS named ORDER BY task",
    lambda w: sorted(
        [t["name"], len(found), True] for t in w.all("Task")[:5] if (found := w.sources(t["id"], "USED_FOR"))
    ),
)
cases(
    "a property by its name in a parameter",
    ONE + "RETURN m[$key] AS value",
    lambda w: [[w.nodes["M0001"]["n_papers"]]],
    {"key": "n_papers"},
)


def properties(w: World, node: str) -> dict[str, Any]:
    return {key: value for key, value in w.nodes[node].items() if key != "label"}


cases(
    "keys",
    ONE + "UNWIND keys(m) AS key RETURN key ORDER BY key",
    lambda w: sorted([key] for key in properties(w, "M0001")),
)
cases(
    "keys of a paper",
    "MATCH (p:Paper {id: 'P0001'}) UNWIND keys(p) AS key RETURN key ORDER BY key",
    lambda w: sorted([key] for key in properties(w, "P0001")),
)
cases("all properties", ONE + "RETURN properties(m) AS m", lambda w: [[properties(w, "M0001")]])
cases("a projection of all properties", ONE + "RETURN m {.*} AS m", lambda w: [[properties(w, "M0001")]])
cases("an element id", ONE + "RETURN elementId(m) IS NOT NULL AS has", lambda w: [[True]])
cases("the id of old", ONE + "RETURN id(m) IS NOT NULL AS has", lambda w: [[True]])

# --- dates -------------------------------------------------------------------------------------------------------

DAY = dt.date(2020, 1, 1)


def since(w: World) -> list[list[Any]]:
    return [[sum(p["date"] >= DAY for p in w.all("Paper") if "date" in p)]]


def by_year(w: World) -> list[list[Any]]:
    return sorted([year, n] for year, n in Counter(p["year"] for p in w.all("Paper") if "year" in p).items())


for name, condition, params in [
    ("a date and a text of it", "p.date >= date('2020-01-01')", {}),
    ("a date and a parameter that is a text", "p.date >= date($day)", {"day": "2020-01-01"}),
    ("a date and a parameter that is a date", "p.date >= $day", {"day": DAY}),
    ("a text in the form of a date", "p.day >= $day", {"day": "2020-01-01"}),
    ("a year", "p.year >= 2020", {}),
    ("a date made of a property", "date(p.day) >= date($day)", {"day": "2020-01-01"}),
    ("a date less a duration", "p.date >= date('2020-01-31') - duration({days: 30})", {}),
    ("a date less a duration as a text", "p.date >= date('2020-01-31') - duration('P30D')", {}),
]:
    cases(name, f"MATCH (p:Paper) WHERE {condition} RETURN count(p) AS n", since, params)
DATED = "MATCH (p:Paper) WHERE p.day IS NOT NULL RETURN "
cases("the year of a date", DATED + "p.date.year AS year, count(*) AS n ORDER BY year", by_year)
cases(
    "the year in a text",
    DATED + "toInteger(substring(p.day, 0, 4)) AS year, count(*) AS n ORDER BY year",
    by_year,
)
cases(
    "the left of a text",
    DATED + "left(p.day, 4) AS year, count(*) AS n ORDER BY year",
    lambda w: [[str(year), n] for year, n in by_year(w)],
)
cases(
    "a date comes back as a date",
    "MATCH (p:Paper {id: 'P0001'}) RETURN p.date AS day, p.date + duration({days: 1}) AS next",
    lambda w: [[day := w.nodes["P0001"]["date"], day + dt.timedelta(days=1)]],
)


@cases.parametrize
def test_both_engines_give_the_right_rows(case: Case, backend: Backend, world: World) -> None:
    check(case, backend, world)
