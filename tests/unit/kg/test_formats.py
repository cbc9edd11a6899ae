"""Exports, each read back by the library that its users use, with nothing lost."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import igraph
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.formats import FORMATS, export_graph, gexf, graphml, guess_format, jsonld
from kg.formats import csv as csv_format
from kg.formats import json as json_format
from kg.formats import parquet as parquet_format
from kg.formats.jsonld import NAMESPACE, iri
from kg.formats.xmltext import restore
from kg.schema import ENTITY_LABELS, NODE_TYPES, RELATIONSHIP_TYPES, Kind, Property
from kg.store import Graph
from kg.tables import EDGE_COLUMNS, NODE_COLUMNS, graph_of_tables
from kg.validation import validate

# Everything that can be in a text: quotes, markup, formulas, line ends, control characters, lookalikes of our escapes.
ODD = (
    *("", " ", "NA", "null", "1.0", "-0.5", "=1+1", "'x", "@a", "\t", "\r\n", "a\rb", "_x0041_", "_x005F_x0041_"),
    *(
        "\x00",
        "\x0b",
        "\x1f",
        "\ufffe",
        "\uffff",
        "\u2028",
        "]]>",
        "<b>&amp;",
        '"',
        "\\",
        "{}",
        "émile 李 🤖",
        "\u202eevil",
    ),
)
TEXT = st.one_of(st.text(st.characters(codec="utf-8"), max_size=12), st.sampled_from(ODD))
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "str": TEXT,
    "int": st.integers(0, 2**53),
    "float": st.floats(0, 1),
    "bool": st.booleans(),
    "date": st.dates(dt.date(1900, 1, 1)),
    "str[]": st.lists(TEXT, max_size=3),
    "int[]": st.lists(st.integers(0, 2**53), max_size=3),
}


def attributes(draw: Callable[[Any], Any], properties: tuple[Property, ...]) -> dict[str, Any]:
    return {p.name: draw(VALUES[p.kind]) for p in properties if not p.optional or draw(st.booleans())}


@st.composite
def graphs(draw: Callable[[Any], Any]) -> nx.MultiDiGraph[str]:
    """Graphs of the schema's labels, types and properties with any values, parallel edges included."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(papergraph="0")
    ids = draw(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), unique=True, max_size=6))
    for node in ids:
        label = draw(st.sampled_from(sorted(NODE_TYPES)))
        graph.add_node(node, label=label, **{**attributes(draw, NODE_TYPES[label].properties), "id": node})
    for source in ids:
        for target in ids:
            for key in draw(st.lists(st.sampled_from(sorted(RELATIONSHIP_TYPES)), unique=True, max_size=2)):
                graph.add_edge(source, target, key=key, **attributes(draw, RELATIONSHIP_TYPES[key].properties))
    return graph


def assert_same(one: Any, other: Any) -> None:
    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    assert {e[:3]: e[3] for e in one.edges(keys=True, data=True)} == {
        e[:3]: e[3] for e in other.edges(keys=True, data=True)
    }


def written(write: Callable[..., None], graph: Any, files: int = 1) -> list[io.BytesIO]:
    buffers = [io.BytesIO() for _ in range(files)]
    write(graph, *buffers)
    for buffer in buffers:
        buffer.seek(0)
    return buffers


any_graph = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@any_graph
@given(graphs())
def test_networkx_reads_graphml_back(graph: Any) -> None:
    (file,) = written(graphml.write, graph)
    assert_same(restore(nx.read_graphml(file, force_multigraph=True)), graph)


@any_graph
@given(graphs())
def test_networkx_reads_gexf_back(graph: Any) -> None:
    (file,) = written(gexf.write, graph)
    assert_same(restore(nx.read_gexf(file)), graph)


@any_graph
@given(graphs())
def test_networkx_reads_json_back(graph: Any) -> None:
    (file,) = written(json_format.write, graph)
    data = json.load(file)
    back = nx.node_link_graph(data, key="type", edges="edges")
    for node, attrs in back.nodes(data=True):
        attrs["id"] = node
        if "date" in attrs:
            attrs["date"] = dt.date.fromisoformat(attrs["date"])
    assert_same(back, graph)
    assert back.graph == {"papergraph": "0"}


