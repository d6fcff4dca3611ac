"""Expressions of time: what is said, when that is, and how it comes round again."""

import pytest

from extract.draft import Draft
from extract.duties.due import candidates, model
from extract.grammar.times import expressions
from extract.record import Deadline
from tests.extract.papers import CLOSING, HEAD, OPENING, draft_of, plan, record_of


def drafted(text: str) -> Draft:
    """The plan with one paragraph, its head read."""
    draft = draft_of(*HEAD, OPENING, text, *CLOSING)
    draft.header.issued_on, draft.header.period = "2023-09-05", "2023/2025"
    draft.header.effective_on = "2023-10-01"
    return draft


def expressions_of(text: str) -> list[tuple[str, str | None, str, str | None]]:
    """What the grammar finds in a paragraph of the plan, whether the plan sets it or not."""
    return [
        (text[e.start : e.stop], e.meaning.edtf, e.meaning.relation, e.meaning.recurrence)
        for e in expressions(text, drafted(text))
    ]


def cues_of(text: str) -> list[str]:
    """The cues of the first expression in a paragraph of the plan."""
    return next(one.cues for one in candidates(drafted(text)) if one.block.text == text)


def deadlines(*body: str) -> list[Deadline]:
    return plan("1. Nội dung", *body).deadlines


