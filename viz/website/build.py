"""Write a static site of a graph: aside first, then put in place in one step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kg.errors import GraphError
from kg.schema import NODE_TYPES
from viz.blocks import Block, Facts, Text
from viz.cut import facts
from viz.page import Shell, app_script, context, environment, html, script_json, style_sheet, vis_network
from viz.pages.entity import entity
from viz.pages.overview import overview
from viz.pages.paper import paper
from viz.pages.timeline import timeline
from viz.source import Source
from viz.text import PLURALS, count
from viz.website.boards import leaderboards, most_named
from viz.website.names import file_name
from viz.website.trends import trends

#: A file that tells a site of ours from a directory that must not be replaced.
MARKER = ".papergraph-site"

_MENU = (
    ("index.html", "Home"),
    ("leaderboards.html", "Leaderboards"),
    ("trends.html", "Trends"),
    ("views.html", "Views"),
)
_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; frame-src 'self' file:; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
_PLAIN_SCRIPTS = ("core", "search", "theme", "site")

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: where, and how many pages of each kind."""

    path: Path
    entities: int
    papers: int
    files: int
    bytes: int


def site(
    graph: Any,
    out: str | Path,
    *,
    min_papers: int = 2,
    max_nodes: int = 40,
    seed: int = 0,
    progress: Progress | None = None,
) -> Site:
    """Write a static site: pages that link to each other by relative addresses and open from the file system.

    Parameters
    ----------
    graph
        A graph handle, or a NetworkX graph (then without the downloads).
    out
        The directory; an earlier site there is replaced, in one step, when the new one is complete.
    min_papers
        An entity gets a page when at least so many papers name it; a paper when anything was found in it.
    max_nodes
        Nodes of the picture on each entity's page.
    seed
        Equal seeds give equal sites.
    progress
        Called as ``progress(stage, done, total)``.

    Raises
    ------
    GraphError
        The directory holds something that is no site of ours, or can't be written.
    """
    source, out = Source.of(graph), Path(out)
    _check(out)
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".tmp", dir=out.absolute().parent))
    try:
        writer = _Writer(source, aside, min_papers, max_nodes, seed, progress or (lambda *_: None))
        written = writer.write()
        aside.chmod(0o755)
        _swap(aside, out)
    except OSError as error:
        raise GraphError(f"{out}: can't be written ({error.strerror}); free space or choose another place") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return replace(written, path=out)


def _check(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise GraphError(f"{out}: is a file, but a site is a directory; choose another name")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise GraphError(f"{out}: holds something else than a site of papergraph; choose a new or an empty directory")


def _swap(aside: Path, out: Path) -> None:
    if not out.exists():
        aside.replace(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".old", dir=out.absolute().parent))
    out.replace(old / "site")
    aside.replace(out)
    shutil.rmtree(old, ignore_errors=True)


