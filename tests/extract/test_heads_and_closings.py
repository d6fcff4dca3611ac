"""Heads, cited documents and closings in the ways that offices set them; one test for each fault mended.

The wording is made for the tests; units, people and numbers are invented.
"""

from extract.record import Record
from tests.extract.papers import HEAD, OPENING, record_of

GAP = " " * 44


def closed(*closing: str) -> Record:
    """The record of a plan with the given closing."""
    return record_of(*HEAD, OPENING, "1. Các trường lập danh sách./.", *closing)


# --- closings
def test_a_closing_is_found_where_its_columns_stand_far_apart() -> None:
    record = closed(
        f"Nơi nhận:{GAP}KT. TRƯỞNG PHÒNG",
        f"- Như trên;{GAP}PHÓ TRƯỞNG PHÒNG",
        f"- Lưu: VT.{GAP}Phạm Thu Thảo",
    )
    assert [r.name for r in record.recipients] == ["Như trên"]
    assert [f.name for f in record.filed_at] == ["VT"]
    (signer,) = record.signers
    assert (signer.name, signer.title, signer.mark) == ("Phạm Thu Thảo", "Phó trưởng phòng", "KT")


def test_the_mark_of_a_body_counts_for_the_office_below_it() -> None:
    record = closed(
        "Nơi nhận:", "- Lưu: VT.", "TM. HỘI ĐỒNG TRƯỜNG", "CHỦ TỊCH", "PGS.TS. Phạm Thu Thảo"
    )
    assert [(s.name, s.title, s.mark) for s in record.signers] == [
        ("Phạm Thu Thảo", "Chủ tịch", "TM")
    ]


def test_marks_of_the_party_and_marks_without_a_dot() -> None:
    party = closed(
        f"Nơi nhận:{GAP}T/M BAN THƯỜNG VỤ", f"- Lưu VPHU.{GAP}   PHÓ BÍ THƯ", f"{GAP}Lò Văn Thịnh"
    )
    assert [(s.title, s.mark) for s in party.signers] == [("Phó bí thư", "TM")]
    school = closed("Nơi nhận:", "- Lưu: VT.", "KT HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "Lò Văn Thịnh")
    assert [(s.title, s.mark) for s in school.signers] == [("Phó hiệu trưởng", "KT")]


def test_minutes_are_signed_by_who_took_and_who_chaired_them() -> None:
    record = closed(f"THƯ KÝ{GAP}CHỦ TỌA", f"Phạm Thu Thảo{GAP}Thiếu tá Lò Văn Thịnh")
    assert [(s.name, s.title) for s in record.signers] == [
        ("Phạm Thu Thảo", "Thư ký"), ("Lò Văn Thịnh", "Chủ tọa"),
    ]  # fmt: skip
