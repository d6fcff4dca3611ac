"""Two columns in one line of a text dump: parted by their words, one column left whole."""

from collections.abc import Iterable

import pytest

from ingest.files.plain import read_plain
from ingest.layout import parting
from ingest.layout.parting import column_starts, partings
from ingest.limits import Limits

HEAD = (
    "UBND HUYEN MAU SON CQNG HOA XA HQI CHU NGHIA VIET NAM",
    "THU VIEN HUYEN Doc lap - Tw do - Hanh phic",
    "S6: 12/KH-TVH Mau Son, ngay 5 thang 3 nam 2024",
)
CLOSING = (
    "Noi nh@n: KT. GIAM DOC",
    "- Nhu trén; PHO GIAM DOC",
    "- Luu: VT, TH. Nguyén Thi Mau",
)


def columns(*lines: str) -> list[str]:
    """The right columns of the lines, empty where there is none."""
    found = partings(lines)
    return [line[found[n].start :] if n in found else "" for n, line in enumerate(lines)]


def test_a_head_is_parted_before_the_motto_and_the_place() -> None:
    assert columns(*HEAD) == [
        "CQNG HOA XA HQI CHU NGHIA VIET NAM",
        "Doc lap - Tw do - Hanh phic",
        "Mau Son, ngay 5 thang 3 nam 2024",
    ]


def test_a_closing_is_parted_before_office_and_name() -> None:
    assert columns(*CLOSING) == ["KT. GIAM DOC", "PHO GIAM DOC", "Nguyén Thi Mau"]


@pytest.mark.parametrize(
    "line",
    [
        "CONG HOA XA HOI CHU NGHIA VIET NAM",
        "CONG HOA XA HOI CHU NGHIA VIET NAM Doc lap - Tu do - Hanh phuc",
        "Mau Son, ngay 5 thang 3 nam 2024",
        "Noi nhan:",
        "- GIAM DOC, PHO GIAM DOC",
        "- Thu Vien Tinh; Thu Vien Huyen",
        "Can cu Cong van so 3/TV ngay 5 thang 3 nam 2024 cua Thu vien tinh;",
    ],
)
def test_one_column_stays_whole(line: str) -> None:
    assert columns("Noi nhan:", line)[1] == ""


def test_a_person_stands_beside_any_recipient() -> None:
    assert columns("Noi nhan:", "- Thu vien tinh; Hé Van Mau")[1] == "Hé Van Mau"


def test_offices_far_from_the_recipients_part_nothing() -> None:
    assert columns("- Trinh bay ke hoach; GIAM DOC") == [""]


def test_a_gap_that_is_there_is_the_border() -> None:
    text = "THU VIEN HUYEN       Doc lap - Tu do - Hanh phuc"
    assert not partings([text])
    assert column_starts([text]) == {0: [text.index("Doc")]}


def test_a_parting_keeps_the_gaps_that_were_found() -> None:
    text = "S6: 12/KH-TVH      Khan     den Mau Son, ngay 5 thang 3 nam 2024"
    assert column_starts([text]) == {0: [text.index(word) for word in ("Khan", "den", "Mau")]}


def test_sound_recipients_are_left_alone() -> None:
    """Their gaps are whole; only "Noi nhan" without its diacritics opens a closing to be parted."""
    assert columns("Nơi nhận: KT. GIÁM ĐỐC", "- Như trên; PHÓ GIÁM ĐỐC") == ["", ""]


def test_an_office_is_looked_for_in_a_few_words_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    bare = parting._bare

    def counted(words: Iterable[str]) -> str:
        words = list(words)
        seen.append(len(words))
        return bare(words)

    monkeypatch.setattr(parting, "_bare", counted)
    partings([""] * 20 + ["Noi nhan:", "- Thu vien; " + "THU VIEN TINH; " * 500])
    assert sum(seen) < 20_000


def test_a_page_of_text_notes_where_it_was_parted(limits: Limits) -> None:
    (page,) = read_plain("\n".join(HEAD).encode(), limits)
    assert [line.text.split("   ")[0] for line in page.lines] == [
        "UBND HUYEN MAU SON", "THU VIEN HUYEN", "S6: 12/KH-TVH",
    ]  # fmt: skip
    assert page.history[1] == "line 2 parted into two columns by the motto (0.91)"
    assert [len(line.words) for line in page.lines] == [12, 11, 10]