def cells(row: dict[str, str], properties: tuple[Property, ...]) -> dict[str, Any]:
    """Undo what ``docs/python.md`` says of the cells of our CSV tables."""
    values: dict[str, Any] = {}
    for p in properties:
        text = row[p.name].removeprefix("'")
        if text == "" and not (p.kind == "str" and not p.optional):
            continue
        values[p.name] = {
            "str": str,
            "int": int,
            "float": float,
            "bool": "true".__eq__,
            "date": dt.date.fromisoformat,
            "str[]": json.loads,
            "int[]": json.loads,
        }[p.kind](text)
    return values


def graph_of_csv(nodes: list[dict[str, str]], edges: list[dict[str, str]]) -> Any:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in nodes:
        graph.add_node(
            row["id"].removeprefix("'"), label=row["label"], **cells(row, NODE_TYPES[row["label"]].properties)
        )
    for row in edges:
        source, target = (row[end].removeprefix("'") for end in ("source", "target"))
        graph.add_edge(source, target, key=row["type"], **cells(row, RELATIONSHIP_TYPES[row["type"]].properties))
    return graph


def without_empty_optionals(graph: Any) -> Any:
    """An optional text that is empty and one that is missing are the same cell."""
    for data in (*(d for _, d in graph.nodes(data=True)), *(d for *_, d in graph.edges(data=True))):
        if data.get("url") == "":
            del data["url"]
    return graph


@any_graph
@given(graphs())
def test_pandas_reads_csv_back(graph: Any) -> None:
    tables = [
        pd.read_csv(file, dtype=str, keep_default_na=False).to_dict("records")
        for file in written(csv_format.write, graph, 2)
    ]
    assert_same(graph_of_csv(*tables), without_empty_optionals(graph))  # type: ignore[arg-type]


@any_graph
@given(graphs())
def test_the_csv_module_reads_csv_back(graph: Any) -> None:
    tables = [
        list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")))
        for file in written(csv_format.write, graph, 2)
    ]
    assert_same(graph_of_csv(*tables), without_empty_optionals(graph))


@any_graph
@given(graphs())
def test_no_cell_of_csv_is_a_formula(graph: Any) -> None:
    for file in written(csv_format.write, graph, 2):
        for row in csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline="")):
            for text in row:
                assert not text.startswith(("=", "@", "\t", "\r"))
                if text.startswith(("+", "-")):
                    float(text.rstrip("%"))


@any_graph
@given(graphs())
def test_arrow_reads_parquet_back(graph: Any) -> None:
    nodes, edges = written(parquet_format.write, graph, 2)
    assert_same(graph_of_tables(pq.read_table(nodes), pq.read_table(edges)), graph)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_rdflib_reads_jsonld_back(graph: Any) -> None:
    (file,) = written(jsonld.write, graph)
    rdf = rdflib.Graph().parse(file, format="json-ld")
    pg, schema = rdflib.Namespace(NAMESPACE), rdflib.Namespace("https://schema.org/")

    def value(subject: Any, name: str, kind: Kind) -> Any:
        found = rdf.value(subject, pg[name])
        if found is None:
            return None
        if kind.endswith("[]"):
            return [item.toPython() for item in rdflib.collection.Collection(rdf, found)]
        return found.toPython()

    for node, data in graph.nodes(data=True):
        subject = rdflib.URIRef(iri(node))
        assert (subject, rdflib.RDF.type, pg[data["label"]]) in rdf
        read = {n: v for n, k in NODE_COLUMNS.items() if (v := value(subject, n, k)) is not None}
        assert read == {n: v for n, v in data.items() if n != "label"}
        assert rdf.value(subject, schema.name).toPython() == data["name"]  # type: ignore[union-attr]
    statements = {}
    for statement in rdf.subjects(rdflib.RDF.type, rdflib.RDF.Statement):
        ends = tuple(
            str(rdf.value(statement, end)) for end in (rdflib.RDF.subject, rdflib.RDF.object, rdflib.RDF.predicate)
        )
        statements[ends] = {n: v for n, k in EDGE_COLUMNS.items() if (v := value(statement, n, k)) is not None}
    assert statements == {(iri(s), iri(t), NAMESPACE + key): d for s, t, key, d in graph.edges(keys=True, data=True)}
    for source, target, key in graph.edges(keys=True):
        assert (rdflib.URIRef(iri(source)), pg[key], rdflib.URIRef(iri(target))) in rdf


