"""All names of a text in one pass."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from gazetteer.load import Gazetteer

DAY = datetime.date(2022, 12, 12)
_GAZETTEER = Gazetteer.load()
TEXT = (
    "Phòng GD&ĐT quận Long Biên phối hợp với UBND phường Bồ Đề và Trường THPT Nguyễn Gia Thiều, "
    "thành phố Hà Nội tổ chức 2 hội thi; trung tâm GDNN-GDTX.\n1. Mục đích"
)


def test_names_are_found_where_they_stand(gazetteer: Gazetteer) -> None:
    found = [(TEXT[m.start : m.stop], m.match.unit.full_name) for m in gazetteer.scan(TEXT, on=DAY)]
    assert found == [
        ("Phòng GD&ĐT quận Long Biên", "Phòng Giáo dục và Đào tạo quận Long Biên"),
        ("UBND phường Bồ Đề", "Ủy ban nhân dân phường Bồ Đề"),
        ("Trường THPT Nguyễn Gia Thiều", "THPT Nguyễn Gia Thiều"),
        ("thành phố Hà Nội", "thành phố Hà Nội"),
    ]


def test_the_text_itself_gives_the_context(gazetteer: Gazetteer) -> None:
    text = "UBND quận Ba Đình khen THPT Nguyễn Trãi"
    units = [mention.match.unit.id for mention in gazetteer.scan(text, on=DAY)]
    assert "edu-01-001-thpt-nguyen-trai-ba-dinh" in units
    assert "THPT" not in [
        m.match.unit.type_word for m in gazetteer.scan("THPT Nguyễn Trãi", on=DAY)
    ]


def test_the_places_behind_a_name_count_for_it(gazetteer: Gazetteer) -> None:
    """A town of that name is in another province; this one is not known there."""
    text = "Công an thị trấn Phú Phong huyện Châu Thành tỉnh Tiền Giang"
    ids = [mention.match.unit.id for mention in gazetteer.scan(text, on=DAY)]
    assert "of-cong-an@vn-52-547-21808-1" not in ids
    assert "vn-82-821-1" in ids


def test_a_person_is_no_place(gazetteer: Gazetteer) -> None:
    text = "Cô Nguyễn Thị Hà Nội về Hà Nội"
    assert [mention.start for mention in gazetteer.scan(text, on=DAY)] == [text.rindex("Hà")]


@given(st.text(alphabet="xã quận Long Biên TP.\nHàNội-&1", max_size=60))
def test_stretches_are_in_order_and_do_not_overlap(text: str) -> None:
    stretches = list(_GAZETTEER._scanner.stretches(text))
    ends = [0, *(one.stop for one in stretches)]
    assert all(end <= one.start < one.stop for end, one in zip(ends, stretches, strict=False))
