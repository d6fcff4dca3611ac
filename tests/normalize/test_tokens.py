"""The tokens that training and decoding share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.tokens import NUMBER, PAUSE, SENTENCE, SPECIAL, language_model_tokens, pieces
from tests.normalize.conftest import LETTERS


def tokens(line: str) -> list[str]:
    return [token for token, _ in language_model_tokens(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kế hoạch năm học", ["kế", "hoạch", "năm", "học"]),
        ("Số 12/KH-UBND", ["số", NUMBER]),
        ("ngày 5/9/2023, tại", ["ngày", NUMBER, PAUSE, "tại"]),
        ("lớp 5.", ["lớp", NUMBER, SENTENCE]),
        ("xong. Sau đó", ["xong", SENTENCE, "sau", "đó"]),
        ("TT GDNN-GDTX", ["tt", "gdnn", "gdtx"]),
        ("- Gửi sách;", [PAUSE, "gửi", "sách", PAUSE]),
        ("(để báo cáo)", [PAUSE, "để", "báo", "cáo", PAUSE]),
        ("a, b", ["a", PAUSE, "b"]),
        ("", []),
        ("   ", []),
    ],
)
def test_lines_as_tokens(line: str, expected: list[str]) -> None:
    assert tokens(line) == expected


lines = st.text(alphabet=LETTERS + "0123456789 .,;:()-/\t", max_size=60)


@given(lines)
def test_tokens_are_stretches_of_the_line_in_order(line: str) -> None:
    at = 0
    for token, written in language_model_tokens(line):
        if token in (PAUSE, SENTENCE):
            assert written in line
            continue
        found = line.find(written, at)
        assert found >= at
        at = found + len(written)


@given(lines)
def test_every_letter_is_in_a_word_or_a_number(line: str) -> None:
    pairs = list(language_model_tokens(line))
    written = "".join(w for token, w in pairs if token not in (PAUSE, SENTENCE))
    assert [c for c in written if c.isalnum()] == [c for c in line if c.isalnum()]
    assert all(token in SPECIAL or (token.isalpha() and token.islower()) for token, _ in pairs)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("theo^Mnoc", ["theo", "Mnoc"]),
        ("GD&DT", ["GD", "DT"]),
        ("ph&i", ["ph&i"]),
        ("ki$n", ["ki$n"]),
    ],
)
def test_a_sign_between_two_words_is_no_letter(text: str, words: list[str]) -> None:
    assert [text[p.start : p.stop] for p in pieces(text, spoiled=True)] == words
