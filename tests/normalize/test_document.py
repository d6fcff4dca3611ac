"""Pages become restored text in which every word keeps its box and how sure it was read."""

from dataclasses import replace

import pytest

from ingest.page import Box, Document, Kind, Line, Origin, Page, Quality, Word
from normalize.document import meet, restored_text
from normalize.labels import LABEL_SURETY
from normalize.ocr_confidence import Condition, condition_of, share_right
from normalize.restore import Restorer
from normalize.text import RestoredWord, Text
from samples.legacy import to_tcvn3


def words_of(text: str, top: float, confidence: float | None = None) -> tuple[Word, ...]:
    """The words of a line with boxes as wide as their letters, one hundredth of the page each."""
    made, at = [], 0
    for part in text.split():
        at = text.index(part, at)
        box = Box(at / 100, top, (at + len(part)) / 100, top + 0.02)
        made.append(Word(part, box, confidence))
        at += len(part)
    return tuple(made)


def page_of(*texts: str, quality: Quality = Quality.SOUND, confidence: float | None = None) -> Page:
    lines = tuple(
        Line(text, words_of(text, 0.05 * n, confidence), 0 if "\t" in text else None)
        for n, text in enumerate(texts, start=1)
    )
    return Page(1, lines, Origin.TEXT_LAYER, quality, "made for a test")


def read(restorer: Restorer, *pages: Page) -> Text:
    numbered = tuple(replace(page, number=n) for n, page in enumerate(pages, start=1))
    return restored_text(Document("0" * 64, Kind.PDF, numbered), restorer)


def box_at(start: int, stop: int, line: int) -> Box:
    return Box(start / 100, 0.05 * line, stop / 100, 0.05 * line + 0.02)


def test_a_restored_word_keeps_its_box_and_its_raw_form(restorer: Restorer) -> None:
    (line,) = read(restorer, page_of("Ke hoach nam hoc", quality=Quality.BARE)).lines
    assert line.text == "Kế hoạch năm học"
    assert [(w.raw, w.text, w.box) for w in line.words] == [
        ("Ke", "Kế", box_at(0, 2, 1)),
        ("hoach", "hoạch", box_at(3, 8, 1)),
        ("nam", "năm", box_at(9, 12, 1)),
        ("hoc", "học", box_at(13, 16, 1)),
    ]
    assert all(0.5 < word.confidence <= 1 for word in line.words)


