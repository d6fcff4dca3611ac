"""Cited documents: kind, number, date, issuer; each once."""

import pytest

from extract.record import Reference
from tests.extract.papers import plan


def cited(*body: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(r.kind, r.number, r.issued_on, r.issuer) for r in plan(*body).references]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thực hiện Quyết định số 2545/QĐ-TTg ngày 12/5/2022 của Thủ tướng Chính phủ về thư viện;",
            ("quyết định", "2545/QĐ-TTg", "2022-05-12", "Thủ tướng Chính phủ"),
        ),
        (
            "Căn cứ Thông tư số 15/2020/TT-BGDĐT ngày 22 tháng 5 năm 2020 của Bộ Giáo dục và Đào tạo;",
            ("thông tư", "15/2020/TT-BGDĐT", "2020-05-22", "Bộ Giáo dục và Đào tạo"),
        ),
        (
            "Căn cứ Nghị quyết số 29-NQ/TW ngày 04/11/2013 của Ban Chấp hành Trung ương;",
            ("nghị quyết", "29-NQ/TW", "2013-11-04", "Ban Chấp hành Trung ương"),
        ),
        (
            "Thực hiện Chương trình số 06-CTr/TU ngày 17/3/2021 của Thành ủy Sông Lớn;",
            ("chương trình", "06-CTr/TU", "2021-03-17", "Thành ủy Sông Lớn"),
        ),
        (
            "Căn cứ Nghị định 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;",
            ("nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ"),
        ),
        (
            "Thực hiện Công văn số 915 /UBND - GDĐT ngày 06/9/2023 của UBND huyện Bến Đò về sách;",
            ("công văn", "915/UBND-GDĐT", "2023-09-06", "Ủy ban nhân dân huyện Bến Đò"),
        ),
        (
            "Theo văn bản 77/KH-SGDĐT, các trường mua thêm sách.",
            ("kế hoạch", "77/KH-SGDĐT", None, None),
        ),
    ],
)
def test_numbered_documents(
    text: str, expected: tuple[str, str | None, str | None, str | None]
) -> None:
    assert cited(text) == [expected]


def test_an_impossible_date_of_a_cited_document_is_left_out() -> None:
    assert cited("Căn cứ Quyết định số 2545/QĐ-TTg ngày 31/2/2022 của Thủ tướng Chính phủ;") == [
        ("quyết định", "2545/QĐ-TTg", None, "Thủ tướng Chính phủ")
    ]


def test_laws_cited_by_name() -> None:
    found: list[Reference] = plan(
        "Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019;",
        "Căn cứ Luật Tổ chức chính quyền địa phương và Luật Trẻ em;",
    ).references
    assert [(r.kind, r.number, r.title) for r in found] == [
        ("luật", None, "Luật Thư viện"),
        ("luật", None, "Luật Tổ chức chính quyền địa phương"),
        ("luật", None, "Luật Trẻ em"),
    ]
    assert found[0].issued_on == "2019-11-21"


def test_a_document_cited_twice_is_one_reference() -> None:
    found = cited(
        "Căn cứ Quyết định số 2545/QĐ-TTg ngày 12/5/2022 của Thủ tướng Chính phủ;",
        "1. Các trường thực hiện Quyết định số 2545/QĐ-TTg nói trên.",
    )
    assert [number for _, number, _, _ in found] == ["2545/QĐ-TTg"]


def test_the_document_itself_is_not_cited() -> None:
    assert cited("(Kèm theo Kế hoạch số 45/KH-PGDĐT ngày 05/9/2023 của Phòng)") == []


@pytest.mark.parametrize(
    "text",
    [
        "1. Tỷ lệ 15/20 học sinh đạt, phòng 12/B, ngày 5/9.",
        "1. Mỗi lớp mượn 2/3 số sách.",
        "1. Khối 4/5.",
    ],
)
def test_fractions_and_days_are_no_numbers_of_documents(text: str) -> None:
    assert cited(text) == []


