"""Names in plain letters, of whatever people write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ascii import LONGEST_SLUG, ascii_name, slug


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Kế hoạch 272/KH-PGDĐT.pdf", "Ke hoach 272-KH-PGDDT.pdf"),
        ("scan.pdf", "scan.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a-b-Set-Cookie- x.pdf"),
        ("…", "..."),
        ("\n", "unnamed"),
    ],
)
def test_files_are_named_in_ascii(name: str, plain: str) -> None:
    assert ascii_name(name) == plain


@given(st.text(max_size=200))
def test_a_name_of_a_file_breaks_no_header(name: str) -> None:
    plain = ascii_name(name)
    assert plain and plain.isascii() and plain.isprintable() and not set(plain) & set('"\\;')


@given(st.text(max_size=200))
def test_a_slug_is_one_word_of_an_address_and_stays_one(text: str) -> None:
    word = slug(text)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", word) and len(word) <= LONGEST_SLUG
    assert slug(word) == word


def test_diacritics_are_dropped_and_not_the_letters() -> None:
    assert slug("Kết nghĩa, quận Đống Đa (2023)") == "ket-nghia-quan-dong-da-2023"
