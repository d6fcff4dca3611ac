"""One test for each fault that reading real documents by eye brought up (docs/findings.md).

The wording is made for the tests; units, people and numbers are invented.
"""

from dataclasses import replace
from typing import Any

import pytest

import pipeline
from extract.grammar.number_parts import parts_of
from extract.grammar.units import join_letters
from extract.head import people
from extract.nlp import extract_record
from extract.record import Record
from extract.zones.flattened import cuts_of
from ingest.page import Origin
from tests.extract.papers import CLOSING, HEAD, OPENING, paper, plan, record_of, text_of

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
ISSUED = ("Số: 61/QĐ-UBND", "Mường Lai, ngày 12 tháng 5 năm 2022", "QUYẾT ĐỊNH")


def decision(title: str, *body: str, closing: tuple[str, ...] = ()) -> Record:
    return record_of(
        "ỦY BAN NHÂN DÂN TỈNH MƯỜNG LAI", *MOTTO, *ISSUED, title,
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MƯỜNG LAI", *body, *closing,
    )  # fmt: skip


def letter(*body: str, number: str = "77/SNV-TCKX") -> Record:
    return record_of(
        "SỞ NỘI VỤ", *MOTTO, f"Số: {number}", "V/v báo cáo biên chế",
        "Mường Lai, ngày 12 tháng 5 năm 2022", "Kính gửi: Các phòng Nội vụ.", *body,
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC", "Lò Văn Thịnh",
    )  # fmt: skip


# --- header
FLAT = (
    "Công văn 3391/BXD-KTQL năm 2019 do Bộ Xây dựng ban hành",
    "BỘ XÂY DỰNG ----------- CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ----------",
    "Số: 3391/BXD-KTQL V/v áp dụng quy định tại Điều 16 Luật Nhà ở năm 2014 Hà Nội, ngày 23 tháng 5 năm 2019 "
    "Kính gửi: Tổng công ty Mười Bốn (TCM) Phúc đáp Công văn số 615/TCM-PC ngày 3 tháng 4 năm 2019, Bộ có ý kiến sau:",
    "1. Về hợp đồng thuê nhà.",
)


def test_a_head_on_two_lines_is_laid_out_again() -> None:
    record = record_of(*FLAT)
    header = record.header
    assert header.issuer == ["Bộ Xây dựng"]
    assert (header.number, header.issued_on) == ("3391/BXD-KTQL", "2019-05-23")
    assert header.place == "Hà Nội"
    assert header.title == "áp dụng quy định tại Điều 16 Luật Nhà ở năm 2014"
    assert [r.number for r in record.references] == ["615/TCM-PC"]


def test_the_parts_of_a_flattened_head_keep_their_words() -> None:
    evidence = record_of(*FLAT).header.support["place"].evidence
    assert [e.text for e in evidence] == ["Hà Nội,"]
    assert all(e.boxes for e in evidence)


@pytest.mark.parametrize(
    "line",
    ["Số: 45/KH-PGDĐT     Bến Đò, ngày 05 tháng 9 năm 2023", "Bến Đò, ngày 5 tháng 9 năm 2023"],
)
def test_a_line_of_two_columns_is_not_cut(line: str) -> None:
    assert cuts_of(line) == []


def test_letters_that_are_spaced_apart_are_words() -> None:
    assert join_letters("Nh ư tr ê n") == "Như trên"
    record = record_of("B Ộ NỘI V Ụ", *MOTTO, "Số: 5/BNV-TC", "V/v xét nâng ngạch", "Hà Nội, ngày 5 tháng 6 năm 2020",
                       "Kính gửi: Các sở", "Bộ đề nghị các sở báo cáo.")  # fmt: skip
    assert record.header.issuer == ["Bộ Nội vụ"]


def test_the_lone_letters_of_lists_and_groups_stay_apart() -> None:
    assert join_letters("Điểm c ở khoản 2, tổ B Mai, mẫu n") == "Điểm c ở khoản 2, tổ B Mai, mẫu n"


