"""Printing texts as offices do, and putting what was read beside what was printed."""

from pathlib import Path

import pytest

from ingest.limits import Limits
from ingest.page import Box, Word
from ingest.sources import read_document
from normalize.training.laid_out import FOLDER, FONTS, write_pdf
from normalize.training.people import names
from normalize.training.prints import ReadLine, half_of, paired, word_pairs

TEXT = """THƯ VIỆN HUYỆN MẪU SƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-TVH
Mẫu Sơn, ngày 5 tháng 3 năm 2024
KẾ HOẠCH
Thư viện mở cửa cả ngày thứ bảy.
Nơi nhận:
- Như trên;
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC Nguyễn Thị Mẫu"""


@pytest.mark.skipif(
    not (FOLDER / f"{FONTS['liberation'][0]}.ttf").exists(), reason="Liberation fonts are missing"
)
def test_a_text_is_laid_out_in_two_columns(tmp_path: Path) -> None:
    write_pdf(TEXT, tmp_path / "a.pdf")
    (page,) = read_document((tmp_path / "a.pdf").read_bytes(), Limits()).pages
    places = {word.text: word.box for line in page.lines for word in line.words if word.box}
    assert places["THƯ"].right < places["CỘNG"].left
    assert places["Nơi"].right < places["KT."].left
    assert places["Số:"].top > places["THƯ"].top
    assert places["Mẫu"].top > places["PHÓ"].bottom


def word(text: str, left: float, top: float) -> Word:
    return Word(text, Box(left, top, left + 0.1, top + 0.02))


def test_words_printed_stand_beside_the_line_that_covers_them() -> None:
    lines = [
        ReadLine("thu vién", Box(0.1, 0.1, 0.3, 0.12)),
        ReadLine("dong", Box(0.1, 0.2, 0.2, 0.22)),
    ]
    printed = [
        word("viện", 0.2, 0.101),
        word("thư", 0.1, 0.1),
        word("đóng", 0.1, 0.2),
        word("cửa", 0.7, 0.5),
    ]
    assert paired(lines, printed) == [("thu vién", "thư viện"), ("dong", "đóng"), ("", "cửa")]


def test_pairs_are_taken_from_one_half_only(tmp_path: Path) -> None:
    groups = {half_of(f"nhóm {n}"): f"nhóm {n}" for n in range(9)}
    (tmp_path / "truth").mkdir()
    rows = "".join(f"{half}\t{group}\n" for half, group in groups.items())
    (tmp_path / "truth" / "INDEX.tsv").write_text(f"name\tissuer_group\n{rows}", encoding="utf-8")
    for half in groups:
        line = f"page\tread\tprinted\n1\tthu {half}\tthư {half}\n"
        (tmp_path / f"{half}.pairs.tsv").write_text(line, encoding="utf-8")
    assert set(word_pairs(tmp_path, tmp_path, "A")) == {("thư", "thu"), ("A", "A")}


def test_names_are_runs_that_begin_with_a_family_name() -> None:
    text = "Hôm qua cô Nguyễn Thị Mẫu và ông Trần Sơn gặp Thư Viện Huyện tại Mẫu Sơn."
    assert list(names([text, "bà Lê Thị Thu Hà"])) == [
        ("nguyễn", "thị", "mẫu"),
        ("lê", "thị", "thu", "hà"),
    ]
