"""Links among real documents: all of them found, no other; and what three plans of one movement contradict in."""

import json
from pathlib import Path

import pytest

import pipeline
from ingest.limits import Limits
from store.archive.archive import Archive
from store.cascade.findings import Rule
from store.cascade.match import best
from store.cascade.papers import Leaf, Mention
from tests.shared_folder import SHARED, needs_shared
from tests.store.cascade.conftest import Read, fill

# Made by hand: every reference of the annotated documents read against the heads of all others. Two are cited by
# a number that is not theirs (h015 by another university's code, h056 by another division's): serial, day and
# office agree. h046 cites a decision of one province, and one of the same number of another province is there.
LINKS = """
000>001 003>001 006>004 006>032 024>028 h015>h014 h024>h025 h045>h112 h047>h066 h056>h092 h056>h106
h058>h069 h061>h058 h061>h059 h061>h069 h062>h058 h076>h061 h082>h047 h082>h066 h088>h049 h123>h058
h123>h062 h123>h069 h165>h038 qn_06>qn_30
""".split()


def annotated() -> list[tuple[Leaf, list[Mention]]]:
    """The heads and citations of the annotated documents that offices wrote."""
    found = []
    for path in sorted((SHARED / "truth").glob("[!p]*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        head = told["header"]
        named = head["issuer"] or []
        issuers = tuple([named] if isinstance(named, str) else named)
        leaf = Leaf(
            path.stem, path.stem, head["number"], head["issued_on"], head["kind"], issuers,
            head["parent_issuer"], head["title"], head["period"],
        )  # fmt: skip
        mentions = [
            Mention(n, one["kind"], one["number"], one["issued_on"], one["issuer"], None, "", ())
            for n, one in enumerate(told["references"])
        ]
        found.append((leaf, mentions))
    return found


@needs_shared
def test_every_link_among_the_annotated_documents_is_found_and_no_other() -> None:
    documents = annotated()
    assert len(documents) == 147
    leaves = [leaf for leaf, _ in documents]
    found = {
        f"{leaf.document}>{meant[0].document}"
        for leaf, mentions in documents
        for mention in mentions
        if (meant := best(mention, leaf, leaves))
    }
    assert sorted(found) == sorted(LINKS)


@pytest.fixture(scope="module")
def seeds() -> dict[str, Read]:
    """The three plans of one movement."""
    found = {}
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        data = path.read_bytes()
        reading = pipeline.read(data, Limits())
        found[path.name[:3]] = Read(data, reading.record, list(reading.text.page_texts))
    return found


@needs_shared
def test_the_plans_of_one_movement_are_linked_and_their_contradictions_found(
    archive: Archive, seeds: dict[str, Read], tmp_path: Path
) -> None:
    fill(archive, seeds)
    graph = archive.cascades.around("4340/KH-SGDĐT").graph
    names = {
        one.document: archive.find(one.document).name
        for one in graph.places.values()
        if one.document
    }
    top = next(key for key, name in names.items() if name == "001")
    assert {names[one] for one, above in graph.above.items() if above == top} == {"000", "003"}
    told = archive.cascades.findings(limit=1000)
    period = [one for one in told if one.rule == Rule.PERIOD_WITHIN]
    assert {(names[one.paper.document], one.said, one.expected) for one in period} == {
        ("003", "2023/2025", "2022/2025")
    }
    assert all(
        one.evidence and one.other_evidence and names[one.other.document] == "001"
        for one in period
        if one.other
    )
    (total,) = [one for one in told if one.rule == Rule.TOTAL]
    assert (names[total.paper.document], total.said, total.expected) == (
        "001",
        "Danh sách gồm 187 đơn vị",
        "108",
    )
    assert total.evidence
    assert not [one for one in told if one.severity.name == "HIGH"]
