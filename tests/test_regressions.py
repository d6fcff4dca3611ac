"""One test for each fault that was found and mended, named after what went wrong."""

from typing import Any

import pytest

import pipeline
from extract.nlp import extract_record
from normalize.legacy import from_tcvn3
from normalize.reading import Treatment
from normalize.source import Source
from samples.legacy import to_tcvn3
from tests.extract.papers import CLOSING, HEAD, NEW_PAGE, OPENING, paper, plan, record_of, text_of
from tests.normalize.test_document import page_of, read, words_of
from tests.normalize.test_lines import FULL, joined


def one_deadline(text: Any) -> Any:
    return [
        (d.text, d.edtf, d.relation, d.recurrence)
        for d in plan("1. Nội dung", f"- Các trường {text}.").deadlines
    ]


# --- normalize
def test_decomposed_page_keeps_boxes() -> None:
    decomposed = "To\u0302\u0309 ho\u0323c ta\u0323\u0302p"
    (line,) = read(pipeline.restorer(), page_of(decomposed)).lines
    assert [w.box for w in line.words] == [w.box for w in words_of(decomposed, 0.05)]


@pytest.mark.parametrize("text", ["KẾ HOẠCH", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "ỦY BAN NHÂN DÂN"])
def test_tcvn3_first_word_of_capitals(text: Any) -> None:
    assert from_tcvn3(to_tcvn3(text).decode("latin-1")) == text


@pytest.mark.parametrize(
    "text", ["3/4/2022", "12   34   5,6", "1\t2\t3", "5A2", "a) 2.1 trieu dong", "- 1.5 met vai"]
)
def test_figures_and_labels_of_spoiled_pages_are_not_dropped(text: Any) -> None:
    (line,) = pipeline.restorer().restore([Source(text, Treatment.SPOILED)])
    assert [c for c in line.text if c.isdigit()] == [c for c in text if c.isdigit()]
    assert line.text[:1] == text[:1]


@pytest.mark.parametrize(
    ("text", "treatment"),
    [("triendthai ke hoach", Treatment.SPOILED), ("phdng giao duc", Treatment.MARKS)],
)
def test_a_word_that_was_only_kept_is_not_sure(text: Any, treatment: Any) -> None:
    (line,) = pipeline.restorer().restore([Source(text, treatment)])
    assert line.readings[0].confidence < 0.9


def test_a_full_line_of_a_short_text_runs_on() -> None:
    assert joined(FULL, "Bến Đò vào sáng thứ Bảy.") == [FULL + " Bến Đò vào sáng thứ Bảy."]


# --- extract: header
@pytest.mark.parametrize(
    "line", ["Số 06-CTr/HU     Bến Đò, ngày 3 tháng 4 năm 2021", "Số 06-CTr/HU"]
)
def test_party_number(line: Any) -> None:
    head = (
        "HUYỆN ỦY BẾN ĐÒ     ĐẢNG CỘNG SẢN VIỆT NAM",
        "*",
        line,
        "CHƯƠNG TRÌNH",
        "Hành động về văn hóa đọc",
    )
    assert record_of(*head, OPENING, *CLOSING).header.number == "06-CTr/HU"


def test_joint_issuers() -> None:
    r = record_of(
        "TRƯỜNG TH BẾN ĐÒ - TRƯỜNG TH GÒ ME",
        "Bến Đò, ngày 9 tháng 10 năm 2023",
        "KẾ HOẠCH LIÊN TỊCH",
        "Giao lưu bạn đọc",
        "1. Nội dung",
    )
    assert len(r.header.issuer) == 2
    assert r.header.title == "Giao lưu bạn đọc"


def test_several_issuers_of_the_text_have_one_form() -> None:
    text = "Để nâng cao chất lượng, 3 trường Tiểu học Bến Đò, Tiểu học Gò Me và Tiểu học Ao Sen xây dựng Kế hoạch như sau:"
    r = record_of("KẾ HOẠCH", "Giao lưu bạn đọc", text, "1. Nội dung")
    assert r.header.issuer == [
        "Trường Tiểu học Bến Đò",
        "Trường Tiểu học Gò Me",
        "Trường Tiểu học Ao Sen",
    ]


