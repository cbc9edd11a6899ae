"""A graph directory: saved atomically, opened with checks, byte for byte the same for the same graph."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from extract.checkpoint import Checkpoint
from extract.records import Paper
from kg.errors import GraphError, NotFoundError
from kg.store import Graph, open_graph, save_graph


def same(one: Any, other: Any) -> bool:
    """Whether two graphs have equal nodes and edges in equal order."""
    return list(one.nodes(data=True)) == list(other.nodes(data=True)) and list(one.edges(keys=True, data=True)) == list(
        other.edges(keys=True, data=True)
    )


def test_a_saved_graph_opens_as_it_was(stored: Graph, graph: Any) -> None:
    opened = open_graph(stored.path)
    assert same(opened.nx, graph)
    assert opened.nx.graph == graph.graph


def test_the_manifest_tells_what_the_graph_is_made_of(stored: Graph) -> None:
    manifest = json.loads((stored.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == stored.manifest
    assert manifest["model"] == "hand"
    assert manifest["inputs"] == [{"name": "a.jsonl"}]
    assert manifest["skipped"] == ["a.jsonl:7: bad"]
    assert manifest["counts"]["labels"]["Paper"] == 3
    assert manifest["counts"]["edges"] == stored.nx.number_of_edges() == sum(manifest["counts"]["types"].values())
    assert manifest["dropped"]["entity: generic word or dropped by linking"] == 1


def test_equal_graphs_give_equal_bytes(stored: Graph, corpus: Any, tmp_path: Path) -> None:
    again = save_graph(tmp_path / "again", corpus.graph())
    for name in ("nodes.parquet", "edges.parquet"):
        assert (again.path / name).read_bytes() == (stored.path / name).read_bytes()


def test_a_graph_that_was_loaded_saves_to_the_same_bytes(stored: Graph, tmp_path: Path) -> None:
    again = save_graph(tmp_path / "again", open_graph(stored.path).nx)
    assert again.manifest["files"] == stored.manifest["files"]


def test_saving_the_same_graph_again_does_not_touch_the_tables(stored: Graph, graph: Any) -> None:
    before = {p.name: p.stat() for p in stored.path.iterdir()}
    save_graph(stored.path, graph)
    after = {p.name: p.stat() for p in stored.path.iterdir()}
    for name in ("nodes.parquet", "edges.parquet", "merges.jsonl"):
        assert (before[name].st_ino, before[name].st_mtime_ns) == (after[name].st_ino, after[name].st_mtime_ns)


def test_papers_come_back_as_they_were_read(stored: Graph, corpus: Any) -> None:
    papers = list(stored.papers())
    assert [p.id for p in papers] == ["2101.00001", "2301.00002", "p0123456789"]
    assert papers[1:] == corpus.papers[1:]


def test_merges_come_back(graph: Any, tmp_path: Path) -> None:
    merges = [{"form": "box network", "into": "BoxNet", "step": "words"}, {"form": "Ünï", "into": "\u2028"}]
    assert list(save_graph(tmp_path / "g", graph, merges=merges).merges()) == merges


def test_the_extraction_of_a_paper_comes_from_the_checkpoint(stored: Graph, corpus: Any) -> None:
    with Checkpoint(stored.path / "extractions.sqlite") as checkpoint:
        checkpoint.put_papers(corpus.papers)
        checkpoint.put("hand", corpus.extractions[:2])
    assert stored.extraction("2101.00001") == corpus.extractions[0]
    with pytest.raises(NotFoundError, match="p0123456789"):
        stored.extraction("p0123456789")


def test_without_a_checkpoint_there_are_no_extractions(stored: Graph) -> None:
    with pytest.raises(GraphError, match="build it again"):
        stored.extraction("2101.00001")


def test_a_graph_tells_its_size(stored: Graph) -> None:
    assert repr(stored).endswith(f"{stored.nx.number_of_nodes()} nodes, {stored.nx.number_of_edges()} edges>")


def test_no_graph_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no such graph; build one with: kg build"):
        open_graph(tmp_path / "nothing")


def test_a_file_is_no_graph(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="is a file"):
        open_graph(tmp_path / "file")


def test_somebody_elses_directory_is_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"is no graph of papergraph \(no manifest.json\)"):
        open_graph(tmp_path)


def test_a_build_that_did_not_finish_says_so(tmp_path: Path) -> None:
    with Checkpoint(tmp_path / "extractions.sqlite") as checkpoint:
        checkpoint.put_papers([Paper("p1", "T", "A")])
    with pytest.raises(GraphError, match="did not finish; run the same kg build again"):
        open_graph(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": "another tool"}', "\xff"])
def test_a_manifest_that_is_not_ours_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(GraphError, match=r"manifest\.json"):
        open_graph(tmp_path)


def test_a_graph_of_another_layout_is_an_error(stored: Graph) -> None:
    (stored.path / "manifest.json").write_text(json.dumps({**stored.manifest, "format": 99}), encoding="utf-8")
    with pytest.raises(GraphError, match="in another layout"):
        open_graph(stored.path)


def test_a_missing_or_shorter_table_is_told_at_once(stored: Graph) -> None:
    table = stored.path / "edges.parquet"
    table.write_bytes(table.read_bytes()[:-1])
    with pytest.raises(GraphError, match=r"edges\.parquet does not belong"):
        open_graph(stored.path)
    table.unlink()
    with pytest.raises(GraphError, match=r"edges\.parquet does not belong"):
        open_graph(stored.path)


def test_a_changed_table_is_told_before_it_is_used(stored: Graph) -> None:
    table = stored.path / "nodes.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    with pytest.raises(GraphError, match=r"nodes\.parquet does not belong"):
        _ = open_graph(stored.path).nx


def test_a_directory_that_cannot_be_made_is_an_error(graph: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="can't be made"):
        save_graph(tmp_path / "file" / "g", graph)


def test_the_files_are_readable_by_whom_the_umask_says(stored: Graph) -> None:
    mask = os.umask(0)
    os.umask(mask)
    for name in ("nodes.parquet", "manifest.json"):
        assert stat.S_IMODE((stored.path / name).stat().st_mode) == 0o666 & ~mask


def test_a_full_disk_leaves_the_graph_that_was_there(stored: Graph) -> None:
    """Save a larger graph where no file may grow beyond a few kilobytes, as on a full disk."""
    before = {p.name: p.read_bytes() for p in stored.path.iterdir()}
    code = f"""
        import resource, signal
        import networkx as nx
        from kg.errors import GraphError
        from kg.store import save_graph

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
        graph = nx.MultiDiGraph()
        for n in range(2_000):
            graph.add_node(f"p{{n * 7919 % 2_000:09}}", label="Paper", id=f"p{{n}}", name=str(hash(str(n))))
        try:
            save_graph({str(stored.path)!r}, graph)
        except GraphError as error:
            print(error)
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert "can't be written" in run.stdout
    assert run.stdout.count("\n") == 1
    assert {p.name: p.read_bytes() for p in stored.path.iterdir()} == before
    assert same(open_graph(stored.path).nx, stored.nx)
