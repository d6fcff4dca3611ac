"""The tree of items: what stands under what. All wording is invented."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.zones.items import NEAR, PARAGRAPH, ROW, Item, ancestors, items_of
from tests.extract.papers import CLOSING, HEAD, OPENING, draft_of

LINES = (
    "I. PHÂN CÔNG", "II. KINH PHÍ", "1. Các trường học", "2. Thư viện huyện", "1.1. Mua sách mới.",
    "a) Mở cửa thư viện.", "b) Trao giải cho học sinh.", "- Lập danh sách học sinh.", "+ Danh sách giáo viên.",
    "• Kê lại tủ sách.", "Điều 2. Hiệu lực", "Các trường báo cáo kết quả trước ngày 15 tháng 10.",
    "Các trường thực hiện các việc sau:", "1\tMua sách\tThư viện huyện", "2\tKê tủ\tCác trường học",
)  # fmt: skip


def tree(*lines: str) -> list[Item]:
    opening = OPENING.rstrip(" :") + "."  # no lead that would hold what follows
    return items_of(draft_of(*HEAD, opening, *lines, *CLOSING))


def found(items: list[Item], text: str) -> Item:
    return next(item for item in items if item.text.startswith(text))


def path(items: list[Item], text: str) -> list[str]:
    """The texts above an item, from the nearest up."""
    return [above.text for above in ancestors(items, found(items, text))]


LISTS = (
    "I. PHÂN CÔNG",
    "1. Các trường học",
    "- Lập danh sách học sinh:",
    "+ Học sinh tiểu học.",
    "+ Học sinh trung học cơ sở.",
    "- Mua sách mới.",
    "Các trường báo cáo kết quả trước ngày 15 tháng 10.",
    "2. Thư viện huyện",
    "a) Mở cửa thư viện.",
    "b) Trao giải cho học sinh.",
    "II. KINH PHÍ",
    "Nguồn chi thường xuyên.",
)


@pytest.fixture(scope="module")
def lists() -> list[Item]:
    return tree(*LISTS)


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("PHÂN CÔNG", []),
        ("Các trường học", ["PHÂN CÔNG"]),
        ("Lập danh sách", ["Các trường học", "PHÂN CÔNG"]),
        ("Học sinh trung học", ["Lập danh sách học sinh:", "Các trường học", "PHÂN CÔNG"]),
        ("Mua sách mới", ["Các trường học", "PHÂN CÔNG"]),
        ("Các trường báo cáo", ["Các trường học", "PHÂN CÔNG"]),
        ("Trao giải", ["Thư viện huyện", "PHÂN CÔNG"]),
        ("Nguồn chi", ["KINH PHÍ"]),
    ],
)
def test_an_item_hangs_below_what_ranks_higher(
    lists: list[Item], text: str, above: list[str]
) -> None:
    assert path(lists, text) == above
    assert found(lists, text).depth == len(above)


def test_labels_and_bullets_are_no_part_of_an_item(lists: list[Item]) -> None:
    styles = [(i.style, i.text) for i in lists if i.zone == "body"][1:6]
    assert styles == [
        ("roman", "PHÂN CÔNG"),
        ("number1", "Các trường học"),
        ("dash", "Lập danh sách học sinh:"),
        ("plus", "Học sinh tiểu học."),
        ("plus", "Học sinh trung học cơ sở."),
    ]
    for item in lists:
        assert item.block is not None
        assert item.block.text[item.begin :] == item.text


def test_items_of_a_list_are_counted_and_know_one_another(lists: list[Item]) -> None:
    first, second = found(lists, "Lập danh sách"), found(lists, "Mua sách")
    assert (first.index, second.index) == (0, 1)
    assert (first.siblings, second.siblings) == ([second.number], [first.number])
    assert (first.leads, second.leads) == (True, False)


def test_a_paragraph_closes_bullets_but_no_section() -> None:
    items = tree("1. Các trường học", "- Mua sách mới.", "Trường nộp danh sách.", "- Kê lại tủ.")
    assert path(items, "Trường nộp") == ["Các trường học"]
    assert path(items, "Kê lại") == ["Trường nộp danh sách.", "Các trường học"]
    assert found(items, "Mua sách").siblings == []


def test_bullets_hang_below_the_paragraph_that_leads_into_them() -> None:
    items = tree("Các trường thực hiện các việc sau:", "- Mua sách mới.", "- Kê lại tủ.")
    assert path(items, "Kê lại") == ["Các trường thực hiện các việc sau:"]


def test_numbers_hang_below_the_paragraph_that_leads_into_them() -> None:
    items = tree("1. Trường học", "Các trường làm các việc sau:", "1. Mua sách.", "2. Kê tủ.")
    assert path(items, "Kê tủ") == ["Các trường làm các việc sau:", "Trường học"]
    assert found(items, "Mua sách").siblings == [found(items, "Kê tủ").number]


def test_the_next_number_of_a_list_closes_a_lead_inside_it() -> None:
    items = tree("1. Trường học", "Các trường làm các việc sau:", "- Mua sách.", "2. Thư viện")
    assert path(items, "Thư viện") == []


def test_rows_of_one_table_are_siblings_below_its_section() -> None:
    items = tree(
        "1. Lịch", "TT\tNội dung\tNgười làm", "1\tMua sách\tThư viện huyện", "2. Lịch hè",
        "1\tKê tủ\tCác trường học", "Các trường tham gia đầy đủ.",
    )  # fmt: skip
    head, bought, moved = (i for i in items if i.style == ROW)
    assert bought.text == "1 | Mua sách | Thư viện huyện" and bought.row is not None
    assert (head.siblings, bought.siblings, moved.siblings) == ([bought.number], [head.number], [])
    assert path(items, "1 | Kê tủ") == ["Lịch hè"]
    assert path(items, "Các trường tham gia") == ["Lịch hè"]


def test_nothing_hangs_below_what_stands_in_another_zone(lists: list[Item]) -> None:
    closing = [item for item in lists if item.zone == "closing"]
    assert closing[0].parent is None and closing[0].style == PARAGRAPH
    assert {item.parent for item in closing[1:]} == {closing[0].number}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(LINES), max_size=25))
@example([LINES[-2], "a) Mở cửa thư viện.", LINES[-1]])  # a bullet between two tables
def test_every_document_is_a_tree(lines: list[str]) -> None:
    items = tree(*lines)
    assert [item.number for item in items] == list(range(len(items)))
    for item in items:
        above = list(ancestors(items, item))
        assert len(above) == item.depth
        if item.parent is not None:
            assert item.parent < item.number
            assert item.number in items[item.parent].children
            assert item.zone == items[item.parent].zone
        for other in item.siblings:
            assert item.number in items[other].siblings
            assert 0 < abs(other - item.number) < NEAR
            assert (items[other].parent, items[other].style) == (item.parent, item.style)
        assert all(items[child].parent == item.number for child in item.children)
