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


@pytest.mark.usefixtures("rules_alone")
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


def test_a_row_within_a_merged_one_is_a_pair_of_its_own() -> None:
    record = record_of(
        *HEAD, OPENING, "1. Các trường kết nghĩa theo danh sách.", *CLOSING, NEW_PAGE,
        "DANH SÁCH KẾT NGHĨA", "STT\tTrường\tTrường kết nghĩa\tGhi chú",
        "1\tTH Bến Đò\tTH Gò Me\tMới", "\t\tTH Nà Bó\t", "2\tTH Ao Sen\tTH Lũng Vài\t",
    )  # fmt: skip
    assert units(record) == [
        ["TH Bến Đò", "TH Gò Me"],
        ["TH Bến Đò", "TH Nà Bó"],
        ["TH Ao Sen", "TH Lũng Vài"],
    ]


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


def test_pairs_and_groups_that_are_counted() -> None:
    record = plan(
        "1. Các cụm kết nghĩa",
        "- Cụm số 1 gồm: Trường THCS Ao Sen, Trường THCS Gò Me và Trường THCS Nà Bó.",
        "2. Bổ sung cặp Trường THCS Lũng Vài - Trường THCS Khe Rùa vào danh sách kết nghĩa.",
        "3. Cụm thi đua số 2 gồm: Trường THCS Đèo Vắt, Trường THCS Bến Đò.",
    )
    assert units(record) == [
        ["Trường THCS Ao Sen", "Trường THCS Gò Me", "Trường THCS Nà Bó"],
        ["Trường THCS Lũng Vài", "Trường THCS Khe Rùa"],
    ]


@pytest.mark.usefixtures("rules_alone")
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


@pytest.mark.usefixtures("rules_alone")
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


def test_what_has_not_been_done_charges_nobody_but_the_urging() -> None:
    record = plan(
        "1. Các trường học chưa gửi báo cáo khẩn trương hoàn thành và gửi về Phòng.",
        "2. Các trường tiểu học chưa tổ chức thư viện mở trong năm nay.",
    )
    assert [duty.actor for duty in record.responsibilities] == ["Các trường học"]


@pytest.mark.usefixtures("rules_alone")
@pytest.mark.parametrize(
    ("task", "verb"),
    [
        ("Căn cứ dự toán do Phòng lập, thẩm định và cấp phát.", "thẩm định"),
        ("Căn cứ kế hoạch này, xây dựng kế hoạch của đơn vị.", "xây dựng"),
        ("Không để xảy ra lạm thu; công khai các khoản, báo cáo hằng năm.", "báo cáo"),
        ("Dự giao ban, phân công giáo viên trực thư viện.", "phân công"),
    ],
)
def test_the_verb_of_a_task(task: str, verb: str) -> None:
    record = plan("I. PHÂN CÔNG", "1. Các trường học", f"- {task}")
    assert [duty.verb for duty in record.responsibilities] == [verb]


@pytest.mark.usefixtures("rules_alone")
def test_to_whom_something_is_handed_in() -> None:
    record = plan(
        "I. PHÂN CÔNG", "1. Tổ Văn phòng", "- Lập danh sách, nộp BGH trước ngày 20/9/2023."
    )
    assert record.responsibilities[0].report_to == ["BGH"]


@pytest.mark.usefixtures("rules_alone")
@pytest.mark.parametrize(
    ("sentence", "actor", "verb"),
    [
        ("Hiệu trưởng trực tiếp chỉ đạo công tác chuyên môn.", "Hiệu trưởng", "chỉ đạo"),
        (
            "Các trường mầm non đón trẻ đúng giờ, báo cáo Phòng hằng ngày.",
            "Các trường mầm non",
            "báo cáo",
        ),
        ("UBND xã ưu tiên bố trí kinh phí cho trường.", "UBND xã", "bố trí"),
        ("Các phòng theo chức năng, nhiệm vụ được giao tổ chức thực hiện.", "Các phòng", "tổ chức"),
        ("Cả hai đơn vị thống nhất nội dung.", "Cả hai đơn vị", "thống nhất"),
        ("Lãnh đạo nhà trường phân công giáo viên.", "Lãnh đạo nhà trường", "phân công"),
        ("Thường trực HĐND huyện xem xét nội dung này.", "Thường trực HĐND huyện", "xem xét"),
        ("Thư ký Ban chỉ đạo tổng hợp các báo cáo.", "Thư ký Ban chỉ đạo", "tổng hợp"),
        ("Liên chi đoàn huy động sinh viên tham dự.", "Liên chi đoàn", "huy động"),
    ],
)
def test_where_the_name_of_an_actor_ends(sentence: str, actor: str, verb: str) -> None:
    record = plan("I. PHÂN CÔNG", f"1. {sentence}")
    assert [(d.actor, d.verb) for d in record.responsibilities] == [(actor, verb)]