def test_every_page_may_have_a_head_in_two_columns(restorer: Restorer) -> None:
    """Only the first lines of the whole document were looked at: an annex with a head of its own lost it."""
    head = "UBND XA HOA BINH Doc 1ap - Tu do - Hanh phiic"
    page = page_of(head, *["Thuc hien ke hoach nam hoc"] * 14, quality=Quality.GARBLED)
    lines = read(restorer, page, page).lines
    for line in (lines[0], lines[len(lines) // 2]):
        motto = line.words[4:]
        assert " ".join(word.text for word in motto) == "Độc lập - Tự do - Hạnh phúc"
        assert {word.confidence for word in motto if word.raw != "-"} == {LABEL_SURETY}


def test_words_of_a_page_that_was_met_are_not_looked_up_again(restorer: Restorer) -> None:
    page = page_of("Ke hoach giao duc hoa nhap", quality=Quality.BARE)
    meet(page, restorer)
    known = restorer.source.of.cache_info().misses
    read(restorer, page)
    assert restorer.source.of.cache_info().misses == known


def test_offsets_of_words_fit_the_restored_line(restorer: Restorer) -> None:
    """A word that comes apart makes the line longer than it was read."""
    text = read(restorer, page_of("ke hoach giaoduc, nam  2023", quality=Quality.GARBLED))
    (line,) = text.lines
    assert line.text == "kế hoạch giáo dục, năm  2023"
    assert all(line.text[w.start : w.stop] == w.text for w in line.words)
    assert [w.text for w in line.words] == ["kế", "hoạch", "giáo dục,", "năm", "2023"]
    assert line.words[2].box == box_at(9, 17, 1)


def test_engine_confidence_becomes_a_chance(restorer: Restorer) -> None:
    """A doubtful word that nothing else explains is no surer than the engine was."""
    page = replace(
        page_of("Thư viện mở cửa ngày 12/5", confidence=0.97),
        origin=Origin.OCR,
        quality=Quality.ABSENT,
    )
    (line,) = page.lines
    *others, last = line.words
    page = replace(page, lines=(replace(line, words=(*others, replace(last, confidence=0.55))),))
    (read_line,) = read(restorer, page).lines
    by_text = {word.text: word.confidence for word in read_line.words}
    assert by_text["12/5"] == pytest.approx(share_right(0.55))
    assert by_text["Thư"] > 0.9 > by_text["12/5"]


@pytest.mark.parametrize("condition", list(Condition))
def test_the_curve_of_engine_confidence_rises(condition: Condition) -> None:
    shares = [share_right(n / 100, condition) for n in range(101)]
    assert shares == sorted(shares)
    assert shares[0] < 0.3 and 0.97 < shares[-1] <= 1


def test_a_mended_page_is_told_by_its_history() -> None:
    assert condition_of(("straightened by 1.0 degrees",)) is Condition.GOOD
    assert condition_of(("red ink taken out (0.5%)", "sharpened (0.43)")) is Condition.MENDED


def test_dropped_specks_keep_what_was_read(restorer: Restorer) -> None:
    text = read(restorer, page_of("r r 9 r", "KE HOACH", quality=Quality.GARBLED))
    noise, kept = text.lines
    assert noise.raw == "r r 9 r"
    assert noise.text == ""
    assert [(w.raw, w.text) for w in noise.words] == [("r", ""), ("r", ""), ("9", ""), ("r", "")]
    assert all(word.box is not None for word in noise.words)
    assert kept.text == "KẾ HOẠCH"
    assert [p.text for p in text.paragraphs] == ["KẾ HOẠCH"]


def test_legacy_pages_are_decoded_with_their_boxes(restorer: Restorer) -> None:
    encoded = to_tcvn3("Tổ trưởng gửi danh sách học sinh giỏi về nhà trường.").decode("latin-1")
    (line,) = read(restorer, page_of(encoded, quality=Quality.LEGACY)).lines
    assert line.text == "Tổ trưởng gửi danh sách học sinh giỏi về nhà trường."
    assert [w.box for w in line.words] == [w.box for w in words_of(encoded, 0.05)]


def test_tables_are_numbered_through_the_document(restorer: Restorer) -> None:
    first = page_of("Danh sách", "1\tTH Bến Đò", "2\tTH Gò Me")
    second = page_of("3\tTH Ao Sen", "Hết.")
    text = read(restorer, first, second)
    assert [line.table for line in text.lines] == [None, 0, 0, 1, None]
    assert [line.page for line in text.lines] == [1, 1, 1, 2, 2]
    assert text.lines[1].cells == ("1", "TH Bến Đò")
    assert [len(page) for page in text.pages] == [3, 2]


def test_a_sentence_over_two_pages_is_one_paragraph_with_words_of_both(restorer: Restorer) -> None:
    full = "Nhà trường tổ chức cho học sinh các khối lớp tham quan thư viện huyện"
    text = read(restorer, page_of(full, "1"), page_of("và ghi lại điều đã đọc."))
    (paragraph,) = text.paragraphs
    start = paragraph.text.index("huyện")
    found = list(text.words_between(paragraph, start, start + len("huyện và")))
    assert [(line.page, word.text) for line, word in found] == [(1, "huyện"), (2, "và")]


def test_words_of_a_stretch_are_those_it_touches(restorer: Restorer) -> None:
    text = read(restorer, page_of("Ke hoach nam hoc moi", quality=Quality.BARE))
    (paragraph,) = text.paragraphs
    start = paragraph.text.index("hoạch") + 2

    def touched(stop: int) -> list[RestoredWord]:
        return [word for _, word in text.words_between(paragraph, start, stop)]

    assert [w.raw for w in touched(start + 1)] == ["hoach"]
    assert [w.raw for w in touched(start + 5)] == ["hoach", "nam"]
