"""Text files keep their lines one for one; rows of tables are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import EmptyFile, LimitExceeded
from ingest.files.plain import lines_of, read_plain
from ingest.limits import Limits
from ingest.page import Origin, Quality

LINES = st.lists(st.text(st.sampled_from("ab đ\t|-:."), max_size=12), min_size=1)


@given(LINES)
def test_the_number_of_lines_is_kept(lines: list[str]) -> None:
    assert len(lines_of("\n".join(lines) + "\n")) == len(lines)


@given(LINES)
def test_no_letter_is_lost_and_plain_lines_stay_as_they_are(lines: list[str]) -> None:
    for source, read in zip(lines, lines_of("\n".join(lines) + "\n"), strict=True):
        assert [c for c in read.text if c.isalpha()] == [c for c in source if c.isalpha()]
        assert "".join(word.text for word in read.words) == "".join(read.text.split())
        if read.table is None:
            assert read.text == source


def test_pages_are_parted_by_form_feeds(limits: Limits) -> None:
    pages = read_plain("một\r\nhai\n\fba\n\f".encode(), limits)
    assert [[line.text for line in page.lines] for page in pages] == [["một", "hai"], ["ba"]]
    assert [page.number for page in pages] == [1, 2]
    assert all(page.origin is Origin.PLAIN for page in pages)


def test_rows_with_tabs_are_a_table() -> None:
    lines = lines_of("Danh sách\nTT\tĐơn vị\n1\tTrường A\t\n\nTT\tĐơn vị\n2\tTrường B\nHết")
    assert [line.table for line in lines] == [None, 0, 0, None, 1, 1, None]
    assert lines[2].text == "1\tTrường A\t"


def test_cells_between_bars_become_cells_between_tabs() -> None:
    lines = lines_of("| TT | Đơn vị | Kết nghĩa |\n|---|---|---|\n| 1 | Trường A | |\n")
    assert [line.text for line in lines] == ["TT\tĐơn vị\tKết nghĩa", "\t\t", "1\tTrường A\t"]
    assert {line.table for line in lines} == {0}


@pytest.mark.parametrize("text", ["\tCăn cứ Luật Giáo dục", "Số: 12\tHà Nội", "a | b", "x | y | z"])
def test_indents_and_lone_bars_are_no_table(text: str) -> None:
    (line,) = lines_of(text)
    assert line.table is None
    assert line.text == text


def test_the_text_is_judged(limits: Limits) -> None:
    (page,) = read_plain(b"Thuc hien ke hoach nam hoc cua nha truong de ra", limits)
    assert page.quality is Quality.BARE


def test_limits_and_blank_files(limits: Limits) -> None:
    with pytest.raises(EmptyFile):
        read_plain(b" \n\f \n", limits)
    with pytest.raises(LimitExceeded):
        read_plain(b"abc", Limits(text_characters=2))
    with pytest.raises(LimitExceeded):
        read_plain(b"a\fb\fc", Limits(pages=2))
