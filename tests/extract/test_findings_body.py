"""One test for each fault of outline, pairings, deadlines and duties found with documents of other kinds.

The documents were written in the styles of many offices before the rules were read (docs/findings.md);
units, people and numbers are invented.
"""

import pytest

from extract.record import Record
from tests.extract.papers import CLOSING, HEAD, NEW_PAGE, OPENING, plan, record_of


def units(record: Record) -> list[list[str]]:
    return [[unit.name for unit in pairing.units] for pairing in record.pairings]


def duties(record: Record) -> list[tuple[str, str]]:
    return [(duty.actor, duty.task) for duty in record.responsibilities]


def partners(task: str) -> list[str]:
    return (
        plan("I. PHÂN CÔNG", "1. Trường Mầm non Bến Đò", f"- {task}").responsibilities[0].partners
    )


# --- outline
def test_letters_stand_above_roman_numerals() -> None:
    record = plan(
        "A. MỤC ĐÍCH", "I. Mục đích chung", "II. Yêu cầu", "B. NỘI DUNG", "I. Hoạt động chính",
        "1. Đọc sách.", "II. Hoạt động khác",
    )  # fmt: skip
    assert [(s.label, s.level) for s in record.sections] == [
        ("A", 1), ("I", 2), ("II", 2), ("B", 1), ("I", 2), ("1", 3), ("II", 2),
    ]  # fmt: skip
    assert not record.flags


def test_a_task_in_small_letters_behind_the_name_of_an_office() -> None:
    record = plan("I. PHÂN CÔNG", "1. Công an xã: tăng cường tuần tra khu vực cổng trường.")
    assert duties(record) == [("Công an xã", "tăng cường tuần tra khu vực cổng trường.")]
    assert record.sections[1].heading == "Công an xã"


# --- pairings
def test_columns_of_remarks_hold_no_units() -> None:
    record = record_of(
        *HEAD, OPENING, "1. Các trường kết nghĩa theo danh sách.", *CLOSING, NEW_PAGE,
        "DANH SÁCH KẾT NGHĨA", "STT\tTrường\tTrường kết nghĩa\tGhi chú",
        "1\tTH Bến Đò\tTH Gò Me\tMới", "2\tTH Ao Sen\tTH Lũng Vài\t",
    )  # fmt: skip
    assert units(record) == [["TH Bến Đò", "TH Gò Me"], ["TH Ao Sen", "TH Lũng Vài"]]


def test_units_twinned_by_the_verb() -> None:
    record = plan(
        "1. Cấp mầm non: Trường Mầm non Ao Sen kết nghĩa với Trường Mầm non Gò Me; Trường Mầm non Lũng Vài "
        "nhận đỡ đầu, kết nghĩa với Trường Mầm non Nà Bó và Trường Mầm non Khe Rùa.",
        "2. Các trường kết nghĩa với nhau tổ chức giao lưu.",
    )
    assert units(record) == [
        ["Trường Mầm non Ao Sen", "Trường Mầm non Gò Me"],
        ["Trường Mầm non Lũng Vài", "Trường Mầm non Nà Bó", "Trường Mầm non Khe Rùa"],
    ]


def test_a_name_ends_before_what_follows() -> None:
    record = plan(
        "Trường Tiểu học Ao Sen kết nghĩa với Trường Tiểu học Gò Me như sau:", "1. Giao lưu."
    )
    assert units(record) == [["Trường Tiểu học Ao Sen", "Trường Tiểu học Gò Me"]]


# --- duties
@pytest.mark.parametrize(
    "name",
    [
        "Phòng Hành chính - Tổng hợp",
        "Phòng Hợp tác quốc tế",
        "Hội đồng Thi đua - Khen thưởng",
        "Trưởng các đơn vị",
        "Trung tâm Công nghệ thông tin",
        "Phòng tổ chức cán bộ",
    ],
)
def test_names_that_begin_like_other_words(name: str) -> None:
    record = plan("I. PHÂN CÔNG", f"1. Trách nhiệm của {name}", f"- {name} hướng dẫn các lớp.")
    assert [duty.actor for duty in record.responsibilities] == [name]


def test_a_charge_before_a_list_names_its_actor() -> None:
    record = plan(
        "I. PHÂN CÔNG", "a) Giao Phòng Nội vụ:", "- Hướng dẫn các trường lập danh sách.",
        "b) UBND các xã, thị trấn: Chỉ đạo vệ sinh các điểm trường.",
        "II. Đề nghị Hội Khuyến học huyện", "Tuyên truyền, vận động hội viên tham gia phong trào.",
    )  # fmt: skip
    assert duties(record) == [
        ("Phòng Nội vụ", "Hướng dẫn các trường lập danh sách."),
        ("UBND các xã, thị trấn", "Chỉ đạo vệ sinh các điểm trường."),
        ("Hội Khuyến học huyện", "Tuyên truyền, vận động hội viên tham gia phong trào."),
    ]


def test_a_lettered_charge_ends_with_its_section() -> None:
    record = plan(
        "1. Nhiệm vụ", "a) Giao Phòng Nội vụ:", "- Hướng dẫn các trường lập danh sách.",
        "2. Chế độ báo cáo", "Thừa lệnh Chủ tịch, thông báo để mọi người cùng biết, thực hiện.",
    )  # fmt: skip
    assert [duty.actor for duty in record.responsibilities] == ["Phòng Nội vụ"]


def test_partners_end_before_what_is_done_with_them() -> None:
    assert partners("Phối hợp với Trạm Y tế xã Ao Sen khám sức khỏe cho trẻ.") == [
        "Trạm Y tế xã Ao Sen"
    ]
    assert partners("Phối hợp với UBND các xã, thị trấn tập huấn cho giáo viên.") == [
        "UBND các xã, thị trấn"
    ]


def test_no_time_in_the_name_of_who_is_reported_to() -> None:
    record = plan(
        "I. PHÂN CÔNG",
        "1. Các trường học",
        "- Báo cáo kết quả về Phòng Nội vụ chậm nhất là ngày 25/5/2024.",
    )
    assert record.responsibilities[0].report_to == ["Phòng Nội vụ"]
