"""Unicode form, tone placement and folding: what every comparison of the project rests on."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.folding import (
    _folded,
    _stripped,
    canonical,
    copy_case,
    fold,
    has_diacritics,
    nfc,
    old_style_tones,
    strip_diacritics,
)
from tests.normalize.conftest import LETTERS, SMALL, either_form, vietnamese


@given(either_form)
def test_the_written_form_is_composed_and_stays(text: str) -> None:
    written = canonical(text)
    assert unicodedata.is_normalized("NFC", written)
    assert canonical(written) == written


@given(either_form)
def test_both_unicode_forms_have_one_written_form(text: str) -> None:
    assert canonical(text) == canonical(unicodedata.normalize("NFD", text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(either_form)
def test_a_text_and_the_same_without_marks_fold_alike(text: str) -> None:
    assert fold(strip_diacritics(text)) == fold(text)


@given(either_form)
def test_tone_placement_does_not_change_the_key(text: str) -> None:
    assert fold(canonical(text)) == fold(text)


@given(either_form)
def test_stripping_keeps_every_letter_and_its_case(text: str) -> None:
    bare = strip_diacritics(text)
    assert bare.isascii()
    assert len(bare) == len(nfc(text))
    assert [c.isupper() for c in bare] == [c.isupper() for c in nfc(text)]


@given(vietnamese)
def test_a_text_has_diacritics_unless_it_is_ascii(text: str) -> None:
    assert has_diacritics(text) is not text.isascii()


@given(st.text())
def test_keys_hold_letters_digits_and_single_blanks_only(text: str) -> None:
    key = fold(text)
    assert key.split(" ") == key.split() or key == ""
    assert all(c == " " or (c.isascii() and c.isalnum() and not c.isupper()) for c in key)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà bình", "hòa bình"),
        ("Thuỷ lợi", "Thủy lợi"),
        ("UỶ BAN", "ỦY BAN"),
        ("Uỷ viên", "Ủy viên"),
        ("khoẻ, loá, xoã", "khỏe, lóa, xõa"),
        ("quý, quỳ, QUỸ", "quý, quỳ, QUỸ"),
        ("hoàn toàn, thoát, tuyết", "hoàn toàn, thoát, tuyết"),
        ("ngoài, khoáy", "ngoài, khoáy"),
    ],
)
def test_tones_stand_on_the_first_letter_of_an_open_pair(new: str, old: str) -> None:
    assert old_style_tones(new) == old


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ðường", "đường"),
        ("Ðống", "Đống"),
        ("Ɖiện", "Điện"),
        ("12\u2044KH", "12/KH"),
        ("a\xa0b", "a b"),
    ],
)
def test_look_alikes_become_what_they_stand_for(written: str, meant: str) -> None:
    assert nfc(written) == meant


def test_keys_of_names() -> None:
    assert fold("Trường THPT  Bến Đò – Cơ sở 2") == "truong thpt ben do co so 2"
    assert fold("SỞ GD&ĐT") == "so gd dt"


words = st.text(alphabet=SMALL, min_size=1, max_size=8)


@given(words, st.text(alphabet=LETTERS, min_size=1, max_size=8))
def test_case_is_copied_without_touching_letters(word: str, pattern: str) -> None:
    assert copy_case(pattern, word).lower() == word


@given(words, words)
def test_the_three_cases(word: str, pattern: str) -> None:
    assert copy_case(pattern, word) == word
    assert copy_case(pattern.title(), word)[0].isupper()
    assert copy_case(pattern.title(), word)[1:] == word[1:]
    assert copy_case((pattern * 2).upper(), word) == word.upper()


def test_signs_and_figures_do_not_count_as_letters_of_a_case() -> None:
    assert copy_case("H6I", "hội") == "HỘI"
    assert copy_case("6", "ố") == "ố"


def test_whole_lines_are_not_kept_in_memory() -> None:
    before = _stripped.cache_info().currsize, _folded.cache_info().currsize
    for number in range(20):
        fold(f"Kế hoạch số {number} " * 30)
    assert (_stripped.cache_info().currsize, _folded.cache_info().currsize) == before
