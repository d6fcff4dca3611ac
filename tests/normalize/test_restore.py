"""Restoration of lines: what it mends, and what it must never touch."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.page import Quality
from normalize.document import restore_lines
from normalize.folding import canonical, fold, strip_diacritics
from normalize.reading import Treatment
from normalize.restore import Restorer
from normalize.source import Source

BARE, SPOILED, KEPT, OCR = Treatment.MARKS, Treatment.SPOILED, Treatment.KEEP, Treatment.OCR
WORDS = (
    "thư viện huyện mở cửa cho học sinh mượn sách vào buổi chiều các em đọc truyện rồi kể lại thầy cô "
    "chọn bài đăng lên bảng tin nhà trường mời cha mẹ đến dự Nguyễn Thị Hoà Uỷ ban SGDĐT KẾ HOẠCH"
).split()
CODES = (
    "12/KH-UBND", "2545/QĐ-TTg", "15/6/2023", "5.9.2024", "1.250.000", "024.3300.0272", "06-CTr/TU",
    "gd@mau.edu.vn", "https://mau.edu.vn/tin?id=7", "www.mau.edu.vn", "2023-2025", "45%", "2021",
)  # fmt: skip


def restored(restorer: Restorer, treatment: Treatment, *lines: str) -> list[str]:
    return [line.text for line in restorer.restore([Source(line, treatment) for line in lines])]


unmarked = st.sampled_from(WORDS).flatmap(lambda w: st.sampled_from([w, strip_diacritics(w)]))
tokens = st.one_of(unmarked, unmarked, st.sampled_from(CODES))
marks = st.sampled_from([" ", " ", " ", ", ", "; ", ". ", " - ", "  "])
bodies = st.lists(st.tuples(tokens, marks), max_size=10).map(lambda p: "".join(a + b for a, b in p))
lines = st.builds(
    lambda label, body: f"{label}học sinh {body}", st.sampled_from(["", "- ", "1. "]), bodies
)
documents = st.lists(st.one_of(lines, lines, st.just("")), max_size=6)
treatments = st.sampled_from([BARE, SPOILED, OCR, KEPT])


@settings(deadline=None)
@given(documents, treatments)
def test_as_many_lines_come_back_and_all_are_composed(
    restorer: Restorer, document: list[str], treatment: Treatment
) -> None:
    answer = restored(restorer, treatment, *document)
    assert len(answer) == len(document)
    assert all(unicodedata.is_normalized("NFC", line) for line in answer)
    assert all("\n" not in line for line in answer)


@settings(deadline=None)
@given(documents, treatments)
def test_codes_and_addresses_are_never_altered(
    restorer: Restorer, document: list[str], treatment: Treatment
) -> None:
    for line, answer in zip(document, restored(restorer, treatment, *document), strict=True):
        expected = [chunk for chunk in line.split() if chunk.strip(",;.") in CODES]
        assert [chunk for chunk in answer.split() if chunk.strip(",;.") in CODES] == expected


@settings(deadline=None)
@given(documents)
def test_sound_text_changes_in_its_written_form_only(
    restorer: Restorer, document: list[str]
) -> None:
    assert restored(restorer, KEPT, *document) == [canonical(line) for line in document]
    decomposed = [unicodedata.normalize("NFD", line) for line in document]
    assert restored(restorer, KEPT, *decomposed) == [canonical(line) for line in document]


@settings(deadline=None)
@given(documents, st.sampled_from([BARE, SPOILED]))
def test_what_was_restored_is_sound_and_stays(
    restorer: Restorer, document: list[str], treatment: Treatment
) -> None:
    once = restored(restorer, treatment, *document)
    assert restored(restorer, KEPT, *once) == once


@settings(deadline=None)
@given(documents)
def test_bare_text_gets_its_marks_and_nothing_else(restorer: Restorer, document: list[str]) -> None:
    bare = [strip_diacritics(line) for line in document]
    for line, answer in zip(bare, restored(restorer, BARE, *bare), strict=True):
        assert strip_diacritics(answer) == line


@settings(deadline=None)
@given(documents, treatments)
def test_readings_rebuild_the_line(
    restorer: Restorer, document: list[str], treatment: Treatment
) -> None:
    for answer in restorer.restore([Source(line, treatment) for line in document]):
        rebuilt, end = "", 0
        for reading in answer.readings:
            assert answer.source[reading.start : reading.stop] == reading.raw
            assert 0 <= reading.confidence <= 1
            assert reading.text not in dict(reading.alternatives)
            rebuilt += answer.source[end : reading.start] + reading.text
            end = reading.stop
        assert rebuilt + answer.source[end:] == answer.text


@pytest.mark.parametrize(
    ("bare", "meant"),
    [
        ("KE HOACH", "KẾ HOẠCH"),
        ("Ke hoach nam hoc", "Kế hoạch năm học"),
        ("CONG HOA XA HOI CHU NGHIA VIET NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (
            "Giao vien chu nhiem huong dan hoc sinh giu gin ve sinh lop hoc.",
            "Giáo viên chủ nhiệm hướng dẫn học sinh giữ gìn vệ sinh lớp học.",
        ),
        (
            "Phong Giao duc va Dao tao de nghi cac truong bao cao truoc ngay 15/6/2023; ",
            "Phòng Giáo dục và Đào tạo đề nghị các trường báo cáo trước ngày 15/6/2023; ",
        ),
    ],
)
@pytest.mark.parametrize("treatment", [BARE, SPOILED])
def test_marks_come_back_and_case_stays(
    restorer: Restorer, treatment: Treatment, bare: str, meant: str
) -> None:
    assert restored(restorer, treatment, bare) == [meant]


@pytest.mark.parametrize(
    ("spoiled", "meant"),
    [
        (
            "Phdng Giao dpc va Dao tao to chirc trien khai ke hoach nam hpc mdi",
            "Phòng Giáo dục và Đào tạo tổ chức triển khai kế hoạch năm học mới",
        ),
        (
            "De nghi cac don vi bao cao tien d6 thirc hien trudc ngay 15/6/2023",
            "Đề nghị các đơn vị báo cáo tiến độ thực hiện trước ngày 15/6/2023",
        ),
        ("KE HOACH TO CHirC NGAY HQI DQC SACH", "KẾ HOẠCH TỔ CHỨC NGÀY HỘI ĐỌC SÁCH"),
    ],
)
def test_a_spoiled_sentence_is_read(restorer: Restorer, spoiled: str, meant: str) -> None:
    assert restored(restorer, SPOILED, spoiled) == [meant]


@pytest.mark.parametrize("between", [[], ["", ""]], ids=["wrapped", "dumped"])
def test_a_sentence_broken_over_lines_is_read_as_one(
    restorer: Restorer, between: list[str]
) -> None:
    first, second = "Giao vien chu nhiem huong dan hoc sinh tu", "giac giu gin ve sinh lop hoc."
    together = restored(restorer, BARE, first, *between, second)
    assert together[0] == "Giáo viên chủ nhiệm hướng dẫn học sinh tự"
    assert together[-1] == "giác giữ gìn vệ sinh lớp học."
    assert restored(restorer, BARE, second) != together[-1:]


def test_words_that_ran_together_come_apart(restorer: Restorer) -> None:
    assert restored(restorer, SPOILED, "ke hoach giaoduc nam 2023") == [
        "kế hoạch giáo dục năm 2023"
    ]


def test_specks_become_empty_lines(restorer: Restorer) -> None:
    answer = restorer.restore([Source(t, SPOILED) for t in ("r r 9 r", "KE HOACH", "/^r /J")])
    assert [line.text for line in answer] == ["", "KẾ HOẠCH", ""]
    assert answer[0].readings == ()


def test_foreign_words_stay(restorer: Restorer) -> None:
    line = "Giao vien gui file PDF qua Gmail va Facebook cho phu huynh"
    assert restored(restorer, SPOILED, line) == [
        "Giáo viên gửi file PDF qua Gmail và Facebook cho phụ huynh"
    ]


def test_section_numbers_are_no_words(restorer: Restorer) -> None:
    assert restored(restorer, BARE, "I. MUC DICH", "XI. TO CHUC", "V/v mo lop")[:2] == [
        "I. MỤC ĐÍCH",
        "XI. TỔ CHỨC",
    ]


def test_a_sure_reading_says_so_and_an_open_one_names_others(restorer: Restorer) -> None:
    (line,) = restorer.restore([Source("Bo Giao duc va Dao tao, gap ba Ha", BARE)])
    by_raw = {reading.raw: reading for reading in line.readings}
    assert by_raw["duc"].confidence > 0.99
    assert by_raw["Ha"].confidence < by_raw["duc"].confidence
    chances = [share for _, share in by_raw["Ha"].alternatives]
    assert chances == sorted(chances, reverse=True) and 1 <= len(chances) <= 5
    assert {fold(text) for text, _ in by_raw["Ha"].alternatives} == {"ha"}
    assert by_raw["Ha"].confidence + sum(chances) <= 1.001


def test_a_doubtful_word_of_ocr_is_mended_and_a_sure_one_kept(restorer: Restorer) -> None:
    text = "Thực hiện kế hoach năm học"
    doubtful = Source(text, OCR, {0: 0.99, 5: 0.99, 10: 0.99, 13: 0.3, 19: 0.99, 23: 0.99})
    sure = Source("Trường Tiểu học Nam Hoá", OCR, {0: 0.99, 7: 0.99, 12: 0.99, 16: 0.99, 20: 0.99})
    assert [line.text for line in restorer.restore([doubtful, sure])] == [
        "Thực hiện kế hoạch năm học",
        "Trường Tiểu học Nam Hóa",
    ]


def test_a_context_tells_a_name(restorer: Restorer) -> None:
    line = Source("Truong Tieu hoc Suoi Bac va Truong THCS Ben Gao", BARE)
    context = ["Trường Tiểu học Suối Bậc ở cạnh Trường THCS Bến Gáo."]
    (alone,), (told,) = restorer.restore([line]), restorer.restore([line], context)
    assert alone.text != told.text == "Trường Tiểu học Suối Bậc và Trường THCS Bến Gáo"


def test_nothing_to_restore(restorer: Restorer) -> None:
    assert restorer.restore([]) == []
    assert restored(restorer, BARE, "", "   ") == ["", "   "]


def test_every_verdict_of_a_page_has_its_treatment(restorer: Restorer) -> None:
    for quality in Quality:
        assert len(restore_lines(["Ke hoach nam hoc", ""], quality, restorer)) == 2
    assert restore_lines(["KÕ ho¹ch n¨m häc"], Quality.LEGACY, restorer) == ["Kế hoạch năm học"]
    assert restore_lines(["Ke hoach nam hoc"], Quality.BARE, restorer) == ["Kế hoạch năm học"]
    assert restore_lines(["Ke hoach nam hoc"], Quality.SOUND, restorer) == ["Ke hoach nam hoc"]


def test_names_of_the_place_decide_between_forms(restorer: Restorer) -> None:
    lines = [Source("Truong TH Suoi Loc huyen Ben Do", BARE)]

    def names(text: str) -> list[str]:
        return ["xã Suối Lốc"] if "huyện" in text else []

    assert "Suối Lốc" in restorer.restore(lines, names=names)[0].text


def test_the_second_item_d_is_the_letter_after_it(restorer: Restorer) -> None:
    items = ["c) Lap ke hoach;", "d) To chuc hop;", "d) Bao cao ket qua;", "e) Luu ho so."]
    found = restorer.restore([Source(item, BARE) for item in items])
    assert [line.text[:2] for line in found] == ["c)", "d)", "đ)", "e)"]


def test_specks_that_ocr_read_with_no_surety_are_dropped(restorer: Restorer) -> None:
    text = "- Công an tỉnh; TOYXXSSN 12"
    sure = {match.start(): 0.95 for match in re.finditer(r"\S+", text)}
    sure[text.index("TOY")] = sure[text.index("12")] = 0.1
    (line,) = restorer.restore([Source(text, Treatment.OCR, sure)])
    assert line.text.split() == ["-", "Công", "an", "tỉnh;", "12"]
    assert [r.raw for r in line.readings if r.text == ""] == ["TOYXXSSN"]


def test_dashes_and_abbreviations_are_no_specks(restorer: Restorer) -> None:
    text = "Phòng KHTC và CTSV, giai đoạn 2021 – 2030"
    doubtful = {match.start(): 0.2 for match in re.finditer(r"KHTC|CTSV|–", text)}
    (line,) = restorer.restore([Source(text, Treatment.OCR, doubtful)])
    assert line.text == text


def test_of_two_readings_as_sure_the_language_chooses(restorer: Restorer) -> None:
    text = "Thủ trướng các đơn vị tổ chức thực hiện"
    sure = {match.start(): 0.995 for match in re.finditer(r"\S+", text)}
    (line,) = restorer.restore([Source(text, Treatment.OCR, sure, {4: "trưởng"})])
    assert line.text.startswith("Thủ trưởng")


def test_an_abbreviation_is_spelled_as_the_words_that_it_stands_for(restorer: Restorer) -> None:
    lines = ["Hang van chuyen doc lap (VCDL) dat tai kho; to khai VCDL nop truoc.", "DAN CU"]
    restored = restorer.restore([Source(line, Treatment.MARKS) for line in lines])
    assert restored[0].text.count("VCĐL") == 2
    assert restored[1].text == "DÂN CƯ"


def test_a_lone_consonant_of_spoiled_text_is_a_word_of_one_vowel(restorer: Restorer) -> None:
    told = "nang cao chat lirong day va hoc b cac truong tieu hoc"
    (line,) = restorer.restore([Source(told, Treatment.SPOILED)])
    assert "học ở các trường" in line.text


def test_a_garbled_word_is_read_as_documents_around_have_it(restorer: Restorer) -> None:
    told = "hoc sinh vui khi dirge den tnrbng; nhung van d%yi"
    context = "Em nào cũng vui khi được đến trường; niềm vui được đến trường là của các em."
    (alone,) = restorer.restore([Source(told, Treatment.SPOILED)])
    (line,) = restorer.restore([Source(told, Treatment.SPOILED)], [context])
    assert "đến trường" in line.text and "đến trường" not in alone.text


def test_both_spellings_of_each_year_stay_in_sound_text(restorer: Restorer) -> None:
    lines = [Source(text, Treatment.KEEP) for text in ("hằng năm", "hàng năm")]
    assert [line.text for line in restorer.restore(lines)] == ["hằng năm", "hàng năm"]


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("Phong GD&BT huyen Hai Hau", "Phòng GD&ĐT huyện Hải Hậu"),
        ("V/v hubng dan sinh hoat chuyen mon", "V/v hướng dẫn sinh hoạt chuyên môn"),
        ("Bao hiem xa hoi, BHXH huyen va UBND xa", "Bảo hiểm xã hội, BHXH huyện và UBND xã"),
    ],
)
def test_abbreviations_in_misread_text_are_kept_and_their_bars_put_right(
    restorer: Restorer, raw: str, right: str
) -> None:
    (line,) = restorer.restore([Source(raw, Treatment.SPOILED)])
    assert line.text == right
