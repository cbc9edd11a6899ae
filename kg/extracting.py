"""Write what each paper says as JSON Lines, without a graph: resumable into a file, streamed to standard output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.files import open_output
from kg.progress import ProgressCallback, reported, silent

if TYPE_CHECKING:
    from extract.errors import ReadError
    from extract.records import Extraction, Paper


def write_extractions(
    inputs: Iterable[str | Path],
    output: str | Path = "-",
    *,
    format: str | None = None,
    skip_bad: bool = False,
    on_bad: Callable[[ReadError], None] | None = None,
    model: str | Path | None = None,
    jobs: int = 1,
    min_confidence: float = 0.0,
    progress: ProgressCallback | None = None,
) -> int:
    """Extract from papers and write one JSON object a paper and line; return the number of papers.

    A file is written whole or not at all, its papers in the order of their ids. Until it is, what was extracted is
    kept beside it in ``.NAME.sqlite``, and a run that was stopped goes on from there. Standard output gets each paper
    as soon as it is ready, in the order of the inputs.

    Parameters
    ----------
    inputs
        Files with papers, in any format of ``extract.readers.READERS``; ``-`` is standard input. The same paper in
        several inputs is written once.
    output
        A file, packed when it ends in ``.gz``; ``-`` is standard output.
    format, skip_bad, on_bad
        As in ``extract.readers.read_papers``.
    model
        Directory of the extraction model; the packaged one when not given.
    jobs
        Processes to extract with.
    min_confidence
        Leave out what is less certain.
    progress
        Called as ``progress(stage, done, total)``; ``total`` is None while it is not known.

    Raises
    ------
    ReadError
        A record can't be read (unless ``skip_bad``).
    """
    from extract.pipeline import extract_papers, model_id
    from extract.readers import read_papers

    report = progress or silent
    papers = read_papers(inputs, format=format, skip_bad=skip_bad, on_bad=on_bad)
    model = Path(model) if model else None

    def extracted(papers: Iterable[Paper], total: int | None = None) -> Iterator[Extraction]:
        extractions = extract_papers(papers, model=model, min_confidence=min_confidence, jobs=jobs)
        return reported(extractions, "extracting", report, total)

    if str(output) == "-":
        with open_output(output) as stream:
            return _write(stream, extracted(_distinct(papers)))

    from extract.checkpoint import Checkpoint

    output = Path(output)
    aside = output.with_name(f".{output.name}.sqlite")
    # What was left out for its confidence is not in the checkpoint: another threshold is another extraction.
    key = f"{model_id(model)} min_confidence={min_confidence}"
    with Checkpoint(aside) as checkpoint:
        checkpoint.put_papers(reported(papers, "reading papers", report))
        checkpoint.put(key, extracted(checkpoint.pending(key), checkpoint.counts(key)["pending"]))
        with open_output(output) as stream:
            count = _write(stream, checkpoint.extractions(key))
    aside.unlink()
    return count


def _distinct(papers: Iterable[Paper]) -> Iterator[Paper]:
    seen: set[str] = set()
    for paper in papers:
        if paper.id not in seen:
            seen.add(paper.id)
            yield paper


def _write(stream: BinaryIO, extractions: Iterable[Extraction]) -> int:
    count = 0
    for extraction in extractions:
        stream.write(json.dumps(extraction.to_dict(), ensure_ascii=False).encode("utf-8") + b"\n")
        count += 1
    return count
