"""Heads and closings as the chain model finds them; one test for each kind of fault mended.

All units, people and numbers are invented.
"""

import pytest

from extract.fields.contacts import _found
from extract.grammar import dates
from extract.record import Record
from tests.extract.papers import record_of

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
BODY = (
    "Thực hiện Kế hoạch số 9/KH-UBND ngày 05/02/2023 của UBND huyện về phong trào đọc sách,",
    "Phòng Nội vụ đề nghị các đơn vị lập danh sách và báo cáo trước ngày 20/3/2023.",
    "Trân trọng./.",
)
CLOSED = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TRƯỞNG PHÒNG", "Phạm Thu Thảo")


def letter(*lines: str, closing: tuple[str, ...] = CLOSED) -> Record:
    """The record of a letter of a district's office with these lines from its addressees on."""
    head = ("UBND HUYỆN BẾN ĐÒ", "PHÒNG NỘI VỤ", "Số: 45/PNV-TC", "V/v phong trào đọc sách", *MOTTO)
    return record_of(*head, "Bến Đò, ngày 05 tháng 3 năm 2023", *lines, *BODY, *closing)


def closed(*items: str) -> Record:
    """The record of a letter with these items of Nơi nhận."""
    return letter(
        "Kính gửi: Các trường học.",
        closing=("Nơi nhận:", *items, "TRƯỞNG PHÒNG", "Phạm Thu Thảo"),
    )


# --- addressees
@pytest.mark.parametrize(
    "lines",
    [
        ("Kính gửi:", "- Các trường học;", "- Trạm Y tế xã Gò Me;", "- Hội Khuyến học huyện."),
        ("Kính gửi: - Các trường học;", "- Trạm Y tế xã Gò Me;", "- Hội Khuyến học huyện."),
        ("Kính gửi: Các trường học; Trạm Y tế xã Gò Me; Hội Khuyến học huyện.",),
    ],
)
def test_addressees_in_a_list_or_in_one_line(lines: tuple[str, ...]) -> None:
    assert letter(*lines).header.addressees == [
        "Các trường học", "Trạm Y tế xã Gò Me", "Hội Khuyến học huyện",
    ]  # fmt: skip


def test_an_addressee_goes_on_in_the_next_line() -> None:
    found = letter("Kính gửi: Hiệu trưởng các trường tiểu học,", "trung học cơ sở xã Gò Me.")
    assert found.header.addressees == ["Hiệu trưởng các trường tiểu học, trung học cơ sở xã Gò Me"]


def test_a_letter_that_opens_with_a_unit_has_its_addressee_alone() -> None:
    found = letter("Kính gửi: Chủ tịch Ủy ban nhân dân huyện")
    assert found.header.addressees == ["Chủ tịch Ủy ban nhân dân huyện"]


# --- recipients and where copies are kept
@pytest.mark.parametrize("purpose", ["(bc)", "(để b/c)", "- để b/c", ": báo cáo", "-đề BC"])
def test_a_purpose_in_any_marks_is_no_part_of_the_name(purpose: str) -> None:
    (first, *_) = closed(f"- UBND huyện {purpose};", "- Các trường học;", "- Lưu: VT.").recipients
    assert (first.name, first.purpose) == ("UBND huyện", "để báo cáo")


def test_a_person_in_brackets_belongs_to_the_name() -> None:
    found = closed("- Chủ tịch, PCT UBND huyện (Đ/c Thảo);", "- Lưu: VT.")
    assert [r.name for r in found.recipients] == ["Chủ tịch, PCT UBND huyện (Đ/c Thảo)"]


def test_a_recipient_of_two_lines_is_one() -> None:
    found = closed(
        "- Tổ giúp việc phong trào đọc sách (Phòng Văn hóa,", "Hội Khuyến học huyện);", "- Lưu: VT."
    )
    assert [r.name for r in found.recipients] == [
        "Tổ giúp việc phong trào đọc sách (Phòng Văn hóa, Hội Khuyến học huyện)"
    ]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("- Lưu: VT, TC(Thảo).", ["VT", "TC(Thảo)"]),
        ("- Lưu: VT, TC (10).", ["VT", "TC"]),
        ("- Lưu: VT, TC30b.", ["VT", "TC"]),
        ("- Lưu: VT, TC.3.", ["VT", "TC"]),
    ],
)
def test_copies_are_cut_from_where_they_are_kept(line: str, places: list[str]) -> None:
    assert [f.name for f in closed("- Như trên;", line).filed_at] == places


def test_a_union_is_not_where_copies_are_kept() -> None:
    found = closed("- Liên Đoàn Lao động huyện;", "- Lưu: VT.")
    assert [r.name for r in found.recipients] == ["Liên Đoàn Lao động huyện"]