def test_a_real_graph_comes_back_in_equal_order(stored: Graph, tmp_path: Path) -> None:
    export_graph(stored, None, tmp_path / "g.graphml")
    back = restore(nx.read_graphml(tmp_path / "g.graphml"))
    assert list(back.nodes(data=True)) == list(stored.nx.nodes(data=True))
    assert list(back.edges(keys=True, data=True)) == list(stored.nx.edges(keys=True, data=True))
    assert validate(back) == []


def test_igraph_reads_graphml_with_every_attribute(stored: Graph, tmp_path: Path) -> None:
    export_graph(stored, None, tmp_path / "g.graphml")
    back = igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    assert (back.vcount(), back.ecount()) == (stored.nx.number_of_nodes(), stored.nx.number_of_edges())
    assert back.vs["id"] == list(stored.nx)
    assert back.vs["name"] == [name for _, name in stored.nx.nodes(data="name")]
    assert back.es["key"] == [key for *_, key in stored.nx.edges(keys=True)]
    assert back.es["confidence"] == [data["confidence"] for *_, data in stored.nx.edges(data=True)]


def test_parallel_edges_are_kept_apart(stored: Graph, tmp_path: Path) -> None:
    stored.nx.add_edge(
        "method:boxnet",
        "method:gridnet",
        key="PART_OF",
        **stored.nx["method:boxnet"]["method:gridnet"]["COMPARED_WITH"],
    )
    for name, read in (("g.graphml", nx.read_graphml), ("g.gexf", nx.read_gexf)):
        export_graph(stored, None, tmp_path / name)
        assert sorted(read(tmp_path / name)["method:boxnet"]["method:gridnet"]) == ["COMPARED_WITH", "PART_OF"]