@pytest.mark.usefixtures("rules_alone")
def test_an_office_named_by_a_verb_leads_its_task() -> None:
    record = plan("I. PHÂN CÔNG", "a) Tổng phụ trách Đội: Tổ chức cho đội viên viết thư kết bạn.")
    assert duties(record) == [("Tổng phụ trách Đội", "Tổ chức cho đội viên viết thư kết bạn.")]


@pytest.mark.usefixtures("rules_alone")
def test_a_verb_inside_the_name_of_an_office_before_a_colon() -> None:
    record = plan(
        "I. PHÂN CÔNG",
        "1. Phòng Giáo dục Trung học và Giáo dục thường xuyên: Theo dõi các trường trung học.",
    )
    assert duties(record) == [
        ("Phòng Giáo dục Trung học và Giáo dục thường xuyên", "Theo dõi các trường trung học.")
    ]


def test_a_request_on_receipt_of_the_document() -> None:
    record = plan(
        "1. Nội dung.",
        "Nhận được Kế hoạch này, đề nghị Hiệu trưởng các trường nghiêm túc thực hiện.",
    )
    assert [d.actor for d in record.responsibilities] == ["Hiệu trưởng các trường"]


@pytest.mark.usefixtures("rules_alone")
def test_who_does_it_as_the_last_words_say() -> None:
    record = plan("I. NỘI DUNG", "- Chào cờ đầu tuần vào thứ Hai, do Tổng phụ trách Đội phụ trách.")
    assert [duty.actor for duty in record.responsibilities] == ["Tổng phụ trách Đội"]


def test_a_standing_office_is_charged_by_what_it_is() -> None:
    record = plan(
        "I. PHÂN CÔNG", "1. Tỉnh đoàn",
        "- Giao Ban Tuyên giáo là bộ phận thường trực, có nhiệm vụ theo dõi các đơn vị.",
    )  # fmt: skip
    assert [(d.actor, d.verb) for d in record.responsibilities] == [("Ban Tuyên giáo", "theo dõi")]


@pytest.mark.usefixtures("rules_alone")
def test_a_paragraph_below_the_name_of_who_is_charged() -> None:
    record = plan("1. Tổ trưởng tổ Lá", "Xây dựng nội dung hoạt động của tổ theo tuần.")
    assert duties(record) == [("Tổ trưởng tổ Lá", "Xây dựng nội dung hoạt động của tổ theo tuần.")]


def test_a_document_named_by_a_verb() -> None:
    record = plan("1. Các trường học căn cứ thông báo này tổ chức thực hiện.")
    assert [duty.verb for duty in record.responsibilities] == ["tổ chức"]


def test_a_partner_ends_with_its_place() -> None:
    assert partners("Phối hợp với Trạm Y tế phường Ao Sen cân đo cho trẻ.") == [
        "Trạm Y tế phường Ao Sen"
    ]


