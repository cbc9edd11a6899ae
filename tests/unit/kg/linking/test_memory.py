"""The memory of linking on disk: it saves work and changes no result, and whatever is wrong with it costs only time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from linking_corpus import paper

from extract.records import Extraction, Paper
from kg.linking import Links, Overrides, link, load_memory, load_overrides, save_memory

MADE = [
    *(paper(f"p{n}", f"T. We use method{n} and Adam.", Method=[f"Method{n}X", "Adam"]) for n in range(6)),
    paper("a", "T. Masked language modeling (MLM) on ImageNet.", Task=[("masked language modeling", "MLM")]),
    paper(
        "b", "T. MLM is all. We train \N{GREEK SMALL LETTER BETA}-VAE\ud800.", Task=["MLM"], Method=["β-VAE", "model"]
    ),
    paper("c", "T. Contrative learning.", Method=["contrastive learning", "contrative learning"]),
]
MORE = paper("q", "T. We use ADAM and Lion.", Method=["ADAM", "Lion"])


def _link(made: Sequence[tuple[Paper, Extraction]], previous: Links | None = None) -> Links:
    return link([p for p, _ in made], [e for _, e in made], previous=previous)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    save_memory(tmp_path / "linking.jsonl.gz", _link(MADE), model="m", decisions=None)
    return tmp_path / "linking.jsonl.gz"


def _load(file: Path) -> Links | None:
    return load_memory(file, Overrides(), model="m", decisions=None)


def test_what_is_loaded_is_what_was_saved(file: Path) -> None:
    loaded = _load(file)
    assert loaded is not None
    assert loaded.memory == _link(MADE).memory


def test_only_what_a_new_paper_touches_is_made_anew_in_another_run(file: Path) -> None:
    links = _link([*MADE, MORE], _load(file))
    assert links.remade == {"method:adam", "method:lion"}
    assert links == _link([*MADE, MORE])
    assert _link(MADE, _load(file)).remade == frozenset()


def test_equal_memories_give_equal_bytes(file: Path, tmp_path: Path) -> None:
    save_memory(tmp_path / "again.gz", _link(MADE[::-1]), model="m", decisions=None)
    first, again = (gzip.decompress(p.read_bytes()).splitlines() for p in (file, tmp_path / "again.gz"))
    assert sorted(first) == sorted(again)


def test_another_model_or_other_decisions_start_afresh(file: Path) -> None:
    assert load_memory(file, Overrides(), model="n", decisions=None) is None
    assert load_memory(file, Overrides(), model="m", decisions="d") is None


def test_other_code_starts_afresh(file: Path) -> None:
    first, *rest = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    stamp = json.loads(first)
    for name in ("papergraph", "linking"):
        file.write_bytes(gzip.compress(json.dumps({**stamp, name: "0"}).encode() + b"\n" + b"".join(rest)))
        assert _load(file) is None
    file.write_bytes(gzip.compress(first + b"".join(rest)))
    assert _load(file) is not None


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no gzip": lambda _: b"nothing of the kind",
    "cut off": lambda data: data[: len(data) // 2],
    "without its end": lambda data: data[:-8],
    "turned bits": lambda data: data[:200] + bytes(b ^ 255 for b in data[200:220]) + data[220:],
    "a line less": lambda data: gzip.compress(b"".join(gzip.decompress(data).splitlines(keepends=True)[:-1])),
    "a line more": lambda data: gzip.compress(gzip.decompress(data) + b"[1]\n"),
    "other values": lambda data: gzip.compress(b"\n".join([*gzip.decompress(data).splitlines()[:2], b"7", b"[]"])),
    "no stamp": lambda data: gzip.compress(b"[]\n"),
    "no JSON": lambda data: gzip.compress(gzip.decompress(data).splitlines(keepends=True)[0] + b"{{{\n"),
    "nested without end": lambda data: gzip.compress(b"[" * 100_000),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_no_memory(file: Path, damage: str) -> None:
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    assert _load(file) is None


def test_no_file_is_no_memory(tmp_path: Path) -> None:
    assert _load(tmp_path / "linking.jsonl.gz") is None
    assert _load(tmp_path) is None


def test_decisions_of_a_person_hold_in_another_run(tmp_path: Path) -> None:
    aliases, file = tmp_path / "aliases.toml", tmp_path / "m.gz"
    aliases.write_text(
        '[[rename]]\ntype = "Method"\nform = "Adam"\nname = "The Adam"\n'
        '[[apart]]\ntype = "Method"\nforms = ["Adam", "ADAM"]\n'
    )
    overrides = load_overrides(aliases)

    def run(made: Sequence[tuple[Paper, Extraction]], previous: Links | None = None) -> Links:
        return link([p for p, _ in made], [e for _, e in made], overrides=overrides, previous=previous)

    save_memory(file, run(MADE), model="m", decisions="d")
    links = run([*MADE, MORE], load_memory(file, load_overrides(aliases), model="m", decisions="d"))
    assert links == run([*MADE, MORE])
    assert "The Adam" in {node.name for node in links.nodes.values()}
    assert "method:method0x" not in links.remade


def test_the_encoder_is_not_asked_twice(tmp_path: Path) -> None:
    made = [
        paper("x", "T. A masked language model.", Method=["masked language model"]),
        paper("y", "T. Masked language modeling.", Method=["masked language modeling"]),
    ]
    asked: list[str] = []

    def embed(forms: Sequence[str]) -> np.ndarray:
        asked.extend(forms)
        return np.array([[len(f), 1.0] for f in forms], dtype=np.float32)

    papers, extractions = [p for p, _ in made], [e for _, e in made]
    first = link(papers, extractions, embed=embed)
    assert asked
    save_memory(tmp_path / "m.gz", first, model="m", decisions=None)
    asked.clear()
    again = link(papers, extractions, embed=embed, previous=_load(tmp_path / "m.gz"))
    assert asked == []
    assert again == first