# --- signers
def test_a_family_name_that_is_on_no_list() -> None:
    closing = (
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. TRƯỞNG PHÒNG",
        "PHÓ TRƯỞNG PHÒNG",
        "Thang Thị Hạnh",
    )
    (signer,) = letter("Kính gửi: Các trường học.", closing=closing).signers
    assert (signer.name, signer.title, signer.mark) == ("Thang Thị Hạnh", "Phó trưởng phòng", "KT")


# --- heads
def test_a_name_of_two_lines_and_an_office_of_its_parent() -> None:
    found = record_of(
        "HIỆP HỘI", "LÀM VƯỜN VIỆT NAM", "Số: 6/HD-HHLV", *MOTTO, "Hà Nội, ngày 20 tháng 10 năm 2023",
        "HƯỚNG DẪN", "Tổ chức Đại hội các hội thành viên", *BODY, *CLOSED,
    ).header  # fmt: skip
    assert [name.casefold() for name in found.issuer] == ["hiệp hội làm vườn việt nam"]
    office = record_of(
        "UBND TỈNH BẾN ĐÒ", "VĂN PHÒNG", "Số: 6/VP-NC", "V/v đọc sách", *MOTTO,
        "Bến Đò, ngày 20 tháng 10 năm 2023", "Kính gửi: Các sở.", *BODY, *CLOSED,
    ).header  # fmt: skip
    assert office.issuer == ["Văn phòng Ủy ban nhân dân tỉnh Bến Đò"]


def test_a_head_in_two_cells_is_laid_out_again() -> None:
    found = record_of(
        "ỦY BAN NHÂN DÂN TỈNH BẾN ĐÒ Số: /UBND-NC V/v phong trào đọc sách\t"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Bến Đò, ngày tháng 10 năm 2023",
        "Kính gửi: Các sở.", *BODY, *CLOSED,
    ).header  # fmt: skip
    assert (found.issuer, found.number) == (["Ủy ban nhân dân tỉnh Bến Đò"], "?/UBND-NC")
    assert (found.place, found.issued_on) == ("Bến Đò", "2023-10")
    assert (found.title, found.kind) == ("phong trào đọc sách", "công văn")


def test_a_title_ends_at_the_note_of_what_it_is_attached_to() -> None:
    found = record_of(
        "TRƯỜNG THPT HOA SEN", "Số: 4/QĐ-THPTHS", *MOTTO, "Bến Đò, ngày 15 tháng 02 năm 2023", "QUY ĐỊNH",
        "Về việc nộp học phí", "(Kèm theo Quyết định số 3/QĐ-THPTHS ngày 5 tháng 1 năm 2023)", "Điều 1. Học phí.",
    ).header  # fmt: skip
    assert found.title == "Về việc nộp học phí"


# --- periods
@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Xét tốt nghiệp đợt 1 năm 2014", "2014"),
        ("Cung ứng sách năm 2019 - 2020", "2019/2020"),
        ("Tổng kết năm 2017 và phương hướng năm 2018", "2017/2018"),
        ("Phân bổ vốn năm 2023 cho đề án giai đoạn 2022-2025", "2023"),
        ("Theo dõi thi hành pháp luật về y tế năm 2018", "2018"),
    ],
)
def test_periods_of_titles(title: str, period: str) -> None:
    assert dates.period(title) == period


# --- contacts
@pytest.mark.parametrize(
    ("text", "phones"),
    [
        (
            "liên hệ ông Lò Văn Thịnh, di động: 0912.345.678 hoặc 0243 826 1234",
            ["0912.345.678", "0243 826 1234"],
        ),
        ("(đ/c Thảo, 0912345678)", ["0912345678"]),
        ("ĐT: (84-24) 3754 7670; Fax: 024.3754.7671", ["(84-24) 3754 7670"]),
        ("số điện thoại: 0243.8261234, máy lẻ 123", ["0243.8261234, máy lẻ 123"]),
        ("đường dây nóng 1900 1234", ["1900 1234"]),
        ("tài khoản 0912345678 tại Kho bạc", []),
    ],
)
def test_telephones(text: str, phones: list[str]) -> None:
    assert [value for kind, value, *_ in _found(text) if kind == "phone"] == phones


def test_an_address_with_a_misread_sign_is_an_e_mail_and_one_in_brackets_a_website() -> None:
    assert [v for _, v, *_ in _found("Gửi về docsach()gmail.com hoặc doc.sach(bendo.edu.vn.")] == [
        "docsach@gmail.com", "doc.sach@bendo.edu.vn",
    ]  # fmt: skip
    assert [(k, v) for k, v, *_ in _found("Trang tin(bendo.edu.vn)")] == [
        ("website", "bendo.edu.vn")
    ]


def test_links_to_collections_of_laws_are_no_contacts() -> None:
    assert not list(_found("Xem tại https://vbpl.vn/mau và https://thuvienphapluat.vn/mau."))
    assert [v for _, v, *_ in _found("Trang thông tin doc-sach.bendo.gov.vn của huyện")] == [
        "doc-sach.bendo.gov.vn"
    ]
