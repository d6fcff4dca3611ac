"""What a correction teaches, and what it changes in the next text: no more than it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.lexicon import Lesson, Lexicon, Misread, lessons_of
from normalize.reading import Treatment
from normalize.restore import Restorer
from normalize.source import Source

BARE, SPOILED, OCR = Treatment.MARKS, Treatment.SPOILED, Treatment.OCR
SURNAME = Lesson(BARE, "thuy", "thúy", "nguyen thi", "", "nguyễn thị thúy")
GARBLED = Lesson(SPOILED, "fbirmq", "phòng", "", "", "phòng giáo dục")
words = st.sampled_from(["thi", "thuy", "hoa", "lan", "anh"])
lessons = st.builds(
    Lesson, st.just(BARE), words, st.sampled_from(["thúy", "thùy", "hòa", "lân"]), words, words,
    st.just("thúy"), st.integers(1, 3),
)  # fmt: skip


def taught(raw: str, restored: str, after: str, treatment: Treatment = BARE) -> list[Lesson]:
    return list(lessons_of(Misread(treatment, raw, restored, restored, after)))


def restored(restorer: Restorer, treatment: Treatment, line: str, *said: Lesson) -> str:
    (answer,) = restorer.restore([Source(line, treatment)], lexicon=Lexicon(said))
    return answer.text


def test_a_corrected_word_is_kept_with_what_was_read_around_it() -> None:
    (lesson,) = taught("Truong Nguyen Thi Thuy ky", "Trường Nguyễn Thị Thủy ký", "Trường Nguyễn Thị Thùy ký")  # fmt: skip
    assert lesson == Lesson(BARE, "thuy", "thùy", "nguyen thi", "ky", "nguyễn thị thùy ký")


def test_words_that_ran_together_do_not_move_the_others() -> None:
    said = taught("triendthai kS hoach", "triển khai kỷ hoạch", "triển khai kế hoạch", SPOILED)
    assert [(one.raw, one.meant) for one in said] == [("ks", "kế")]


def test_marks_between_words_make_no_neighbours() -> None:
    (lesson,) = taught("Ha Noi, Thuy", "Hà Nội, Thủy", "Hà Nội, Thùy")
    assert (lesson.left, lesson.right) == ("", "")


@pytest.mark.parametrize(
    ("raw", "was", "after", "treatment"),
    [
        ("So Giao duc", "Sở Giáo dục", "Phòng Giáo dục", BARE),
        ("So Giao duc", "Sở Giáo dục", "Trường Giáo dục", OCR),
        ("Giao duc", "Giáo dục", "Giáo dục và Đào tạo", BARE),
        ("Giao duc", "Giáo dục", "giáo Dục", BARE),
        ("ngay 18", "ngày 18", "ngày 19", SPOILED),
    ],
)
def test_what_is_no_misread_word_teaches_nothing(
    raw: str, was: str, after: str, treatment: Treatment
) -> None:
    assert taught(raw, was, after, treatment) == []


def test_a_value_that_is_not_what_stands_there_teaches_nothing() -> None:
    said = Misread(BARE, "ngay 18 thang 9", "ngày 18 tháng 9", "2023-09-18", "2023-09-19")
    assert list(lessons_of(said)) == []


def test_the_same_words_are_next_time_what_they_were_corrected_to(restorer: Restorer) -> None:
    line = "Nguoi lien he: Nguyen Thi Thuy, dien thoai"
    before = restored(restorer, BARE, line)
    other = next(one for one in ("thúy", "thùy", "thủy") if one not in before.lower())
    lesson = SURNAME._replace(meant=other)
    wanted = f"Người liên hệ: Nguyễn Thị {other.capitalize()}, điện thoại"
    assert before != wanted
    assert restored(restorer, BARE, line, lesson) == wanted


def test_a_word_of_the_language_alone_is_not_rewritten(restorer: Restorer) -> None:
    line = "tau thuy cap ben"
    assert restored(restorer, BARE, line, SURNAME) == restored(restorer, BARE, line)


def test_letters_that_are_no_word_are_read_as_they_were_corrected(restorer: Restorer) -> None:
    line = "cac fbirmq giao duc va dao tao"
    assert restored(restorer, SPOILED, line, GARBLED).startswith("các phòng giáo dục")


def test_corrections_that_contradict_one_another_change_nothing(restorer: Restorer) -> None:
    line = "Nguoi lien he: Nguyen Thi Thuy, dien thoai"
    both = [SURNAME._replace(meant=text) for text in ("thúy", "thùy")]
    assert restored(restorer, BARE, line, *both) == restored(restorer, BARE, line)


def test_what_one_way_of_reading_taught_does_not_touch_the_other(restorer: Restorer) -> None:
    line = "Nguyen Thi Thuy"
    lesson = SURNAME._replace(treatment=SPOILED, meant="thụy")
    assert restored(restorer, BARE, line, lesson) == restored(restorer, BARE, line)


@given(st.lists(lessons, max_size=8), words, words)
def test_more_say_so_than_otherwise(said: list[Lesson], raw: str, left: str) -> None:
    answer = Lexicon(said).meant(BARE, raw, [left], [], garbled=False)
    if answer is not None:
        near = [one for one in said if (one.raw, one.left) == (raw, left)]
        agree = sum(one.times for one in near if one.meant == answer[0])
        assert 2 * agree > sum(one.times for one in near)