# --- deadlines
@pytest.mark.parametrize(
    ("task", "text", "edtf", "relation", "recurrence"),
    [
        ("sơ kết vào tháng 6 hằng năm", "vào tháng 6 hằng năm", "XXXX-06", "during", "yearly"),
        ("báo cáo định kỳ hằng quý", "định kỳ hằng quý", None, "during", "quarterly"),
        ("định kỳ 6 tháng báo cáo", "định kỳ 6 tháng", None, "during", "periodic"),
        ("định kỳ vào ngày 25 hằng tháng báo cáo", "định kỳ vào ngày 25 hằng tháng", "XXXX-XX-25", "on", "monthly"),
        ("nộp trước ngày 05 của tháng đầu quý sau", "trước ngày 05 của tháng đầu quý sau", None, "before", "quarterly"),
        ("nộp chậm nhất ngày 28 của tháng trước", "chậm nhất ngày 28 của tháng trước", "XXXX-XX-28", "by", "monthly"),
        ("nộp vào ngày 10 tháng đầu của quý sau", "vào ngày 10 tháng đầu của quý sau", None, "on", "quarterly"),
        ("họp từ 7h30 ngày 18/4/2024 đến 17h00 ngày 20/4/2024", "từ 7h30 ngày 18/4/2024 đến 17h00 ngày 20/4/2024", "2024-04-18/2024-04-20", "during", None),
        ("họp từ 7h30 đến 11h00 ngày 18/4/2024", "từ 7h30 đến 11h00 ngày 18/4/2024", "2024-04-18", "on", None),
        ("nộp hằng năm, trước ngày 30/6", "hằng năm, trước ngày 30/6", "XXXX-06-30", "before", "yearly"),
        ("báo cáo hằng tháng, trước ngày 25", "hằng tháng, trước ngày 25", "XXXX-XX-25", "before", "monthly"),
        ("báo cáo chậm nhất sau 24 giờ", "chậm nhất sau 24 giờ", None, "by", None),
        ("cân đo 03 tháng/lần", "03 tháng/lần", None, "during", "quarterly"),
        ("nộp trước 17h ngày 15/11", "trước 17h ngày 15/11", "2023-11-15", "before", None),
        ("nộp trước ngày 15 tháng 11", "trước ngày 15 tháng 11", "2023-11-15", "before", None),
        ("nộp trước ngày 15/01", "trước ngày 15/01", "2024-01-15", "before", None),
        ("sửa chữa xong trước khai giảng năm học mới", "trước khai giảng năm học mới", None, "before", None),
    ],
)  # fmt: skip
def test_times(
    task: str, text: str, edtf: str | None, relation: str, recurrence: str | None
) -> None:
    found = plan("I. NỘI DUNG", f"- Các trường học {task}.").deadlines
    assert [(d.text, d.edtf, d.relation, d.recurrence) for d in found] == [
        (text, edtf, relation, recurrence)
    ]


def test_a_day_of_every_year_behind_the_words_that_say_so() -> None:
    found = plan(
        "I. NỘI DUNG", "- Hằng năm, các trường báo cáo về Phòng trước ngày 15 tháng 12."
    ).deadlines
    assert (found[-1].edtf, found[-1].recurrence) == ("XXXX-12-15", "yearly")
    assert found[-1].rrule == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"


def test_a_second_day_shares_the_words_before_the_first() -> None:
    found = plan(
        "I. NỘI DUNG",
        "- Các trường báo cáo trước ngày 15/01/2024 (học kỳ I) và 20/5/2024 (cả năm).",
    ).deadlines
    assert [(d.edtf, d.relation) for d in found] == [
        ("2024-01-15", "before"),
        ("2024-05-20", "before"),
    ]


def test_after_what_a_conclusion_was_drawn_is_no_deadline() -> None:
    record = plan(
        "Sau khi nghe báo cáo của các trường, Chủ tịch UBND huyện kết luận như sau:", "1. Tốt."
    )
    assert record.deadlines == []


def test_a_time_alone_behind_a_colon_is_that_of_what_stands_before() -> None:
    found = plan(
        "I. BÁO CÁO",
        "- Báo cáo sơ kết: trước ngày 25/01/2024;",
        "- Tổng kết: gửi trước ngày 25/5/2024;",
    ).deadlines
    assert [d.task for d in found] == ["Báo cáo sơ kết", "Tổng kết: gửi"]


# --- schedules
def test_a_schedule_with_days_of_the_week_and_no_years() -> None:
    record = plan(
        "I. LỊCH", "Thứ, ngày\tNội dung công việc\tBộ phận thực hiện", "Thứ Hai (04/12)\tHọp\tTổ Văn phòng",
        "Từ 11/3 đến 16/3\tNộp báo cáo về Phòng GDĐT\tVăn phòng", "Trước 30/3\tKiểm kê sách\tThư viện",
    )  # fmt: skip
    assert [(d.edtf, d.relation) for d in record.deadlines] == [
        ("2023-12-04", "on"), ("2024-03-11/2024-03-16", "during"), ("2024-03-30", "before"),
    ]  # fmt: skip
    assert record.responsibilities[1].report_to == ["Phòng GDĐT"]


def test_a_schedule_with_a_month_and_a_time() -> None:
    record = plan(
        "I. LỊCH", "Tháng\tNội dung\tThời gian\tPhụ trách", "9/2023\tHọp tổ\t05/9\tTổ Toán",
        "\tĐại hội\tTuần 4\tLiên đội", "10/2023\tThi đọc\t\tThư viện",
    )  # fmt: skip
    assert [(d.text, d.edtf) for d in record.deadlines] == [
        ("05/9", "2023-09-05"), ("Tuần 4", "2023-09"), ("10/2023", "2023-10"),
    ]  # fmt: skip
