"""How fast each format is read: records and megabytes per second, and the time relative to JSON lines.

    python benchmarks/readers.py [--papers 20000]

The papers are made up (about as long as real abstracts) and written in every format first; each format is then read
three times in a process of its own, and the best time counts, with the peak of the memory.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import lzma
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

WORDS = [
    "we",
    "study",
    "deep",
    "kites",
    "that",
    "fly",
    "over",
    "noisy",
    "networks",
    "with",
    "robust",
    "learning",
    "of",
    "fast",
    "boats",
    "and",
    "measure",
    "how",
    "far",
]
Pair = tuple[str, str]

MEASURE = """
import re, sys, time
from extract.readers import read_papers
best = None
for _ in range(3):
    start = time.perf_counter()
    count = sum(1 for _ in read_papers([sys.argv[1]]))
    seconds = time.perf_counter() - start
    best = seconds if best is None else min(best, seconds)
try:
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
except OSError:
    peak = 0
print(count, best, peak)
"""


def made_up(papers: int) -> list[Pair]:
    """Titles of ten words and abstracts of eight sentences, the same at every run."""
    chance = random.Random(0)

    def sentence(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words)).capitalize()

    return [(f"{sentence(10)} {n}", " ".join(f"{sentence(24)}." for _ in range(8))) for n in range(papers)]


def write_all(folder: Path, pairs: list[Pair]) -> dict[str, Path]:
    """Write the papers in every format and return the files."""
    lines = "".join(json.dumps({"title": t, "abstract": a}) + "\n" for t, a in pairs)
    contents = {
        "jsonl": lines,
        "hf-daily": "Get trending papers in your email inbox!\n\n"
        + "\n\n".join(text for pair in pairs for text in pair),
        "hf-api": json.dumps([{"paper": {"title": t, "summary": a}} for t, a in pairs]),
        "arxiv (Atom)": '<feed xmlns="http://www.w3.org/2005/Atom">'
        + "".join(f"<entry><title>{escape(t)}</title><summary>{escape(a)}</summary></entry>\n" for t, a in pairs)
        + "</feed>",
        "arxiv (Kaggle)": "".join(
            json.dumps({"id": f"2001.{n:05d}", "title": t, "abstract": a, "authors_parsed": [["Doe", "J", ""]]}) + "\n"
            for n, (t, a) in enumerate(pairs)
        ),
        "bibtex": "".join(f"@misc{{k{n}, title={{{t}}}, abstract={{{a}}}}}\n" for n, (t, a) in enumerate(pairs)),
    }
    files = {}
    for number, (name, content) in enumerate(contents.items()):
        files[name] = folder / str(number)
        files[name].write_text(content, encoding="utf-8")
    files["csv"] = folder / "csv"
    with files["csv"].open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([("title", "abstract"), *pairs])
    for name, pack in (("jsonl.gz", gzip.compress), ("jsonl.xz", lzma.compress)):
        files[name] = folder / name
        files[name].write_bytes(pack(lines.encode()))
    return files


def main() -> None:
    """Measure all formats and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=20_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = write_all(Path(folder), made_up(arguments.papers))
        print(f"{'format':<16}{'papers/s':>10}{'MB/s':>8}{'x jsonl':>9}{'peak MB':>9}")
        base = 0.0
        for name, path in files.items():
            answer = subprocess.run(
                [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
            )
            count, seconds, peak = (float(number) for number in answer.stdout.split())
            if count != arguments.papers:
                raise SystemExit(f"{name}: {count:.0f} papers were read, not {arguments.papers}")
            base = base or seconds
            size = path.stat().st_size / 2**20
            print(f"{name:<16}{count / seconds:>10.0f}{size / seconds:>8.1f}{seconds / base:>9.2f}{peak:>9.0f}")


if __name__ == "__main__":
    main()
