"""The verdict on a page's own text, and its reason."""

from pathlib import Path

import pytest

from ingest.page import Line, Quality
from ingest.text_layer.verdict import judge
from normalize.folding import strip_diacritics
from tests.ingest.conftest import SHARED

SOUND = (
    "Hiệu trưởng các trường phổ thông xây dựng kế hoạch phối hợp giữa hai đơn vị, phân công "
    "giáo viên dạy mẫu và tổ chức sinh hoạt chuyên môn mỗi tháng một lần; báo cáo kết quả về "
    "Phòng GDĐT trước ngày 15/6 theo Công văn số 77/PGDĐT-TH."
)
GARBLED = (
    "Hieu trirang cac tnrorng ph6 thong xay dung ke hoach ph6i hqp giira hai don vi, phan cong "
    "giao vien day mau va to chirc sinh boat chuyen mon moi thang mpt Ian; bao cao kdt qua ve"
)
ENGLISH = (
    "Dear colleagues, we are pleased to invite the principals of both schools to a meeting on "
    "the exchange programme, which will take place in the main hall on Friday afternoon."
)
TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc"


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        (SOUND, Quality.SOUND),
        (SOUND.upper(), Quality.SOUND),
        (strip_diacritics(SOUND), Quality.BARE),
        (GARBLED, Quality.GARBLED),
        (TCVN3, Quality.LEGACY),
        (VNI, Quality.LEGACY),
        (ENGLISH, Quality.SOUND),
        (f"{ENGLISH}\n{SOUND}", Quality.SOUND),
        ("TT 12 34,5 98.000 UBND THPT 2023-2024\n1 77 88 99 QĐ-UBND", Quality.SOUND),
        ("", Quality.ABSENT),
        (" \n\t\n", Quality.ABSENT),
        (
            "Người ký: Văn phòng\nEmail: a@b.vn\nThời gian ký: 12.11.2024 15:21 +07:00",
            Quality.ABSENT,
        ),
        ("Ký bởi: SỞ NỘI VỤ\nNgày ký: 2024-11-12\n1", Quality.ABSENT),
        ("Digitally signed by Tran B\nDate: 2024.11.12 15:21:31 +07'00'", Quality.ABSENT),
        (f"Ký bởi: SỞ NỘI VỤ\nNgày ký: 2024-11-12\n{SOUND}", Quality.SOUND),
    ],
)
def test_verdicts(text: str, quality: Quality) -> None:
    verdict = judge(text)
    assert verdict.quality is quality, verdict.reason
    assert verdict.reason


def test_the_reason_has_figures_and_the_name_of_the_encoding() -> None:
    assert "0% of" in judge(strip_diacritics(SOUND)).reason
    assert judge(TCVN3).reason.startswith("TCVN3")
    assert judge(VNI).reason.startswith("VNI")


def test_lines_are_judged_as_their_text() -> None:
    assert judge([Line(line) for line in SOUND.split(",")]) == judge(SOUND.replace(",", "\n"))


def shared(folder: str, name: str = "*") -> list[Path]:
    found = sorted((SHARED / folder).glob(f"{name}.txt"))
    if not found:
        pytest.skip(f"no documents in a folder {folder} beside the checkout")
    return found


def test_office_texts_are_sound_and_stripped_ones_bare() -> None:
    for path in shared("texts"):
        text = path.read_text()
        assert judge(text).quality is Quality.SOUND, path.name
        assert judge(strip_diacritics(text)).quality is Quality.BARE, path.name


@pytest.mark.parametrize(
    ("name", "quality"),
    [("000*", Quality.GARBLED), ("001*", Quality.SOUND), ("003*", Quality.SOUND)],
)
def test_dumps_of_text_layers(name: str, quality: Quality) -> None:
    for path in shared("seeds", name):
        assert judge(path.read_text()).quality is quality
