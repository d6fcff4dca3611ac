"""Who must do what: by the clause, by the sentence that leads a list, by the heading."""

import pytest

from extract.grammar.clauses import is_actor, subject
from extract.record import Responsibility
from tests.extract.papers import plan


def duties(*body: str) -> list[Responsibility]:
    return plan(*body).responsibilities


def pairs(*body: str) -> list[tuple[str, str]]:
    return [(r.actor, r.task) for r in duties(*body)]


@pytest.mark.usefixtures("rules_alone")
def test_a_heading_names_the_actor_of_its_items() -> None:
    assert pairs(
        "1. Thư viện huyện",
        "a) Chủ trì, tổ chức ngày hội;",
        "b) Mua sách mới.",
        "2. Các trường học",
        "- Lập danh sách học sinh.",
    ) == [
        ("Thư viện huyện", "Chủ trì, tổ chức ngày hội;"),
        ("Thư viện huyện", "Mua sách mới."),
        ("Các trường học", "Lập danh sách học sinh."),
    ]


@pytest.mark.usefixtures("rules_alone")
def test_the_actor_ends_with_its_section() -> None:
    found = pairs(
        "I. PHÂN CÔNG",
        "1. Các trường học",
        "- Lập danh sách học sinh.",
        "2. Kinh phí",
        "- Nguồn chi thường xuyên.",
        "II. KHEN THƯỞNG",
        "- Giấy khen và sách.",
    )
    assert found == [("Các trường học", "Lập danh sách học sinh.")]


@pytest.mark.usefixtures("rules_alone")
def test_a_leading_sentence_names_the_actor_of_its_list() -> None:
    assert pairs(
        "1. Hiệu trưởng các trường thực hiện các việc sau:",
        "- Lập danh sách học sinh.",
        "- Mở thư viện.",
        "2. Giáo viên chủ nhiệm hướng dẫn học sinh chọn sách.",
    ) == [
        ("Hiệu trưởng các trường", "Lập danh sách học sinh."),
        ("Hiệu trưởng các trường", "Mở thư viện."),
        ("Giáo viên chủ nhiệm", "Giáo viên chủ nhiệm hướng dẫn học sinh chọn sách."),
    ]


@pytest.mark.usefixtures("rules_alone")
@pytest.mark.parametrize(
    ("item", "actor"),
    [
        ("Tổ chuyên môn xây dựng kế hoạch đọc sách.", "Tổ chuyên môn"),
        ("Đề nghị các trường báo cáo kết quả.", "Các trường"),
        ("Khi có khó khăn, các trường liên hệ với thư viện.", "Các trường"),
        ("Giao Thư viện huyện chủ trì ngày hội.", "Thư viện huyện"),
        (
            "Trước ngày 5/10/2023, hiệu trưởng các trường phải nộp danh sách.",
            "Hiệu trưởng các trường",
        ),
        ("Ban Chỉ đạo kiểm tra việc mua sách.", "Ban Chỉ đạo"),
    ],
)
def test_a_clause_names_its_own_actor(item: str, actor: str) -> None:
    (found,) = duties("1. Nội dung", f"- {item}")
    assert (found.actor, found.task) == (actor, item)


def test_an_item_that_names_nobody_has_no_entry() -> None:
    assert pairs("1. Nội dung", "- Sách mới, đẹp, hợp lứa tuổi.") == []


@pytest.mark.usefixtures("rules_alone")
def test_the_closing_sentence_asks_for_what_it_says() -> None:
    assert pairs(
        "Trên đây là kế hoạch ngày hội đọc sách, đề nghị các trường triển khai thực hiện./."
    ) == [("Các trường", "đề nghị các trường triển khai thực hiện.")]


def test_with_whom_and_to_whom() -> None:
    (first, second) = duties(
        "1. Các trường học",
        "- Phối hợp với Thư viện huyện và các trường bạn tổ chức ngày hội.",
        "- Lập danh sách và gửi danh sách về Phòng Nội vụ.",
    )
    assert (first.partners, first.report_to) == (["Thư viện huyện", "các trường bạn"], [])
    assert (second.partners, second.report_to) == ([], ["Phòng Nội vụ"])


@pytest.mark.usefixtures("rules_alone")
def test_each_rule_is_named_in_its_evidence() -> None:
    heading, clause = duties(
        "1. Các trường học", "- Mở thư viện.", "- Thư viện huyện tổ chức ngày hội."
    )
    assert heading.evidence[0].rule == "actor-heading"
    assert clause.evidence[0].rule == "actor-clause"
    assert clause.evidence[0].text == "Thư viện huyện tổ chức ngày hội."


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Các trường mầm non, tiểu học", True),
        ("Phòng Giáo dục và Đào tạo", True),
        ("Hiệu trưởng các trường", True),
        ("Mục đích", False),
        ("Tổ chức thực hiện", False),
        ("Hội nghị bạn đọc", False),
        ("Kinh phí", False),
    ],
)
def test_headings_that_name_someone(text: str, actor: bool) -> None:
    assert is_actor(text) is actor


@pytest.mark.parametrize(
    ("clause", "actor"),
    [
        ("Các trường báo cáo kết quả", "Các trường"),
        ("yêu cầu các trường (kể cả mầm non) báo cáo kết quả", "các trường (kể cả mầm non)"),
        ("Sách phải mới", None),
        ("Các trường", None),
        ("", None),
    ],
)
def test_subjects_of_clauses(clause: str, actor: str | None) -> None:
    found = subject(clause)
    assert (clause[slice(*found)] if found else None) == actor


@pytest.mark.usefixtures("rules_alone")
def test_the_same_actors_named_shorter_in_the_next_sentence_are_those_of_before() -> None:
    found = duties(
        "Trên đây là kế hoạch của Phòng, đề nghị các trường trong toàn huyện tổ chức thực hiện tốt. "
        "Nếu có vướng mắc, các trường báo cáo kịp thời về Phòng Giáo dục và Đào tạo để giải quyết."
    )
    assert [one.actor for one in found] == ["Các trường trong toàn huyện"] * 2
