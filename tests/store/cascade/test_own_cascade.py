"""The own cascade in an archive: its links, its tree, and every contradiction planted in it."""

from typing import Any

import pytest
from sqlalchemy import select

from store.archive.archive import Archive
from store.cascade import keep
from store.cascade.findings import Rule, Severity
from store.cascade.rows import Settled
from store.database.tables import Citation
from tests.store.cascade.conftest import Read, fill

Truth = dict[str, Any]


def links_of(archive: Archive, names: dict[str, str]) -> list[list[str]]:
    with archive.reading() as session:
        rows = session.scalars(select(Citation).where(Citation.cited.is_not(None))).all()
    return sorted([names[one.document], names[one.cited or ""], one.relation] for one in rows)


def findings_of(archive: Archive, names: dict[str, str]) -> list[list[str | None]]:
    told = archive.cascades.findings(settled=None, limit=1000)
    return sorted(
        (
            [
                names[one.paper.document],
                one.rule,
                one.said.strip(),
                one.other and names[one.other.document],
            ]
            for one in told
        ),
        key=str,
    )


@pytest.mark.parametrize("backwards", [False, True])
def test_links_and_findings_are_the_truth_in_whatever_order_documents_come(
    any_archive: Archive,
    cascade: dict[str, Read],
    names: dict[str, str],
    truth: Truth,
    backwards: bool,
) -> None:
    fill(any_archive, cascade, sorted(cascade, reverse=backwards))
    assert links_of(any_archive, names) == sorted(truth["links"])
    assert findings_of(any_archive, names) == sorted(truth["findings"], key=str)
    assert any_archive.cascades.coverage("512/KH-SGDĐT").counts.total() == 49


def test_the_tree_and_the_empty_places_are_the_truth(
    archive: Archive, cascade: dict[str, Read], names: dict[str, str], truth: Truth
) -> None:
    fill(archive, cascade)
    graph = archive.cascades.around("512/KH-SGDĐT").graph
    above = {
        names[one]: names[top] for one, top in graph.above.items() if one in names and top in names
    }
    assert above == truth["above"]
    missing = [
        [names[one.citing], graph.places[one.cited].label, one.relation.value]
        for one in graph.edges
        if graph.places[one.cited].document is None
    ]
    assert sorted(missing) == sorted(truth["missing"])


def test_grave_findings_have_evidence_on_both_sides(
    archive: Archive, cascade: dict[str, Read]
) -> None:
    fill(archive, cascade)
    grave = archive.cascades.findings(least=Severity.HIGH)
    assert len(grave) == 6
    for one in grave:
        assert one.evidence and bool(one.other) == bool(one.other_evidence)


def test_a_document_that_is_deleted_leaves_an_empty_place_and_comes_back(
    archive: Archive, cascade: dict[str, Read], names: dict[str, str], truth: Truth
) -> None:
    fill(archive, cascade)
    district = next(sha256 for sha256, name in names.items() if name == "02-hai-chau")
    archive.bin.delete(district, "an")
    left = [one for one in truth["links"] if "02-hai-chau" not in one]
    assert links_of(archive, names) == sorted(left)
    assert "06-do-xu" not in {name for name, *_ in findings_of(archive, names)}
    graph = archive.cascades.around("12/KH-THBL").graph
    assert [one.label for one in graph.places.values() if one.document is None] == ["131/KH-PGDĐT"]
    archive.bin.restore(district, "an")
    assert findings_of(archive, names) == sorted(truth["findings"], key=str)


def test_what_people_say_of_a_finding_outlives_the_next_reading(
    archive: Archive, cascade: dict[str, Read]
) -> None:
    fill(archive, cascade)
    (one,) = archive.cascades.findings("31/KH-THCSĐXH")
    assert archive.cascades.settle(one.id, Settled.DISMISSED, "an").verdict == Settled.DISMISSED
    fill(archive, cascade, ["06-do-xu"])
    assert archive.cascades.findings("31/KH-THCSĐXH") == []
    (settled,) = archive.cascades.findings("31/KH-THCSĐXH", settled=True)
    archive.cascades.settle(settled.id, None, "an")
    assert len(archive.cascades.findings("31/KH-THCSĐXH")) == 1


def test_a_correction_of_the_citation_takes_the_finding_away(
    archive: Archive, cascade: dict[str, Read]
) -> None:
    fill(archive, cascade)
    (one,) = archive.cascades.findings("204/KH-PGDĐT", rule=Rule.CITED_NUMBER)
    archive.decide(one.paper.document, one.pointer, "521/KH-SGDĐT", "512/KH-SGDĐT", "an")
    assert archive.cascades.findings("204/KH-PGDĐT", rule=Rule.CITED_NUMBER) == []


def test_documents_that_cite_what_thousands_cite_are_checked_later(
    archive: Archive,
    cascade: dict[str, Read],
    names: dict[str, str],
    truth: Truth,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keep, "AT_ONCE", 0)
    fill(archive, cascade, sorted(cascade, reverse=True))
    assert "06-do-xu" not in {
        name for name, rule, *_ in findings_of(archive, names) if rule == "cited-day"
    }
    assert archive.check_again() > 0
    assert findings_of(archive, names) == sorted(truth["findings"], key=str)
    assert archive.check_again() == 0