def test_a_title_in_capitals_takes_its_names_from_the_text() -> None:
    record = decision(
        "VỀ VIỆC CÔNG BỐ DANH MỤC THỦ TỤC CỦA NGÀNH CÔNG THƯƠNG TRÊN ĐỊA BÀN TỈNH MƯỜNG LAI",
        "Điều 1. Công bố danh mục thủ tục của ngành Công Thương trên địa bàn tỉnh Mường Lai.",
    )
    assert (
        record.header.title
        == "Về việc công bố danh mục thủ tục của ngành Công Thương trên địa bàn tỉnh Mường Lai"
    )


def test_an_issuer_in_capitals_takes_its_case_from_the_text() -> None:
    record = record_of(
        "BỘ NỘI VỤ", "CỤC QUẢN LÝ CHẤT LƯỢNG", "Số: 7/QLCL-TH", "V/v tự đánh giá", "Hà Nội, ngày 5 tháng 6 năm 2020",
        "Kính gửi: Các sở", "Để chuẩn bị, Cục Quản lý chất lượng đề nghị các sở báo cáo.",
    )  # fmt: skip
    assert record.header.issuer == ["Cục Quản lý chất lượng"]


def test_the_code_of_a_unit_may_hold_an_x() -> None:
    assert letter("Các phòng báo cáo số liệu.").header.support["number"].confidence > 0.9


def test_the_note_of_a_digital_signature_is_no_parent() -> None:
    record = record_of("TRUNG TÂM CÔNG", "BÁO VÀ TIN HỌC", "ttcb@muonglai.gov.vn", "06.11.2024 09:27:05", "+07:00",
                       "ỦY BAN NHÂN DÂN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                       "TỈNH MƯỜNG LAI     Độc lập - Tự do - Hạnh phúc",
                       "Số: 542/TB-UBND     Mường Lai, ngày 06 tháng 11 năm 2024", "THÔNG BÁO",
                       "Về việc tham dự Hội nghị", "1. Thành phần", *CLOSING)  # fmt: skip
    assert record.header.issuer == ["Ủy ban nhân dân tỉnh Mường Lai"]
    assert record.header.parent_issuer is None


def test_the_place_behind_a_bar_of_a_dump() -> None:
    record = record_of("BỘ NỘI VỤ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                       "Số: 04/2016/TT-BNV | Hà Nội, ngày 14 tháng 3 năm 2016", "THÔNG TƯ", "Ban hành Quy định",
                       "Điều 1. Ban hành Quy định.")  # fmt: skip
    assert record.header.place == "Hà Nội"


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Về chế độ với người tham gia sau ngày 30 tháng 4 năm 1975", None),
        ("Sửa đổi Quy chế ban hành kèm theo Thông tư số 17/2023/TT-BNV ngày 10 tháng 10 năm 2023", None),
        ("Về công khai dự toán Quý 1 năm 2025", "2025-01/2025-03"),
        ("Về áp dụng Luật Doanh nghiệp năm 2014", None),
        ("Về công tác thi đua năm 2025", "2025"),
    ],
)  # fmt: skip
def test_the_period_is_not_a_date_or_the_year_of_a_law(title: Any, period: Any) -> None:
    assert decision(title, "Điều 1. Thực hiện.").header.period == period


def test_a_joint_circular_has_all_units_above_its_number_as_issuers() -> None:
    record = record_of("BỘ NỘI VỤ -", "BỘ TÀI CHÍNH", *MOTTO, "Số: 12/2014/TTLT-BNV-BTC", "Hà Nội, ngày 5 tháng 6 năm 2014",
                       "THÔNG TƯ LIÊN TỊCH", "Hướng dẫn chế độ trợ cấp", "Điều 1. Phạm vi điều chỉnh")  # fmt: skip
    assert record.header.issuer == ["Bộ Nội vụ", "Bộ Tài chính"]
    assert record.header.parent_issuer is None


