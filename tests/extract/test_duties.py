"""Duties as the models decide them, end to end on whole documents. All wording is invented."""

import numpy as np
import pytest

from extract.duties import duties
from extract.duties.duties import decide_duties, duty_probabilities, scene_of
from extract.record import Record, Responsibility
from tests.extract.papers import CLOSING, HEAD, OPENING, draft_before, plan, record_of

PLAN = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Mục đích",
    "- Nâng cao thói quen đọc sách của học sinh và giáo viên.",
    "- Góp phần xây dựng môi trường học tập thân thiện.",
    "2. Yêu cầu",
    "- Các hoạt động phải thiết thực, an toàn, tiết kiệm.",
    "- Các trường học thực hiện đúng thời gian quy định.",
    "II. NỘI DUNG",
    "1. Tổ chức ngày hội đọc sách cấp huyện",
    "- Thời gian: ngày 21/4/2024.",
    "- Địa điểm: Nhà văn hóa huyện Bến Đò.",
    "2. Quyên góp sách cho thư viện",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Phòng Giáo dục và Đào tạo",
    "- Chủ trì, phối hợp với Phòng Văn hóa và Thông tin tổ chức ngày hội;",
    "- Hướng dẫn các trường học xây dựng kế hoạch;",
    "- Tổng hợp kết quả, báo cáo Ủy ban nhân dân huyện trước ngày 30/5/2024.",
    "2. Phòng Văn hóa và Thông tin",
    "- Bố trí địa điểm, trang trí khánh tiết cho ngày hội;",
    "- Tuyên truyền trên hệ thống truyền thanh.",
    "3. Các trường tiểu học, trung học cơ sở",
    "a) Xây dựng kế hoạch và triển khai đến toàn thể giáo viên, học sinh;",
    "b) Lập danh sách học sinh tham gia, gửi về Phòng Giáo dục và Đào tạo trước ngày 10/4/2024;",
    "c) Hiệu trưởng chịu trách nhiệm về an toàn của học sinh.",
    "4. Đề nghị Huyện đoàn Bến Đò vận động đoàn viên quyên góp sách.",
    "Trên đây là kế hoạch tổ chức ngày hội đọc sách, đề nghị các đơn vị triển khai thực hiện./.",
)
LETTER = (
    "UBND HUYỆN BẾN ĐÒ     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO     Độc lập - Tự do - Hạnh phúc",
    "Số: 78/PGDĐT-TH     Bến Đò, ngày 12 tháng 3 năm 2024",
    "V/v chuẩn bị ngày hội đọc sách",
    "Kính gửi: Hiệu trưởng các trường tiểu học trong huyện.",
    "Thực hiện Kế hoạch số 45/KH-PGDĐT ngày 05/9/2023 của Phòng Giáo dục và Đào tạo huyện Bến Đò",
    "về tổ chức ngày hội đọc sách giai đoạn 2023-2025;",
    "Hiệu trưởng các trường tiểu học thực hiện tốt các nhiệm vụ sau:",
    "- Xây dựng kế hoạch tổ chức ngày hội của nhà trường và phổ biến đến giáo viên, học sinh;",
    "- Phân công giáo viên kiểm kê sách hiện có, bổ sung sách mới cho thư viện;",
    "- Lập danh sách đội tuyển dự thi kể chuyện theo sách, gửi về Phòng Giáo dục và Đào tạo",
    "trước ngày 05/4/2024;",
    "- Phối hợp với Thư viện huyện tổ chức trưng bày sách tại sân trường.",
    "Giao Trường Tiểu học Gò Me chuẩn bị sân khấu, âm thanh và nước uống cho ngày hội.",
    "Đề nghị Công an huyện bảo đảm an ninh, trật tự tại nơi tổ chức ngày hội.",
    "Giáo viên chủ nhiệm hướng dẫn học sinh viết cảm nhận về cuốn sách yêu thích",
    "và chọn bài hay nhất của lớp.",
    "Nhận được công văn này, đề nghị các đồng chí Hiệu trưởng nghiêm túc thực hiện./.",
    "Nơi nhận:     KT. TRƯỞNG PHÒNG",
    "- Như trên;     PHÓ TRƯỞNG PHÒNG",
    "- UBND huyện (để báo cáo);",
    "- Thư viện huyện (để phối hợp);",
    "- Hội Khuyến học huyện;",
    "- Trang thông tin của Phòng;",
    "- Lưu: VT, TH.     Phạm Thu Thảo",
)


def charged(record: Record) -> list[tuple[str, str]]:
    """Who is charged, and the first three words of the task."""
    return [(r.actor, " ".join(r.task.split()[:3])) for r in record.responsibilities]


def task(record: Record, beginning: str) -> Responsibility:
    return next(r for r in record.responsibilities if r.task.startswith(beginning))