class _Writer:
    def __init__(
        self, source: Source, root: Path, min_papers: int, max_nodes: int, seed: int, progress: Progress
    ) -> None:
        self.source, self.root, self.max_nodes, self.seed, self.progress = source, root, max_nodes, seed, progress
        nodes = source.nx.nodes
        self.entities = [n for n in source.entities() if nodes[n].get("n_papers", 0) >= min_papers]
        self.papers = [n for n in source.of_label("Paper") if source.nx.out_degree(n) > 0]
        self.min_papers = min_papers
        self.place = {n: file_name(source, n) for n in [*self.entities, *self.papers]}

    def write(self) -> Site:
        """Write all files; return what there is."""
        for folder in ("assets", "entity", "paper", "views", "data"):
            (self.root / folder).mkdir()
        self._text(MARKER, "A site made by papergraph; kg site may replace this directory.\n")
        self._assets()
        self._nodes()
        self._views()
        self._plain("leaderboards.html", "Leaderboards", story=leaderboards(self.source))
        self._plain("trends.html", "Trends", story=trends(self.source))
        self._index(self._data())
        files = [f for f in self.root.rglob("*") if f.is_file()]
        return Site(self.root, len(self.entities), len(self.papers), len(files), sum(f.stat().st_size for f in files))

    def _text(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8", newline="\n")

    def _assets(self) -> None:
        self._text("assets/page.css", style_sheet())
        self._text("assets/vis-network.min.js", vis_network())
        self._text("assets/page.js", app_script())
        self._text("assets/site.js", app_script(_PLAIN_SCRIPTS))
        labels = list(NODE_TYPES)
        rows = []
        for node, place in self.place.items():
            known = facts(self.source, node)
            label = self.source.label(node)
            aliases = [node] if label == "Paper" else known.get("aliases", [])[:20]
            rows.append([node, labels.index(label), self.source.name(node), place, known.get("n_papers", 0), aliases])
        self._text("assets/search-index.js", f"window.PAPERGRAPH_INDEX={script_json(rows)};\n")

    def _shell(self, depth: int, *, picture: bool) -> Shell:
        up = "../" * depth
        scripts = ["vis-network.min.js", "page.js"] if picture else ["site.js"]
        return Shell(
            head=Markup('<link rel="stylesheet" href="{}assets/page.css">').format(up),
            foot=Markup("\n").join(Markup('<script src="{}assets/{}"></script>').format(up, s) for s in scripts),
            policy=_POLICY,
            href=lambda node: up + self.place[node] if node in self.place else "",
            menu=tuple((up + address, name) for address, name in _MENU),
            index=f"{up}assets/search-index.js",
        )

    def _nodes(self) -> None:
        shell = self._shell(1, picture=True)
        for done, node in enumerate(self.entities, start=1):
            view = entity(self.source, node, max_nodes=self.max_nodes, seed=self.seed)
            self._text(self.place[node], html(view, shell))
            self.progress("pages of entities", done, len(self.entities))
        for done, node in enumerate(self.papers, start=1):
            self._text(self.place[node], html(paper(self.source, node, seed=self.seed), shell))
            self.progress("pages of papers", done, len(self.papers))

    def _views(self) -> None:
        shell = self._shell(1, picture=True)
        frames = []
        for build in (overview, timeline):
            view = build(self.source, seed=self.seed)
            self._text(f"views/{view.page}.html", html(view, shell))
            frames.append((f"views/{view.page}.html", view.title))
        self._plain("views.html", "Views", frames=frames)
        self.progress("views", len(frames), len(frames))

    def _data(self) -> list[tuple[str, str, str]]:
        """Write the downloads; return their addresses, names and descriptions."""
        if self.source.handle is None:
            return []
        from kg.formats import FORMATS, export_graph

        offered = []
        for name, target in (("json", "graph.json.gz"), ("csv", "graph.csv"), ("graphml", "graph.graphml.gz")):
            for path in export_graph(self.source.handle, name, self.root / "data" / target):
                size = f"{path.stat().st_size / 1e6:.1f} MB"
                offered.append((f"data/{path.name}", path.name, f"{FORMATS[name].description} · {size}"))
        return offered

    def _index(self, files: Iterable[tuple[str, str, str]]) -> None:
        source = self.source
        figures = tuple((f"{n:,}", PLURALS[t] if n != 1 else t.lower()) for t in NODE_TYPES if (n := source.counts[t]))
        entities = sum(1 for _ in source.entities(descriptive=True))
        told = []
        if entities > len(self.entities):
            told.append(
                f"Pages of {count(entities - len(self.entities), 'entities')} that fewer than {self.min_papers} papers "
                "name, or that only describe something of one paper (--min-papers)."
            )
        if source.counts["Paper"] > len(self.papers):
            told.append(
                f"Pages of {count(source.counts['Paper'] - len(self.papers), 'papers')} in which nothing was found."
            )
        self._plain(
            "index.html",
            "What the papers say",
            subtitle="Methods, datasets, tasks and metrics, and the sentences that tie them to each other.",
            story=[
                Facts(figures),
                Text(
                    "Search finds any name, alias, abbreviation or title. Every page shows a picture and its evidence."
                ),
            ],
            columns=most_named(source),
            frames=[("views/overview.html", "Communities")],
            files=list(files),
            left_out=told,
            here="Home",
        )

    def _plain(
        self,
        name: str,
        title: str,
        *,
        subtitle: str = "",
        story: Iterable[Block] = (),
        columns: Iterable[Block] = (),
        frames: Iterable[tuple[str, str]] = (),
        files: Iterable[tuple[str, str, str]] = (),
        left_out: Iterable[str] = (),
        here: str = "",
    ) -> None:
        shell = self._shell(0, picture=False)
        types = [{"label": t.label, "shape": t.shape} for t in NODE_TYPES.values()]
        data = {"nodes": [], "types": types, "index": shell.index}
        page = environment().get_template("site.html")
        self._text(
            name,
            page.render(
                page=name.removesuffix(".html"),
                title=title,
                subtitle=subtitle,
                story=story,
                columns=list(columns),
                frames=list(frames),
                files=list(files),
                left_out=list(left_out),
                here=here or title,
                data=data,
                **context(shell),
            ),
        )
