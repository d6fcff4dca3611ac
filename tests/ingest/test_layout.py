"""Reading order, tables over pages, and signs that stand for others."""

from dataclasses import replace

import pytest

from ingest.layout.overlay import with_words
from ingest.layout.reading_order import in_columns
from ingest.page import Box, Grid, Line, Origin, Page, Quality, Word
from ingest.reading.doubtful import reconciled
from ingest.reading.marks import with_plain_marks, without_stray_quotes
from ingest.tables.continuation import with_continued_tables

SHAPE = 0.7


def line(text: str, left: float, top: float, table: int | None = None) -> Line:
    """A line of words, each letter 0.01 wide."""
    words = []
    at = left
    for word in text.split():
        words.append(Word(word, Box(at, top, at + 0.01 * len(word), top + 0.012)))
        at += 0.01 * len(word) + 0.006
    return Line(text, tuple(words), table)


def row(left: str, right: str, top: float) -> Line:
    """Two columns on one line."""
    one, other = line(left, 0.1, top), line(right, 0.5, top)
    return Line(f"{left}   {right}", one.words + other.words)


HEAD = [
    row("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 0.05),
    row("TỈNH QUẢNG NGÃI", "Độc lập - Tự do", 0.07),
    row("Số: 84/QĐ-UBND", "Quảng Ngãi, ngày 03", 0.10),
]
BODY = [
    line("Căn cứ Luật Tổ chức chính quyền địa phương và các văn bản có liên quan", 0.1, t)
    for t in (0.2, 0.22)
]


def texts(lines: list[Line]) -> list[str]:
    return [one.text for one in in_columns(lines, SHAPE)]


def test_a_head_is_read_column_by_column() -> None:
    assert texts(HEAD + BODY) == [
        "ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI", "Số: 84/QĐ-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do", "Quảng Ngãi, ngày 03",
        *(one.text for one in BODY),
    ]  # fmt: skip


@pytest.mark.parametrize(("below", "in_column"), [(0.5, True), (1.5, False)])
def test_a_line_below_the_head_is_of_its_column_where_it_is_near(
    below: float, in_column: bool
) -> None:
    """The subject under the number is; a short first line of the body, further off, is not."""
    short = line("V/v tổ chức hội thi", 0.1, 0.112 + below * 0.012)
    at = texts([*HEAD, short, *BODY]).index(short.text)
    assert at == (3 if in_column else 6)


def test_recipients_stand_before_the_signature() -> None:
    closing = [
        line("KT. CHỦ TỊCH", 0.6, 0.78),
        row("Nơi nhận:", "PHÓ CHỦ TỊCH", 0.8),
        line("- Như trên;", 0.1, 0.815),
        line("- Lưu: VT.", 0.1, 0.83),
        line("Đặng Văn Minh", 0.6, 0.9),
    ]
    assert texts(BODY + closing)[2:] == [
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đặng Văn Minh",
    ]  # fmt: skip


def test_other_rows_of_two_parts_stay_rows() -> None:
    listed = [row(f"Trường {n}", f"Điện thoại {n}", 0.3 + 0.02 * n) for n in range(4)]
    assert in_columns(BODY + listed, SHAPE) == (*BODY, *listed)


def test_a_typed_number_goes_into_the_gap_left_for_it() -> None:
    gap = Line("Số: /TB", (line("Số:", 0.1, 0.1).words[0], line("/TB", 0.25, 0.1).words[0]))
    (filled,) = with_words([gap], [Word("911", Box(0.16, 0.101, 0.19, 0.113))], SHAPE)
    assert [word.text for word in filled.words] == ["Số:", "911", "/TB"]
    assert filled.text.split() == ["Số:", "911", "/TB"]


def test_a_typed_word_alone_is_a_line_in_its_place() -> None:
    (_, alone, _) = with_words([*BODY[:1], *HEAD[:1]], [Word("Mật", Box(0.1, 0.02, 0.2, 0.03))])
    assert alone.text in ("Mật", BODY[0].text)


def page(number: int, *lines: Line) -> Page:
    return Page(number, lines, Origin.OCR, Quality.ABSENT, "", 595, 842)


def rows(*texts: str) -> list[Line]:
    return [line(text, 0.1, 0.1 + 0.02 * n, 0) for n, text in enumerate(texts)]


def test_a_table_over_pages_is_one_and_its_header_stands_once() -> None:
    first = page(1, line("Danh sách", 0.1, 0.05), *rows("TT\tTrường", "1\tA"))
    second = page(2, line("2", 0.5, 0.02), *rows("TT\tTrường", "2\tB"))
    third = page(3, *rows("3\tC"), line("Nơi nhận:", 0.1, 0.5))
    fourth = page(4, *rows("1\tD"))
    read = list(with_continued_tables([first, second, third, fourth]))
    assert [one.continues_table for one in read] == [False, True, True, False]
    assert [one.text for one in read[1].lines] == ["2", "2\tB"]
    assert "header repeated" in read[1].history[-1]
    assert [one.text for one in read[2].lines] == ["3\tC", "Nơi nhận:"]


def test_another_number_of_columns_is_another_table() -> None:
    read = list(with_continued_tables([page(1, *rows("1\tA")), page(2, *rows("1\tA\tB"))]))
    assert not read[1].continues_table


def test_marks_of_lists_are_what_was_printed() -> None:
    def plain(text: str) -> str:
        return with_plain_marks(line(text, 0.1, 0.1), 0.5).text

    assert plain("€) Chủ trì, phối hợp") == "c) Chủ trì, phối hợp"
    assert plain("~ Như trên") == "- Như trên"
    assert plain("ngày 21⁄11 'THPT") == "ngày 21/11 THPT"
    assert plain("gọi là 'Kỳ thi'") == "gọi là 'Kỳ thi'"


def test_the_terms_of_the_national_assembly_are_numbers() -> None:
    read = line("Nghị quyết số 494/NQ-UBTVQHI3, Luật số 43/2019/QHl4, QHI13; QHI, QHI35", 0.1, 0.2)
    whole = "Nghị quyết số 494/NQ-UBTVQH13, Luật số 43/2019/QH14, QH13; QHI, QHI35"
    assert with_plain_marks(read, 0.5).text == whole


def test_a_quotation_mark_at_a_t_that_nothing_closes_was_never_printed() -> None:
    read = (
        line("1 “Trường TH Ngọc Lâm “Tháng 10", 0.1, 0.1),
        line("phong trào “Trường học thân thiện,", 0.1, 0.12),
        line("học sinh tích cực” và “Tiếng nói”, “Sức khỏe", 0.1, 0.14),
    )
    assert [one.text for one in without_stray_quotes(read)] == [
        "1 Trường TH Ngọc Lâm Tháng 10",
        "phong trào “Trường học thân thiện,",
        "học sinh tích cực” và “Tiếng nói”, “Sức khỏe",
    ]


def test_a_number_broken_after_its_hyphen_is_whole() -> None:
    whole = with_plain_marks(line("Nghị quyết số 17NQ- CP ngày", 0.1, 0.2), 0.5)
    assert whole.text == "Nghị quyết số 17/NQ-CP ngày"
    assert [word.text for word in whole.words][3:] == ["17/NQ-CP", "ngày"]
    broken = line("Nghị quyết số 17NQ- CP ngày", 0.1, 0.2).words
    assert broken[3].box is not None
    assert broken[4].box is not None
    assert whole.words[3].box == broken[3].box.union(broken[4].box)


def test_a_hyphen_between_names_stays() -> None:
    kept = line("huyện Mộ Đức - TP Quảng Ngãi, A2- Khối 5", 0.1, 0.2)
    assert with_plain_marks(kept, 0.5) == kept


def test_a_dash_is_as_long_as_it_was_printed() -> None:
    read = line("giai đoạn 2021 — 2030 của Hà Nội - Huế", 0.1, 0.2)
    wide = replace(read.words[3], box=Box(0.3, 0.2, 0.318, 0.212))
    read = replace(read, words=(*read.words[:3], wide, *read.words[4:]))
    assert with_plain_marks(read, 0.5).text == "giai đoạn 2021 – 2030 của Hà Nội - Huế"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("16/2006/QĐÐ-BGDĐT", "16/2006/QĐ-BGDĐT"),
        ("21/112006", "21/11/2006"),
        ("&€CTSV", "&CTSV"),
        ("&(CTSV", "&CTSV"),
        ("(CTSV)", "(CTSV)"),
        ("ÑCC.", "NCC."),
    ],
)
def test_what_the_model_reads_twice_or_drops_is_put_right(read: str, printed: str) -> None:
    assert with_plain_marks(line(f"số {read} của", 0.1, 0.1), 0.5).text == f"số {printed} của"


