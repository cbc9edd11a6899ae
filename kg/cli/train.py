"""``kg train``: train the extraction model anew from annotated papers."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import echo_json, json_option, quiet_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.records import Extraction
    from extract.training.tune import Measured


@click.command(name="train")
@click.argument("texts", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--annotations",
    type=click.Path(path_type=Path),
    help="Stand-off annotations of the texts.  [default: those that papergraph ships]",
)
@click.option(
    "--gold",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Annotated papers to train on (NAME.jsonl), repeatable.",
)
@click.option(
    "--dev",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Annotated papers to choose thresholds on, repeatable.",
)
@click.option("--corpus", type=click.Path(path_type=Path), help="Unlabelled papers, for continued pre-training.")
@click.option("--encoder", type=click.Path(path_type=Path), help="Starting weights.  [default: MiniLM-L6]")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Model directory to write.")
@click.option("--work", type=click.Path(path_type=Path), help="Checkpoints.  [default: OUTPUT.work]")
@click.option("--epochs", type=click.IntRange(min=1), default=8, show_default=True, help="Epochs over the annotations.")
@click.option(
    "--text-epochs",
    type=click.FloatRange(min=0, min_open=True),
    default=0.5,
    show_default=True,
    help="Epochs over --corpus; a part of one will do.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of everything random.")
@click.option("--partial", is_flag=True, help="Go on where the text of an annotated paper is not given.")
@json_option
@quiet_option
def command(
    texts: tuple[Path, ...],
    annotations: Path | None,
    gold: tuple[Path, ...],
    dev: tuple[Path, ...],
    corpus: Path | None,
    encoder: Path | None,
    output: Path,
    work: Path | None,
    epochs: int,
    text_epochs: float,
    seed: int,
    partial: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Train the extraction model on annotated papers.

    TEXTS are inputs with the annotated papers, in any format that kg build reads; or give annotated files with --gold
    and --dev. A run that was stopped goes on from its last checkpoint. Needs the extra train (torch).

    \b
    Examples:
      kg train papers/*.txt -o mymodel --corpus arxiv.jsonl.xz
      kg train --gold train.jsonl --dev dev.jsonl -o mymodel
    """
    from dataclasses import replace

    from extract.errors import PapergraphError

    try:
        from extract.training.train import Plan, train
    except ImportError as error:
        raise PapergraphError(
            f"training needs the extra 'train' ({error.name} is missing); pip install 'papergraph[train]'"
        ) from error
    from extract.readers import read_papers
    from extract.training.data import read_annotated
    from extract.training.standoff import SHIPPED, read_standoff

    if not quiet:
        # Ours only: the exporter's libraries tell every tensor.
        logging.basicConfig(level=logging.ERROR, format="%(asctime)s %(message)s")
        logging.getLogger("extract.training").setLevel(logging.INFO)
    train_set = [a for path in gold for a in read_annotated(path)]
    dev_set = [a for path in dev for a in read_annotated(path)]
    if texts:
        splits = read_standoff(annotations or SHIPPED, read_papers(texts), allow_missing=partial)
        # What was annotated under the same hand as the development papers counts twice.
        train_set += 2 * splits.get("train", []) + splits.get("more", [])
        dev_set += splits.get("dev", []) + splits.get("dev-more", [])
    if not train_set or not dev_set:
        raise PapergraphError("nothing to train on; give TEXTS, or both --gold and --dev")
    plan = Plan()
    plan = replace(plan, pretrain_epochs=text_epochs, finetune=replace(plan.finetune, epochs=epochs, seed=seed))
    scores = train(
        train_set,
        dev_set,
        output,
        work or output.with_name(output.name + ".work"),
        _Scorer({a.id: (a.text, a.annotation) for a in dev_set}),
        corpus=None if corpus is None else (p.text for p in read_papers([corpus])),
        encoder=encoder,
        plan=plan,
    )
    if as_json:
        echo_json(scores)
    elif not quiet:
        for name, f1 in scores.items():
            click.echo(f"{name:10s} F1 {f1:5.1f}")


class _Scorer:
    """Scores extractions of the dev papers with the scorer of ``kg eval``."""

    def __init__(self, gold: Mapping[str, tuple[str, dict[str, object]]]) -> None:
        from extract.records import Paper
        from kg.annotations import Annotation

        self.papers = {}
        for key, (text, _) in gold.items():
            title, abstract = text.split("\n", 1)
            self.papers[key] = Paper(key, title, abstract)
        self.gold = [Annotation.from_dict(a) for _, a in gold.values()]

    def __call__(self, extractions: Mapping[str, Extraction]) -> Measured:
        from extract.training.tune import Measured
        from kg.evaluation import evaluate

        scores = evaluate(self.papers, self.gold, extractions.values())
        f1 = {k: scores.table[k].f1 for k in ("mentions", "entities", "roles", "relations", "results")}
        rows = {
            "entities" if kind == "roles" else kind: [(b.confidence, b.accuracy, b.n) for b in table.bins if b.n]
            for kind, table in scores.reliability.items()
            if kind != "entities"
        }
        return Measured(f1, rows)