def test_marks_of_urgency_and_secrecy_are_fields() -> None:
    record = record_of("UBND HUYỆN BẾN ĐÒ     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "HỎA TỐC", "TỐI MẬT",
                       *HEAD[2:], OPENING, *CLOSING)  # fmt: skip
    assert (record.header.urgency, record.header.secrecy) == ("hỏa tốc", "tối mật")
    assert record.header.support["secrecy"].evidence[0].text == "TỐI MẬT"


def test_annexes_are_listed_in_the_header() -> None:
    record = plan("1. Nội dung thực hiện như phụ lục.")
    assert record.header.annexes == []
    record = record_of(*HEAD, OPENING, *CLOSING, "PHỤ LỤC I", "Danh mục sách",
                       "(Kèm theo Kế hoạch số 45/KH-PGDĐT)", "1. Truyện", "PHỤ LỤC II", "Lịch đọc sách")  # fmt: skip
    assert record.header.annexes == ["PHỤ LỤC I Danh mục sách", "PHỤ LỤC II Lịch đọc sách"]


# --- references
def test_a_law_that_amends_others_is_cited_with_them() -> None:
    record = decision(
        "Về việc phân bổ vốn",
        "Căn cứ Luật Đầu tư công ngày 13/6/2019; Luật Sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật "
        "Tổ chức chính quyền địa phương ngày 22/11/2019;",
        "Căn cứ Luật ngân sách nhà nước ngày 25 tháng 6 năm 2015;",
        "Điều 1. Phân bổ vốn.",
    )
    assert [(r.title, r.issued_on) for r in record.references] == [
        ("Luật Đầu tư công", "2019-06-13"),
        ("Luật Sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương", "2019-11-22"),
        ("Luật Tổ chức Chính phủ", None),
        ("Luật Tổ chức chính quyền địa phương", None),
        ("Luật ngân sách nhà nước", "2015-06-25"),
    ]  # fmt: skip
    assert record.deadlines == []


def test_a_document_cited_by_its_date_alone() -> None:
    record = decision("Về khảo thí", "Căn cứ Tờ trình ngày 25 tháng 4 năm 2022 của Trưởng phòng Khảo thí về việc ban hành;",
                      "Điều 1. Ban hành.")  # fmt: skip
    assert [(r.kind, r.number, r.issued_on) for r in record.references] == [
        ("tờ trình", None, "2022-04-25")
    ]
    assert record.deadlines == []


# --- deadlines
@pytest.mark.parametrize(
    "text",
    [
        "Ngày 01/3/2022, Sở Nội vụ đã ban hành kế hoạch.",
        "Đối tượng nhập ngũ trước ngày 01 tháng 4 năm 2000 được xét.",
        "Người đang hưởng trợ cấp hàng tháng giữ nguyên mức.",
        "Từ năm thứ 3 trở đi cứ mỗi năm được cộng thêm 800.000 đồng.",
        "Nội dung đã thống nhất tại Biên bản làm việc của hai bên, ngày 16/4/2022.",
    ],
)
def test_what_is_told_of_is_no_deadline(text: Any) -> None:
    assert letter(text).deadlines == []


def test_this_term_is_the_time_named_last() -> None:
    found = plan(
        "1. Nộp hồ sơ",
        "- Các trường nộp trước ngày 10/10/2023. Sau thời hạn này, các trường chịu trách nhiệm.",
    )
    assert [(d.edtf, d.relation) for d in found.deadlines] == [
        ("2023-10-10", "before"),
        ("2023-10-10", "after"),
    ]


