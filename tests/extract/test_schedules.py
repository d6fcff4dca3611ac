"""Rows of schedules: what their cells tell; wording is invented."""

from tests.extract.papers import plan

ROWS = (
    "1. Lịch",
    "TT\tNội dung\tNgười thực hiện\tThời gian",
    "1\tKiểm kê sách\tCác trường TH trên địa bàn\tTrước 30/11/2023",
    "2\tHọp tổ\tTổ Thư viện\tTổ trưởng thống nhất những việc cần làm cho buổi họp với mọi thành viên của các tổ và cả đội đọc sách",
)


def test_a_row_links_its_task_and_its_time() -> None:
    record = plan(*ROWS)
    first = record.responsibilities[0]
    assert (first.verb, first.deadlines) == ("kiểm kê", [0])
    assert first.actor_class and first.actor_class.kinds == ["trường tiểu học"]
    assert record.deadlines[0].edtf == "2023-11-30"


def test_a_cell_without_a_time_is_no_deadline() -> None:
    record = plan(*ROWS)
    assert len(record.deadlines) == 1
    assert record.responsibilities[1].deadlines == []
