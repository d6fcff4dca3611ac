"""Documents attached to one that promulgates them, and annexes; wording and names are invented."""

from collections.abc import Sequence

import pytest

from extract.record import Record
from tests.extract.papers import record_of

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DECISION = (
    "ỦY BAN NHÂN DÂN TỈNH MƯỜNG LAI", *MOTTO, "Số: 61/QĐ-UBND", "Mường Lai, ngày 12 tháng 5 năm 2022",
    "QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch phòng cháy rừng năm 2022",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MƯỜNG LAI", "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phòng cháy rừng.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "Nơi nhận:", "- Như Điều 1;", "- Lưu: VT.", "CHỦ TỊCH", "Lò Văn Thịnh",
)  # fmt: skip
PLAN = (
    "KẾ HOẠCH", "PHÒNG CHÁY RỪNG NĂM 2022 (Kèm theo Quyết định số 61/QĐ-UBND ngày 12/5/2022 của Chủ tịch UBND tỉnh)",
    "I. PHÂN CÔNG", "1. Chi cục Kiểm lâm", "- Lập bản đồ vùng dễ cháy trước ngày 15/6/2022.",
    "2. UBND các xã; Hạt Kiểm lâm các huyện phát quang đường băng.",
)  # fmt: skip


def decision(*annex: str) -> Record:
    return record_of(*DECISION, *annex)


@pytest.mark.usefixtures("rules_alone")
def test_an_attached_plan_is_read_like_the_body() -> None:
    record = decision(*PLAN)
    assert [(s.level, s.label, s.heading) for s in record.sections[2:]] == [
        (1, "I", "PHÂN CÔNG"), (2, "1", "Chi cục Kiểm lâm"), (2, "2", None),
    ]  # fmt: skip
    assert [(d.edtf, d.actors) for d in record.deadlines] == [
        ("2022-05-12", []), ("2022-06-15", ["Chi cục Kiểm lâm"]),
    ]  # fmt: skip
    assert record.header.annexes == ["KẾ HOẠCH PHÒNG CHÁY RỪNG NĂM 2022"]
    assert record.flags == []


def test_an_attached_regulation_has_its_heading_on_the_next_line() -> None:
    record = decision("QUY CHẾ", "Phối hợp chữa cháy rừng", "(Ban hành kèm theo Quyết định số 61/QĐ-UBND)",
                      "Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "Quy chế này quy định việc phối hợp.")  # fmt: skip
    assert [(s.label, s.heading) for s in record.sections[2:]] == [
        ("Chương I", "QUY ĐỊNH CHUNG"), ("Điều 1", "Phạm vi"),
    ]  # fmt: skip
    assert record.header.annexes == ["QUY CHẾ Phối hợp chữa cháy rừng"]


def test_an_attached_document_ends_at_its_forms() -> None:
    record = decision(
        *PLAN, "PHỤ LỤC 01:", "BIỂU THEO DÕI", "Đơn vị: ......", "1. Kiểm lâm viên trực gác lửa."
    )
    assert [s.label for s in record.sections[2:]] == ["I", "1", "2", "Phụ lục 01"]
    assert record.header.annexes[1:] == ["PHỤ LỤC 01: BIỂU THEO DÕI"]


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("Phụ lục. Đơn đăng ký giữ rừng",), "Phụ lục. Đơn đăng ký giữ rừng"),
        (("THUYẾT MINH DỰ TOÁN", "1. Chi phí"), "THUYẾT MINH DỰ TOÁN"),
        (("TỔNG HỢP KINH PHÍ GIỮ RỪNG", "(Kèm theo Quyết định số 61/QĐ-UBND)"), "TỔNG HỢP KINH PHÍ GIỮ RỪNG"),
    ],
)  # fmt: skip
def test_annexes_without_a_number_are_named(lines: Sequence[str], named: str) -> None:
    record = decision(*lines)
    expected = [] if named.startswith("THUYẾT MINH") else [named]
    assert record.header.annexes == expected
    assert [r.name for r in record.recipients] == ["Như Điều 1"]


@pytest.mark.usefixtures("rules_alone")
def test_a_note_of_an_annex_charges_whom_it_names() -> None:
    record = decision("PHỤ LỤC 01:", "DANH MỤC CHÒI CANH", "TT\tXã\tSố chòi", "1\tNậm Cá\t2",
                      "- Số chòi nêu trên là tối thiểu; trường hợp rừng mới trồng thì chủ rừng phải dựng thêm chòi.",
                      "- Trường hợp chòi hỏng, Hạt Kiểm lâm sửa chữa ngay.")  # fmt: skip
    assert [(w.actor, w.verb) for w in record.responsibilities] == [("Hạt Kiểm lâm", "sửa chữa")]


def test_the_title_of_a_list_charges_nobody() -> None:
    record = decision(
        "DANH SÁCH",
        "Các trường tiểu học tham gia trực gác lửa năm 2022 (Kèm theo Quyết định số 61/QĐ-UBND)",
    )
    assert record.responsibilities == []


def test_items_above_an_annex_may_hold_brackets_of_two_lines() -> None:
    record = record_of(*DECISION[:-4], "- Bộ Lâm nghiệp (Cục B01", "- để b/c);", "- Như Điều 1;", "- Lưu: VT, NL. 35",
                       "CHỦ TỊCH", "Lò Văn Thịnh")  # fmt: skip
    assert [(r.name, r.purpose) for r in record.recipients][:2] == [
        ("Bộ Lâm nghiệp (Cục B01)", "để báo cáo"), ("Như Điều 1", None),
    ]  # fmt: skip
    assert [f.name for f in record.filed_at] == ["VT", "NL"]