@pytest.mark.parametrize("format", FORMATS)
def test_equal_graphs_give_equal_bytes(stored: Graph, tmp_path: Path, format: str) -> None:
    first, second = (export_graph(stored, format, tmp_path / name) for name in ("one", "two"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    assert first
    assert all(p.stat().st_size for p in first)


@pytest.mark.parametrize("format", [name for name, chosen in FORMATS.items() if chosen.layout == "file"])
def test_a_name_in_gz_is_compressed(stored: Graph, tmp_path: Path, format: str) -> None:
    suffix = FORMATS[format].suffixes[0]
    plain, packed = tmp_path / f"g{suffix}", tmp_path / f"g{suffix}.gz"
    export_graph(stored, None, plain)
    export_graph(stored, None, packed)
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()


def test_networkx_reads_packed_graphml(stored: Graph, tmp_path: Path) -> None:
    export_graph(stored, None, tmp_path / "g.graphml.gz")
    assert_same(restore(nx.read_graphml(tmp_path / "g.graphml.gz")), stored.nx)


def test_a_name_in_csv_becomes_two_files_and_any_other_a_directory(stored: Graph, tmp_path: Path) -> None:
    assert export_graph(stored, None, tmp_path / "g.csv.gz") == [
        tmp_path / "g.nodes.csv.gz",
        tmp_path / "g.edges.csv.gz",
    ]
    assert export_graph(stored, "csv", tmp_path / "t") == [tmp_path / "t/nodes.csv", tmp_path / "t/edges.csv"]
    assert export_graph(stored, None, tmp_path / "g.parquet") == [
        tmp_path / "g.nodes.parquet",
        tmp_path / "g.edges.parquet",
    ]
    assert len(pd.read_csv(tmp_path / "g.nodes.csv.gz")) == stored.nx.number_of_nodes()


def test_parquet_has_the_bytes_of_the_graph_directory(stored: Graph, tmp_path: Path) -> None:
    for path in export_graph(stored, "parquet", tmp_path / "t"):
        assert path.read_bytes() == (stored.path / path.name).read_bytes()


def test_gexf_gives_gephi_names_colours_and_kinds(stored: Graph, tmp_path: Path) -> None:
    export_graph(stored, None, tmp_path / "g.gexf")
    space = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    root = ElementTree.parse(tmp_path / "g.gexf").getroot()
    assert root.get("version") == "1.3"
    node = root.find(".//g:node[@id='method:boxnet']", space)
    assert node is not None
    assert node.get("label") == "BoxNet"
    colour = node.find("viz:color", space)
    assert colour is not None
    assert "#{:02X}{:02X}{:02X}".format(*(int(colour.get(c, "")) for c in "rgb")) == NODE_TYPES["Method"].colour
    kinds = {edge.get("kind") for edge in root.iterfind(".//g:edge", space)}
    assert kinds == {key for *_, key in stored.nx.edges(keys=True)}
    types = {a.get("title"): a.get("type") for a in root.iterfind(".//g:attributes[@class='node']/g:attribute", space)}
    assert (types["n_papers"], types["number"], types["descriptive"], types["name"]) == (
        "long",
        "double",
        "boolean",
        "string",
    )


def test_json_has_the_keys_that_scripts_rely_on(stored: Graph, tmp_path: Path) -> None:
    export_graph(stored, None, tmp_path / "g.json")
    data = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    assert all({"id", "label", "name"} <= node.keys() for node in data["nodes"])
    assert all("aliases" in node for node in data["nodes"] if node["label"] in ENTITY_LABELS)
    assert all({"source", "target", "type", "confidence", "evidence"} <= edge.keys() for edge in data["edges"])


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("g.graphml", "graphml"),
        ("G.GEXF", "gexf"),
        ("a.b.json.gz", "json"),
        ("g.jsonld", "jsonld"),
        ("g.csv.gz", "csv"),
    ],
)
def test_the_format_is_told_from_the_name(name: str, format: str) -> None:
    assert guess_format(name) == format


@pytest.mark.parametrize(
    ("format", "output", "problem"),
    [
        (None, "g.xyz", "its ending tells no format; name one with -f: graphml"),
        (None, "-", "its ending tells no format"),
        ("xyz", "g", "xyz: no such format; choose one of graphml"),
        ("csv", "-", "csv is more than one file and can't go to standard output"),
        ("json", "no/such/place/g.json", "can't be written"),
        ("parquet", "g.parquet.gz", "is compressed already"),
    ],
)
def test_what_can_not_be_done_is_told(
    stored: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str | None, output: str, problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GraphError, match=problem):
        export_graph(stored, format, output)
    assert [p.name for p in tmp_path.iterdir()] == ["stored"]


def test_standard_output_gets_the_same_bytes(stored: Graph, kg: Any, tmp_path: Path) -> None:
    export_graph(stored, None, tmp_path / "g.json")
    run = kg("export", stored.path, "-f", "json", "-o", "-")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.encode() == (tmp_path / "g.json").read_bytes()


def test_the_command_tells_what_it_wrote(stored: Graph, kg: Any, tmp_path: Path) -> None:
    run = kg("export", stored.path, "-o", tmp_path / "g.graphml")
    assert run.returncode == 0
    assert run.stderr.startswith(f"graphml: {tmp_path / 'g.graphml'} (")
    assert kg("export", stored.path, "-q", "-o", tmp_path / "h.graphml").stderr == ""
    failed = kg("export", stored.path, "-o", tmp_path / "g.what")
    assert failed.returncode == 1
    assert failed.stderr.startswith("kg: error: ")
    assert failed.stderr.count("\n") == 1
