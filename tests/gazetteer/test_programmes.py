"""Movements, campaigns and programmes, and how their list grows."""

import pytest

from gazetteer.authority.programmes import named_in, programmes, proposed
from gazetteer.load import Gazetteer
from normalize.folding import strip_diacritics


def test_names_behind_their_kind_and_between_marks_are_read() -> None:
    title = 'Tổ chức phong trào “Nhà trường cùng chung tay phát triển” và cuộc vận động "Hai không"'
    assert list(named_in(title)) == [
        ("phong trào", "Nhà trường cùng chung tay phát triển"),
        ("cuộc vận động", "Hai không"),
    ]


def test_what_is_known_under_any_name_is_not_proposed_again() -> None:
    titles = ["Triển khai cuộc vận động “Hai không”", "Phong trào “ke hoach nho”"]
    assert proposed(titles, programmes()) == []


def test_what_is_new_is_proposed_once_as_a_line() -> None:
    titles = ["Phong trào “Góc sách nhỏ”", "Tổng kết phong trào thi đua “Góc sách nhỏ”"]
    (new,) = proposed(titles, programmes())
    assert new.cells() == [
        "pro-phong-trao-goc-sach-nho", "phong trào", "Góc sách nhỏ", "", "", "", "", "titles",
    ]  # fmt: skip


CLEAN = (
    "Thực hiện phong trào thi đua “Dạy tốt - Học tốt”, cuộc vận động Người Việt Nam ưu tiên dùng "
    "hàng Việt Nam và phong trào Kế hoạch nhỏ theo chương trình Giáo dục phổ thông 2018."
)
BARE = strip_diacritics(CLEAN)
SPOILED = (
    "Thyc hién phong tréo thi dua “Day t6t - Hoc tét”, cu6c van déng Ngudi Viét Nam uu tién ding "
    "hang Viét Nam va phong trdo Ké hoach nhé theo chuong trinh Giéo duc phé théng 2018."
)


@pytest.mark.parametrize("text", [CLEAN, BARE, SPOILED])
def test_programmes_are_found_in_a_text(gazetteer: Gazetteer, text: str) -> None:
    found = gazetteer.programmes(text)
    assert [(one.programme.kind, one.programme.name) for one in found] == [
        ("phong trào", "Dạy tốt - Học tốt"),
        ("cuộc vận động", "Người Việt Nam ưu tiên dùng hàng Việt Nam"),
        ("phong trào", "Kế hoạch nhỏ"),
        ("chương trình", "Giáo dục phổ thông 2018"),
    ]
    assert text[found[0].start : found[0].stop].count(" ") == 4
    assert any(one.misread for one in found) == (text == SPOILED)


@pytest.mark.parametrize(
    "text",
    [
        "Mỗi lớp lập kế hoạch nhỏ cho tháng; em nào làm nghìn việc tốt được khen.",
        "chương trình giáo dục phổ thông cấp tiểu học; chương trình giáo dục phổ thông.\n\n2018",
        "phong trào thi đua yêu nước và phong trào văn nghệ, thể dục thể thao",
        "phong trào",
        "",
    ],
)
def test_common_words_are_no_programme(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.programmes(text) == []