@pytest.mark.parametrize(
    ("text", "recurrence", "rrule"),
    [
        ("báo cáo 3 tháng một lần", "quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("họp hai tuần một lần", "periodic", "FREQ=WEEKLY;INTERVAL=2"),
        ("kiểm tra 02 năm một lần", "periodic", "FREQ=YEARLY;INTERVAL=2"),
        ("báo cáo trước 15/6 hằng năm", "yearly", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15"),
        ("báo cáo trước ngày 20 hằng tháng", "monthly", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("họp vào thứ Hai hằng tuần", "weekly", "FREQ=WEEKLY;BYDAY=MO"),
        ("họp mỗi học kỳ", "semesterly", None),
    ],
)
def test_recurrences_as_rules(text: Any, recurrence: Any, rrule: Any) -> None:
    (deadline,) = plan("1. Nội dung", f"- Các trường {text}.").deadlines
    assert (deadline.recurrence, deadline.rrule) == (recurrence, rrule)


@pytest.mark.usefixtures("rules_alone")
def test_a_deadline_has_the_actor_of_its_own_item() -> None:
    record = plan(
        "1. Nội dung", "- Các trường báo cáo hằng tháng.", "- Phòng Tài chính chi trả hằng tháng."
    )
    assert [d.actors for d in record.deadlines] == [["Các trường"], ["Phòng Tài chính"]]


def test_times_of_a_schedule_are_spans_and_months() -> None:
    rows = (
        "TT\tThời gian\tNội dung\tĐơn vị đầu mối\tĐơn vị phối hợp",
        "1\t20-25/09/2023\tHọp xét\tPhòng Đào tạo\tCác khoa",
        "2\t04/10/2023-27/10/2023\tĐăng ký\tCác khoa\t",
        "3\t11/2023\tChấm bài\tPhòng Khảo thí\t",
        "Công bố điểm\tPhòng Đào tạo\tCác khoa",
    )
    record = plan("1. Lịch", *rows)
    assert [(d.text, d.edtf, d.task) for d in record.deadlines] == [
        ("20-25/09/2023", "2023-09-20/2023-09-25", "Họp xét"),
        ("04/10/2023-27/10/2023", "2023-10-04/2023-10-27", "Đăng ký"),
        ("11/2023", "2023-11", "Chấm bài"),
        ("11/2023", "2023-11", "Công bố điểm"),
    ]
    assert record.responsibilities[0].partners == ["Các khoa"]


@pytest.mark.usefixtures("rules_alone")
# --- responsibilities
@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Bộ Tư lệnh quân khu ra quyết định hưởng chế độ.", "Bộ Tư lệnh quân khu"),
        ("Ủy ban nhân dân phường đối chiếu, lập danh sách các hộ.", "Ủy ban nhân dân phường"),
        ("Cục Nhà giáo và Cán bộ quản lý giáo dục chủ trì kiểm tra.", "Cục Nhà giáo và Cán bộ quản lý giáo dục"),
        ("Cơ sở giáo dục công lập báo cáo số liệu.", "Cơ sở giáo dục công lập"),
        ("Các tổ chức kiểm định nộp hồ sơ.", "Các tổ chức kiểm định"),
    ],
)  # fmt: skip
def test_an_actor_ends_before_its_duty_and_not_inside_a_noun(text: Any, actor: Any) -> None:
    assert [r.actor for r in plan("1. Nội dung", f"- {text}").responsibilities] in ([actor], [])
    if not text.startswith("Các tổ chức"):
        assert plan("1. Nội dung", f"- {text}").responsibilities[0].actor == actor


def test_what_somebody_did_is_no_task() -> None:
    assert (
        letter("Bộ Nội vụ đã xây dựng và trình Chính phủ dự thảo Nghị định.").responsibilities == []
    )


def test_all_who_execute_a_decision_are_its_actor() -> None:
    record = decision(
        "Về việc phân bổ vốn",
        "Điều 1. Phân bổ vốn.",
        "Điều 2. Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc các Sở: Tài chính, Y tế; Chủ tịch Ủy ban nhân dân các "
        "huyện chịu trách nhiệm thi hành Quyết định này./.",
    )
    (duty,) = record.responsibilities
    assert duty.actor.startswith("Chánh Văn phòng Ủy ban") and duty.actor.endswith("các huyện")
    assert [s.heading for s in record.sections if s.label == "Điều 2"] == [None]


@pytest.mark.usefixtures("rules_alone")
def test_an_item_that_is_a_unit_leads_the_items_below_it() -> None:
    record = decision("Về nhà ở", "Điều 1. Trách nhiệm thực hiện", "1. Các Bộ, ngành", "a) Bộ Xây dựng:",
                      "- Hướng dẫn các tỉnh lập đề án.", "b) Bộ Tài chính:", "- Bố trí vốn hỗ trợ các tỉnh.")  # fmt: skip
    assert [(r.actor, r.task) for r in record.responsibilities] == [
        ("Bộ Xây dựng", "Hướng dẫn các tỉnh lập đề án."),
        ("Bộ Tài chính", "Bố trí vốn hỗ trợ các tỉnh."),
    ]


# --- closing
@pytest.mark.parametrize(
    ("lines", "title", "mark"),
    [
        (("TL. BỘ TRƯỞNG CỤC TRƯỞNG CỤC NGƯỜI CÓ CÔNG Lò Văn Thịnh",), "Cục trưởng", "TL"),
        (("KT. VỤ TRƯỞNG VỤ PHÁP CHẾ PHÓ VỤ TRƯỞNG Lò Văn Thịnh",), "Phó vụ trưởng", "KT"),
        (("TL.", "BỘ TRƯỞNG CHÁNH VĂN PHÒNG Lò Văn Thịnh"), "Chánh văn phòng", "TL"),
        (("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG THƯỜNG TRỰC", "(Đã ký)", "Lò Văn Thịnh"), "Thứ trưởng thường trực", "KT"),
        (("GIÁM ĐỐC Lò Văn Thịnh TÊN ĐƠN VỊ CUNG CẤP:",), "Giám đốc", None),
    ],
)  # fmt: skip
def test_the_office_of_a_signer(lines: Any, title: Any, mark: Any) -> None:
    closing = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", *lines)
    (signer,) = decision("Về nhà ở", "Điều 1. Thực hiện.", closing=closing).signers
    assert (signer.name, signer.title, signer.mark) == ("Lò Văn Thịnh", title, mark)


def test_a_signature_without_recipients_keeps_its_mark() -> None:
    closing = ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "(Đã ký)", "Lò Văn Thịnh")
    (signer,) = decision("Về nhà ở", "Điều 1. Thực hiện.", closing=closing).signers
    assert (signer.title, signer.mark) == ("Thứ trưởng", "KT")


