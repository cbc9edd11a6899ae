"""Build a graph directory: read, checkpoint, extract, link, save; every step goes on where the last run stopped."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import GraphError
from kg.files import explained, locked, sha256
from kg.progress import ProgressCallback, reported, silent
from kg.store import ALIASES, CHECKPOINT, FORMAT, LOCK, MEMORY, Graph, open_graph, read_manifest, save_graph

if TYPE_CHECKING:
    from extract.checkpoint import Checkpoint
    from extract.errors import ReadError
    from extract.records import Paper


def build(
    inputs: Iterable[str | Path],
    output: str | Path,
    *,
    format: str | None = None,
    skip_bad: bool = False,
    aliases: str | Path | None = None,
    model: str | Path | None = None,
    jobs: int = 1,
    min_confidence: float = 0.0,
    progress: ProgressCallback | None = None,
) -> Graph:
    """Build a graph from papers, or add papers to it.

    What is already in ``output`` stays: only papers that are new, or whose text changed, are extracted, and when
    nothing is new the graph's files are not touched. A run that was stopped goes on where it was.

    Parameters
    ----------
    inputs
        Files with papers, in any format of ``extract.readers.READERS``; ``-`` is standard input.
    output
        The graph directory; made when it does not exist.
    format
        Format of the inputs; told from their content when not given.
    skip_bad
        Leave out records that can't be read, and list them in the manifest, instead of stopping at the first.
    aliases
        The user's decisions on linking; ``aliases.toml`` in ``output`` when not given.
    model
        Directory of the extraction model; the packaged one when not given.
    jobs
        Processes to extract with.
    min_confidence
        Entities, relations and results below this confidence are left out of the graph.
    progress
        Called as ``progress(stage, done, total)``. Linking tells the number of nodes that were decided anew, as does
        ``relinked`` in the manifest.

    Returns
    -------
    Graph
        The built graph, opened.

    Raises
    ------
    ReadError
        A record can't be read (unless ``skip_bad``).
    GraphError
        ``output`` is something else than a graph, can't be written, or is being built by another process.
    OverrideError
        A mistake in the aliases.
    """
    report = silent if progress is None else progress
    output = Path(output)
    _prepare(output)
    with locked(output / LOCK, busy=f"{output}: another kg build is working on it; wait for it to end"):
        before = _manifest_before(output)
        aliases_file = _aliases(output, aliases, before)
        sources = _Sources(inputs, before, format=format, skip_bad=skip_bad)
        from extract.checkpoint import Checkpoint

        with Checkpoint(output / CHECKPOINT) as checkpoint:
            checkpoint.put_papers(reported(sources.papers(), "reading papers", report))
            model_id = _extract(checkpoint, model, jobs, report)
            state = _state(checkpoint, model_id, min_confidence, aliases_file)
            if before is not None and (before.get("state"), before["inputs"], before["skipped"]) == (
                state,
                sources.inputs,
                sources.skipped,
            ):
                with contextlib.suppress(GraphError):  # a directory that lost some files is built again
                    graph = open_graph(output)
                    graph.verify()
                    return graph
            return _link_and_save(
                checkpoint,
                output,
                report,
                model=model_id,
                encoder=Path(model) if model else None,
                min_confidence=min_confidence,
                aliases_file=aliases_file,
                aliases=str(aliases) if aliases else (before or {}).get("aliases"),
                inputs=sources.inputs,
                skipped=sources.skipped,
                state=state,
            )


class _Sources:
    """The inputs of one build on top of those of earlier builds, with what was read from them and what could not be."""

    def __init__(
        self, inputs: Iterable[str | Path], before: dict[str, Any] | None, *, format: str | None, skip_bad: bool
    ) -> None:
        self._paths = [str(path) for path in inputs]
        self._options: dict[str, Any] = {"format": format, "skip_bad": skip_bad, "on_bad": self._on_bad}
        before = before or {}
        self.inputs: list[dict[str, Any]] = list(before.get("inputs", []))
        again = tuple(f"{path}:" for path in self._paths)
        self.skipped: list[str] = [problem for problem in before.get("skipped", []) if not problem.startswith(again)]

    def papers(self) -> Iterator[Paper]:
        """Read all inputs, and record each when it has been read to its end."""
        from extract.readers import read_papers

        for path in self._paths:
            number = 0
            for number, paper in enumerate(read_papers([path], **self._options), start=1):  # noqa: B007
                yield paper
            digest = sha256(Path(path)) if Path(path).is_file() else None
            name = Path(path).name
            self.inputs = [i for i in self.inputs if (i["name"], i["sha256"]) != (name, digest)]
            self.inputs.append({"name": name, "sha256": digest, "records": number})
        self.inputs.sort(key=lambda i: (i["name"], i["sha256"] or ""))

    def _on_bad(self, error: ReadError) -> None:
        self.skipped.append(str(error))


def _prepare(output: Path) -> None:
    """Make the directory, and refuse one that is not ours: a build must not mix with somebody's files."""
    if output.exists() and not output.is_dir():
        raise GraphError(f"{output}: is a file, but a graph is a directory; choose another -o")
    with explained(output):
        output.mkdir(parents=True, exist_ok=True)
        ours = any((output / name).exists() for name in (LOCK, CHECKPOINT, "manifest.json"))
        others = [p.name for p in output.iterdir() if p.name != ALIASES]
    if others and not ours:
        raise GraphError(
            f"{output}: is not empty and no graph of papergraph (it has {others[0]!r}); choose another -o, or empty it"
        )