def test_the_dates_of_cited_documents_are_no_deadlines() -> None:
    record = plan("1. Thực hiện Kế hoạch số 12/KH-UBND ngày 20/8/2023, các trường mở thư viện.")
    assert [r.number for r in record.references] == ["12/KH-UBND"]
    assert record.deadlines == []


def full(*body: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(r.number, r.issued_on, r.issuer, r.title) for r in plan(*body).references]


def test_what_a_cited_document_is_about() -> None:
    assert full(
        "Căn cứ Nghị định số 8/2021/NĐ-CP ngày 05/3/2021 của Chính phủ quy định chi tiết, hướng dẫn thi hành Luật Đọc sách;",
        "Căn cứ Luật Đọc sách số 9/2020/QH14 và Luật In số 7/2019/QH14;",
        "Thực hiện Công văn số 5/SNV-TC ngày 02/3/2021 của Sở Nội vụ về biên chế, Phòng lập kế hoạch.",
        "Báo cáo số 6/BC-PNV ngày 03/3/2021 về Sở Nội vụ trước giờ họp.",
    ) == [
        ("8/2021/NĐ-CP", "2021-03-05", "Chính phủ", "quy định chi tiết, hướng dẫn thi hành Luật Đọc sách"),
        ("9/2020/QH14", None, "Quốc hội", "Luật Đọc sách"),
        ("7/2019/QH14", None, "Quốc hội", "Luật In"),
        ("5/SNV-TC", "2021-03-02", "Sở Nội vụ", "về biên chế"),
        ("6/BC-PNV", "2021-03-03", None, None),
    ]  # fmt: skip


def test_offices_count_anew_each_year() -> None:
    found = full(
        "Căn cứ Chỉ thị số 02/CT-UBND ngày 15/11/2019 về tiết kiệm giấy;",
        "Căn cứ Chỉ thị số 02/CT-UBND ngày 04/7/2018 của UBND tỉnh Mường Lai về mạng;",
        "Thực hiện Chỉ thị số 02/CT-UBND ngày 15/11/2019 của UBND tỉnh Mường Lai.",
    )
    assert [(day, issuer) for _, day, issuer, _ in found] == [
        ("2019-11-15", "Ủy ban nhân dân tỉnh Mường Lai"),
        ("2018-07-04", "Ủy ban nhân dân tỉnh Mường Lai"),
    ]


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 12/TTr-PNV ngày 03/8/2023;", ["Trưởng phòng Nội vụ"]),
        ("Căn cứ các Quyết định của UBND huyện Bến Đò số 14/QĐ-UBND ngày 02/3/2021, số 15/QĐ-UBND ngày 03/3/2021;",
         ["Ủy ban nhân dân huyện Bến Đò", "Ủy ban nhân dân huyện Bến Đò"]),
        ("Căn cứ Nghị định số 8/2021/NĐ-CP (đã được sửa đổi bởi Nghị định số 9/2022/NĐ-CP của Chính phủ);",
         ["Chính phủ", "Chính phủ"]),
        ("Căn cứ Nghị định số 8/2021/NĐ-CP của Chính phủ và bảng giá của huyện;", ["Chính phủ"]),
    ],
)  # fmt: skip
def test_who_issued_a_cited_document(text: str, issuers: list[str]) -> None:
    assert [issuer for _, _, issuer, _ in full(text)] == issuers