def test_the_recipients_end_with_where_copies_are_filed() -> None:
    record = letter("Các phòng báo cáo.")
    more = record_of("SỞ NỘI VỤ", "Số: 5/SNV-TC", "Kính gửi: Các phòng", "Các phòng báo cáo.", "Nơi nhận:", "- Như trên;",
                     "- Lưu: VT.", "- Báo cáo tổng số đối tượng;", "- Đánh giá tình hình;")  # fmt: skip
    assert [r.name for r in record.recipients] == [r.name for r in more.recipients] == ["Như trên"]


# --- what does not agree is kept as printed, and flagged
def flags(record: Record) -> set[tuple[str, str]]:
    return {(flag.code, flag.detail) for flag in record.flags}


def test_a_school_year_that_is_none() -> None:
    record = plan("1. Nội dung", "- Các trường tổng kết năm học 2021-2021 trước ngày 30/6/2023.")
    assert ("school-year", "năm học 2021-2021") in flags(record)


def test_a_span_that_runs_backwards_has_no_date_and_a_flag() -> None:
    record = plan("1. Nội dung", "- Các trường học bù từ tháng 11/2023 đến tháng 2/2023.")
    assert [(d.text, d.edtf) for d in record.deadlines] == [
        ("từ tháng 11/2023 đến tháng 2/2023", None)
    ]
    (flag,) = record.flags
    assert (flag.pointer, flag.code) == ("/deadlines/0/text", "backwards-span")


def test_a_day_that_the_calendar_lacks() -> None:
    record = plan("1. Nội dung", "- Các trường nộp trước ngày 31/11/2023.")
    assert [d.edtf for d in record.deadlines] == [None]
    assert flags(record) == {("impossible-date", "31/11/2023")}


