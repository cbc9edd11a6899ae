"""Learning-rate schedule and checkpoints shared by the training stages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch


def linear_schedule(optimizer: torch.optim.Optimizer, steps: int, warmup: float) -> torch.optim.lr_scheduler.LambdaLR:
    """Rise linearly over the first ``warmup`` share of ``steps``, then fall linearly to zero."""
    rise = max(1, int(warmup * steps))
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: (step + 1) / rise if step < rise else max(0.0, (steps - step) / max(1, steps - rise))
    )


def padded(length: int) -> int:
    """Round a length up to a multiple of 32: few distinct shapes keep the CPU kernels' caches small."""
    return -(-length // 32) * 32


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint aside and rename it, so that a kill never leaves half a file."""
    aside = path.with_suffix(".writing")
    torch.save(state, aside)
    aside.replace(path)
