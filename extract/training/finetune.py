"""Fine-tuning of the encoder and all heads at once on annotated papers, seeded and resumable."""

from __future__ import annotations

import copy
import logging
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from extract.training.data import Example
from extract.training.losses import ExampleCache, example_losses
from extract.training.model import Model
from extract.training.optim import linear_schedule, padded, save_checkpoint
from extract.wordpieces import Window, special_id, windows

log = logging.getLogger(__name__)

WEIGHTS = {"tags": 1.0, "values": 1.0, "senses": 0.5, "same": 0.3, "pairs": 0.3, "arguments": 0.5}


@dataclass(frozen=True, slots=True)
class Settings:
    """Hyper-parameters; the model card tells what was tried."""

    epochs: int = 8
    batch: int = 8
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    masking: float = 0.08
    average: float = 0.998
    false_from: float = 1.0
    max_tokens: int = 512
    seed: int = 0


def batch_tensors(
    items: Sequence[Window], mask_id: int, masking: float, generator: torch.Generator | None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pad windows into (ids, attention, shapes), each (batch, tokens), and pieces (batch, words, 2).

    A share ``masking`` of the pieces is hidden, so that context and not only the name decides.
    """
    tokens, words = padded(max(len(w.ids) for w in items)), max(len(w.pieces) for w in items)
    ids = torch.zeros(len(items), tokens, dtype=torch.long)
    shapes, attention = torch.zeros_like(ids), torch.zeros_like(ids)
    pieces = torch.zeros(len(items), words, 2, dtype=torch.long)
    for k, w in enumerate(items):
        ids[k, : len(w.ids)] = torch.from_numpy(w.ids)
        shapes[k, : len(w.ids)] = torch.from_numpy(w.shapes)
        attention[k, : len(w.ids)] = 1
        pieces[k, : len(w.pieces)] = torch.from_numpy(w.pieces)
    if masking:
        hide = (torch.rand(ids.shape, generator=generator) < masking) & (attention == 1)
        hide[:, 0] = False
        ids = ids.masked_fill(hide, mask_id)
    return ids, attention, shapes, pieces


def finetune(
    model: Model,
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    settings: Settings,
    checkpoint: Path,
    on_epoch: Callable[[int, Model], None] | None = None,
) -> Model:
    """Train ``model`` in place and return its exponential moving average, which is the model to keep.

    A checkpoint is written after every epoch; with one at ``checkpoint``, training goes on from there.
    """
    torch.manual_seed(settings.seed)
    generator = torch.Generator().manual_seed(settings.seed)
    data = [(e, ws[0]) for e in examples if len(ws := windows(e.view, tokenizer, settings.max_tokens)) == 1]
    caches = [ExampleCache() for _ in data]
    mask_id = special_id(tokenizer, "[MASK]")
    steps = -(-len(data) // settings.batch)
    encoder = list(model.encoder.parameters())
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": settings.encoder_rate},
            {"params": list(model.heads.parameters()), "lr": settings.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
    schedule = linear_schedule(optimizer, steps * settings.epochs, warmup=0.08)
    average = copy.deepcopy(model).eval()
    start = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        start = int(state["epoch"])
    for epoch in range(start, settings.epochs):
        rng = random.Random(settings.seed * 1000 + epoch)
        order = list(range(len(data)))
        rng.shuffle(order)
        # Batches of like length waste little padding; chunks of ten batches keep the order random.
        chunk = settings.batch * 10
        order = [
            i
            for c in range(0, len(order), chunk)
            for i in sorted(order[c : c + chunk], key=lambda i: len(data[i][1].ids))
        ]
        batches = [order[k : k + settings.batch] for k in range(0, len(order), settings.batch)]
        rng.shuffle(batches)
        model.train()
        sums: dict[str, float] = defaultdict(float)
        began = time.monotonic()
        for step, batch in enumerate(batches):
            tensors = batch_tensors([data[i][1] for i in batch], mask_id, settings.masking, generator)
            words = model.words(*tensors)
            total = torch.zeros(())
            for row, i in enumerate(batch):
                example, window = data[i]
                losses = example_losses(
                    example,
                    caches[i],
                    words[row, : len(window.pieces)],
                    model.heads,
                    rng,
                    with_false=epoch + step / steps >= settings.false_from,
                )
                for name, loss in losses.items():
                    total = total + WEIGHTS[name] * loss / len(batch)
                    sums[name] += loss.item() / len(data)
            optimizer.zero_grad()
            total.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            _move_average(average, model, min(settings.average, 1 - 1 / (10 + epoch * steps + step)))
            if (step + 1) % 50 == 0:
                log.info(
                    "epoch %d step %d/%d, %.2f steps/s",
                    epoch + 1,
                    step + 1,
                    steps,
                    (step + 1) / (time.monotonic() - began),
                )
        log.info("epoch %d losses %s", epoch + 1, {k: round(v, 4) for k, v in sums.items()})
        save_checkpoint(
            checkpoint,
            {
                "model": model.state_dict(),
                "average": average.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "epoch": epoch + 1,
            },
        )
        if on_epoch is not None:
            on_epoch(epoch + 1, average)
    return average


@torch.no_grad()
def _move_average(average: nn.Module, model: nn.Module, decay: float) -> None:
    for a, b in zip(average.parameters(), model.parameters(), strict=True):
        a.lerp_(b, 1 - decay)


@torch.no_grad()
def word_vectors(model: Model, items: Sequence[Window]) -> list[np.ndarray]:
    """Word vectors (words, width) of every window, without gradients."""
    out: list[np.ndarray] = []
    for k in range(0, len(items), 8):
        part = items[k : k + 8]
        words = model.words(*batch_tensors(part, 0, 0.0, None)).numpy()
        out += [words[i, : len(w.pieces)] for i, w in enumerate(part)]
    return out
