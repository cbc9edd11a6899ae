"""The extraction pipeline: papers in, extractions out, in order."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import spacy
from spacy.language import Language
from threadpoolctl import threadpool_limits

import extract.components  # noqa: F401  (registers the pipes)
from extract.components.state import PACKAGED_MODEL, load_model
from extract.errors import PapergraphError
from extract.records import Extraction, Paper

#: Raise when decoding changes what is extracted from the same vectors: old checkpoints are then extracted anew.
DECODER_VERSION = 4

_READS_MODEL = ("encoder", "mentions", "entities", "roles", "relations", "results")
_PIPES = ("sentences", "encoder", "mentions", "abbreviations", "entities", "roles", "relations", "results")


def load_pipeline(model: Path | None = None, *, min_confidence: float = 0.0, threads: int | None = None) -> Language:
    """Return the spaCy pipeline with every pipe in place.

    Parameters
    ----------
    model
        Model directory; by default the one that the package ships.
    min_confidence
        Entities, relations and results with a lower calibrated confidence (0 to 1) are left out.
    threads
        Threads of the encoder; by default all cores.

    Raises
    ------
    ModelError
        The model is missing or damaged.
    """
    path = str(model) if model is not None else None
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "papergraph.Words.v1"}}})
    for pipe in _PIPES:
        config: dict[str, object] = {"model": path} if pipe in _READS_MODEL else {}
        if pipe == "encoder":
            config["threads"] = threads
        if pipe == "results":
            config["min_confidence"] = min_confidence
        nlp.add_pipe(f"papergraph_{pipe}", config=config)
    return nlp


def model_id(model: Path | None = None) -> str:
    """Return the id of a model and its decoder: equal ids give equal extractions of equal texts."""
    return f"{load_model(model or PACKAGED_MODEL).settings['id']}-{DECODER_VERSION}"


def _run(nlp: Language, papers: Iterable[Paper], batch_size: int) -> Iterator[Extraction]:
    texts = ((p.text, p) for p in papers)
    docs = ((_doc(nlp, text, paper)) for text, paper in texts)
    # The heads' matrices are small: more threads would cost more than they bring.
    with threadpool_limits(1, user_api="blas"):
        for doc in nlp.pipe(docs, batch_size=batch_size):
            yield Extraction.from_dict(doc._.extraction)


def _doc(nlp: Language, text: str, paper: Paper) -> spacy.tokens.Doc:
    doc = nlp.make_doc(text)
    doc._.paper = (paper.id, paper.title)
    return doc


_WORKER: list[Language] = []


def _start_worker(model: Path | None, min_confidence: float) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _WORKER.append(load_pipeline(model, min_confidence=min_confidence, threads=1))


def _end_with_parent() -> None:
    """End this process when its parent is gone: a killed parent can't tell its workers, which would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(papers: list[Paper], batch_size: int) -> list[Extraction]:
    return list(_run(_WORKER[0], papers, batch_size))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back: processes started meanwhile never get it, so that it is the parent alone that ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _workers_explained() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise PapergraphError(
            "a process that extracts has died (short of memory?); run it again, with fewer --jobs"
        ) from None


def extract_papers(
    papers: Iterable[Paper],
    *,
    model: Path | None = None,
    min_confidence: float = 0.0,
    batch_size: int = 32,
    jobs: int = 1,
) -> Iterator[Extraction]:
    """Yield the extraction of every paper, in order.

    Papers are drawn as they are needed, so memory does not grow with their number. With ``jobs`` above one, that many
    processes each run a pipeline of their own.
    """
    if jobs <= 1:
        yield from _run(load_pipeline(model, min_confidence=min_confidence), papers, batch_size)
        return
    stream = iter(papers)
    # Spawned, not forked: ONNX Runtime's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with _workers_explained(), ProcessPoolExecutor(jobs, context, _start_worker, (model, min_confidence)) as pool:
        waiting: list[Future[list[Extraction]]] = []
        while True:
            while len(waiting) < 2 * jobs and (chunk := list(itertools.islice(stream, batch_size))):
                with _interrupts_held():
                    waiting.append(pool.submit(_work, chunk, batch_size))
            if not waiting:
                return
            yield from waiting.pop(0).result()
