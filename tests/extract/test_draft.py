"""From a stretch of the text back to the words, their boxes and how sure they are."""

import pytest

from extract.draft import Zone, surety
from normalize.text import RestoredWord
from tests.extract.papers import CLOSING, HEAD, NEW_PAGE, OPENING, draft_of

LINES = (*HEAD, OPENING, "1. Các trường nộp danh sách học sinh giỏi của các khối lớp",
         "trước ngày 15/10/2023.", *CLOSING, NEW_PAGE, "PHỤ LỤC I", "1. Sách tranh")  # fmt: skip


def test_blocks_stand_in_their_zones() -> None:
    draft = draft_of(*LINES)
    zones = {block.text: block.zone for block in draft.blocks}
    assert zones["KẾ HOẠCH"] is Zone.HEADER
    assert zones[OPENING] is Zone.BODY
    assert zones["- UBND huyện (để báo cáo);"] is Zone.CLOSING
    assert zones["PHỤ LỤC I"] is Zone.ANNEX
    assert draft.body()[0].text == OPENING


def test_the_flat_text_is_the_text_letter_for_letter() -> None:
    draft = draft_of(*LINES)
    assert len(draft.flat) == len(draft.text)
    assert draft.flat.isascii()
    for block in draft.blocks:
        assert draft.text[block.start : block.stop] == block.text
        assert draft.block_at(block.start) is block
        assert draft.block_at(block.stop - 1) is block


def test_evidence_over_two_lines_has_a_box_for_each() -> None:
    draft = draft_of(*LINES)
    start = draft.text.index("khối lớp")
    stop = draft.text.index("15/10/2023") + len("15/10/2023")
    (evidence,) = draft.evidence(start, stop, "a-rule")
    assert evidence.text == evidence.raw == "khối lớp trước ngày 15/10/2023."
    assert len(evidence.boxes) == 2
    assert evidence.boxes[0][1] < evidence.boxes[1][1]
    assert (evidence.page, evidence.rule) == (1, "a-rule")


def test_evidence_over_two_pages_has_an_entry_for_each() -> None:
    draft = draft_of(*HEAD, OPENING, "1. Các trường nộp danh sách", NEW_PAGE, "học sinh giỏi.")
    start = draft.text.index("nộp danh sách")
    found = draft.evidence(start, len(draft.text), "a-rule")
    assert [(e.page, e.text) for e in found] == [(1, "nộp danh sách"), (2, "học sinh giỏi.")]


def word(confidence: float) -> RestoredWord:
    return RestoredWord("a", "a", 0, 1, confidence)


def test_a_short_value_is_as_sure_as_all_its_words_together() -> None:
    assert surety([]) == 1.0
    assert surety([word(0.9)]) == pytest.approx(0.9)
    assert surety([word(0.9), word(0.5)]) == pytest.approx(0.45)
    assert surety([word(0.0)]) > 0


def test_a_single_doubtful_word_does_not_spoil_a_long_value() -> None:
    long = [word(0.99)] * 30
    assert surety([*long, word(0.3)]) > surety([*long[:3], word(0.3)])


def test_the_reliability_of_the_rule_bounds_the_confidence() -> None:
    draft = draft_of(*LINES)
    start = draft.text.index("Các trường nộp")
    assert draft.confidence(start, start + 20, 0.8) == pytest.approx(0.8, abs=0.01)


def test_stretches_that_another_value_explains() -> None:
    draft = draft_of(*LINES)
    draft.taken.append((10, 20))
    assert [draft.overlaps_taken(*s) for s in ((0, 10), (0, 11), (15, 16), (19, 30), (20, 30))] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_a_stretch_over_two_blocks_has_the_words_of_both() -> None:
    draft = draft_of(*LINES)
    start = draft.text.index("nội dung sau:")
    stop = draft.text.index("Các trường nộp") + len("Các trường")
    words = [word.text for _, word in draft.words(start, stop)]
    assert words == ["nội", "dung", "sau:", "1.", "Các", "trường"]
