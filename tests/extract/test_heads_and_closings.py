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
