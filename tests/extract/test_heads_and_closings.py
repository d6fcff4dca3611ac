"""Heads, cited documents and closings in the ways that offices set them; one test for each fault mended.

The wording is made for the tests; units, people and numbers are invented.
"""

from extract.record import Record
from tests.extract.papers import HEAD, OPENING, record_of

GAP = " " * 44


def closed(*closing: str) -> Record:
    """The record of a plan with the given closing."""
    return record_of(*HEAD, OPENING, "1. Các trường lập danh sách./.", *closing)


# --- closings
def test_a_closing_is_found_where_its_columns_stand_far_apart() -> None:
    record = closed(
        f"Nơi nhận:{GAP}KT. TRƯỞNG PHÒNG",
        f"- Như trên;{GAP}PHÓ TRƯỞNG PHÒNG",
        f"- Lưu: VT.{GAP}Phạm Thu Thảo",
    )
    assert [r.name for r in record.recipients] == ["Như trên"]
    assert [f.name for f in record.filed_at] == ["VT"]
    (signer,) = record.signers
    assert (signer.name, signer.title, signer.mark) == ("Phạm Thu Thảo", "Phó trưởng phòng", "KT")


def test_the_mark_of_a_body_counts_for_the_office_below_it() -> None:
    record = closed(
        "Nơi nhận:", "- Lưu: VT.", "TM. HỘI ĐỒNG TRƯỜNG", "CHỦ TỊCH", "PGS.TS. Phạm Thu Thảo"
    )
    assert [(s.name, s.title, s.mark) for s in record.signers] == [
        ("Phạm Thu Thảo", "Chủ tịch", "TM")
    ]


