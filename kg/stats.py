"""What a graph holds: counts, the leading entities, the years, and what was skipped or dropped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.schema import ENTITY_LABELS

if TYPE_CHECKING:
    from kg.analysis.top import Ranked
    from kg.store import Graph


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of one graph.

    Attributes
    ----------
    path, papergraph, model, saved
        Where the graph is, which version of papergraph and which model made it, and when it was last saved.
    inputs
        The inputs with their hashes and numbers of records.
    nodes, relationships
        Counts by label and by type.
    papers_by_year
        Papers of each year from the first to the last.
    undated
        Papers without a year.
    top
        Label -> the entities of the most papers.
    descriptive
        Entities that are descriptive phrases of one paper.
    without_entity
        Papers in which nothing was found.
    without_evidence
        Relationships without a sentence that says so (derived from names).
    skipped
        The input records that could not be read, with file, line and reason.
    dropped
        Reason -> how much of what was extracted is not in the graph.
    """

    path: str
    papergraph: str
    model: str | None
    saved: str
    inputs: tuple[Mapping[str, Any], ...]
    nodes: Mapping[str, int]
    relationships: Mapping[str, int]
    papers_by_year: Mapping[int, int]
    undated: int
    top: Mapping[str, tuple[Ranked, ...]]
    descriptive: int
    without_entity: int
    without_evidence: int
    skipped: tuple[str, ...]
    dropped: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain data, for JSON."""
        return asdict(self)


def stats(graph: Graph, *, limit: int = 10) -> Stats:
    """Return the figures of a graph.

    They are read off the tables, so that a large graph need not be loaded.

    Parameters
    ----------
    graph
        The graph, as ``open_graph`` returns it.
    limit
        How many entities to list for each label.

    Examples
    --------
    >>> from kg import open_graph, stats
    >>> stats(open_graph("mygraph")).nodes["Paper"]  # doctest: +SKIP
    637
    """
    from kg.analysis.top import Ranked

    graph.verify()
    rows = graph.table("nodes", ["id", "label", "name", "n_papers", "year", "descriptive"]).to_pylist()
    by_label: dict[str, list[Ranked]] = {label: [] for label in ENTITY_LABELS}
    years: Counter[int | None] = Counter()
    descriptive = 0
    for row in rows:
        if row["label"] == "Paper":
            years[row["year"]] += 1
        elif row["label"] in by_label:
            descriptive += bool(row["descriptive"])
            if not row["descriptive"]:
                by_label[row["label"]].append(Ranked(row["id"], row["name"], row["label"], row["n_papers"]))
    for ranked in by_label.values():
        ranked.sort(key=lambda r: (-r.n_papers, r.name, r.id))
    edges = graph.table("edges", ["source", "evidence"])
    sources = set(edges.column("source").to_pylist())
    known = [year for year in years if year is not None]
    manifest = graph.manifest
    return Stats(
        path=str(graph.path),
        papergraph=manifest["papergraph"],
        model=manifest["model"],
        saved=manifest["saved"],
        inputs=tuple(manifest["inputs"]),
        nodes=manifest["counts"]["labels"],
        relationships=manifest["counts"]["types"],
        papers_by_year={year: years[year] for year in range(min(known), max(known) + 1)} if known else {},
        undated=years[None],
        top={label: tuple(ranked[:limit]) for label, ranked in by_label.items()},
        descriptive=descriptive,
        without_entity=sum(1 for row in rows if row["label"] == "Paper" and row["id"] not in sources),
        without_evidence=_empty_lists(edges.column("evidence")),
        skipped=tuple(manifest["skipped"]),
        dropped=manifest["dropped"],
    )


def _empty_lists(column: Any) -> int:
    import pyarrow.compute as pc

    return int(pc.sum(pc.equal(pc.fill_null(pc.list_value_length(column), 0), 0)).as_py() or 0)
