"""Tasks of a joint plan that name nobody: they fall on those who open it."""

import pytest

from extract.duties import joint_plans
from extract.duties.joint_plans import RULE
from tests.extract.papers import CLOSING, record_of

DOERS = "2 trường TH Bến Sậy, TH Gò Nổi"
OPENING = f"Căn cứ tình hình thực tế, {DOERS} xây dựng kế hoạch kết nghĩa, nội dung như sau:"
HEAD = (
    "TRƯỜNG TH BẾN SẬY - TRƯỜNG TH GÒ NỔI", "Gò Nổi, ngày 05 tháng 10 năm 2023", "KẾ HOẠCH",
    "Kết nghĩa năm học 2023 - 2024",
)  # fmt: skip
BODY = (
    "I. MỤC ĐÍCH, YÊU CẦU", "- Tạo điều kiện cho giáo viên hai trường học hỏi lẫn nhau.",
    "II. ĐỐI TƯỢNG THAM GIA", "- Cán bộ, giáo viên của hai trường.",
    "III. NỘI DUNG", "1. Học kỳ I", "- Tổ chức cho giáo viên thăm thư viện của trường bạn.",
    "- Tháng 12/2023 sơ kết phong trào ở cả hai trường.", "- Thư viện của trường bạn có 2.000 quyển sách.",
    "IV. TỔ CHỨC THỰC HIỆN", "1. Hiệu trưởng", "- Liên hệ trường bạn để thống nhất lịch.",
)  # fmt: skip


def laid_on_all(*texts: str) -> list[tuple[str, str]]:
    record = record_of(*texts)
    return [(r.actor, r.task) for r in record.responsibilities if r.evidence[0].rule == RULE]


def test_tasks_that_name_nobody_fall_on_those_who_open_the_plan() -> None:
    assert laid_on_all(*HEAD, OPENING, *BODY, *CLOSING) == [
        (DOERS, "Tổ chức cho giáo viên thăm thư viện của trường bạn."),
        (DOERS, "Tháng 12/2023 sơ kết phong trào ở cả hai trường."),
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "Căn cứ tình hình thực tế, trường TH Bến Sậy xây dựng kế hoạch, nội dung như sau:",
        f"Căn cứ tình hình thực tế của {DOERS}.",
    ],
)
def test_a_plan_that_one_office_or_nobody_opens_lays_none_on_all(opening: str) -> None:
    assert laid_on_all(*HEAD, opening, *BODY, *CLOSING) == []


def test_duties_stand_in_the_order_of_the_document() -> None:
    record = record_of(*HEAD, OPENING, *BODY, *CLOSING)
    places = [r.evidence[0].text for r in record.responsibilities]
    printed = " ".join(BODY)
    assert places == sorted(places, key=lambda text: printed.find(text[:30]))


def test_a_long_text_that_opens_nothing_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []
    pattern = joint_plans._OPENING

    class Watched:
        def match(self, text: str) -> object:
            searched.append(len(text))
            return pattern.match(text)

    monkeypatch.setattr(joint_plans, "_OPENING", Watched())
    laid_on_all(*HEAD, "hai trường xây dựng " * 500 + "sau:", *BODY, *CLOSING)
    assert max(searched, default=0) <= joint_plans._LONGEST
