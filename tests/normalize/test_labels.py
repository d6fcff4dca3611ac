"""Labels and formulas of spoiled text: by shape, by sequence, and what is left alone."""

import pytest

from normalize.labels import formulas_of, labels_of


def mended(*lines: str) -> list[str]:
    """The lines with their labels put right."""
    found = labels_of(dict(enumerate(lines)))
    return [
        f"{line[: found[n].start]}{found[n].text}{line[found[n].stop :]}" if n in found else line
        for n, line in enumerate(lines)
    ]


def settled(text: str, *starts: int) -> str:
    """A line with its formulas put right."""
    for label in sorted(formulas_of(text, starts), reverse=True):
        text = text[: label.start] + label.text + text[label.stop :]
    return text


@pytest.mark.parametrize(
    ("read", "right"),
    [
        (("I. MUC DICH", "IL. NOI DUNG", "IIL. TO CHUC"), ["I.", "II.", "III."]),
        (("I. MUC DICH", "II. NOI DUNG", "II. TO CHUC", "IV. KINH PHI"), ["I.", "II.", "III.", "IV."]),
        (("I. MUC DICH", "H. YEU CAU", "I. PHU LUC", "II. BIEU MAU"), ["I.", "II.", "I.", "II."]),
        (("I. MUC DICH", "II. NOI DUNG", "in. to chuc thuc hien"), ["I.", "II.", "III."]),
    ],
)  # fmt: skip
def test_numerals_follow_one_another(read: tuple[str, ...], right: list[str]) -> None:
    assert [line.split()[0] for line in mended(*read)] == right


def test_figures_read_as_strokes_and_points_read_as_commas() -> None:
    assert mended("l. Muc dich", "2. Yeu cau", "3, Thoi gian", "4. Kinh phi") == [
        "1. Muc dich", "2. Yeu cau", "3. Thoi gian", "4. Kinh phi",
    ]  # fmt: skip
    assert mended("l.2. Dia diem") == ["1.2. Dia diem"]


def test_a_comma_behind_a_figure_out_of_sequence_stays() -> None:
    assert mended("30, 31 thang nay nghi", "phong hop so") == [
        "30, 31 thang nay nghi",
        "phong hop so",
    ]


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("S6: 12/KH-TVX", "Số: 12/KH-TVX"),
        ("$6é: 12/KH-TVX", "Số: 12/KH-TVX"),
        ("Viv mo cua thu vien", "V/v mo cua thu vien"),
        ("So: khong ghi", "So: khong ghi"),
        ("Vy den thu vien", "Vy den thu vien"),
    ],
)
def test_what_opens_a_number_and_a_subject(read: str, right: str) -> None:
    assert mended(read) == [right]


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("- Chu tich (D/c Lan);", "- Chu tich (Đ/c Lan);"),
        ("- Cac d/c uy vien (dé b/c);", "- Cac đ/c uy vien (dé b/c);"),
        ("Mau Son, ngay /2 thang 3 nam 2024", "Mau Son, ngay 12 thang 3 nam 2024"),
        ("CQNG HOA XA HQI CHU NGHIA VIET NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Diéc lap - Tw do - Hanh phic", "Độc lập - Tự do - Hạnh phúc"),
        ("xay dung cong hoa xa hoi chu nghia", "xay dung cong hoa xa hoi chu nghia"),
    ],
)
def test_formulas_have_their_words(read: str, right: str) -> None:
    assert settled(read) == right


def test_the_motto_is_known_beside_an_office() -> None:
    text = "THU VIEN HUYEN Doc l4p - Tu do - Hanh phiic"
    assert settled(text, text.index("Doc")) == "THU VIEN HUYEN Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize(
    "printed",
    [
        ["V. MUC"], ["X. MUC"], ["V. MUC A", "VI. MUC B"], ["I. MUC", "I. MUC"],
        ["I. A", "II. B", "III. A", "V. B"],
    ],
)  # fmt: skip
def test_numerals_that_read_rightly_stay(printed: list[str]) -> None:
    assert labels_of(dict(enumerate(printed))) == {}
