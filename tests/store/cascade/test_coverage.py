"""Duties followed down the own cascade: who has answered, and what is not claimed."""

import datetime
from typing import Any

import pytest
from icalendar import Calendar

from ingest.errors import BadRequest
from store.archive.archive import Archive
from store.cascade.classes import Source, levels_in
from store.cascade.coverage import Coverage, State, Wanted
from store.exports.obligations import calendar_of
from tests.store.cascade.conftest import Read, fill

NUMBERS = {
    "01-thanh-pho": "512/KH-SGDĐT", "02-hai-chau": "131/KH-PGDĐT", "03-son-tra": "97/KH-PGDĐT",
    "04-hoa-vang": "204/KH-PGDĐT",
}  # fmt: skip


@pytest.fixture
def filled(archive: Archive, cascade: dict[str, Read]) -> Archive:
    fill(archive, cascade)
    return archive


def told(found: Coverage, names: dict[str, str]) -> list[list[str | None]]:
    """The cells that are claimed: unit, by what it is answered, state, what answers."""
    wanted = {duty.position: duty.wanted for duty in found.duties}
    units = {unit.key: unit.name for unit in found.units}
    return sorted(
        (
            [units[key], wanted[position].value, cell.state.value, names[cell.answer.document] if cell.answer else None]
            for (key, position), cell in found.cells.items()
            if cell.state is not State.UNKNOWN
        ),
        key=str,
    )  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_the_table_is_the_truth(
    filled: Archive, names: dict[str, str], truth: dict[str, Any], name: str
) -> None:
    on = datetime.date.fromisoformat(truth["coverage"]["on"])
    found = filled.cascades.coverage(NUMBERS[name], on)
    assert told(found, names) == sorted(truth["coverage"][name], key=str)
    assert found.counts.total() == len(found.cells)


def test_of_units_without_documents_nothing_is_claimed(filled: Archive) -> None:
    found = filled.cascades.coverage("512/KH-SGDĐT", datetime.date(2026, 3, 1))
    offices = [one for one in found.units if one.unit_id and "-pgd-" in one.unit_id]
    assert len(offices) == 8
    silent = next(one for one in offices if one.name.endswith("Thanh Khê"))
    states = {found.cells[silent.key, duty.position].state for duty in found.duties[:3]}
    assert states == {State.UNKNOWN}


def test_units_that_ended_tell_what_they_have_become(filled: Archive) -> None:
    for on, ended in ((datetime.date(2025, 6, 30), False), (datetime.date(2025, 7, 1), True)):
        found = filled.cascades.coverage("512/KH-SGDĐT", on)
        office = next(one for one in found.units if one.name.endswith("quận Hải Châu"))
        assert ("Phòng Văn hóa - Xã hội phường Hải Châu" in office.today) is ended


def test_a_late_answer_and_a_listed_unit_are_told_as_such(filled: Archive) -> None:
    found = filled.cascades.coverage("512/KH-SGDĐT", datetime.date(2026, 3, 1))
    late = [cell.answer.label for cell in found.cells.values() if cell.late and cell.answer]
    assert late == ["60/BC-PGDĐT"]
    listed = next(one for one in found.units if one.name == "THPT Gò Nổi Bắc")
    assert listed.source is Source.LIST
    assert [duty.wanted for duty in found.duties] == [
        Wanted.PLAN, Wanted.REPORT, Wanted.REPORT, Wanted.PAIRING,
    ]  # fmt: skip


def test_a_duty_becomes_overdue_the_day_after_its_last(filled: Archive) -> None:
    for on, state in (
        (datetime.date(2026, 6, 15), State.OPEN),
        (datetime.date(2026, 6, 16), State.OVERDUE),
    ):
        found = filled.cascades.coverage("512/KH-SGDĐT", on)
        office = next(one for one in found.units if one.name.endswith("quận Hải Châu"))
        assert found.cells[office.key, found.duties[2].position].state is state


@pytest.mark.parametrize(
    ("actor", "levels"),
    [
        ("Phòng GDĐT các quận, huyện, thị xã", ("PGD",)),
        ("Các trường MN, TH, THCS trên địa bàn quận", ("THCS", "TH", "MN")),
        ("Các Phòng Giáo dục và Đào tạo quận, các trường THPT, trung tâm GDNN-GDTX", ("PGD", "THPT", "THCS-THPT", "TH-THCS-THPT", "GDNN-GDTX")),
        ("Phòng Giáo dục và Đào tạo quận Long Biên", ()),
        ("Các phòng: Giáo dục tiểu học, Giáo dục trung học", ()),
        ("Trường TH Bến Lở", ()),
    ],
)  # fmt: skip
def test_a_class_is_told_from_a_single_office(actor: str, levels: tuple[str, ...]) -> None:
    assert levels_in(actor) == levels


def test_a_unit_is_told_what_it_must_do_and_by_whose_order(filled: Archive) -> None:
    year = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)
    on = datetime.date(2026, 3, 1)
    (office,) = filled.cascades.obligations("Phòng GDĐT huyện Hòa Vang", *year, on)
    assert (office.day, office.order.label, office.state) == (
        datetime.date(2024, 5, 31),
        "512/KH-SGDĐT",
        State.OVERDUE,
    )
    (school,) = filled.cascades.obligations("Trường Tiểu học Bến Lở", *year, on)
    assert (school.order.label, school.handed_over) == ("131/KH-PGDĐT", False)
    (silent,) = filled.cascades.obligations("Phòng GDĐT quận Thanh Khê", *year, on)
    assert (silent.order.label, silent.state) == ("512/KH-SGDĐT", State.UNKNOWN)
    with pytest.raises(BadRequest):
        filled.cascades.obligations("Trường Tiểu học Bến Lở", year[1], year[0])


def test_a_unit_of_today_has_the_duties_left_by_those_it_followed(filled: Archive) -> None:
    days = datetime.date(2023, 1, 1), datetime.date(2026, 12, 31)
    heir = "Phòng Văn hóa - Xã hội phường Hòa Cường"
    found = filled.cascades.obligations(heir, *days, datetime.date(2026, 3, 1))
    assert [(one.unit, one.day.year, one.handed_over) for one in found] == [
        ("Phòng Giáo dục và Đào tạo quận Hải Châu", 2026, True)
    ]
    calendar = Calendar.from_ical(calendar_of(found))
    assert [one["dtstart"].dt for one in calendar.walk("VEVENT")] == [datetime.date(2026, 6, 15)]