@pytest.fixture(scope="module")
def of_plan() -> Record:
    return plan(*PLAN)


@pytest.fixture(scope="module")
def of_letter() -> Record:
    return record_of(*LETTER)


def test_a_plan_charges_whom_its_headings_and_clauses_name(of_plan: Record) -> None:
    office, culture = "Phòng Giáo dục và Đào tạo", "Phòng Văn hóa và Thông tin"
    schools = "Các trường tiểu học, trung học cơ sở"
    assert charged(of_plan) == [
        (office, "Chủ trì, phối"),
        (office, "Hướng dẫn các"),
        (office, "Tổng hợp kết"),
        (culture, "Bố trí địa"),
        (culture, "Tuyên truyền trên"),
        (schools, "Xây dựng kế"),
        (schools, "Lập danh sách"),
        ("Hiệu trưởng", "Hiệu trưởng chịu"),
        ("Huyện đoàn Bến Đò", "Đề nghị Huyện"),
        ("Các đơn vị", "Trên đây là"),
    ]


def test_aims_requirements_and_contents_charge_nobody(of_plan: Record) -> None:
    above = PLAN.index("III. TỔ CHỨC THỰC HIỆN")
    tasks = {r.task for r in of_plan.responsibilities}
    assert tasks.isdisjoint(line.removeprefix("- ") for line in PLAN[:above])


def test_with_whom_to_whom_and_under_which_section(of_plan: Record) -> None:
    led, summed, listed = (task(of_plan, w) for w in ("Chủ trì", "Tổng hợp", "Lập danh sách"))
    assert (led.partners, led.report_to, led.section) == (["Phòng Văn hóa và Thông tin"], [], "1")
    assert (summed.partners, summed.report_to) == ([], ["Ủy ban nhân dân huyện"])
    assert (listed.report_to, listed.section) == (["Phòng Giáo dục và Đào tạo"], "3")


def test_a_letter_charges_those_that_its_lead_and_its_sentences_name(of_letter: Record) -> None:
    heads = "Hiệu trưởng các trường tiểu học"
    assert charged(of_letter) == [
        (heads, "Xây dựng kế"),
        (heads, "Phân công giáo"),
        (heads, "Lập danh sách"),
        (heads, "Phối hợp với"),
        ("Trường Tiểu học Gò Me", "Giao Trường Tiểu"),
        ("Công an huyện", "Đề nghị Công"),
        ("Giáo viên chủ nhiệm", "Giáo viên chủ"),
        ("Các đồng chí Hiệu trưởng", "Nhận được công"),
    ]
    assert task(of_letter, "Phối hợp").partners == ["Thư viện huyện"]
    assert task(of_letter, "Lập danh sách").report_to == ["Phòng Giáo dục và Đào tạo"]
    assert {r.section for r in of_letter.responsibilities} == {None}


def test_tasks_go_over_broken_lines_and_end_without_the_mark_of_the_end(of_letter: Record) -> None:
    assert task(of_letter, "Lập danh sách").task.endswith("trước ngày 05/4/2024;")
    assert task(of_letter, "Nhận được").task.endswith("nghiêm túc thực hiện.")


def test_every_duty_has_evidence_verb_and_a_confidence(of_plan: Record, of_letter: Record) -> None:
    for one in (*of_plan.responsibilities, *of_letter.responsibilities):
        assert 0 < one.confidence <= 1
        assert one.verb
        assert {e.rule for e in one.evidence} == {"duty"}
        assert one.evidence[0].text.split()[0] == one.task.split()[0]


def test_bare_items_and_closings_are_the_least_likely() -> None:
    scene = scene_of(draft_before("duties", *HEAD, OPENING, *PLAN, *CLOSING))
    likely = duty_probabilities(scene)
    assert likely.shape == (len(scene.items),)
    assert ((likely >= 0) & (likely <= 1)).all()
    zones = np.array([item.zone for item in scene.items])
    assert likely[zones != "body"].max() < 0.2 < np.median(likely[zones == "body"][-11:])


def test_what_rules_found_is_replaced_not_added_to() -> None:
    draft = draft_before("duties", *HEAD, OPENING, *PLAN, *CLOSING)
    for _ in range(2):
        decide_duties(draft)
        assert [r.actor for r in draft.record.responsibilities].count("Huyện đoàn Bến Đò") == 1
        assert len(draft.tasks) == len(draft.record.responsibilities) == 10


@pytest.mark.parametrize(
    ("threshold", "least", "most"), [(1.01, 0, 0), (0.84, 1, 9), (0.2, 10, 40)]
)
def test_the_threshold_parts_duties_from_other_items(
    threshold: float, least: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "LIKELY", threshold)
    assert least <= len(plan(*PLAN).responsibilities) <= most


def test_text_without_an_item_has_no_duty() -> None:
    assert record_of("").responsibilities == []