# The head of the plan is of 5 September 2023 and its period 2023-2025.
EXPRESSIONS: list[tuple[str, str, str | None, str, str | None]] = [
    ("nộp báo cáo trước ngày 15/10/2023", "trước ngày 15/10/2023", "2023-10-15", "before", None),
    ("nộp báo cáo trước ngày 15 tháng 10 năm 2023", "trước ngày 15 tháng 10 năm 2023", "2023-10-15", "before", None),
    ("nộp báo cáo chậm nhất ngày 20/11/2023", "chậm nhất ngày 20/11/2023", "2023-11-20", "by", None),
    ("nộp sách từ 01/9/2023", "từ 01/9/2023", "2023-09-01", "from", None),
    ("họp ngày 3/10/2023", "ngày 3/10/2023", "2023-10-03", "on", None),
    ("nộp báo cáo trước ngày 25/10", "trước ngày 25/10", "2023-10-25", "before", None),
    ("nộp báo cáo trước 15/6 hằng năm", "trước 15/6 hằng năm", "XXXX-06-15", "before", "yearly"),
    ("nộp báo cáo trước ngày 15 tháng 6 hàng năm", "trước ngày 15 tháng 6 hàng năm", "XXXX-06-15", "before", "yearly"),
    ("nộp báo cáo trước ngày 20 hằng tháng", "trước ngày 20 hằng tháng", "XXXX-XX-20", "before", "monthly"),
    ("nộp báo cáo hằng quý", "hằng quý", None, "during", "quarterly"),
    ("sinh hoạt 02 lần/năm", "02 lần/năm", None, "during", "yearly"),
    ("sinh hoạt 1 lần/tháng", "1 lần/tháng", None, "during", "monthly"),
    ("tổ chức trong tháng 4/2024", "trong tháng 4/2024", "2024-04", "during", None),
    ("tổ chức trong tháng 4 năm 2024", "trong tháng 4 năm 2024", "2024-04", "during", None),
    ("tổ chức khoảng tháng 4/2024", "khoảng tháng 4/2024", "2024-04~", "during", None),
    ("tổ chức, dự kiến khoảng tháng 4/2024", "dự kiến khoảng tháng 4/2024", "2024-04~", "during", None),
    ("tổ chức trong quý II/2024", "trong quý II/2024", "2024-04/2024-06", "during", None),
    ("tổ chức từ tháng 10/2023 đến hết tháng 5/2024", "từ tháng 10/2023 đến hết tháng 5/2024", "2023-10/2024-05", "during", None),
    ("tổ chức từ ngày 05/9/2023 đến ngày 10/10/2023", "từ ngày 05/9/2023 đến ngày 10/10/2023", "2023-09-05/2023-10-10", "during", None),
    ("tổ chức từ 5/9 đến 10/9/2023", "từ 5/9 đến 10/9/2023", "2023-09-05/2023-09-10", "during", None),
    ("tổ chức từ tháng 9 đến tháng 12/2023", "từ tháng 9 đến tháng 12/2023", "2023-09/2023-12", "during", None),
    ("nộp sách trong giai đoạn 2023-2025", "trong giai đoạn 2023-2025", "2023/2025", "during", None),
    ("nộp báo cáo đến hết năm 2025", "đến hết năm 2025", "2025-12-31", "until", None),
    ("nộp báo cáo khi kết thúc giai đoạn", "khi kết thúc giai đoạn", "2025", "after", None),
    ("nộp báo cáo trong vòng 10 ngày kể từ ngày nhận sách", "trong vòng 10 ngày kể từ ngày nhận sách", None, "during", None),
    ("nộp sách ngày 31/2/2024", "ngày 31/2/2024", None, "during", None),
    ("nộp sách trước ngày 31/2 hằng năm", "trước ngày 31/2 hằng năm", None, "before", "yearly"),
    ("nộp sách trong năm học 2023-2022", "trong năm học 2023-2022", None, "during", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("duty", "text", "edtf", "relation", "recurrence"), EXPRESSIONS, ids=[e[1] for e in EXPRESSIONS]
)
def test_expressions(
    duty: str, text: str, edtf: str | None, relation: str, recurrence: str | None
) -> None:
    (found,) = deadlines(f"- Các trường {duty}.")
    assert (found.text, found.edtf, found.relation, found.recurrence) == (
        text,
        edtf,
        relation,
        recurrence,
    )


def test_the_task_and_the_actor_of_a_deadline() -> None:
    (found,) = deadlines("- Các trường nộp danh sách học sinh trước ngày 15/10/2023; mua sách mới.")
    assert found.task == "Các trường nộp danh sách học sinh"
    assert found.actors == ["Các trường"]


@pytest.mark.usefixtures("rules_alone")
def test_the_actor_of_the_heading_above() -> None:
    (found,) = plan("1. Các trường tiểu học", "- Nộp danh sách trước ngày 15/10/2023.").deadlines
    assert found.actors == ["Các trường tiểu học"]


def test_several_expressions_of_a_paragraph_in_their_order() -> None:
    found = deadlines(
        "- Các trường nộp sách trước ngày 5/10/2023 và họp trong tháng 3/2024; hằng năm tổng kết."
    )
    assert [d.edtf for d in found] == ["2023-10-05", "2024-03", None]
    assert found[-1].recurrence == "yearly"


def test_no_letter_of_the_text_is_explained_twice() -> None:
    found = deadlines("- Các trường nộp báo cáo trước ngày 15 tháng 6 hằng năm.")
    assert [d.edtf for d in found] == ["XXXX-06-15"]


@pytest.mark.parametrize(
    "text",
    [
        "- Thực hiện Quyết định số 25/QĐ-UBND ngày 12/5/2022 của UBND huyện Bến Đò.",
        "- Treo băng rôn “Năm 2024 - năm của sách”.",
        "- Mua 12/15 bộ sách tranh.",
    ],
)
def test_dates_that_set_no_time(text: str) -> None:
    assert deadlines(text) == []


def test_the_grounds_set_no_time() -> None:
    grounds = "Căn cứ kết quả đọc sách của các trường trong năm 2022;"
    record = record_of(*HEAD, grounds, OPENING, "1. Các trường họp trong tháng 4/2024.", *CLOSING)
    assert [d.edtf for d in record.deadlines] == ["2024-04"]


def test_a_school_year_as_heading_is_the_time_of_its_section() -> None:
    (found,) = plan("1. Năm học 2023-2024", "- Mua sách mới cho thư viện.").deadlines
    assert (found.edtf, found.relation) == ("2023/2024", "during")


def test_the_evidence_covers_the_words() -> None:
    (found,) = deadlines("- Các trường nộp báo cáo trước ngày 15/10/2023.")
    (evidence,) = found.evidence
    assert evidence.raw == "trước ngày 15/10/2023."
    assert 0.5 < found.confidence <= 1


@pytest.mark.parametrize(
    ("said", "text", "edtf", "relation", "recurrence"),
    [
        ("Kế hoạch này có hiệu lực kể từ ngày ký.", "kể từ ngày ký", "2023-09-05", "from", None),
        ("Nội quy được áp dụng từ ngày ký ban hành.", "từ ngày ký ban hành", "2023-09-05", "from", None),
        ("Nội quy cũ bị bỏ kể từ ngày Kế hoạch này có hiệu lực thi hành.", "kể từ ngày Kế hoạch này có hiệu lực thi hành", "2023-10-01", "from", None),
        ("Kế hoạch có hiệu lực từ ngày … tháng … năm 2023.", "từ ngày … tháng … năm 2023", "2023", "from", None),
        ("Nhận sách đến hết tháng 02/2024.", "đến hết tháng 02/2024", "2024-02-29", "until", None),
        ("Chấm tranh ngày 20 - 21/11/2023.", "ngày 20 - 21/11/2023", "2023-11-20/2023-11-21", "during", None),
        ("Học kỳ II: 15/01/2024 ÷ 25/5/2024.", "15/01/2024 ÷ 25/5/2024", "2024-01-15/2024-05-25", "during", None),
        ("Trưng bày sách từ ngày 11/3 đến ngày 16/3.", "từ ngày 11/3 đến ngày 16/3", "2024-03-11/2024-03-16", "during", None),
        ("Họp vào ngày 30/6/2024 và ngày 25/12/2024.", "vào ngày 30/6/2024 và ngày 25/12/2024", "{2024-06-30,2024-12-25}", "on", None),
        ("Tọa đàm trong tháng 9.", "trong tháng 9", "2023-09", "during", None),
        ("Hưởng ứng Ngày Sách Việt Nam (21/4).", "Ngày Sách Việt Nam (21/4)", "2024-04-21", "on", None),
        ("Giao lưu dịp 22/12.", "dịp 22/12", "2023-12-22", "during", None),
        ("Khai mạc lúc 8g00 ngày thứ năm 14/12/2023.", "lúc 8g00 ngày thứ năm 14/12/2023", "2023-12-14", "on", None),
        ("Báo cáo định kỳ trước 16 giờ ngày thứ Sáu hằng tuần.", "định kỳ trước 16 giờ ngày thứ Sáu hằng tuần", None, "before", "weekly"),
        ("Báo cáo hằng tháng, quý, 6 tháng, năm.", "hằng tháng, quý, 6 tháng, năm", None, "during", "periodic"),
        ("Dự giờ vào tuần thứ 6 của học kỳ.", "vào tuần thứ 6 của học kỳ", None, "on", "semesterly"),
        ("Kiểm kê vào cuối năm học.", "vào cuối năm học", None, "on", "school-yearly"),
        ("Gửi giấy mời 02 tuần trước khi khai mạc.", "02 tuần trước khi khai mạc", None, "before", None),
        ("Giữ kho sách cũ cho đến khi có kho mới.", "cho đến khi có kho mới", None, "until", None),
        ("Trực cứu hộ 24/7.", "24/7", None, "during", "daily"),
    ],
)  # fmt: skip
def test_what_the_grammar_reads(
    said: str, text: str, edtf: str | None, relation: str, recurrence: str | None
) -> None:
    assert expressions_of(said) == [(text, edtf, relation, recurrence)]


def test_the_day_of_effect_is_a_time_that_the_document_sets() -> None:
    (found,) = plan("Điều 3. Kế hoạch này có hiệu lực kể từ ngày ký.").deadlines
    assert (found.text, found.edtf, found.relation) == ("kể từ ngày ký", "2023-09-05", "from")


@pytest.mark.parametrize(
    ("said", "cue"),
    [
        ("Nhà trường đạt chuẩn ở giai đoạn trước năm 2025 được xét khen.", "stage"),
        ("Kinh phí lấy từ dự toán chi hằng năm của đơn vị.", "allowance"),
        ("Phòng đã chỉ đạo các trường ký giao ước trước ngày 30/6/2023.", "told"),
        ("Thực hiện Kế hoạch của huyện về đọc sách đến năm 2030.", "cited"),
        ("Treo câu “Đọc sách trong năm 2024”.", "quoted"),
    ],
)
def test_what_speaks_against_a_time(said: str, cue: str) -> None:
    assert cue in cues_of(said)
    assert model().weights[cue] < 0
