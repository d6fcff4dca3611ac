"""Letters inside document numbers: where a D was a Đ."""

from pathlib import Path

import pytest

from normalize.codes import WELL_KNOWN, Codes

KNOWN = {"QĐ": 90, "SGDĐT": WELL_KNOWN, "GDĐT": 40, "UBND": 300, "HD": 50, "PGDĐT": 5, "HĐND": 60}


@pytest.mark.parametrize(
    ("bare", "right"),
    [
        ("12/QD-UBND", "12/QĐ-UBND"),
        ("12/QĐ-UBND", "12/QĐ-UBND"),
        ("45/HD-SGDDT", "45/HD-SGDĐT"),
        ("7/KH-TPXY", "7/KH-TPXY"),
        ("15/6/2023", "15/6/2023"),
        ("1904/2023", "1904/2023"),
    ],
)
def test_known_abbreviations_get_their_bars(bare: str, right: str) -> None:
    assert Codes(KNOWN).mend(bare) == right


def test_an_unknown_one_is_spelled_by_its_letters() -> None:
    codes = Codes({"TGDĐX": 30, "AGDĐT": 30, "UBND": 30})
    assert codes.mend("3/KH-BGDDT") == "3/KH-BGDĐT"


def test_misread_letters_are_mended_in_spoiled_text_only() -> None:
    codes = Codes(KNOWN)
    assert codes.mend("12/KH-SGDBT", spoiled=True) == "12/KH-SGDĐT"
    assert codes.mend("12/KH-SGDBT") == "12/KH-SGDBT"


def test_a_rare_abbreviation_is_no_ground_to_change_a_letter() -> None:
    assert Codes(KNOWN).mend("12/KH-PGDBT", spoiled=True) == "12/KH-PGDBT"


def test_the_more_frequent_of_two_spellings_counts() -> None:
    codes = Codes({"DT": 3, "ĐT": 9})
    assert codes.mend("DT") == "ĐT"
    assert codes.knows("DT") and not codes.knows("XY")


def test_small_letters_and_single_ones_stay() -> None:
    assert Codes(KNOWN).mend("4a/D5 hd") == "4a/D5 hd"


def test_the_table_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "codes.tsv"
    path.write_text("QĐ\t90\nUBND\t300\n", encoding="utf-8")
    assert Codes.load(path).mend("2/QD-UBND") == "2/QĐ-UBND"