def test_a_column_with_nothing_in_it_on_the_next_page_is_there() -> None:
    def grid(*lefts: float) -> Grid:
        return (tuple(Box(x, 0.1, x + 0.19, 0.2) for x in lefts),)

    first = replace(page(1, *rows("1\tA\tB\tC")), grids=(grid(0.1, 0.3, 0.5, 0.7),))
    second = replace(page(2, *rows("2\tD\tE")), grids=(grid(0.1, 0.31, 0.71),))
    read = list(with_continued_tables([first, second]))
    assert read[1].continues_table
    assert read[1].lines[0].text == "2\tD\t\tE"
    assert read[1].grids[0][0][2] is None
    elsewhere = replace(second, grids=(grid(0.1, 0.31, 0.9),))
    assert not list(with_continued_tables([first, elsewhere]))[1].continues_table


def test_a_doubtful_line_is_reconciled_word_by_word() -> None:
    def words(*said: tuple[str, float]) -> tuple[Word, ...]:
        return tuple(
            Word(text, Box(0.1 * n, 0.1, 0.1 * n + 0.08, 0.12), sure)
            for n, (text, sure) in enumerate(said)
        )

    first = words(("Lm", 0.4), ("VỀ", 0.6), ("bố", 0.7), ("sung", 0.5))
    line = Line("Lm VỀ bố sung", first)
    made = reconciled(line, words(("Lưu:", 0.9), ("VT", 0.65), ("bồ", 0.3), ("sung", 0.9)), 0.7)
    assert made.text == "Lưu: VỀ bố sung"
    assert [word.other for word in made.words] == [None, "VT", None, None]
    assert made.words[3].confidence == 0.9
    assert reconciled(line, words(("Lưu:VT", 0.9), ("bốsung", 0.9)), 0.7) == line


def test_a_line_set_wide_below_the_head_is_no_row_of_it() -> None:
    def wide(text: str, top: float) -> Line:
        words = [
            Word(word, Box(0.1 + 0.1 * n, top, 0.18 + 0.1 * n, top + 0.012))
            for n, word in enumerate(text.split())
        ]
        return Line(text, tuple(words))

    head = [
        line("UBND HUYỆN PHÚ XUYÊN", 0.1, 0.05),
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 0.5, 0.05),
        line("TRƯỜNG TIỂU HỌC", 0.1, 0.07),
        line("Độc lập - Tự do - Hạnh phúc", 0.5, 0.07),
    ]
    title = wide("Phụ lục lịch trình đào tạo dành", 0.09)
    read = in_columns([*head, title], SHAPE)
    assert [line.text for line in read][-1] == title.text
    assert [line.text for line in read][1] == "TRƯỜNG TIỂU HỌC"
