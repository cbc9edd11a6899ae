"""``kg eval``: how good the extractor is on annotated papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import Progress, echo_json, heading, json_option, quiet_option, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.records import Extraction, Paper
    from kg.evaluation import Count, Scores


@click.command(name="eval")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--papers",
    "papers_file",
    type=click.Path(path_type=Path),
    help="Texts of the papers, a JSON list of {id, title, abstract}.  [default: GOLD's name + .papers.json]",
)
@click.option(
    "--predicted",
    type=click.Path(path_type=Path),
    help="Score this output of kg extract, rather than run the extractor.",
)
@click.option("--model", type=click.Path(path_type=Path), help="Score this model rather than the packaged one.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Drop what is less certain."
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to extract with.")
@click.option(
    "--examples", type=click.IntRange(min=0), default=5, show_default=True, help="Most frequent errors to show a kind."
)
@json_option
@quiet_option
def command(
    gold: Path,
    papers_file: Path | None,
    predicted: Path | None,
    model: Path | None,
    min_confidence: float,
    jobs: int,
    examples: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Score the extractor on the annotated papers of GOLD.

    Precision, recall and F1, in all and by entity type, role and relation; the most frequent errors; a calibration
    table. GOLD is a JSON Lines file, described in docs/evaluation.md.

    \b
    Examples:
      kg eval gold.jsonl                      # texts are in gold.papers.json
      kg eval gold.jsonl --predicted extracted.jsonl --json
    """
    from kg.annotations import read_annotations, read_gold_papers
    from kg.evaluation import evaluate

    papers = read_gold_papers(papers_file or gold.with_name(f"{gold.stem}.papers.json"))
    annotations = read_annotations(gold)
    if predicted:
        scores = evaluate(papers, annotations, read_annotations(predicted))
    else:
        wanted = [papers[a.id] for a in annotations if a.id in papers]
        scores = evaluate(papers, annotations, _extracted(wanted, model, min_confidence, jobs, quiet))
    if as_json:
        echo_json(scores.to_dict())
    else:
        click.echo("\n".join(_report(scores, examples)))


def _extracted(
    papers: list[Paper], model: Path | None, min_confidence: float, jobs: int, quiet: bool
) -> Iterable[Extraction]:
    from extract.pipeline import extract_papers

    extractions = extract_papers(papers, model=model, min_confidence=min_confidence, jobs=jobs)
    with Progress(quiet) as progress:
        for done, extraction in enumerate(extractions, 1):
            progress("extracting papers", done, len(papers))
            yield extraction


def _report(scores: Scores, examples: int) -> Iterator[str]:
    if scores.unpredicted:
        yield f"not predicted: {len(scores.unpredicted)} of {scores.papers} papers, counted as empty"
    for key, count in sorted(scores.table.items()):
        yield f"{key:18s} P {count.precision:5.1f}  R {count.recall:5.1f}  F1 {count.f1:5.1f}"
    for title, counts in (
        ("Entities by type", scores.entities),
        ("Roles", scores.roles),
        ("Relations", scores.relations),
    ):
        yield from ("", heading(title), _counts(counts))
    yield from ("", heading("Errors"))
    yield from _errors(scores, examples)
    for name, reliability in scores.reliability.items():
        rows = [
            (f"{b['from']:.1f}-{b['to']:.1f}", b["n"], f"{b['confidence']:.2f}", f"{b['right']:.2f}")
            for b in reliability.to_dict()["bins"]
        ]
        if rows:
            yield from ("", heading(f"Calibration of {name}: expected calibration error {reliability.error:.3f}"))
            yield table(("confidence", "n", "mean", "right"), rows, indent=2)


def _counts(counts: dict[str, Count]) -> str:
    rows = (
        (name, c.gold, c.predicted, c.right, f"{c.precision:.1f}", f"{c.recall:.1f}", f"{c.f1:.1f}")
        for name, c in sorted(counts.items())
    )
    return table(("", "gold", "predicted", "right", "P", "R", "F1"), rows, indent=2)


def _errors(scores: Scores, examples: int) -> Iterator[str]:
    from kg.evaluation_errors import KINDS

    for kind, meaning in KINDS.items():
        if number := scores.errors.count(kind):
            yield f"  {number:5,}  {kind}: {meaning}"
            for text, times in scores.errors.most_common(kind, examples):
                yield f"           {times:>3} x {text}"
