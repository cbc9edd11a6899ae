"""Write JSON-LD 1.1: papers, datasets and terms in schema.org's words, relationships as statements with evidence.

A paper is a ``schema:ScholarlyArticle``, a dataset a ``schema:Dataset``, a method, task or metric a
``schema:DefinedTerm``, a result a ``schema:PropertyValue``. Each relationship is given twice: as a plain triple
(``pg:USES``), which is what one follows, and as an ``rdf:Statement`` with its confidence and evidence. Every property
of the graph is there under its own name in the namespace ``urn:papergraph:ns:``; where schema.org has a word for it,
that is there too. Ids are ``urn:papergraph:`` and the percent-encoded id. Lists keep their order (``@list``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES, Kind
from kg.tables import EDGE_COLUMNS, NODE_COLUMNS

if TYPE_CHECKING:
    import networkx as nx

NAMESPACE = "urn:papergraph:ns:"
BASE = "urn:papergraph:"

_TYPES: Mapping[str, str] = {
    "Paper": "schema:ScholarlyArticle",
    "Dataset": "schema:Dataset",
    "Method": "schema:DefinedTerm",
    "Task": "schema:DefinedTerm",
    "Metric": "schema:DefinedTerm",
    "Result": "schema:PropertyValue",
}
_XSD: Mapping[Kind, str] = {"int": "xsd:integer", "float": "xsd:double", "bool": "xsd:boolean", "date": "xsd:date"}


def context() -> dict[str, Any]:
    """Return the JSON-LD context, made from the schema."""
    terms: dict[str, Any] = {
        "@version": 1.1,
        "pg": NAMESPACE,
        "schema": "https://schema.org/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "subject": {"@id": "rdf:subject", "@type": "@id"},
        "predicate": {"@id": "rdf:predicate", "@type": "@vocab"},
        "object": {"@id": "rdf:object", "@type": "@id"},
    }
    for name, kind in {**NODE_COLUMNS, **EDGE_COLUMNS}.items():
        term: dict[str, Any] = {"@id": f"pg:{name}"}
        if kind.endswith("[]"):
            term["@container"] = "@list"
        if (datatype := _XSD.get(kind.removesuffix("[]"))) is not None:  # type: ignore[call-overload]
            term["@type"] = datatype
        terms[name] = term
    terms |= {key: {"@id": f"pg:{key}", "@type": "@id"} for key in RELATIONSHIP_TYPES}
    return terms


def iri(node: str) -> str:
    """Return the IRI of a node."""
    return BASE + quote(node, safe=":")


def write(graph: nx.MultiDiGraph[str], file: BinaryIO) -> None:
    """Write the graph as one JSON-LD document, UTF-8."""
    file.write(b'{"@context": ' + _line(context()) + b',\n"@graph": [')
    file.writelines((b",\n" if number else b"\n") + _line(item) for number, item in enumerate(_items(graph)))
    file.write(b"\n]}\n")


def _items(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    for node, data in graph.nodes(data=True):
        label = data["label"]
        item: dict[str, Any] = {"@id": iri(node), "@type": [_TYPES[label], f"pg:{label}"]}
        item |= {p.name: data[p.name] for p in NODE_TYPES[label].properties if p.name in data}
        item |= _in_schema_org(label, data)
        for _, target, key in graph.out_edges(node, keys=True):
            item.setdefault(key, []).append(iri(target))
        yield item
    for source, target, key, data in graph.edges(keys=True, data=True):
        yield {
            "@type": "rdf:Statement",
            "subject": iri(source),
            "predicate": f"pg:{key}",
            "object": iri(target),
            **{p.name: data[p.name] for p in RELATIONSHIP_TYPES[key].properties if p.name in data},
        }


def _in_schema_org(label: str, data: Mapping[str, Any]) -> dict[str, Any]:
    if label == "Paper":
        words = {
            "schema:name": data["name"],
            "schema:headline": data["title"],
            "schema:abstract": data["abstract"],
            "schema:datePublished": data["date"].isoformat() if "date" in data else data.get("year"),
            "schema:author": [{"@type": "schema:Person", "schema:name": name} for name in data.get("authors", ())],
            "schema:keywords": data.get("categories"),
            "schema:url": data.get("url"),
        }
    elif label == "Result":
        words = {"schema:name": data["name"], "schema:value": data["value"], "schema:unitText": data["unit"] or None}
    else:
        words = {"schema:name": data["name"], "schema:alternateName": data["aliases"]}
    return {word: value for word, value in words.items() if value is not None and value != []}


def _line(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, default=_date).encode()


def _date(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")
