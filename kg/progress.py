"""How a long job tells its progress: a callback that gets the stage, what is done of it, and the total."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

#: Called as ``progress(stage, done, total)``; ``total`` is None while it is not known.
ProgressCallback = Callable[[str, int, int | None], None]

Item = TypeVar("Item")

#: Seconds between two calls while a stage is under way.
_EVERY = 0.1


def reported(items: Iterable[Item], stage: str, report: ProgressCallback, total: int | None = None) -> Iterator[Item]:
    """Yield ``items`` and report how many have passed: at the start, now and then, and when the stage is over."""
    done = 0
    report(stage, done, total)
    last = time.monotonic()
    for done, item in enumerate(items, start=1):
        yield item
        if (now := time.monotonic()) - last > _EVERY:
            report(stage, done, total)
            last = now
    report(stage, done, done)


def silent(stage: str, done: int, total: int | None) -> None:
    """Report nothing."""
