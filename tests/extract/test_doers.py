"""Stretches of items that may name who acts. All wording is invented."""

import pytest

from extract.duties.doers import Stretch, stretches
from extract.zones.items import ROW, Item, items_of
from tests.extract.papers import CLOSING, HEAD, OPENING, draft_of


def of(text: str, *names: str) -> list[Stretch]:
    return stretches([Item(0, text, "dash", "body")], names)[0]


def texts(text: str) -> list[str]:
    return [one.text for one in of(text)]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Phòng Nội vụ chủ trì ngày hội.", "Phòng Nội vụ"),
        ("Giao Sở Nội vụ, Sở Tài chính và Sở Y tế lập dự toán.", "Sở Nội vụ, Sở Tài chính và Sở Y tế"),
        ("Công an xã (bộ phận trực) tuần tra ban đêm.", "Công an xã (bộ phận trực)"),
        ("Đề nghị tất cả các trường báo cáo.", "tất cả các trường"),
        ("Tuần tra ban đêm (Công an xã).", "Công an xã"),
        ("Các đơn vị: Phòng Nội vụ, Phòng Y tế cử người.", "Các đơn vị: Phòng Nội vụ, Phòng Y tế"),
    ],
)  # fmt: skip
def test_the_name_of_who_acts_is_a_stretch(text: str, actor: str) -> None:
    assert actor in texts(text)


def test_stretches_begin_at_heads_of_names() -> None:
    assert texts("Sách mới, đẹp, hợp lứa tuổi.") == []
    firsts = {one.split()[0] for one in texts("Mời Phòng Nội vụ cùng Thư viện huyện tham dự.")}
    assert {"Phòng", "Thư"} <= firsts
    assert firsts.isdisjoint({"Mời", "Nội", "cùng", "huyện", "tham"})


def test_a_stretch_ends_before_a_verb_or_a_mark_and_never_inside_a_name() -> None:
    found = texts("Phòng Văn hóa và Thông tin chủ trì.")
    assert "Phòng Văn hóa và Thông tin" in found
    assert not {"Phòng", "Phòng Văn", "Phòng Văn hóa và"} & set(found)


def test_no_stretch_goes_over_a_sentence() -> None:
    assert not [one for one in texts("Thư viện mở cửa. Phòng Nội vụ dự.") if "cửa. Phòng" in one]


def test_stretches_are_words_of_the_item_in_its_order() -> None:
    text = "Hiệu trưởng các trường tiểu học, trung học cơ sở lập danh sách học sinh."
    found = texts(text)
    places = [text.index(one) for one in found]
    assert places == sorted(places)
    assert len(set(found)) == len(found)


def test_features_tell_what_stands_around_a_stretch() -> None:
    (asked,) = (one for one in of("Đề nghị Phòng Nội vụ chủ trì.") if one.text == "Phòng Nội vụ")
    assert {"before=nghi", "after=chu", "verb=True", "asked=de nghi", "head=phong"} <= set(
        asked.features
    )
    (plain,) = (one for one in of("Phòng Nội vụ: chủ trì.") if one.text == "Phòng Nội vụ")
    assert {"before=^", "first to colon", "colon"} <= set(plain.features)


def test_names_of_the_head_are_known() -> None:
    known, other = of("Phòng Nội vụ mời Thư viện huyện.", "phong noi vu huyen ben do")[0], of("Phòng Nội vụ họp.")[0]  # fmt: skip
    assert "known name" in known.features
    assert "known name" not in other.features


def test_bare_text_has_the_same_words_as_features() -> None:
    marked = next(one for one in of("Giao Phòng Nội vụ chủ trì.") if one.text == "Phòng Nội vụ")
    words = {f for f in marked.features if f.startswith(("head=", "last=", "before=", "after="))}
    assert words == {"head=phong", "last=vu", "before=giao", "after=chu"}


def test_cells_of_a_row_are_stretches_with_the_head_of_their_column() -> None:
    draft = draft_of(
        *HEAD, OPENING, "1. Lịch", "TT\tNội dung\tĐơn vị thực hiện\tPhối hợp\tThời gian",
        "1\tMua sách\tThư viện huyện\tCác trường học\t15/10", *CLOSING,
    )  # fmt: skip
    items = items_of(draft)
    rows = [n for n, item in enumerate(items) if item.style == ROW]
    cells = stretches(items, [])[rows[1]]
    assert [(one.text, one.features[1]) for one in cells] == [
        ("Mua sách", "column=what"),
        ("Thư viện huyện", "column=who"),
        ("Các trường học", "column=with"),
    ]
    assert "office=True" in cells[1].features and "office=False" in cells[0].features
