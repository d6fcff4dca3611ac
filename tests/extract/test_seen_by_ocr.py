"""What OCR makes of labels, file marks, addresses and broken lines; wording is invented."""

from dataclasses import replace

import pytest

import pipeline
from extract.nlp import extract_record
from extract.record import Record
from extract.zones.outline import label_of
from ingest.page import Origin
from tests.extract.papers import CLOSING, HEAD, OPENING, paper, plan, text_of


def scanned(*body: str, closing: tuple[str, ...] = CLOSING, origin: Origin = Origin.OCR) -> Record:
    document = paper(*HEAD, OPENING, *body, *closing)
    pages = tuple(replace(page, origin=origin) for page in document.pages)
    document = replace(document, pages=pages)
    return extract_record(document, text_of(document), pipeline.gazetteer())


@pytest.mark.parametrize(("origin", "label"), [(Origin.OCR, "1.2"), (Origin.TEXT_LAYER, "12")])
def test_a_label_that_lost_its_dot(origin: Origin, label: str) -> None:
    record = scanned("1. Sách", "1.1. Mua sách", "12. Đọc sách", "2. Kệ", origin=origin)
    assert [s.label for s in record.sections] == ["1", "1.1", label, "2"]


def test_a_small_l_before_digits_is_a_one() -> None:
    closing = ("Nơi nhận:", "- Các tổ;", "- Lưu: VT, KTl06.", "TRƯỞNG PHÒNG", "Phạm Thu Thảo")
    assert [f.name for f in scanned("1. Sách", closing=closing).filed_at] == ["VT", "KT106"]
    sound = scanned("1. Sách", closing=closing, origin=Origin.TEXT_LAYER)
    assert [f.name for f in sound.filed_at] == ["VT", "KTl06"]


@pytest.mark.parametrize("sign", "@(©")
def test_an_address_on_a_line_of_its_own(sign: str) -> None:
    record = plan(
        "1. Thư viện",
        "- Học sinh liên hệ Tổ Thư viện qua email:",
        f"sach{sign}doisim.edu.vn để mượn.",
    )
    assert [(c.unit, c.value) for c in record.contacts] == [("Tổ Thư viện", "sach@doisim.edu.vn")]


@pytest.mark.usefixtures("rules_alone")
def test_a_line_that_begins_small_goes_on_from_the_one_before() -> None:
    record = plan("1. Thư viện", "Mở cửa các buổi chiều cho học sinh và phụ huynh đọc sách,..", "thường xuyên kiểm kê sách.",
                  "2. Điều khoản", "Đọc sách là niềm vui.")  # fmt: skip
    assert [w.task for w in record.responsibilities] == [
        "Mở cửa các buổi chiều cho học sinh và phụ huynh đọc sách,.. thường xuyên kiểm kê sách."
    ]


def test_dashes_inside_a_list_of_words_open_no_item() -> None:
    record = plan(
        "1. Học sinh",
        "- Học sinh phải thi đủ bốn kĩ năng Nghe",
        "- Nói - Đọc - Viết trong một buổi.",
    )
    assert [w.task for w in record.responsibilities] == [
        "Học sinh phải thi đủ bốn kĩ năng Nghe - Nói - Đọc - Viết trong một buổi."
    ]


def test_a_subject_with_a_misread_mark() -> None:
    document = paper(
        "PHÒNG NỘI VỤ", "Số: 7/PNV-TC", "V/ở hướng dẫn mượn sách", "Bến Đò, ngày 05 tháng 9 năm 2023",
        "Kính gửi: Các tổ.", "Các tổ mượn sách.",
    )  # fmt: skip
    record = extract_record(document, text_of(document), pipeline.gazetteer())
    assert record.header.title == "hướng dẫn mượn sách"


def test_a_digit_for_the_first_letter_of_a_list() -> None:
    record = plan(
        "1. Sở Y tế chịu trách nhiệm:",
        "__8) Chủ trì, phối hợp với các xã lập sổ.",
        "b) Lập danh sách.",
    )
    assert [s.label for s in record.sections] == ["1"]
    assert [(w.actor, w.task) for w in record.responsibilities] == [
        ("Sở Y tế", "Chủ trì, phối hợp với các xã lập sổ."), ("Sở Y tế", "Lập danh sách."),
    ]  # fmt: skip


def test_numbers_with_blanks_and_misread_letters() -> None:
    record = plan(
        "Căn cứ Nghị định số 1 01/2024/NĐ-CP ngày 29/7/2024 của Chính phủ;",
        "Căn cứ Nghị quyết số 37/2023/NO-HĐNĐ ngày 08/12/2023 của HĐND tỉnh;",
        "Căn cứ Luật Nhà ở số 27/2023/QHI5;",
    )
    assert [r.number for r in record.references] == [
        "101/2024/NĐ-CP",
        "37/2023/NQ-HĐND",
        "27/2023/QH15",
    ]


def test_a_bracket_on_a_new_line_goes_on_from_the_one_before() -> None:
    record = plan(
        "1. Giao phần sách trị giá 7.700 nghìn", "(gồm: sách và kệ) cho Tổ Thư viện để quản lý."
    )
    assert [(s.label, s.heading) for s in record.sections] == [("1", None)]


def test_items_that_end_in_a_colon_and_lost_their_dash() -> None:
    closing = ("Nơi nhận:", "- Thường trực HĐND:", "CT, PCT UBND;", "VPUB: CVP, PCVP;", "- Lưu: VT.", "TRƯỞNG PHÒNG",
               "Phạm Thu Thảo")  # fmt: skip
    found = scanned("1. Sách", closing=closing).recipients
    assert [r.name for r in found] == ["Thường trực HĐND", "CT, PCT UBND", "VPUB: CVP, PCVP"]


def test_what_was_done_already_is_no_deadline() -> None:
    record = plan("1. Phòng đã điều động ông Lò Văn Thịnh đến nhận việc kể từ ngày 03/8/2023.")
    assert record.deadlines == []


@pytest.mark.usefixtures("rules_alone")
def test_the_recipients_of_an_annexed_draft_are_charged_with_nothing() -> None:
    record = scanned("1. Sách", closing=(*CLOSING, "NGHỊ QUYẾT", "Về sách", "Tổ Thư viện lập sổ mượn.", "Nơi nhận:",
                                         "- Các cơ quan tham mưu, giúp việc;"))  # fmt: skip
    assert [w.actor for w in record.responsibilities] == ["Tổ Thư viện"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("II NHIỆM VỤ TRỌNG TÂM", "II"),
        ("L.MỤC ĐÍCH, YÊU CẦU", "I"),
        ("I THỰC HIỆN tốt việc này", None),
        ("II NĂM HỌC 2022-2023", None),
        ("L. Đông", None),
        ("V/v tổ chức hội thi", None),
    ],
)
def test_a_numeral_before_a_heading_in_capitals(text: str, label: str | None) -> None:
    found = label_of(text)
    assert (found.text if found else None) == label


def test_the_last_numeral_that_lost_a_stroke_goes_on_from_the_one_before() -> None:
    body = ("I. MỤC ĐÍCH", "Nêu cao.", "II. NỘI DUNG", "Đọc sách.", "II. TỔ CHỨC THỰC HIỆN", "Các trường.")  # fmt: skip
    assert [s.label for s in scanned(*body).sections] == ["I", "II", "III"]
    assert [s.label for s in scanned(*body, origin=Origin.TEXT_LAYER).sections] == ["I", "II", "II"]
