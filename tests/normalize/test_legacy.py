"""Encodings from before Unicode: what was written in TCVN3 or VNI reads as it was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.legacy import decode_legacy, from_tcvn3, from_vni
from samples.legacy import to_tcvn3, to_vni
from tests.normalize.conftest import LETTERS, SMALL

SENTENCES = (
    "Thư viện trường mở cửa mỗi buổi chiều để học sinh mượn sách.",
    "Đề nghị các tổ trưởng nộp danh sách trước ngày 15/9/2004.",
    "Kỷ niệm ngày thành lập, nhà trường tổ chức hội khỏe, thi vẽ và đọc thơ.",
)
small_text = st.text(alphabet=SMALL + " .,-/19", max_size=40)
any_text = st.text(alphabet=LETTERS + " .,-/19", max_size=40)


@given(small_text)
def test_tcvn3_reads_back(text: str) -> None:
    assert from_tcvn3(to_tcvn3(text).decode("latin-1")) == text


@given(any_text)
def test_tcvn3_reads_back_but_for_capitals(text: str) -> None:
    """Toned capitals have no code of their own, so their case cannot always be told."""
    assert from_tcvn3(to_tcvn3(text).decode("latin-1")).lower() == text.lower()


@given(any_text)
def test_vni_reads_back(text: str) -> None:
    assert from_vni(to_vni(text).decode("cp1252")) == text


@pytest.mark.parametrize(
    "text", ["THÔNG BÁO", "TRƯỜNG THPT BẾN HẠ", "GIÁO DỤC VÀ ĐÀO TẠO HÀ NỘI", "Kế hoạch", "Hà Nội"]
)
def test_capitals_of_tcvn3_take_the_case_of_their_word(text: str) -> None:
    assert from_tcvn3(to_tcvn3(text).decode("latin-1")) == text


@pytest.mark.parametrize("text", SENTENCES)
def test_the_encoding_is_told_by_the_text(text: str) -> None:
    assert decode_legacy(to_tcvn3(text).decode("latin-1")) == text
    assert decode_legacy(to_vni(text).decode("cp1252")) == text


@pytest.mark.parametrize("letter", ["–", "字", "ß"])
def test_what_an_encoding_cannot_write_is_refused(letter: str) -> None:
    with pytest.raises(ValueError, match="TCVN3"):
        to_tcvn3(letter)
