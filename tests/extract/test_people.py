"""The closing: who gets the document, where it is kept, who signed."""

from extract.record import Record
from tests.extract.papers import HEAD, OPENING, plan, record_of


def closed(*closing: str) -> Record:
    return record_of(*HEAD, OPENING, "1. Giúp học sinh yêu sách.", *closing)


def recipients(record: Record) -> list[tuple[str, str | None]]:
    return [(r.name, r.purpose) for r in record.recipients]


def signers(record: Record) -> list[tuple[str, str | None, str | None]]:
    return [(s.name, s.title, s.mark) for s in record.signers]


def test_recipients_beside_the_signature() -> None:
    record = plan("1. Giúp học sinh yêu sách.")
    assert recipients(record) == [
        ("UBND huyện", "để báo cáo"),
        ("Các trường học", "để thực hiện"),
    ]
    assert [f.name for f in record.filed_at] == ["VT", "GDTH"]
    assert signers(record) == [("Phạm Thu Thảo", "Trưởng phòng", None)]
    assert record.signers[0].unit == "Phòng Giáo dục và Đào tạo huyện Bến Đò"


def test_signed_in_the_place_of_the_head() -> None:
    record = closed(
        "Nơi nhận:     KT. TRƯỞNG PHÒNG",
        "- UBND huyện (để b/c);     PHÓ TRƯỞNG PHÒNG",
        "- Các trường học (để t/h);",
        "- Lưu: VT, GDTH (3b).     (Đã ký)",
        "     Nguyễn Văn Bình",
    )
    assert signers(record) == [("Nguyễn Văn Bình", "Phó trưởng phòng", "KT")]
    assert recipients(record) == [("UBND huyện", "để báo cáo"), ("Các trường học", "để thực hiện")]
    assert [f.name for f in record.filed_at] == ["VT", "GDTH"]


def test_an_entry_over_two_lines_and_two_in_one() -> None:
    record = closed(
        "Nơi nhận:     GIÁM ĐỐC",
        "- Như trên;",
        "- Phòng GD&ĐT; Phòng Nội vụ (để p/h);",
        "- Cổng thông tin điện tử của",
        "huyện (để đăng tải);",
        "- Lưu: VT.     ThS. Trần Thị Bé Năm",
    )
    assert recipients(record) == [
        ("Như trên", None),
        ("Phòng GD&ĐT", "để phối hợp"),
        ("Phòng Nội vụ", "để phối hợp"),
        ("Cổng thông tin điện tử của huyện", "để đăng tải"),
    ]
    assert signers(record) == [("Trần Thị Bé Năm", "Giám đốc", None)]


def test_a_signature_below_the_list() -> None:
    record = closed("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT.", "HIỆU TRƯỞNG", "", "Đỗ Thị Hà")
    assert recipients(record) == [("Như Điều 3", None)]
    assert signers(record) == [("Đỗ Thị Hà", "Hiệu trưởng", None)]


def test_a_signature_without_a_list() -> None:
    record = closed("HIỆU TRƯỞNG", "(Đã ký)", "Đỗ Thị Hà")
    assert recipients(record) == []
    assert signers(record) == [("Đỗ Thị Hà", "Hiệu trưởng", None)]


def test_a_signature_that_was_not_read_names_nobody() -> None:
    record = closed("Nơi nhận:     HIỆU TRƯỞNG", "- Như trên;", "- Lưu: VT.")
    assert record.signers == []


def test_people_named_in_the_body_did_not_sign() -> None:
    record = plan("1. Giao ông Lê Văn Tám, Phó Hiệu trưởng, phụ trách thư viện.")
    assert [s.name for s in record.signers] == ["Phạm Thu Thảo"]


def test_the_evidence_of_a_signer_is_the_office_and_the_name() -> None:
    (signer,) = plan("1. Giúp học sinh yêu sách.").signers
    assert [e.text for e in signer.evidence] == ["TRƯỞNG PHÒNG Phạm Thu Thảo"]
    assert len(signer.evidence[0].boxes) == 2


def test_a_name_whose_office_was_not_read_signs_all_the_same_less_surely() -> None:
    record = closed("Nơi nhận:", "- Các trường;", "- Lưu: VT.", "", "Phạm Thu Thảo")
    assert signers(record) == [("Phạm Thu Thảo", None, None)]
    known = closed("Nơi nhận:", "- Lưu: VT.", "HIỆU TRƯỞNG", "Phạm Thu Thảo")
    assert record.signers[0].confidence < known.signers[0].confidence


def test_a_family_name_that_lost_its_capital_has_it_back() -> None:
    record = closed("Nơi nhận:     HIỆU TRƯỞNG", "- Lưu: VT.", "     trần Hữu Tuấn")
    assert [name for name, *_ in signers(record)] == ["Trần Hữu Tuấn"]


def test_an_office_misread_under_a_stamp_is_known_again() -> None:
    record = closed("Nơi nhận:", "- Lưu: VT.", "TiYỆU TRƯỞNG", "Phạm Thu Thảo")
    assert signers(record) == [("Phạm Thu Thảo", "Hiệu trưởng", None)]


JOINT_HEAD = (
    "TRƯỜNG TIỂU HỌC ĐỒI SIM - TRƯỜNG TIỂU HỌC BẾN GẠO",
    "Số: 3/KHLT     Bến Đò, ngày 05 tháng 9 năm 2023",
    "KẾ HOẠCH",
    "Kết nghĩa giữa hai trường",
)


def test_each_of_several_signers_stands_for_the_unit_above() -> None:
    record = record_of(
        *JOINT_HEAD, OPENING, "1. Cùng đọc sách.", "Nơi nhận:", "- Hai trường;", "- Lưu: VT.",
        "TRƯỜNG TIỂU HỌC ĐỒI SIM", "HIỆU TRƯỞNG", "Trần Thị Bé Năm",
        "HIỆU TRƯỞNG TRƯỜNG TIỂU HỌC BẾN GẠO", "Nguyễn Văn Bình",
        "CHỦ TỊCH CÔNG ĐOÀN", "Phạm Thu Thảo",
    )  # fmt: skip
    assert [(s.name, s.unit) for s in record.signers] == [
        ("Trần Thị Bé Năm", record.header.issuer[0]),
        ("Nguyễn Văn Bình", record.header.issuer[1]),
        ("Phạm Thu Thảo", None),
    ]


def test_a_dash_in_the_name_of_an_office_hides_no_signer() -> None:
    record = closed("Nơi nhận:", "- Như trên;", "- Lưu: VT.",
                    "TL. GIÁM ĐỐC TRƯỞNG PHÒNG KẾ HOẠCH - TÀI CHÍNH Nguyễn Văn Bình")  # fmt: skip
    assert signers(record) == [("Nguyễn Văn Bình", "Trưởng phòng", "TL")]


def test_the_first_item_may_have_lost_its_dash() -> None:
    record = closed("Nơi nhận:", "Hiệu trưởng (đê", "- Các tổ (để p/h c/d);", "- Lưu: VT.", "HIỆU TRƯỞNG",
                    "Trần Thị Bé Năm")  # fmt: skip
    assert recipients(record) == [("Hiệu trưởng", None), ("Các tổ", "để phối hợp chỉ đạo")]
