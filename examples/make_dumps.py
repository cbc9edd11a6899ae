"""Writes the landmark papers as text copied from a Daily Papers page would look, in each of the page's three shapes.

Run from anywhere: ``python examples/make_dumps.py``. The papers are shared out: each is in one dump, a few in two.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Record = dict[str, Any]


def spaced(records: Iterable[Record]) -> str:
    """Blank lines between all lines, and the day of the page above the first title."""
    lines = [
        "new",
        "Get trending papers in your email inbox!",
        "Subscribe",
        "byAK and the research community",
        "Mar 12",
    ]
    for record in records:
        lines += [record["title"], record["abstract"]]
    return "\n\n".join(lines) + "\n"


def dense(records: Iterable[Record]) -> str:
    """No blank line at all, and the button of the newsletter glued to the first title."""
    lines = ["Get trending papers in your email inbox once a day!", "Get trending papers in your email inbox!"]
    papers = [line for record in records for line in (record["title"], record["abstract"])]
    return "\n".join([*lines, "Subscribe" + papers[0], *papers[1:]]) + "\n"


def detailed(records: Iterable[Record]) -> str:
    """Lines of authors count and date under every abstract; the year of the newest papers is left out."""
    records = list(records)
    newest = max(record["date"][:4] for record in records)
    chrome = ["new", "Get trending papers in your email inbox!", "Subscribe", "Daily Papers"]
    blocks = [*chrome, "byAK and the research community", "Dec 2"]
    for record in records:
        day = dt.date.fromisoformat(record["date"])
        shown = f"{day:%b} {day.day}" + ("" if record["date"].startswith(newest) else f", {day.year}")
        blocks += [record["title"], f"{record['abstract']}\n\n  • {len(record['authors'])} authors\n·\n{shown}"]
    return "\n\n".join(blocks) + "\n"


def main() -> None:
    """Write the three dumps beside this file."""
    lines = (HERE / "landmarks.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    first, second, third = records[0::3], records[1::3], records[2::3]
    counted = [r for r in third if "date" in r and r["authors"][-1] != "et al."]
    uncounted = [r for r in third if r not in counted]
    shapes = {
        "hf-daily-spaced.txt": spaced(first + second[:2]),
        "hf-daily-dense.txt": dense(second + uncounted),
        "hf-daily-detailed.txt": detailed(counted),
    }
    for name, text in shapes.items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
