"""Codes of numbers, put right by the name of who issued the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fields.symbols import settled

LANGUAGES = "Trường Đại học Ngoại ngữ, Đại học Quốc gia"


@pytest.mark.parametrize(
    ("code", "issuer", "right"),
    [
        ("BHNN", LANGUAGES, "ĐHNN"),
        ("DHNN", LANGUAGES, "ĐHNN"),
        ("SGD0T", "Sở Giáo dục và Đào tạo tỉnh Hà Giang", "SGDĐT"),
        ("THBS", "Trường tiểu học Bình Sơn", "THBS"),
        ("UBND", "Ủy ban nhân dân xã Đông Dư", "UBND"),
        ("BTC", "Trường Đại học Ngoại ngữ", "BTC"),
    ],
)
def test_a_code_is_mended_only_into_the_initials_of_its_issuer(
    code: str, issuer: str, right: str
) -> None:
    assert settled(code, issuer) == right


@given(st.text("ABDĐOP0TU", max_size=6), st.text("aăbdđoôtuư ", max_size=30))
def test_nothing_but_a_bar_is_ever_put_right(code: str, issuer: str) -> None:
    right = settled(code, issuer)
    assert len(right) == len(code)
    assert all(a == b or (b == "Đ" and a in "BDOP0") for a, b in zip(code, right, strict=True))