def test_evidence_of_the_date_is_the_date() -> None:
    assert (
        record_of(*HEAD, OPENING).header.support["issued_on"].evidence[0].text
        == "ngày 05 tháng 9 năm 2023"
    )


def test_an_empty_page_breaks_nothing() -> None:
    document = paper()
    assert extract_record(document, text_of(document), pipeline.gazetteer()).problems == []


# --- extract: references
def test_a_law_with_its_number() -> None:
    found = plan("Căn cứ Luật Giáo dục số 43/2019/QH14 ngày 14/6/2019;").references
    assert [(r.kind, r.number, r.issued_on) for r in found] == [
        ("luật", "43/2019/QH14", "2019-06-14")
    ]


def test_an_issuer_ends_before_the_next_document() -> None:
    (first, *_) = plan(
        "Căn cứ Công văn số 915/UBND-GDĐT ngày 3/2/2023 của UBND huyện Bến Đò và Kế hoạch số 77/KH-SGDĐT;"
    ).references
    assert first.issuer == "Ủy ban nhân dân huyện Bến Đò"


# --- extract: pairings
def test_a_table_named_by_its_title() -> None:
    r = record_of(
        *HEAD,
        OPENING,
        "1. Nội dung",
        *CLOSING,
        NEW_PAGE,
        "DANH SÁCH CÁC ĐƠN VỊ KẾT NGHĨA",
        "TT\tĐơn vị thứ nhất\tĐơn vị thứ hai",
        "1\tTH Bến Đò\tTH Gò Me",
    )
    assert len(r.pairings) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "Các trường kết nghĩa từng đôi: giữa Trường TH Bến Đò và Trường TH Gò Me, giữa Trường THCS Ao Sen và Trường THCS Lũng Vài.",
            2,
        ),
        ("Lễ kết nghĩa giữa Phòng Nội vụ huyện Bến Đò với Phòng Nội vụ huyện Gò Me.", 1),
    ],
)
def test_pairs_of_the_text(text: Any, count: Any) -> None:
    assert len(plan("1. Nội dung", text).pairings) == count


def test_a_name_ends_before_its_verb() -> None:
    (pairing,) = plan(
        "1. Nội dung", "Việc kết nghĩa giữa Trường TH Gò Me và Trường TH Bến Đò kéo dài ba năm."
    ).pairings
    assert [u.name for u in pairing.units] == ["Trường TH Gò Me", "Trường TH Bến Đò"]


# --- extract: deadlines
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nộp báo cáo trước 17h00 ngày 15/10/2023", ("2023-10-15", "before", None)),
        ("nộp danh sách, hạn cuối là ngày 3/10/2023", ("2023-10-03", "by", None)),
        ("họp vào khoảng tháng 4/2024", ("2024-04~", "during", None)),
        ("bắt đầu từ năm học 2023-2024", ("2023/2024", "from", None)),
        ("họp từ tháng 11/2023 đến tháng 2/2023", (None, "during", None)),
        ("sinh hoạt định kỳ 01 lần/năm", (None, "during", "yearly")),
        ("nộp báo cáo trước ngày 05 của tháng cuối quý", (None, "before", "quarterly")),
    ],
)
def test_deadline(text: Any, expected: Any) -> None:
    assert [d[1:] for d in one_deadline(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    ["vào thứ Hai hằng tuần", "mỗi học kỳ một lần", "hai tuần một lần", "sau mỗi buổi sinh hoạt"],
)
def test_a_recurrence_is_taken_whole(text: Any) -> None:
    assert [d[0] for d in one_deadline(f"họp {text}")] == [text]


@pytest.mark.usefixtures("rules_alone")
# --- extract: responsibilities
@pytest.mark.parametrize(
    ("item", "partners", "report_to"),
    [
        (
            "Phối hợp với Phòng Văn hóa và Thông tin tổ chức ngày hội.",
            ["Phòng Văn hóa và Thông tin"],
            [],
        ),
        ("Gửi danh sách về Phòng Giáo dục và Đào tạo.", [], ["Phòng Giáo dục và Đào tạo"]),
        ("Gửi danh sách về Phòng Nội vụ.", [], ["Phòng Nội vụ"]),
        ("Lập và gửi danh sách về Phòng Nội vụ trước ngày 15/10/2023.", [], ["Phòng Nội vụ"]),
        ("Báo cáo UBND huyện trước ngày 15/12/2023.", [], ["UBND huyện"]),
        ("Phối hợp với các trường bạn mở tủ sách.", ["các trường bạn"], []),
    ],
)
def test_partners(item: Any, partners: Any, report_to: Any) -> None:
    (found,) = plan("1. Các trường học", f"- {item}").responsibilities
    assert (found.partners, found.report_to) == (partners, report_to)


@pytest.mark.usefixtures("rules_alone")
def test_an_actor_ends_before_to_chuc() -> None:
    (found,) = plan("1. Nội dung", "- Phòng tổ chức tổng kết.").responsibilities
    assert found.actor == "Phòng"


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            "Phòng Giáo dục và Đào tạo yêu cầu hiệu trưởng các trường nghiêm túc thực hiện.",
            "Hiệu trưởng các trường",
        ),
        ("Tổ Văn phòng tiếp nhận hồ sơ, hằng ngày báo cáo Hiệu trưởng.", "Tổ Văn phòng"),
    ],
)
def test_actor_of_a_clause(text: Any, actor: Any) -> None:
    assert [r.actor for r in plan("1. Nội dung", f"- {text}").responsibilities] == [actor]


