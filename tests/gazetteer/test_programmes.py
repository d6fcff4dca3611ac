"""Movements, campaigns and programmes, and how their list grows."""

from gazetteer.programmes import named_in, programmes, proposed


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