def test_marks_of_the_party_and_marks_without_a_dot() -> None:
    party = closed(
        f"Nơi nhận:{GAP}T/M BAN THƯỜNG VỤ", f"- Lưu VPHU.{GAP}   PHÓ BÍ THƯ", f"{GAP}Lò Văn Thịnh"
    )
    assert [(s.title, s.mark) for s in party.signers] == [("Phó bí thư", "TM")]
    school = closed("Nơi nhận:", "- Lưu: VT.", "KT HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "Lò Văn Thịnh")
    assert [(s.title, s.mark) for s in school.signers] == [("Phó hiệu trưởng", "KT")]


def test_minutes_are_signed_by_who_took_and_who_chaired_them() -> None:
    record = closed(f"THƯ KÝ{GAP}CHỦ TỌA", f"Phạm Thu Thảo{GAP}Thiếu tá Lò Văn Thịnh")
    assert [(s.name, s.title) for s in record.signers] == [
        ("Phạm Thu Thảo", "Thư ký"), ("Lò Văn Thịnh", "Chủ tọa"),
    ]  # fmt: skip


def test_a_mark_over_a_part_of_the_office_counts() -> None:
    record = closed(
        "Nơi nhận:",
        "- Lưu: VT.",
        "KT.",
        "TỔNG CỤC TRƯỞNG PHÓ TỔNG CỤC TRƯỞNG Lò Văn Thịnh TÊN ĐƠN VỊ",
    )
    assert [(s.name, s.mark) for s in record.signers] == [("Lò Văn Thịnh", "KT")]


# --- heads
def headed(*lines: str) -> Record:
    """The record of a plan of a district's office with the given lines below its kind."""
    return record_of(
        *HEAD[:4], *lines, "I. MỤC ĐÍCH", "1. Các trường lập danh sách.", "Nơi nhận:", "- Lưu: VT."
    )


def test_a_title_may_name_what_is_carried_out() -> None:
    record = headed(
        "Thực hiện Chỉ thị số 21-CT/TU ngày 25/01/2018 của Ban Thường vụ Tỉnh ủy",
        "về công tác gia đình",
        "Thực hiện Kế hoạch số 9/KH-UBND của UBND huyện, Phòng xây dựng kế hoạch như sau:",
    )
    assert record.header.title == (
        "Thực hiện Chỉ thị số 21-CT/TU ngày 25/01/2018 của Ban Thường vụ Tỉnh ủy về công tác gia đình"
    )
    untitled = headed(
        "Thực hiện Kế hoạch số 9/KH-UBND của UBND huyện,",
        "Phòng xây dựng kế hoạch như sau:",
    )
    assert untitled.header.title is None


def test_a_school_year_on_the_second_line_belongs_to_the_title() -> None:
    wrapped = headed("Tuyển sinh lớp 1, lớp 6", "năm học 2023-2024", "Căn cứ Luật Giáo dục;")
    assert wrapped.header.title == "Tuyển sinh lớp 1, lớp 6 năm học 2023-2024"
    assert wrapped.header.period == "2023/2024"
    apart = headed("Tuyển sinh lớp 1, lớp 6", "Năm học 2023 - 2024", "Căn cứ Luật Giáo dục;")
    assert apart.header.title == "Tuyển sinh lớp 1, lớp 6 Năm học 2023 - 2024"


def test_the_situation_of_late_is_no_title() -> None:
    record = headed(
        "Phòng, chống đuối nước cho học sinh", "Thời gian qua, đuối nước còn xảy ra nhiều."
    )
    assert record.header.title == "Phòng, chống đuối nước cho học sinh"


# --- cited documents
def cited(*grounds: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Kind, number, date and issuer of the documents that a plan with these grounds cites."""
    found = headed("Tuyển sinh lớp 6", *grounds).references
    return [(r.kind, r.number, r.issued_on, r.issuer) for r in found]


def test_numbers_of_the_party_keep_the_code_of_the_drafting_office() -> None:
    assert cited(
        "Căn cứ Kết luận số 05-KL/TWĐTN-VP, ngày 22/12/2022 của Ban Bí thư Trung ương Đoàn;"
    ) == [("kết luận", "05-KL/TWĐTN-VP", "2022-12-22", "Ban Bí thư Trung ương Đoàn")]


def test_a_list_names_its_kind_once() -> None:
    found = cited(
        "Thực hiện các Công văn số 55/SGDĐT-GDTrH ngày 08/10/2014, số 46/SGDĐT-GDTrH ngày 03/10/2017, "
        "số 32/SGDĐT-GDTrH ngày 27/8/2020, Phòng xây dựng kế hoạch như sau:"
    )
    assert [(kind, number) for kind, number, *_ in found] == [
        ("công văn", "55/SGDĐT-GDTrH"), ("công văn", "46/SGDĐT-GDTrH"), ("công văn", "32/SGDĐT-GDTrH"),
    ]  # fmt: skip


def test_the_date_may_stand_behind_the_issuer() -> None:
    assert cited(
        "Thực hiện Chỉ thị số 17/CT-TTg của Thủ tướng ngày 16 tháng 5 năm 2016 về an toàn;",
        "Căn cứ Kế hoạch số 161/KH-UBND của Ủy ban nhân dân huyện Bến Đò, ban hành ngày 07/6/2021;",
        "Căn cứ Biên bản họp Hội đồng trường ngày 28/12/2021;",
        "Căn cứ Tờ trình của Phòng Nội vụ ngày 05 tháng 01 năm 2022;",
    ) == [
        ("chỉ thị", "17/CT-TTg", "2016-05-16", "Thủ tướng Chính phủ"),
        ("kế hoạch", "161/KH-UBND", "2021-06-07", "Ủy ban nhân dân huyện Bến Đò"),
        ("biên bản", None, "2021-12-28", None),
        ("tờ trình", None, "2022-01-05", "Phòng Nội vụ"),
    ]


def test_what_an_issuer_decides_is_no_part_of_its_name() -> None:
    ((*_, issuer),) = cited(
        "Căn cứ Nghị quyết số 15/NQ-HĐĐHBĐ ngày 27/5/2020 của Hội đồng Đại học Bến Đò công nhận Hội đồng trường;"
    )
    assert issuer == "Hội đồng Đại học Bến Đò"


def test_a_title_cites_what_it_carries_out() -> None:
    found = headed(
        "Thực hiện Chỉ thị số 21-CT/TU ngày 25/01/2018 của Ban Thường vụ Tỉnh ủy",
        "Căn cứ Luật Giáo dục;",
    ).references
    assert ("21-CT/TU", "2018-01-25") in [(r.number, r.issued_on) for r in found]


# --- issuers
JOINT = (
    f"ỦY BAN NHÂN DÂN TỈNH BẾN ĐÒ{GAP}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    f"SỞ GIÁO DỤC VÀ ĐÀO TẠO - CÔNG AN TỈNH{GAP}Độc lập - Tự do - Hạnh phúc",
    "TỈNH ĐOÀN BẾN ĐÒ",
    f"Số: 1125/KHLN-SGDĐT-CAT-TĐTN{GAP}Bến Đò, ngày 14 tháng 8 năm 2020",
    "KẾ HOẠCH LIÊN NGÀNH",
    "Bảo đảm an ninh trường học",
    "1. Các trường lập danh sách./.",
    f"TỈNH ĐOÀN BẾN ĐÒ{GAP}CÔNG AN TỈNH{GAP}SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    f"PHÓ BÍ THƯ      {GAP}GIÁM ĐỐC    {GAP}       GIÁM ĐỐC",
    f"Lò Văn Thịnh    {GAP}Phạm Văn Thảo{GAP}     Trần Thị Hoa",
    "Nơi nhận:",
    "- Lưu: VT.",
)


def test_units_that_issue_together_stand_below_their_parent() -> None:
    header = record_of(*JOINT).header
    assert header.issuer == [
        "Sở Giáo dục và Đào tạo Bến Đò", "Công an tỉnh Bến Đò", "Tỉnh đoàn Bến Đò",
    ]  # fmt: skip
    assert header.parent_issuer == "Ủy ban nhân dân tỉnh Bến Đò"
    assert header.title == "Bảo đảm an ninh trường học"


def test_each_signer_of_a_joint_document_stands_for_the_unit_above() -> None:
    assert [(s.name, s.unit) for s in record_of(*JOINT).signers] == [
        ("Lò Văn Thịnh", "Tỉnh đoàn Bến Đò"),
        ("Phạm Văn Thảo", "Công an tỉnh Bến Đò"),
        ("Trần Thị Hoa", "Sở Giáo dục và Đào tạo Bến Đò"),
    ]


def test_the_youth_union_above_the_date_is_no_issuer() -> None:
    header = record_of(
        f"BCH ĐOÀN TỈNH BẾN ĐÒ{GAP}ĐOÀN TNCS HỒ CHÍ MINH", "***",
        f"Số: 214-KH/TĐTN-TTNTH{GAP}Bến Đò, ngày 15 tháng 02 năm 2023",
        "KẾ HOẠCH", "Tháng Thanh niên năm 2023", "1. Trồng cây.",
    ).header  # fmt: skip
    assert header.issuer == ["Ban Chấp hành Đoàn tỉnh Bến Đò"]
    assert header.parent_issuer is None
    assert header.number == "214-KH/TĐTN-TTNTH"


def test_an_office_of_a_province_takes_its_name_once() -> None:
    header = record_of(
        "UBND TỈNH BẾN ĐÒ", "THANH TRA TỈNH", "Số: 12/KH-TTr", "Bến Đò, ngày 15 tháng 02 năm 2023",
        "KẾ HOẠCH", "Thanh tra năm 2023", "1. Thanh tra các trường.",
    ).header  # fmt: skip
    assert header.issuer == ["Thanh tra tỉnh Bến Đò"]


# --- contacts, annexes, totals, effect
def addresses(text: str) -> list[tuple[str, str]]:
    """Kind and value of the contacts of a sentence."""
    return sorted((c.kind, c.value) for c in headed("Tuyển sinh lớp 6", f"- {text}").contacts)


def test_several_numbers_behind_one_label_are_several_contacts() -> None:
    assert addresses("Liên hệ Văn phòng, ĐT: 024.3869.4795 - 024.3869.4796.") == [
        ("phone", "024.3869.4795"), ("phone", "024.3869.4796"),
    ]  # fmt: skip
    assert addresses("Liên hệ đ/c Phạm Thu Thảo (0987.654.321).") == [("phone", "0987.654.321")]
    assert addresses("Liên hệ ĐT: 028.38921xxx.") == []


def test_a_link_is_no_postal_address() -> None:
    assert addresses("Đăng ký tại địa chỉ https://dangky.mau.edu.vn.") == [
        ("website", "https://dangky.mau.edu.vn")
    ]


def test_a_house_and_street_are_an_address_without_a_label() -> None:
    assert addresses("Liên hệ Ban Nữ công, số 56 Hoa Sen, phường Ba, thành phố Bến Đò; email a@mau.vn.") == [
        ("address", "số 56 Hoa Sen, phường Ba, thành phố Bến Đò"), ("email", "a@mau.vn"),
    ]  # fmt: skip
    assert addresses("Nộp tại Phòng Đào tạo (Phòng A201, nhà A, đường Hoa Sen).") == [
        ("address", "Phòng A201, nhà A, đường Hoa Sen")
    ]
    assert addresses("Thực hiện Quyết định số 45 UBND xã, thành phố Bến Đò.") == []


def test_the_title_of_a_numbered_annex_is_no_annex_of_its_own() -> None:
    record = closed(
        "Nơi nhận:", "- Lưu: VT.", "TRƯỞNG PHÒNG", "Phạm Thu Thảo",
        "Phụ lục 1", "SỐ TRƯỜNG, SỐ LỚP", "(Kèm theo Kế hoạch số 45/KH-PGDĐT)",
    )  # fmt: skip
    assert record.header.annexes == ["Phụ lục 1 SỐ TRƯỜNG, SỐ LỚP"]


def test_a_total_of_people_named_in_a_list_is_declared() -> None:
    (total,) = headed(
        "Tuyển sinh lớp 6",
        "- Thành lập Ban Tổ chức gồm 14 ông (bà) có tên trong danh sách kèm theo.",
    ).totals
    assert (total.declared, total.what) == (14, "ông (bà)")


def test_a_decision_may_hold_from_its_day_without_calling_itself_this() -> None:
    record = headed("Tuyển sinh lớp 6", "Điều 3. Quyết định có hiệu lực kể từ ngày ký.")
    assert record.header.effective_on == "2023-09-05"


# --- heads and closings as text dumps give them
def test_a_head_and_a_closing_in_tabbed_columns() -> None:
    record = record_of(
        "UBND QUẬN BẾN ĐÒ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\tĐộc lập - Tự do - Hạnh phúc",
        "Số: 512/PGDĐT-TH\tBến Đò, ngày 9 tháng 11 năm 2020",
        "V/v kiểm tra cuối học kỳ I\t",
        "Kính gửi: Hiệu trưởng các trường tiểu học",
        "1. Các trường báo cáo kết quả.",
        "Nơi nhận:\tTRƯỞNG PHÒNG",
        "- Như trên;\t",
        "- Lưu: VT, TH.\tPhạm Thu Thảo",
    )
    assert (record.header.place, record.header.title) == ("Bến Đò", "kiểm tra cuối học kỳ I")
    assert [r.name for r in record.recipients] == ["Như trên"]
    assert [(s.name, s.title) for s in record.signers] == [("Phạm Thu Thảo", "Trưởng phòng")]


def test_a_place_of_two_names() -> None:
    header = record_of(
        f"ỦY BAN NHÂN DÂN{GAP}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        f"Số: 15/KH-UBND{GAP}Bà Rịa - Vũng Tàu, ngày 12 tháng 8 năm 2021", "KẾ HOẠCH", "Học phí", "1. Thu học phí.",
    ).header  # fmt: skip
    assert header.place == "Bà Rịa - Vũng Tàu"


def test_a_body_takes_the_name_of_the_school_in_which_it_is() -> None:
    header = record_of(
        "LIÊN ĐOÀN LAO ĐỘNG HUYỆN BẾN ĐÒ", "CÔNG ĐOÀN TRƯỜNG THPT HOA SEN", "Số: 4/KH-CĐCS",
        "Bến Đò, ngày 15 tháng 02 năm 2023", "KẾ HOẠCH", "(V/v tổ chức giải bóng đá)", "1. Mời các tổ.",
    ).header  # fmt: skip
    assert header.issuer == ["Công đoàn Trường trung học phổ thông Hoa Sen"]
    assert header.parent_issuer == "Liên đoàn Lao động huyện Bến Đò"
    assert header.title == "tổ chức giải bóng đá"


def test_a_kind_that_goes_on_in_capitals_begins_the_title() -> None:
    header = record_of(
        "TRƯỜNG THPT HOA SEN", "Số: 4/KH-THPTHS", "Bến Đò, ngày 15 tháng 02 năm 2023",
        "KẾ HOẠCH GIÁO DỤC NHÀ TRƯỜNG", "Năm học 2023 - 2024", "I. CĂN CỨ", "1. Luật Giáo dục.",
    ).header  # fmt: skip
    assert header.title == "Giáo dục nhà trường Năm học 2023 - 2024"


def test_the_name_of_an_office_is_no_label_of_a_telephone() -> None:
    (contact,) = headed(
        "Tuyển sinh lớp 6",
        "- Gửi về Phòng GD&ĐT (qua chị Hoa, SĐT 0905111222) trước ngày 15/01/2021.",
    ).contacts
    assert (contact.value, contact.unit) == ("0905111222", "Phòng GD&ĐT")


def test_a_purpose_cut_after_its_first_letters() -> None:
    record = closed("Nơi nhận:", "- Các tổ (th/hiện);", "- Lưu: VT.")
    assert [(r.name, r.purpose) for r in record.recipients] == [("Các tổ", "để thực hiện")]


def test_an_office_of_a_ward_takes_its_name() -> None:
    header = record_of(
        "ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN ĐÒ", "PHÒNG VĂN HÓA - XÃ HỘI", "Số: 37/VHXH", "V/v khai giảng",
        "Bến Đò, ngày 18 tháng 8 năm 2025", "Kính gửi: Các trường.", "1. Khai giảng.",
    ).header  # fmt: skip
    assert header.issuer == ["Phòng Văn hóa - Xã hội phường Bến Đò"]


def test_an_invitation_without_a_title_has_none() -> None:
    header = record_of(
        "TRƯỜNG THPT HOA SEN", "Số: 4/GM-THPTHS", "Bến Đò, ngày 15 tháng 02 năm 2023", "GIẤY MỜI",
        "Trường THPT Hoa Sen trân trọng kính mời: Ông Lò Văn Thịnh", "Thời gian: 7 giờ, ngày 20/02/2023.",
    ).header  # fmt: skip
    assert header.title is None


def test_a_purpose_behind_a_dash_or_in_place_of_another() -> None:
    record = closed("Nơi nhận:", "- UBND tỉnh - để b/c;", "- Phòng GDĐT (thay b/c);", "- Lưu: VT.")
    assert [(r.name, r.purpose) for r in record.recipients] == [
        ("UBND tỉnh", "để báo cáo"), ("Phòng GDĐT", "để thay báo cáo"),
    ]  # fmt: skip


def test_a_consolidated_text_is_no_letter() -> None:
    assert cited("Căn cứ VBHN số 03/VBHN-BGDĐT ngày 22/01/2014;") == [
        ("văn bản hợp nhất", "03/VBHN-BGDĐT", "2014-01-22", None)
    ]


def test_signers_of_highland_families() -> None:
    for name in ("Sùng A Chảo", "Sùng Thị Mây"):
        record = closed("Nơi nhận:", "- Lưu: VT.", "TRƯỞNG PHÒNG", name)
        assert [s.name for s in record.signers] == [name]


def test_a_place_may_have_a_number() -> None:
    header = record_of(
        "TRƯỜNG MẦM NON HOA SEN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỔ 4 - 5 TUỔI     Độc lập - Tự do - Hạnh phúc",
        "Phường 7, ngày 04 tháng 9 năm 2017", "KẾ HOẠCH", "Chuyên môn tháng 9/2017", "1. Xây dựng nề nếp.",
    ).header  # fmt: skip
    assert (header.place, header.issued_on) == ("Phường 7", "2017-09-04")
    assert header.parent_issuer == "Trường mầm non Hoa Sen"


def test_a_letter_of_the_party_and_its_office_as_filing_place() -> None:
    record = record_of(
        "ĐẢNG ỦY TRƯỜNG ĐẠI HỌC BẾN ĐÒ", "Số 215-CV/ĐU", "Bến Đò, ngày 08 tháng 9 năm 2020", "V/v học nghị quyết",
        "Kính gửi: Các chi bộ", "1. Các chi bộ đăng ký.", "Nơi nhận:", "- Như trên,", "- Lưu Văn phòng Đảng ủy.",
    )  # fmt: skip
    assert record.header.kind == "công văn"
    assert [flag.code for flag in record.flags] == []
    assert [f.name for f in record.filed_at] == ["Văn phòng Đảng ủy"]