# --- extract: people
def test_filed_without_a_colon() -> None:
    r = record_of(
        *HEAD,
        OPENING,
        "1. Nội dung",
        "Nơi nhận:     GIÁM ĐỐC",
        "- Như trên;",
        "- Lưu VT.     Lê Văn Tám",
    )
    assert ([x.name for x in r.recipients], [x.name for x in r.filed_at]) == (["Như trên"], ["VT"])


def test_two_signers_side_by_side() -> None:
    r = record_of(
        *HEAD,
        OPENING,
        "1. Nội dung",
        "HIỆU TRƯỞNG     CHỦ TỊCH CÔNG ĐOÀN",
        "Lê Văn Tám     Trần Thị Mơ",
    )
    assert [(s.name, s.title) for s in r.signers] == [
        ("Lê Văn Tám", "Hiệu trưởng"),
        ("Trần Thị Mơ", "Chủ tịch công đoàn"),
    ]


def test_the_unit_of_a_contact_has_its_type_word() -> None:
    (c,) = plan("- Trường THCS Gò Me, địa chỉ: số 5 đường Hoa Sen, xã Gò Me.").contacts
    assert c.unit == "Trường THCS Gò Me"


@pytest.mark.parametrize("text", ["A. ĐÁNH GIÁ CHUNG", "Phần thứ hai"])
def test_other_labels(text: Any) -> None:
    assert len(plan(text).sections) == 1


def test_a_signer_behind_offices_on_one_line() -> None:
    offices = ("TL. BỘ TRƯỞNG", "KT. VỤ TRƯỞNG VỤ PHÁP CHẾ PHÓ VỤ TRƯỞNG Lê Văn Tám")
    record = record_of(*HEAD, OPENING, "Nơi nhận:", "- Như trên;", "- Lưu: VT.", *offices)
    assert [signer.name for signer in record.signers] == ["Lê Văn Tám"]


def test_parent_and_issuer_on_one_line() -> None:
    record = record_of(
        "BỘ TÀI CHÍNH TỔNG CỤC THUẾ", "Số: 14/TCT-CS", "V/v hoàn thuế", "Hà Nội, ngày 04 tháng 5 năm 2013",
        "Kính gửi: Cục Thuế tỉnh Bến Đò.",
    )  # fmt: skip
    assert (record.header.parent_issuer, record.header.issuer) == (
        "Bộ Tài chính",
        ["Tổng cục Thuế"],
    )


def test_a_subject_under_the_kind_is_its_title() -> None:
    record = record_of(
        "SỞ NỘI VỤ",
        "Số: 5/QĐ-SNV",
        "QUYẾT ĐỊNH",
        "V/v ban hành quy chế làm việc",
        "GIÁM ĐỐC SỞ NỘI VỤ",
    )
    assert record.header.title == "ban hành quy chế làm việc"
