"""Printed lines become paragraphs, and every letter of a paragraph leads back to its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.lines import is_noise, is_page_number, paragraphs, without_specks
from normalize.text import Text, TextLine

FULL = "Nhà trường tổ chức cho học sinh các khối lớp tham quan thư viện huyện"


def line(text: str, table: int | None = None) -> TextLine:
    return TextLine(1, text, text, (), table)


def joined(*texts: str) -> list[str]:
    return [p.text for p in paragraphs([line(text) for text in texts])]


def test_a_sentence_broken_over_lines_is_one_paragraph() -> None:
    assert joined(FULL, "và ghi lại điều các em đã đọc.") == [
        FULL + " và ghi lại điều các em đã đọc."
    ]


def test_blank_lines_of_a_text_dump_do_not_break_a_sentence() -> None:
    assert joined(FULL, "", "", "và ghi lại điều các em đã đọc.") == [
        FULL + " và ghi lại điều các em đã đọc."
    ]


def test_a_full_line_runs_on_into_a_name() -> None:
    assert joined(*[FULL + "."] * 8, FULL, "Bến Đò vào sáng thứ Bảy.")[-1] == (
        FULL + " Bến Đò vào sáng thứ Bảy."
    )


def test_a_short_line_does_not_run_on_into_a_capital() -> None:
    assert joined(FULL + ".", "Kính chúc sức khỏe", "Bến Đò vào sáng thứ Bảy.")[1:] == [
        "Kính chúc sức khỏe",
        "Bến Đò vào sáng thứ Bảy.",
    ]


@pytest.mark.parametrize(
    "start",
    ["- Mượn sách", "+ Mượn sách", "I. MƯỢN", "1. Mượn", "1.2. Mượn", "1.2 Mượn", "a) Mượn", "đ) Mượn",
     "Điều 3. Mượn", "Chương II", "Nơi nhận:", "Kính gửi: Các trường", "Căn cứ Luật Thư viện",
     "Bến Đò, ngày 3 tháng 4 năm 2023"],
)  # fmt: skip
def test_labels_and_formulas_begin_a_paragraph(start: str) -> None:
    assert joined(FULL, start) == [FULL, start]


def test_a_finished_sentence_ends_its_paragraph() -> None:
    assert joined(FULL + ".", "Học sinh khối 5 đi trước.") == [
        FULL + ".",
        "Học sinh khối 5 đi trước.",
    ]


def test_headings_in_capitals_stand_apart() -> None:
    assert joined("MỤC ĐÍCH", FULL + ".") == ["MỤC ĐÍCH", FULL + "."]
    assert joined(FULL, "TỔ CHỨC THỰC HIỆN") == [FULL, "TỔ CHỨC THỰC HIỆN"]


def test_a_long_title_in_capitals_is_joined() -> None:
    first, second = "ĐỔI MỚI CÁCH DẠY ĐỌC SÁCH TRONG CÁC TRƯỜNG", "TIỂU HỌC CỦA HUYỆN BẾN ĐÒ"
    assert joined(first, second) == [f"{first} {second}"]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("kế hoạch đọc sách giai đoạn 2022-", "2025 của huyện", "2022-2025"),
        ("theo Công văn số 12/", "2023 của huyện", "12/2023"),
    ],
)
def test_a_number_broken_at_its_sign_is_made_whole(before: str, after: str, whole: str) -> None:
    (text,) = joined(before, after)
    assert whole in text


def test_a_telephone_number_broken_at_its_point() -> None:
    (text,) = joined("Mọi thắc mắc xin gọi 024.", "33005566 trong giờ làm việc.")
    assert text.startswith("Mọi thắc mắc xin gọi 024. 33005566")


@pytest.mark.parametrize("number", ["2", "- 3 -", "12", " 7 "])
def test_page_numbers_are_left_out_between_the_halves_of_a_sentence(number: str) -> None:
    assert is_page_number(number)
    assert joined(FULL, number, "và ghi lại điều các em đã đọc.") == [
        FULL + " và ghi lại điều các em đã đọc."
    ]


@pytest.mark.parametrize("text", ["", "năm 2023", "2 bản", "1.2", "2023"])
def test_what_is_no_page_number(text: str) -> None:
    assert not is_page_number(text)


def test_rows_of_tables_belong_to_no_paragraph_and_part_the_text() -> None:
    found = paragraphs([line(FULL), line("1\tTH Bến Đò", table=0), line("và những trường khác.")])
    assert [p.text for p in found] == [FULL, "và những trường khác."]


@pytest.mark.parametrize("text", ["r r 9 r", "w", "•>", "/^r /J", ". ,"])
def test_specks_read_as_letters_are_noise(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize(
    "text", ["", "2", "12", "tap.", "a) Sách", "KT. GIÁM ĐỐC", "III. NỘI DUNG"]
)
def test_short_lines_that_mean_something_are_kept(text: str) -> None:
    assert not is_noise(text)


def test_specks_in_front_of_a_label_are_dropped() -> None:
    assert without_specks("x • 7 1.1. Mượn sách") == "1.1. Mượn sách"
    assert without_specks("r- Mượn sách") == "- Mượn sách"
    assert without_specks("Học kỳ 1.1. Mượn sách") == "Học kỳ 1.1. Mượn sách"


words = st.sampled_from(
    ["thư", "viện", "Bến", "Đò", "học", "sinh.", "sách;", "-", "1.", "a)", "2023-", "2025", "MƯỢN",
     "SÁCH", "“Vui", "đọc”", "Nơi nhận:", ",", "I.", "12/3"]
)  # fmt: skip
gaps = st.sampled_from([" ", "  ", "     "])
texts = st.lists(st.tuples(gaps, words), max_size=14).map(
    lambda parts: "".join(a + b for a, b in parts)
)
printed = st.lists(
    st.builds(line, texts, st.sampled_from([None, None, None, None, 0])), min_size=1, max_size=12
)


@given(printed)
def test_pieces_lead_back_to_the_same_letters(lines: list[TextLine]) -> None:
    for paragraph in paragraphs(lines):
        covered = [" "] * len(paragraph.text)
        for piece in paragraph.pieces:
            length = piece.stop - piece.start
            origin = lines[piece.line].text[piece.offset : piece.offset + length]
            assert origin == paragraph.text[piece.start : piece.stop]
            covered[piece.start : piece.stop] = origin
        assert "".join(covered) == paragraph.text


@given(printed)
def test_every_line_of_running_text_is_in_one_paragraph(lines: list[TextLine]) -> None:
    taken = [piece.line for paragraph in paragraphs(lines) for piece in paragraph.pieces]
    running = [
        n
        for n, one in enumerate(lines)
        if one.table is None and one.text.strip() and not is_page_number(one.text)
    ]
    assert taken == running


@given(printed)
def test_paragraphs_name_the_lines_they_span(lines: list[TextLine]) -> None:
    found = paragraphs(lines)
    for paragraph in found:
        assert paragraph.pieces[0].line == paragraph.lines.start
        assert paragraph.pieces[-1].line == paragraph.lines.stop - 1
    assert list(Text(tuple(lines), found).pages) == [lines]
