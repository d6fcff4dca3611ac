"""Abbreviations written out and the case of headers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.authority.abbreviations import expand, title_case_unit
from normalize.folding import canonical


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("UBND quận Long Biên", "Ủy ban nhân dân quận Long Biên"),
        ("UBND QUẬN LONG BIÊN", "Ủy ban nhân dân quận Long Biên"),
        ("PHÒNG GDĐT", "Phòng Giáo dục và Đào tạo"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("PGD&ĐT huyện Phú Xuyên", "Phòng Giáo dục và Đào tạo huyện Phú Xuyên"),
        ("TH Phú Yên", "Trường tiểu học Phú Yên"),
        ("trường TH Phú Yên", "trường tiểu học Phú Yên"),
        ("Trường TH&THCS Hòa Bình", "Trường tiểu học và trung học cơ sở Hòa Bình"),
        ("MN Hoa Sữa", "Trường mầm non Hoa Sữa"),
        ("Các trường MN, TH, THCS", "Các trường mầm non, tiểu học, trung học cơ sở"),
        ("THPT Lý Thường Kiệt", "Trường trung học phổ thông Lý Thường Kiệt"),
        (
            "TT GDNN-GDTX Ba Vì",
            "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Ba Vì",
        ),
        ("TT Phú Minh", "thị trấn Phú Minh"),
        ("TP. Hà Nội", "thành phố Hà Nội"),
        ("UBND TP.HCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("ĐHQGHN", "Đại học Quốc gia Hà Nội"),
    ],
)
def test_expand(short: str, full: str) -> None:
    assert expand(short) == full


@pytest.mark.parametrize(
    "text",
    [
        "để TH",
        "4340/KH-SGDĐT",
        "TT 22/2021/TT-BGDĐT",
        "quận Long Biên",
        "Trường tiểu học Quang Lãng",
    ],
)
def test_what_is_ambiguous_or_no_abbreviation_stays(text: str) -> None:
    assert expand(text) == text


@pytest.mark.parametrize(
    ("capitals", "usual"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("UỶ BAN NHÂN DÂN QUẬN 1", "Ủy ban nhân dân Quận 1"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("TRƯỜNG ĐẠI HỌC VIỆT NHẬT", "Trường Đại học Việt Nhật"),
        ("ĐẠI HỌC QUỐC GIA HÀ NỘI", "Đại học Quốc gia Hà Nội"),
        ("TRƯỜNG TIỂU HỌC MINH TÂN B", "Trường tiểu học Minh Tân B"),
        ("TRƯỜNG THPT LÝ THƯỜNG KIỆT", "Trường THPT Lý Thường Kiệt"),
        (
            "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN CƯ M'GAR",
            "Phòng Giáo dục và Đào tạo huyện Cư M'gar",
        ),
        ("TỈNH BÀ RỊA - VŨNG TÀU", "Tỉnh Bà Rịa - Vũng Tàu"),
    ],
)
def test_title_case_unit(capitals: str, usual: str) -> None:
    assert title_case_unit(capitals) == usual
    assert title_case_unit(usual) == usual


@given(st.text(alphabet="AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYẠẾỘ -,&.12", max_size=60))
def test_only_case_and_blanks_change(text: str) -> None:
    written = title_case_unit(text)
    assert written.lower().split() == canonical(text).lower().split()