def test_laws_are_cited_once_by_number_or_by_year() -> None:
    found = full(
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Đọc sách số 9/2020/QH14 của Quốc hội;",
        "Căn cứ Nghị định số 8/2021/NĐ-CP của Chính phủ hướng dẫn Luật sửa đổi bổ sung một số điều của Luật Đọc sách;",
        "Các trường thực hiện Luật In năm 2019 và Luật In năm 2019.",
    )
    assert [(number, day, title) for number, day, _, title in found] == [
        ("9/2020/QH14", None, "Luật sửa đổi, bổ sung một số điều của Luật Đọc sách"),
        ("8/2021/NĐ-CP", None, "hướng dẫn Luật sửa đổi bổ sung một số điều của Luật Đọc sách"),
        (None, "2019", "Luật In"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Theo đề nghị của Sở Nội vụ tại nội dung các Công văn: Số 10/SNV-TC ngày 03/1/2023 về biên chế; số 11/SNV-TC ngày 04/1/2023.",
         [("10/SNV-TC", "2023-01-03", "Sở Nội vụ"), ("11/SNV-TC", "2023-01-04", "Sở Nội vụ")]),
        ("Thực hiện các Quyết định số: 17/QĐ- -BNV, 18/QĐ-BNV ngày 31/12/2022 của Bộ trưởng Bộ Nội vụ.",
         [("17/QĐ-BNV", "2022-12-31", "Bộ trưởng Bộ Nội vụ"), ("18/QĐ-BNV", "2022-12-31", "Bộ trưởng Bộ Nội vụ")]),
        ("Xét đề nghị của Trưởng phòng Y tế tại Đơn đề ngày 13/12/2022, Tờ trình số 14/TTr-PYT ngày 13/12/2022 và số 15/TTr-PYT "
         "ngày 16/12/2022; của UBND xã Nậm Cá tại Tờ trình số 16/TTr-UBND ngày 18/12/2022.",
         [("14/TTr-PYT", "2022-12-13", "Trưởng phòng Y tế"), ("15/TTr-PYT", "2022-12-16", "Trưởng phòng Y tế"),
          ("16/TTr-UBND", "2022-12-18", "Ủy ban nhân dân xã Nậm Cá")]),
        ("Trên cơ sở ý kiến thống nhất của Huyện ủy tại Thông báo số 15-TB/HU ngày 11/1/2023 về quà cho hộ nghèo, hộ neo đơn;",
         [("15-TB/HU", "2023-01-11", "Huyện ủy")]),
    ],
)  # fmt: skip
def test_documents_that_share_issuer_or_date(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [entry[:3] for entry in full(text)] == expected


def named_laws(*body: str) -> list[tuple[str, str | None, str | None]]:
    record = plan(*body)
    return [(r.kind, r.title, r.issued_on) for r in record.references if r.number is None]


def test_a_law_inside_the_title_of_one_that_amends_it_is_cited_too() -> None:
    found = named_laws(
        "Căn cứ Luật Thư viện huyện ngày 19/6/2015;",
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thư viện tỉnh và Luật Thư viện huyện ngày 22/11/2019;",
    )
    assert [(kind, title) for kind, title, _ in found] == [
        ("luật", "Luật Thư viện huyện"),
        ("luật", "Luật sửa đổi, bổ sung một số điều của Luật Thư viện tỉnh và Luật Thư viện huyện"),
        ("luật", "Luật Thư viện tỉnh"),
    ]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("1. Các trường thực hiện đúng Luật Thư viện và các văn bản hướng dẫn.", "Luật Thư viện"),
        ("1. Kinh phí chi theo Luật Ngân sách nhà nước.", "Luật Ngân sách nhà nước"),
        ("1. Các trường theo dõi việc thi hành Pháp lệnh lưu trữ sách được giao.", "Pháp lệnh lưu trữ sách"),
    ],
)  # fmt: skip
def test_a_law_named_in_running_text(said: str, title: str) -> None:
    assert [found for _, found, _ in named_laws(said)] == [title]


@pytest.mark.parametrize(
    "said",
    [
        "1. Đoàn Luật sư tỉnh Mường Lai gửi sách.",
        "1. Sinh viên khoa Luật Kinh tế đọc sách.",
    ],
)
def test_lawyers_and_faculties_are_no_laws(said: str) -> None:
    assert named_laws(said) == []


def test_the_name_of_a_law_ends_before_what_a_decree_says_about_it() -> None:
    found = named_laws(
        "Căn cứ Nghị định số 24/2024/NĐ-CP ngày 27/02/2024 của Chính phủ quy định chi tiết một số điều của Luật Thư viện về mua sách;"
    )
    assert [title for _, title, _ in found] == ["Luật Thư viện"]
