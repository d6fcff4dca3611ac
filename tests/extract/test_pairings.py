"""Units twinned with each other, from tables and from text."""

import pytest

from extract.record import Record
from tests.extract.papers import CLOSING, HEAD, NEW_PAGE, OPENING, plan, record_of

TITLE = "DANH SÁCH CÁC ĐƠN VỊ KẾT NGHĨA"
COLUMNS = "TT\tĐơn vị\tĐơn vị kết nghĩa\tĐơn vị kết nghĩa"


def annexed(*lines: str) -> Record:
    """A plan with the given lines on the page behind its closing."""
    text = "1. Các trường kết nghĩa theo danh sách kèm theo."
    return record_of(*HEAD, OPENING, text, *CLOSING, NEW_PAGE, *lines)


def units(record: Record) -> list[list[str]]:
    return [[unit.name for unit in pairing.units] for pairing in record.pairings]


def test_rows_of_a_table_with_empty_cells() -> None:
    record = annexed(
        TITLE, COLUMNS, "1\tTH Bến Đò\tTH Gò Me\t", "2\tTH Ao Sen\t\tTH Lũng Vài",
        "3\tTH Nà Bó\tTH Khe Rùa\tTH Đèo Vắt",
    )  # fmt: skip
    assert units(record) == [
        ["TH Bến Đò", "TH Gò Me"],
        ["TH Ao Sen", "TH Lũng Vài"],
        ["TH Nà Bó", "TH Khe Rùa", "TH Đèo Vắt"],
    ]
    assert [(p.origin, p.table, p.row) for p in record.pairings] == [
        ("table", 1, 1),
        ("table", 1, 2),
        ("table", 1, 3),
    ]


@pytest.mark.parametrize("again", [[], [COLUMNS]], ids=["without its head", "with its head again"])
def test_a_table_that_goes_on_over_the_page_is_one_table(again: list[str]) -> None:
    record = annexed(
        TITLE, COLUMNS, "1\tTH Bến Đò\tTH Gò Me\t", NEW_PAGE, *again, "2\tTH Ao Sen\tTH Lũng Vài\t"
    )
    assert [(p.table, p.row, p.evidence[0].page) for p in record.pairings] == [(1, 1, 2), (1, 2, 3)]


def test_a_second_table_counts_anew() -> None:
    record = annexed(
        TITLE, COLUMNS, "1\tTH Bến Đò\tTH Gò Me\t", "CẤP TRUNG HỌC CƠ SỞ", COLUMNS,
        "1\tTHCS Ao Sen\tTHCS Lũng Vài\t",
    )  # fmt: skip
    assert [(p.table, p.row) for p in record.pairings] == [(1, 1), (2, 1)]


def test_other_tables_hold_no_pairings() -> None:
    record = annexed("DANH SÁCH HỌC SINH", "TT\tHọ và tên\tLớp", "1\tNguyễn Văn An\t5A")
    assert record.pairings == []


def test_a_row_is_evidenced_by_its_words() -> None:
    (pairing,) = annexed(TITLE, COLUMNS, "1\tTH Bến Đò\tTH Gò Me\t").pairings
    assert pairing.evidence[0].raw == "1 TH Bến Đò TH Gò Me"
    assert pairing.evidence[0].boxes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ký kết kết nghĩa giữa Trường TH Bến Đò và Trường TH Gò Me.",
            ["Trường TH Bến Đò", "Trường TH Gò Me"],
        ),
        (
            "Tổ chức kết nghĩa giữa Trường TH Bến Đò, Trường TH Gò Me và Trường TH Ao Sen trong năm học.",
            ["Trường TH Bến Đò", "Trường TH Gò Me", "Trường TH Ao Sen"],
        ),
        (
            "Lễ kết nghĩa giữa Thư viện huyện Bến Đò với Thư viện huyện Gò Me.",
            ["Thư viện huyện Bến Đò", "Thư viện huyện Gò Me"],
        ),
    ],
)
def test_pairings_of_the_text(text: str, expected: list[str]) -> None:
    record = plan("1. Nội dung", text)
    assert units(record) == [expected]
    assert (record.pairings[0].origin, record.pairings[0].table) == ("text", None)


@pytest.mark.parametrize(
    "text",
    [
        "Giữ mối quan hệ giữa nhà trường và gia đình.",
        "Các trường kết nghĩa chia sẻ kinh nghiệm giữa giáo viên và học sinh.",
        "Khoảng cách giữa Trường TH Bến Đò và Trường TH Gò Me là 3 km.",
    ],
)
def test_not_all_that_stands_between_two_is_twinned(text: str) -> None:
    assert plan("1. Nội dung", text).pairings == []


def test_a_pair_named_twice_is_one_pairing() -> None:
    text = "Ký kết kết nghĩa giữa Trường TH Bến Đò và Trường TH Gò Me."
    again = "Việc kết nghĩa giữa Trường Tiểu học Gò Me và Trường Tiểu học Bến Đò."
    assert len(plan("1. Nội dung", text, again).pairings) == 1
