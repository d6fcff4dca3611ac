"""The cascade as a graph of documents and empty places, and as a tree from above to below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from normalize.folding import fold
from store.cascade.numbers import parsed
from store.cascade.offices import Level, level_of, level_of_all
from store.cascade.papers import Leaf, Mention
from store.cascade.relations import Relation

# What is carried out below: law lies under everything and is nobody's plan.
_LAW = frozenset(
    {"luật", "bộ luật", "hiến pháp", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch"}
)
_DOWN = (Relation.CARRIES_OUT, Relation.RESTS_ON, Relation.CITES)


class Place(NamedTuple):
    """A document of the graph, or the empty place of one that is cited and missing.

    ``document`` is its identity in the archive, None for an empty place.
    """

    key: str
    document: str | None
    label: str
    kind: str | None
    issued_on: str | None
    issuer: str
    title: str
    level: Level | None


class Edge(NamedTuple):
    """A citation from one place to another; ``confidence`` is None to an empty place."""

    citing: str
    cited: str
    relation: Relation
    confidence: float | None


class Line(NamedTuple):
    """One line of a tree: how deep it stands, the place, and the citation by which it hangs there."""

    depth: int
    place: Place
    edge: Edge | None


@dataclass(frozen=True, slots=True)
class Graph:
    """Places by their keys, citations between them, and the place above each that has one."""

    places: dict[str, Place]
    edges: tuple[Edge, ...]
    above: dict[str, str]
    below: dict[str, list[str]] = field(default_factory=dict)

    def top(self, key: str) -> str:
        """The highest place above a place."""
        while key in self.above:
            key = self.above[key]
        return key

    def lines(self, key: str) -> list[Line]:
        """The tree under a place, each line below the one that it hangs from."""
        edges = {(one.citing, one.cited): one for one in self.edges}
        found: list[Line] = []
        waiting: list[tuple[int, str, Edge | None]] = [(0, key, None)]
        while waiting:
            depth, one, edge = waiting.pop()
            found.append(Line(depth, self.places[one], edge))
            for child in reversed(self.below.get(one, [])):
                waiting.append(
                    (depth + 1, child, edges.get((child, one)) or edges.get((one, child)))
                )
        return found


def graph_of(
    leaves: Mapping[str, Leaf],
    cited: Iterable[tuple[str, Mention, Relation, str | None, float | None]],
) -> Graph:
    """The graph of documents and their citations.

    ``cited`` are citing document, citation, relation, the document that it means and the confidence.
    Citations of documents outside ``leaves`` are left out.
    """
    places = {key: _of_leaf(leaf) for key, leaf in leaves.items()}
    edges: dict[tuple[str, str], Edge] = {}
    for citing, mention, relation, document, confidence in cited:
        if document is None:
            place = _empty(mention)
            places.setdefault(place.key, place)
            key = place.key
        elif document in leaves:
            key = document
        else:
            continue
        if key != citing:
            edges.setdefault((citing, key), Edge(citing, key, relation, confidence))
    above = _above(places, list(edges.values()))
    return Graph(places, tuple(edges.values()), above, _below(places, edges.values(), above))


def _of_leaf(leaf: Leaf) -> Place:
    level = level_of_all(leaf.issuers)
    issuer = "; ".join(leaf.issuers)
    return Place(
        leaf.document,
        leaf.document,
        leaf.label,
        leaf.kind,
        leaf.issued_on,
        issuer,
        leaf.title or "",
        level,
    )


def _empty(mention: Mention) -> Place:
    parts = parsed(mention.number)
    name = (
        f"{parts.serial}/{parts.year or ''}/{parts.code}"
        if parts
        else fold(mention.title or mention.kind)
    )
    day = "" if parts and parts.year else mention.issued_on or ""
    return Place(
        f"?{name} {day}".strip(), None, mention.number or mention.title or mention.kind, mention.kind,
        mention.issued_on, mention.issuer or "", mention.title or "", level_of(mention.issuer or ""),
    )  # fmt: skip


def _above(places: Mapping[str, Place], edges: Sequence[Edge]) -> dict[str, str]:
    """The place above each: of those it carries out the nearest level, there the latest."""
    candidates: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        cited = places[edge.cited]
        if (
            edge.relation in _DOWN
            and cited.kind not in _LAW
            and _may_follow(places[edge.citing], cited)
        ):
            candidates[edge.citing].append(edge)

    def near(edge: Edge) -> tuple[int, bool, str]:
        one = places[edge.cited]
        return (
            -1 if one.level is None else one.level,
            one.document is not None,
            one.issued_on or "",
        )

    above: dict[str, str] = {}
    for citing, several in candidates.items():
        chosen = max(several, key=near).cited
        if not _is_over(citing, chosen, above):
            above[citing] = chosen
    return above


def _may_follow(citing: Place, cited: Place) -> bool:
    """Whether a document can stand below another: of no higher level, and not before it."""
    if citing.level is not None and cited.level is not None and citing.level != cited.level:
        return citing.level > cited.level
    return not (citing.issued_on and cited.issued_on and citing.issued_on < cited.issued_on)


def _is_over(key: str, other: str, above: Mapping[str, str]) -> bool:
    while other in above:
        other = above[other]
        if other == key:
            return True
    return other == key


def _below(
    places: Mapping[str, Place], edges: Iterable[Edge], above: Mapping[str, str]
) -> dict[str, list[str]]:
    """What stands under each place: those that follow it, and the empty places that it cites."""
    found: dict[str, list[str]] = defaultdict(list)
    for child, parent in above.items():
        found[parent].append(child)
    parents = set(above.values())
    for edge in edges:
        empty = places[edge.cited].document is None
        if empty and edge.cited not in parents and edge.cited not in above:
            found[edge.citing].append(edge.cited)
    for some in found.values():
        some.sort(key=lambda key: (places[key].document is None, places[key].issued_on or "", key))
    return dict(found)
