"""The head of a document: issuers, number, place, date, kind, title, period."""

import pytest

from extract.head.head import symbol
from extract.head.header import clean_title
from extract.head.issuers import split_units
from extract.record import Header, Record
from tests.extract.papers import CLOSING, HEAD, OPENING, record_of

BODY = (OPENING, "I. MỤC ĐÍCH", "1. Giúp học sinh yêu sách.", *CLOSING)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def header_of(*head: str) -> Header:
    return record_of(*head, *BODY).header


def read_texts(record: Record, field: str) -> list[str]:
    return [e.text for e in record.header.support[field].evidence]


def test_a_head_in_two_columns() -> None:
    header = header_of(*HEAD)
    assert header.issuer == ["Phòng Giáo dục và Đào tạo huyện Bến Đò"]
    assert header.parent_issuer == "Ủy ban nhân dân huyện Bến Đò"
    assert header.number == "45/KH-PGDĐT"
    assert header.place == "Bến Đò"
    assert header.issued_on == "2023-09-05"
    assert header.kind == "kế hoạch"
    assert header.title == "Tổ chức ngày hội đọc sách giai đoạn 2023-2025"
    assert header.period == "2023/2025"


def test_each_field_is_supported_by_the_words_it_was_read_from() -> None:
    record = record_of(*HEAD, *BODY)
    assert set(record.header.support) == {
        "issuer", "parent_issuer", "number", "place", "issued_on", "kind", "title", "period"
    }  # fmt: skip
    assert read_texts(record, "number") == ["Số: 45/KH-PGDĐT"]
    assert read_texts(record, "issuer") == ["PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"]
    assert read_texts(record, "parent_issuer") == ["UBND HUYỆN BẾN ĐÒ"]
    assert read_texts(record, "title") == ["Tổ chức ngày hội đọc sách giai đoạn 2023-2025"]
    assert all(0.5 < support.confidence <= 1 for support in record.header.support.values())


def test_a_head_in_one_column_with_number_and_day_still_to_be_written() -> None:
    header = header_of(
        "UBND HUYỆN BẾN ĐÒ",
        "TRƯỜNG THCS GÒ ME",
        *MOTTO,
        "Số:        /KH-THCSGM",
        "Gò Me, ngày      tháng 9 năm 2023",
        "KẾ HOẠCH",
        "Kiểm tra nội bộ năm học 2023-2024",
    )
    assert header.number == "?/KH-THCSGM"
    assert header.issued_on == "2023-09"
    assert header.issuer == ["Trường trung học cơ sở Gò Me"]
    assert header.parent_issuer == "Ủy ban nhân dân huyện Bến Đò"


@pytest.mark.parametrize("serial", ["", "_", "¿4&", "........"])
def test_a_serial_that_cannot_be_read_is_a_question_mark(serial: str) -> None:
    header = header_of(
        *HEAD[:2], f"Số: {serial}/KH-PGDĐT     {'Bến Đò, ngày 05 tháng 9 năm 2023'}", *HEAD[3:]
    )
    assert header.number == "?/KH-PGDĐT"


def test_a_letter_takes_its_title_from_its_subject_and_its_kind_from_its_number() -> None:
    record = record_of(
        "UBND TỈNH SÔNG LỚN     " + MOTTO[0],
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO     " + MOTTO[1],
        "Số: 1904/SGDĐT-GDPT     Sông Lớn, ngày 09 tháng 10 năm 2023",
        "V/v mượn sách thư viện",
        "năm học 2023-2024",
        "Kính gửi: Hiệu trưởng các trường trung học phổ thông.",
        "Sở Giáo dục và Đào tạo đề nghị các trường báo cáo trước ngày 15/10/2023.",
        *CLOSING,
    )
    header = record.header
    assert header.kind == "công văn"
    assert header.number == "1904/SGDĐT-GDPT"
    assert header.title == "mượn sách thư viện năm học 2023-2024"
    assert header.issuer == ["Sở Giáo dục và Đào tạo Sông Lớn"]
    assert header.period == "2023/2024"
    assert record.header.support["kind"].evidence[0].rule == "kind-from-number"
    assert read_texts(record, "title") == ["V/v mượn sách thư viện", "năm học 2023-2024"] or (
        read_texts(record, "title") == ["V/v mượn sách thư viện năm học 2023-2024"]
    )


def test_a_circular_numbered_by_year() -> None:
    header = header_of(
        "BỘ GIÁO DỤC VÀ ĐÀO TẠO     " + MOTTO[0],
        "Số: 15/2020/TT-BGDĐT     Hà Nội, ngày 1 tháng 2 năm 2020",
        "THÔNG TƯ",
        "Ban hành Quy chế thư viện",
    )
    assert header.number == "15/2020/TT-BGDĐT"
    assert header.issuer == ["Bộ Giáo dục và Đào tạo"]
    assert header.parent_issuer is None
    assert header.issued_on == "2020-02-01"


def test_several_schools_that_only_the_opening_names() -> None:
    record = record_of(
        "KẾ HOẠCH",
        "Giao lưu bạn đọc năm học 2023-2024",
        "Để nâng cao chất lượng, 3 trường TH Bến Đò, TH Gò Me và TH Ao Sen xây dựng Kế hoạch "
        "giao lưu như sau:",
        "1. Giúp học sinh yêu sách.",
    )
    assert [name.casefold() for name in record.header.issuer] == [
        "trường tiểu học bến đò",
        "trường tiểu học gò me",
        "trường tiểu học ao sen",
    ]
    assert record.header.number is None


def test_an_impossible_day_is_no_date() -> None:
    header = header_of(
        *HEAD[:2], "Số: 45/KH-PGDĐT     Bến Đò, ngày 31 tháng 02 năm 2023", *HEAD[3:]
    )
    assert header.issued_on is None
    assert header.place == "Bến Đò"


def test_the_date_of_a_cited_document_is_not_the_day_of_issue() -> None:
    header = header_of(
        "KẾ HOẠCH", "Ngày hội đọc sách", "Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019;"
    )
    assert header.issued_on is None
    assert header.number is None


def test_a_title_over_several_lines_ends_before_the_grounds() -> None:
    header = header_of(
        *HEAD[:4],
        "Xây dựng thư viện mở và tổ chức ngày hội đọc sách",
        "trong các trường tiểu học của huyện",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 20/8/2023 của UBND huyện Bến Đò;",
    )
    assert header.title == (
        "Xây dựng thư viện mở và tổ chức ngày hội đọc sách trong các trường tiểu học của huyện"
    )


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("KH - SGDDT", "KH-SGDĐT"),
        ("QD-UBND", "QĐ-UBND"),
        ("KHH-UBND", "KH-UBND"),
        ("KH–PGDĐT", "KH-PGDĐT"),
        ("TB-UBN0", "TB-UBND"),
        ("HD-SGD&ĐT", "HD-SGD&ĐT"),
    ],
)
def test_symbols_are_written_as_the_rules_have_them(printed: str, written: str) -> None:
    assert symbol(printed) == written


def test_titles_in_one_line_without_the_marks_around_them() -> None:
    assert clean_title("  NGÀY HỘI  ĐỌC SÁCH.") == "Ngày hội đọc sách"
    assert clean_title("*Ngày hội đọc sách*") == "Ngày hội đọc sách"


def test_lists_of_schools_are_taken_apart() -> None:
    assert split_units("2 trường TH Bến Đò và THCS Gò Me") == [
        "Trường TH Bến Đò",
        "Trường THCS Gò Me",
    ]
    assert split_units("Phòng Giáo dục và Đào tạo") == ["Phòng Giáo dục và Đào tạo"]