def _manifest_before(output: Path) -> dict[str, Any] | None:
    try:
        return read_manifest(output)
    except GraphError:
        # Damaged, or of another layout: all that a build needs is in the checkpoint.
        return None


def _aliases(output: Path, aliases: str | Path | None, before: dict[str, Any] | None) -> Path | None:
    """Return the file of the user's decisions: the one given now, or at the last build, or the directory's own."""
    chosen = aliases or (before or {}).get("aliases")
    if chosen:
        if not Path(chosen).is_file():
            raise GraphError(f"{chosen}: no such file of aliases; give its place with --aliases")
        return Path(chosen)
    own = output / ALIASES
    return own if own.is_file() else None


def _extract(checkpoint: Checkpoint, model: str | Path | None, jobs: int, report: ProgressCallback) -> str:
    """Extract what has no extraction yet, saving batch by batch; return the id of the model."""
    from extract.pipeline import extract_papers, model_id

    path = Path(model) if model else None
    identity = model_id(path)
    total = checkpoint.counts(identity)["pending"]
    if total:
        extractions = extract_papers(checkpoint.pending(identity), model=path, jobs=jobs)
        checkpoint.put(identity, reported(extractions, "extracting", report, total))
    return identity


def _link_and_save(
    checkpoint: Checkpoint,
    output: Path,
    report: ProgressCallback,
    *,
    model: str,
    encoder: Path | None,
    min_confidence: float,
    aliases_file: Path | None,
    **manifest: Any,
) -> Graph:
    from kg.graph import build_graph
    from kg.linking import link, load_memory, save_memory
    from kg.linking.embedding import encoder_voice
    from kg.linking.overrides import Overrides, load_overrides

    overrides = load_overrides(aliases_file) if aliases_file else None
    report("linking", 0, None)
    embed = encoder_voice(encoder)
    decisions = sha256(aliases_file) if aliases_file else None
    previous = load_memory(output / MEMORY, overrides or Overrides(), model=model, decisions=decisions)
    links = link(
        checkpoint.papers(), checkpoint.extractions(model), overrides=overrides, previous=previous, embed=embed
    )
    del previous
    relinked = len(links.remade)
    save_memory(output / MEMORY, links, model=model, decisions=decisions)
    links.memory = None
    report("linking", relinked, relinked)
    graph = build_graph(checkpoint.papers(), checkpoint.extractions(model), links, min_confidence=min_confidence)
    if graph.number_of_nodes() == 0:
        raise GraphError(f"{output}: there is no paper in the inputs; give files with titles and abstracts")
    merges = [merge.to_dict() for merge in links.merges]
    del links
    report("saving the graph", 0, graph.number_of_edges())
    saved = save_graph(
        output, graph, merges=merges, model=model, min_confidence=min_confidence, relinked=relinked, **manifest
    )
    report("saving the graph", graph.number_of_edges(), graph.number_of_edges())
    return saved


def _state(checkpoint: Checkpoint, model: str, min_confidence: float, aliases: Path | None) -> str:
    """Return a hash of all that the graph is made from: as long as it stays, so does the graph."""
    digest = hashlib.sha256()
    settings = [__version__, FORMAT, model, min_confidence, sha256(aliases) if aliases else None]
    digest.update(json.dumps(settings).encode())
    for paper in checkpoint.papers():
        digest.update(repr(paper).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
