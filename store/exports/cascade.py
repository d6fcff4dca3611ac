"""The cascade as files for other programs: GraphML for networks, CSV for tables."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from store.cascade.tree import Edge, Graph, Place
from store.exports.sheets import csv_lines
from store.words import visible

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_OF_PLACE = ("label", "kind", "issued_on", "issuer", "title", "level", "missing", "above")
_OF_EDGE = ("relation", "confidence")
_HEAD = (
    "citing", "citing_number", "cited", "cited_number", "cited_kind", "cited_issued_on", "cited_issuer",
    "relation", "confidence", "missing",
)  # fmt: skip


def graphml(graph: Graph) -> str:
    """The graph as GraphML; an edge leads from the document that cites."""
    root = Xml.Element("graphml", xmlns=_GRAPHML)
    for name, of in (*((one, "node") for one in _OF_PLACE), *((one, "edge") for one in _OF_EDGE)):
        kind = {"confidence": "double", "missing": "boolean"}.get(name, "string")
        Xml.SubElement(root, "key", {"id": name, "for": of, "attr.name": name, "attr.type": kind})
    drawn = Xml.SubElement(root, "graph", edgedefault="directed")
    for place in graph.places.values():
        node = Xml.SubElement(drawn, "node", id=place.key)
        _data(node, _of_place(place, graph.above.get(place.key, "")))
    for edge in graph.edges:
        line = Xml.SubElement(drawn, "edge", source=edge.citing, target=edge.cited)
        sure = "" if edge.confidence is None else str(edge.confidence)
        _data(line, {"relation": edge.relation.value, "confidence": sure})
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True)


def table(graph: Graph) -> str:
    """The citations as CSV, one a line."""
    rows = (_cells(edge, graph) for edge in graph.edges)
    return b"".join(csv_lines(_HEAD, rows)).decode()


def _cells(edge: Edge, graph: Graph) -> tuple[str, ...]:
    citing, cited = graph.places[edge.citing], graph.places[edge.cited]
    return (
        citing.document or "", citing.label, cited.document or "", cited.label, cited.kind or "",
        cited.issued_on or "", cited.issuer, edge.relation.value,
        "" if edge.confidence is None else f"{edge.confidence:.4f}",
        "yes" if cited.document is None else "no",
    )  # fmt: skip


def _of_place(place: Place, above: str) -> dict[str, str]:
    return {
        "label": place.label, "kind": place.kind or "", "issued_on": place.issued_on or "",
        "issuer": place.issuer, "title": place.title,
        "level": place.level.name.lower() if place.level is not None else "",
        "missing": "true" if place.document is None else "false", "above": above,
    }  # fmt: skip


def _data(parent: Xml.Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        if value:
            Xml.SubElement(parent, "data", key=name).text = visible(value)
