"""Numbered headings and paragraphs with their levels."""

import pytest

from extract.zones.outline import Nesting, heading_of, label_of
from tests.extract.papers import CLOSING, HEAD, NEW_PAGE, OPENING, plan, record_of


def outline(*body: str) -> list[tuple[str, int, str | None]]:
    return [(s.label, s.level, s.heading) for s in plan(*body).sections]


def test_roman_over_arabic_over_decimal() -> None:
    assert outline(
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "1.1. Giúp học sinh yêu sách và biết giữ sách.",
        "1.2. Cách làm",
        "2. Yêu cầu",
        "II. NỘI DUNG",
        "1. Các trường",
    ) == [
        ("I", 1, "MỤC ĐÍCH, YÊU CẦU"),
        ("1", 2, "Mục đích"),
        ("1.1", 3, None),
        ("1.2", 3, "Cách làm"),
        ("2", 2, "Yêu cầu"),
        ("II", 1, "NỘI DUNG"),
        ("1", 2, "Các trường"),
    ]


def test_articles_of_a_decision() -> None:
    assert outline("Điều 1. Phạm vi", "1. Kế hoạch này nói về sách.", "Điều 2. Hiệu lực") == [
        ("Điều 1", 1, "Phạm vi"),
        ("1", 2, None),
        ("Điều 2", 1, "Hiệu lực"),
    ]


def test_repeated_and_skipped_labels_are_kept_as_printed() -> None:
    assert [label for label, *_ in outline("I. MỘT", "I. HAI", "IV. BA")] == ["I", "I", "IV"]


def test_bullets_and_letters_are_no_sections() -> None:
    assert outline("- Mở thư viện;", "a) Lập danh sách;", "+ Mua sách.") == []


def test_the_closing_has_no_sections_and_lists_in_annexes_only_their_titles() -> None:
    record = record_of(
        *HEAD,
        OPENING,
        "1. Nội dung",
        *CLOSING,
        NEW_PAGE,
        "PHỤ LỤC II",
        "Danh mục sách",
        "1. Sách tranh",
        "2. Truyện",
    )
    assert [(s.label, s.evidence[0].page) for s in record.sections] == [("1", 1), ("Phụ lục II", 2)]


def test_an_annex_with_an_outline_of_its_own_has_sections() -> None:
    record = record_of(
        *HEAD,
        OPENING,
        "1. Nội dung",
        *CLOSING,
        NEW_PAGE,
        "PHỤ LỤC II",
        "ĐỀ CƯƠNG BÁO CÁO",
        "I. TÌNH HÌNH CHUNG",
        "1. Việc mua sách của thư viện.",
        "II. KIẾN NGHỊ",
    )
    assert [s.label for s in record.sections] == ["1", "Phụ lục II", "I", "1", "II"]


@pytest.mark.parametrize(
    ("text", "label", "style"),
    [
        ("I. MỤC ĐÍCH", "I", "roman"),
        ("IV/ KINH PHÍ", "IV", "roman"),
        ("2. Yêu cầu", "2", "number1"),
        ("2) Yêu cầu", "2", "number1"),
        ("2.1. Cách làm", "2.1", "number2"),
        ("2.1 Cách làm", "2.1", "number2"),
        ("2.1.3. Cách làm", "2.1.3", "number3"),
        ("3.Yêu cầu", "3", "number1"),
        ("Điều 12. Hiệu lực", "Điều 12", "Điều"),
        ("Chương II", "Chương II", "Chương"),
        ("PHỤ LỤC I", "Phụ lục I", "annex"),
    ],
)
def test_labels(text: str, label: str, style: str) -> None:
    found = label_of(text)
    assert found is not None
    assert (found.text, found.style) == (label, style)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yêu cầu",
        "- Yêu cầu",
        "15/6/2023 là hạn cuối",
        "2023. Năm mới",
        "Điều này",
        "1.250.000 đồng",
        "12 trường",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Mục đích", "Mục đích"),
        ("Yêu cầu:", "Yêu cầu"),
        ("Các trường tiểu học, trung học cơ sở", "Các trường tiểu học, trung học cơ sở"),
        ("Phòng Tài chính: Cấp kinh phí mua sách.", "Phòng Tài chính"),
        ("Các trường mở thư viện vào buổi chiều.", None),
        ("Các trường mở thư viện;", None),
        ("Các trường thực hiện những nội dung sau:", None),
        ("", None),
    ],
)
def test_headings_and_paragraphs(text: str, heading: str | None) -> None:
    assert heading_of(text) == heading


def test_levels_by_nesting() -> None:
    nesting = Nesting()
    styles = ["roman", "number1", "number2", "number1", "roman", "number2"]
    assert [nesting.level(style) for style in styles] == [1, 2, 3, 2, 1, 2]


def test_a_higher_style_closes_what_is_open() -> None:
    nesting = Nesting()
    assert [nesting.level(s) for s in ("number1", "number2", "roman", "number1")] == [1, 2, 1, 2]