@pytest.mark.parametrize(
    ("number", "code"),
    [("77/TB-SNV", "number-kind"), ("77/QĐ-SYT", "number-issuer"), ("77/2019/QĐ-SNV", "number-year")],
)  # fmt: skip
def test_a_number_that_does_not_fit_the_head(number: Any, code: Any) -> None:
    record = record_of("SỞ NỘI VỤ", *MOTTO, f"Số: {number}", "Mường Lai, ngày 12 tháng 5 năm 2022", "QUYẾT ĐỊNH",
                       "Về nhà ở", "Điều 1. Thực hiện.")  # fmt: skip
    assert code in {flag.code for flag in record.flags}
    assert record.header.number == number


def test_a_sound_head_has_no_flags() -> None:
    assert plan("1. Nội dung", "2. Tổ chức").flags == []


def test_labels_repeated_and_skipped_are_kept_and_flagged() -> None:
    record = plan("1. Nội dung", "2. Kinh phí", "2. Lịch", "4. Tổ chức")
    assert [s.label for s in record.sections] == ["1", "2", "2", "4"]
    assert [(f.pointer, f.code) for f in record.flags] == [
        ("/sections/2/label", "label-repeated"),
        ("/sections/3/label", "label-skipped"),
    ]


@pytest.mark.parametrize(("declared", "flagged"), [(4, False), (5, True)])
def test_a_declared_total_stands_beside_the_count(declared: Any, flagged: Any) -> None:
    record = plan("1. Các đơn vị kết nghĩa", "TT\tTrường\tTrường kết nghĩa", "1\tTHCS Gò Me\tTHCS Đồng Sậy",
                  "2\tTHCS Bến Hạ\tTHCS Cửa Biển", f"(Danh sách gồm {declared:02d} đơn vị)")  # fmt: skip
    (total,) = record.totals
    assert (total.declared, total.counted) == (declared, 4)
    assert [f.code for f in record.flags] == (["total"] if flagged else [])


def test_an_item_whose_dash_was_not_read_begins_behind_the_end_of_another() -> None:
    first, cut = "Giám đốc (để b/c);", "Các Khoa, phòng chức năng (đề ph"
    assert people.opens_item(cut, first, dashed=True)
    assert not people.opens_item("t/h);", cut, dashed=True)
    assert not people.opens_item(cut, "Giám đốc, Phó Giám đốc và", dashed=True)


@pytest.mark.parametrize(
    ("origin", "labels"), [(Origin.OCR, ["I", "II", "III"]), (Origin.TEXT_LAYER, ["I", "I", "III"])]
)
def test_a_numeral_that_ocr_cut_short_is_put_right_by_its_neighbours(
    origin: Any, labels: Any
) -> None:
    made = paper(*HEAD, OPENING, "I. MỤC ĐÍCH", "I. NỘI DUNG", "III. KINH PHÍ", *CLOSING)
    document = replace(made, pages=tuple(replace(page, origin=origin) for page in made.pages))
    record = extract_record(document, text_of(document), pipeline.gazetteer())
    assert [s.label for s in record.sections] == labels


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("15/2020/TT-BGDĐT", ("15", 2020, "TT", ["BGDĐT"])),
        ("06-CTr/TU", ("06", None, "CTr", ["TU"])),
        ("778/TCHQ-GSQL", ("778", None, None, ["TCHQ", "GSQL"])),
        ("12/2014/TTLT-BNV-BTC", ("12", 2014, "TTLT", ["BNV", "BTC"])),
    ],
)
def test_a_number_in_its_parts(number: Any, parts: Any) -> None:
    found = parts_of(number)
    assert found is not None
    assert (found.serial, found.year, found.kind_code, found.issuing_codes) == parts


