"""Find the node that a person means by a name: id, name, alias or abbreviation, however it is written."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from extract.records import fold
from kg.errors import NotFoundError
from kg.schema import ENTITY_LABELS, NODE_TYPES

if TYPE_CHECKING:
    from kg.store import Graph

_Index = dict[str, dict[str, int]]

_INDEXES: WeakKeyDictionary[Graph, _Index] = WeakKeyDictionary()


def find_entity(graph: Graph, name: str, label: str | None = None) -> str:
    """Return the id of the entity that ``name`` stands for.

    The exact id wins, then the exact name, then an alias or abbreviation, then the same with case, hyphens, accents
    and punctuation folded. Among equals, the entity of the most papers wins; ``candidates`` gives the others.

    Parameters
    ----------
    graph
        The graph to look in.
    name
        An id (``method:clip``), a name, an alias or an abbreviation.
    label
        Look among nodes of this label only (``Method``, ``Dataset``, ``Task``, ``Metric``, or ``Paper``).

    Raises
    ------
    NotFoundError
        No node bears that name; the message offers the nearest names.
    """
    return _first(graph, name, (label,) if label else ENTITY_LABELS)


def find_node(graph: Graph, name: str, label: str | None = None) -> str:
    """Return the id of the entity or, failing that, of the paper that ``name`` stands for.

    Raises
    ------
    NotFoundError
        Neither an entity nor a paper bears that name.
    """
    return _first(graph, name, (label,) if label else (*ENTITY_LABELS, "Paper"))


def candidates(graph: Graph, name: str, label: str | None = None) -> list[str]:
    """Return the ids of all nodes that ``name`` may stand for, the most likely first."""
    return _candidates(graph, name, (label,) if label else (*ENTITY_LABELS, "Paper"))


def nearest_names(graph: Graph, name: str, labels: tuple[str, ...] = ENTITY_LABELS, limit: int = 5) -> list[str]:
    """Return the names of the nodes whose names or aliases look most like ``name``."""
    nodes = graph.nx.nodes
    wanted = _bare(name)
    grams = _trigrams(wanted)
    overlap: Counter[str] = Counter()
    for key, ids in _index(graph).items():
        if key.startswith("bare:") and any(nodes[i]["label"] in labels for i in ids):
            form = key[5:]
            shared = len(grams & _trigrams(form))
            if shared:
                overlap[form] = shared * 1000 // (len(form) + len(wanted))
    # Trigrams choose a short list in one pass; the quadratic comparison orders only that.
    short_list = [form for form, _ in sorted(overlap.items(), key=lambda f: (-f[1], f[0]))[:100]]
    close = difflib.get_close_matches(wanted, short_list, n=limit * 2, cutoff=0.5)
    if not close:
        close = [form for form in short_list if wanted in form or form in wanted]
    found: dict[str, None] = {}
    for form in close:
        found.update((nodes[i]["name"], None) for i in _index(graph)[f"bare:{form}"] if nodes[i]["label"] in labels)
    return list(found)[:limit]


def _first(graph: Graph, name: str, labels: tuple[str, ...]) -> str:
    for label in labels:
        if label not in NODE_TYPES:
            raise NotFoundError(f"{label}: no such label; choose one of {', '.join(NODE_TYPES)}")
    found = _candidates(graph, name, labels)
    if found:
        return found[0]
    what = "entity or paper" if "Paper" in labels and len(labels) > 1 else " or ".join(labels).lower()
    near = nearest_names(graph, name, labels)
    hint = f"; did you mean {', '.join(repr(n) for n in near)}?" if near else "; kg stats lists what the graph has"
    raise NotFoundError(f"{name!r}: no {what} of that name{hint}")


def _candidates(graph: Graph, name: str, labels: tuple[str, ...]) -> list[str]:
    nodes = graph.nx.nodes
    name = name.strip()
    if name in nodes and nodes[name]["label"] in labels:
        return [name]
    index = _index(graph)
    best: dict[str, int] = {}
    for level, key in enumerate(_keys(name)):
        for node, kind in index.get(key, {}).items():
            if nodes[node]["label"] in labels:
                best.setdefault(node, level * 2 + kind)
    return sorted(
        best,
        # An entity before a paper of that title; of entities equally well named, the one of the most papers.
        key=lambda n: (nodes[n]["label"] == "Paper", best[n], -nodes[n].get("n_papers", 0), n),
    )


def _keys(form: str) -> tuple[str, ...]:
    """Return the index keys of a form, from exact to the most lenient."""
    bare = _bare(form)
    singular = bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare
    return f"exact:{form}", f"fold:{fold(form)}", f"bare:{bare}", f"singular:{singular}"


def _bare(form: str) -> str:
    """Fold case, accents and width, and keep only letters and digits (``+`` and ``#`` too: C++ is not C)."""
    flat = unicodedata.normalize("NFKD", form).casefold()
    return re.sub(r"[^\w+#]|_", "", "".join(c for c in flat if not unicodedata.combining(c)))


def _index(graph: Graph) -> _Index:
    """Return key -> node id -> 0 when the key is of its name, 1 when it is of an alias; made once a graph."""
    index = _INDEXES.get(graph)
    if index is None:
        index = {}
        for node, data in graph.nx.nodes(data=True):
            if data["label"] == "Result":
                continue
            titles = (data["title"],) if data["label"] == "Paper" else ()
            for kind, forms in ((0, (data["name"], *titles)), (1, data.get("aliases", ()))):
                for form in forms:
                    for key in _keys(form):
                        index.setdefault(key, {}).setdefault(node, kind)
        _INDEXES[graph] = index
    return index


def _trigrams(form: str) -> set[str]:
    padded = f" {form} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
