"""Turn a view into one HTML document: everything inlined, data as JSON, and a policy that forbids the network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from kg import __version__
from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES
from viz.model import Node, Relation, View
from viz.network import network
from viz.text import words

#: The scripts of a page, in the order they are joined.
SCRIPTS = ("core", "theme", "regions", "graph", "filters", "search", "panel", "tools", "main")

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True, slots=True)
class Shell:
    """What is around the content of a page: its assets, its policy, and where the names on it lead.

    Attributes
    ----------
    head, foot
        Markup that brings the style and the scripts, inlined or linked.
    policy
        The content security policy.
    href
        Node id -> address of its page, or nothing; a page for itself has no other pages.
    menu
        Links to the other pages of a site: address and name.
    index
        Address of the search index of a site.
    """

    head: Markup
    foot: Markup
    policy: str
    href: Callable[[str], str] = lambda _node: ""
    menu: Sequence[tuple[str, str]] = ()
    index: str = ""


@cache
def inline_shell() -> Shell:
    """Return the shell of a page that is one file: our own style and scripts and pyvis's library within it."""
    style, script, library = style_sheet(), app_script(), vis_network()
    return Shell(
        # Nothing of a graph is in any of these.
        head=Markup(f"<style>{style}</style>"),
        foot=Markup(f"<script>{library}</script>\n<script>{script}</script>"),
        policy=policy(scripts=(library, script), styles=(style,)),
    )


def html(view: View, shell: Shell | None = None) -> str:
    """Make the HTML document of a view."""
    shell = shell or inline_shell()
    net = network(view)
    net.path = "page.html"
    net.templateEnv = _PyvisEnvironment({"view": view, "data": page_data(view, shell), **context(shell)})
    document: str = net.generate_html(notebook=False)
    return document


def context(shell: Shell) -> dict[str, Any]:
    """Return what every template needs besides its content."""
    return {
        "shell": shell,
        "href": shell.href,
        "version": __version__,
        "shapes": {t.label: t.shape for t in NODE_TYPES.values()},
    }


def policy(*, scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """Return a content security policy: only these inline scripts and styles run, and nothing is ever fetched."""
    allowed = " ".join(_hash(s) for s in scripts)
    styled = " ".join(_hash(s) for s in styles)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {styled}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


def script_json(value: Any) -> Markup:
    """Return JSON that is safe between script tags: no character in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup(text.translate(_ESCAPES))


@cache
def vis_network() -> str:
    """Return the vis-network library as the pyvis package ships it."""
    import pyvis

    found = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return _newlines(found.read_text(encoding="utf-8"))


@cache
def style_sheet() -> str:
    """Return the style of the pages, with the colours of the schema as custom properties."""
    own = _asset("page.css")
    colours = "".join(f"--{t.label.lower()}:{t.colour};" for t in NODE_TYPES.values())
    types = "".join(f".t-{t.label}{{--type:var(--{t.label.lower()})}}" for t in NODE_TYPES.values())
    return f":root{{{colours}}}\n{types}\n{own}"


@cache
def app_script(parts: tuple[str, ...] = SCRIPTS) -> str:
    """Return the script of the pages, joined from its parts."""
    body = "\n".join(_asset(f"{name}.js") for name in parts)
    return f'(function () {{\n"use strict";\n{body}\n}})();\n'


def _asset(name: str) -> str:
    return _newlines((files("viz") / "assets" / name).read_text(encoding="utf-8"))


def _newlines(text: str) -> str:
    # A browser hashes inline scripts after folding line ends.
    return re.sub(r"\r\n?", "\n", text)


def page_data(view: View, shell: Shell) -> dict[str, Any]:
    """Return the data of the page's script, nodes and edges by number, each sentence and each paper once."""
    sentence_at: dict[str, int] = {}
    paper_at = {p: i for i, p in enumerate(view.papers)}
    number = {n.id: i for i, n in enumerate(view.nodes)}
    type_at = {t: i for i, t in enumerate(RELATIONSHIP_TYPES)}

    def packed(r: Relation, forward: bool) -> list[Any]:
        evidence = [[sentence_at.setdefault(e.text, len(sentence_at)), paper_at.get(e.paper, -1)] for e in r.evidence]
        return [type_at[r.type], int(forward), r.confidence, r.n_papers, int(r.derived), r.years, evidence]

    relations = [[packed(r, r.source == e.source) for r in e.relations] for e in view.edges]
    shown = Counter(n.label for n in view.nodes)
    drawn = Counter(r.type for e in view.edges for r in e.relations)
    return {
        "page": view.page,
        "title": view.title,
        "index": shell.index,
        "focus": [number[f] for f in view.focus if f in number],
        "types": [
            {"label": t.label, "colour": t.colour, "shape": t.shape, "about": t.description, "n": shown[t.label]}
            for t in NODE_TYPES.values()
        ],
        "relations": [
            {
                "type": t.type,
                "out": words(t.type),
                "in": words(t.type, forward=False),
                "colour": t.colour,
                "about": t.description,
                "symmetric": t.symmetric,
                "n": drawn[t.type],
            }
            for t in RELATIONSHIP_TYPES.values()
        ],
        "nodes": [_node_data(n, shell.href(n.id)) for n in view.nodes],
        "edges": relations,
        "sentences": list(sentence_at),
        "papers": [
            [p.title, shell.href(p.id) or p.url, p.year, number.get(p.id, -1), int(bool(shell.href(p.id)))]
            for p in view.papers.values()
        ],
        "bands": [[round(b.left, 1), round(b.right, 1), b.name] for b in view.bands],
        "regions": [
            {
                "id": r.id,
                "name": r.name,
                "x": round(r.x, 1),
                "y": round(r.y, 1),
                "r": round(r.radius, 1),
                "size": r.size,
                "shown": r.shown,
            }
            for r in view.regions
        ],
    }


def _node_data(node: Node, address: str) -> dict[str, Any]:
    data: dict[str, Any] = {"id": node.id, "label": node.label, "name": node.name, **node.facts}
    if node.region is not None:
        data["region"] = node.region
    if not node.front:
        data["back"] = 1
    if address:
        data["href"] = address
    return data


@cache
def environment() -> jinja2.Environment:
    """Return the template environment: everything is escaped unless it was made safe on purpose."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(files("viz") / "templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters["script_json"] = script_json
    made.filters["from_json"] = json.loads
    made.filters["markup"] = Markup
    return made


class _PyvisEnvironment:
    """What pyvis asks for a template, answered with ours and our context."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._context = context

    def get_template(self, path: str) -> _PyvisEnvironment:
        self._template = environment().get_template(path)
        return self

    def render(self, **of_pyvis: Any) -> str:
        return self._template.render(**of_pyvis, **self._context)