@pytest.mark.usefixtures("rules_alone")
def test_a_task_has_its_verb_section_and_deadlines() -> None:
    record = plan("1. Nội dung", "- Các trường báo cáo hằng tháng.", "2. Tổ chức",
                  "- Phòng Tài chính chủ trì lập dự toán trước ngày 30/6/2024.")  # fmt: skip
    assert [(r.verb, r.section, r.deadlines) for r in record.responsibilities] == [
        ("báo cáo", "1", [0]),
        ("chủ trì", "2", [1]),
    ]


def test_a_line_that_begins_with_the_article_of_a_law_is_no_section() -> None:
    record = decision("Về kinh phí", "Điều 1. Hỗ trợ các hộ.", "Điều 2. Tổ chức thực hiện",
                      "1. Sở Tài chính chịu trách nhiệm về nội dung đề xuất, đồng thời cấp phát kinh phí tại",
                      "Điều 1 Quyết định này theo quy định.", "Điều 3. Hiệu lực")  # fmt: skip
    assert [s.label for s in record.sections] == ["Điều 1", "Điều 2", "1", "Điều 3"]
    assert [(r.actor, r.task.endswith("theo quy định.")) for r in record.responsibilities] == [
        ("Sở Tài chính", True)
    ]


def test_an_impossible_day_in_the_head_is_flagged() -> None:
    head = (*HEAD[:2], "Số: 45/KH-PGDĐT     Bến Đò, ngày 31 tháng 2 năm 2023", *HEAD[3:])
    record = record_of(*head, OPENING, *CLOSING)
    assert record.header.issued_on is None
    assert [(f.pointer, f.code) for f in record.flags] == [("/header/issued_on", "impossible-date")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Căn cứ Thông tư số 9/2013/TT-BXD của Bộ Xây dựng hướng dẫn;", "Bộ Xây dựng"),
        (
            "Căn cứ Thông báo số 98-TB/BTCTU của Ban Tổ chức Tỉnh ủy về cán bộ;",
            "Ban Tổ chức Tỉnh ủy",
        ),
    ],
)
def test_a_verb_may_be_the_name_of_a_unit(text: Any, name: Any) -> None:
    assert [r.issuer for r in decision("Về nhà ở", text, "Điều 1. Thực hiện.").references] == [name]


def test_a_law_may_have_a_comma_in_its_name() -> None:
    record = decision("Về phòng, chống lãng phí", "Căn cứ Luật Thực hành tiết kiệm, chống lãng phí ngày 26 tháng 11 năm 2013;",
                      "Điều 1. Thực hiện.")  # fmt: skip
    assert [r.title for r in record.references] == ["Luật Thực hành tiết kiệm, chống lãng phí"]


def test_a_unit_that_is_responsible_for_leads_without_its_duty() -> None:
    record = decision("Về đất", "Điều 1. Tổ chức thực hiện", "1. Sở Tài nguyên và Môi trường chịu trách nhiệm:",
                      "a) Chủ trì xác định mốc giới.")  # fmt: skip
    assert [r.actor for r in record.responsibilities] == ["Sở Tài nguyên và Môi trường"]


def test_a_centred_line_goes_on_the_title_though_it_begins_as_a_body_may() -> None:
    full = "Ủy ban nhân dân tỉnh giao các đơn vị thực hiện các nội dung của tờ trình này trong thời gian tới"
    record = record_of(
        "ỦY BAN NHÂN DÂN TỈNH MƯỜNG LAI", *MOTTO, "Số: 84/TTr-UBND", "Mường Lai, ngày 02 tháng 5 năm 2022",
        " " * 40 + "TỜ TRÌNH", " " * 32 + "Về việc miễn nhiệm Ủy viên", " " * 22 + "Ủy ban nhân dân tỉnh nhiệm kỳ 2021 - 2026",
        *(full,) * 12,
    )  # fmt: skip
    assert (
        record.header.title
        == "Về việc miễn nhiệm Ủy viên Ủy ban nhân dân tỉnh nhiệm kỳ 2021 - 2026"
    )
    assert record.header.period == "2021/2026"
