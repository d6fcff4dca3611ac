"""The checker finds one planted error of each kind, and none in the project's own files."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from gazetteer.building.check import check, main

Edit = Callable[[str], str]


def _swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


PLANTED: dict[str, tuple[str, Edit, str]] = {
    "header": ("units.csv", _swap("id,level", "identity,level"), "the header must be"),
    "cells": ("names.csv", _swap("family,", "family,more,"), "8 cells instead of 7"),
    "NFC": ("units.csv", _swap("Bình Yên", unicodedata.normalize("NFD", "Bình Yên")), "not in NFC"),
    "blank": ("units.csv", _swap(",Bình Yên,", ",Bình Yên ,"), "has blanks"),
    "empty": ("units.csv", _swap(",Bình Yên,", ",,"), "name is empty"),
    "value": ("successors.csv", _swap("partial", "half"), "relation is 'half'"),
    "date": ("units.csv", _swap("2020-01-01", "2020-02-30"), "is not a date: 2020-02-30"),
    "unique body": (
        "bodies.csv", _swap("body-chinh-phu,", "body-quoc-hoi,"), "body-quoc-hoi is not unique",
    ),
    "unique school": (
        "education.csv", _swap("edu-01-001-mn-hoa-mo", "edu-01-001-pgd-ben-do"), "is not unique",
    ),
    "reversed": (
        "units.csv", _swap("2015-03-01,2025-07-01", "2015-03-01,2014-07-01"), "ends before it begins",
    ),
    "overlap": (
        "units.csv", _swap("2004-08-31,2020-01-01", "2004-08-31,2020-06-01"), "overlaps its state",
    ),
    "no such parent": (
        "units.csv", _swap("Tân Mỹ,vn-01-001-1", "Tân Mỹ,vn-09-1"), "parent vn-09-1 does not exist",
    ),
    "no parent": (
        "units.csv", _swap("Tân Mỹ,vn-01-001-1", "Tân Mỹ,"), "needs a parent",
    ),
    "parent of another time": (
        "units.csv", _swap("Tân Mỹ,vn-01-001-1", "Tân Mỹ,vn-01-2"), "did not exist at that time",
    ),
    "no such successor": (
        "successors.csv", _swap("vn-02-1,vn-01-2", "vn-02-1,vn-77-1"), "vn-77-1 does not exist",
    ),
    "successor of another time": (
        "successors.csv", _swap("vn-02-1,vn-01-2,full,2025-07-01", "vn-02-1,vn-01-2,full,2024-07-01"),
        "vn-01-2 did not exist on 2024-07-01",
    ),
    "own successor": (
        "successors.csv", _swap("vn-02-1,vn-01-2", "vn-01-2,vn-01-2"), "vn-01-2 succeeds itself",
    ),
    "unique programme": (
        "programmes.csv", _swap("pro-phong-trao-ke-hoach-nho", "pro-phong-trao-nghin-viec-tot"),
        "pro-phong-trao-nghin-viec-tot is not unique",
    ),
    "kind of programme": ("programmes.csv", _swap("chương trình,", "trò chơi,"), "kind is 'trò chơi'"),
    "name of two programmes": (
        "programmes.csv", _swap(",Kế hoạch nhỏ,", ",Nghìn việc tốt,"), "is also the name of line",
    ),
    "programme reversed": (
        "programmes.csv", _swap("2018-05-07,,", "2018-05-07,2017-01-01,"), "ends before it begins",
    ),
    "alias twice": ("education.csv", _swap("Trường THPT Bến Đò", "THPT Bến Đò"), "aliases hold"),
    "weight missing": ("weights.csv", _swap("\nended,", "\nover,"), "ended has no weight"),
    "no evidence": ("weights.csv", _swap("\nended,", "\nover,"), "over is no evidence"),
    "no number": ("weights.csv", _swap("accepted,0", "accepted,o"), "weight is not a number"),
    "no probability": ("weights.csv", _swap("accepted,0", "accepted,7"), "accepted is no probability"),
    "weight twice": ("weights.csv", _swap("\nended,", "\nunused,"), "unused is not unique"),
    "uncovered": (
        "successors.csv", _swap("vn-02-1,vn-01-2", "vn-01-1,vn-01-2"), "has no successor",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_error(kind: str, small: Path) -> None:
    file, edit, message = PLANTED[kind]
    before = set(map(str, check(small)))
    path = small / file
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    new = [finding for finding in check(small) if str(finding) not in before]
    assert any(message in finding.message for finding in new)


def test_a_missing_file_is_found(small: Path) -> None:
    (small / "names.csv").unlink()
    assert "names.csv:1: the file is missing" in map(str, check(small))


def test_the_line_is_named(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small / "successors.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("vn-", "xx-", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main([str(small)]) == 1
    assert "successors.csv:3: xx-" in capsys.readouterr().out


def test_the_projects_own_files_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == ""
