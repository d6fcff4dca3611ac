"""Rows of schedules: what their cells tell; wording is invented."""

import pytest

from tests.extract.papers import NEW_PAGE, plan

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


def told(*rows: str) -> tuple[list[tuple[str, str | None]], list[tuple[str, str]]]:
    """The times and tasks, and the doers and tasks, of a table of the given rows."""
    record = plan("1. Phân công nhiệm vụ", *rows)
    return (
        [(deadline.text, deadline.task) for deadline in record.deadlines],
        [(duty.actor, duty.task) for duty in record.responsibilities],
    )


def test_parts_and_merged_cells_of_an_annex_of_tasks() -> None:
    times, duties = told(
        "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành\tSản phẩm",
        "I\tCông tác tuyên truyền\t\t\t\t",
        "1\tXây dựng chuyên mục đọc sách\tĐài Truyền thanh huyện\tPhòng Văn hóa\tTháng 10/2023\tChuyên mục",
        "2\tPhát động thi viết\tHuyện đoàn\tCác trường\tTrước 15/11/2023\tThể lệ",
        "II\tCông tác thư viện\t\t\t\t",
        "3\tKiểm kê sách\tCác trường\t\tQuý IV/2023\tBiên bản",
        "4\tThanh lý sách rách nát\t\t\t\t",
    )
    assert times == [
        ("Tháng 10/2023", "Xây dựng chuyên mục đọc sách"),
        ("Trước 15/11/2023", "Phát động thi viết"),
        ("Quý IV/2023", "Kiểm kê sách"),
        ("Quý IV/2023", "Thanh lý sách rách nát"),
    ]
    assert duties == [
        ("Đài Truyền thanh huyện", "Xây dựng chuyên mục đọc sách"),
        ("Huyện đoàn", "Phát động thi viết"),
        ("Các trường", "Kiểm kê sách"),
        ("Các trường", "Thanh lý sách rách nát"),
    ]


def test_heads_over_two_rows() -> None:
    times, duties = told(
        "STT\tNội dung công việc\tPhân công thực hiện\t\tTiến độ",
        "\t\tChủ trì\tPhối hợp\t",
        "1\tLập danh mục sách\tTổ Thư viện\tTổ Văn\tTuần 2 tháng 9/2023",
    )
    assert times == [("Tuần 2 tháng 9/2023", "Lập danh mục sách")]
    assert duties == [("Tổ Thư viện", "Lập danh mục sách")]


def test_tasks_without_times() -> None:
    times, duties = told(
        "TT\tCông việc\tNgười phụ trách",
        "1\tTrang trí sân khấu\tTổ Mỹ thuật",
        "2\tĐón tiếp đại biểu\tBan Giám hiệu",
    )
    assert times == []
    assert duties == [("Tổ Mỹ thuật", "Trang trí sân khấu"), ("Ban Giám hiệu", "Đón tiếp đại biểu")]


def test_a_table_that_goes_on_over_the_page() -> None:
    record = plan(
        "1. Lịch",
        "TT\tThời gian\tNội dung\tThực hiện",
        "1\t05/10/2023\tHọp tổ\tTổ Văn",
        NEW_PAGE,
        "2\t12/10/2023\tDạy mẫu\tTổ Toán",
    )
    assert [(d.edtf, d.task) for d in record.deadlines] == [
        ("2023-10-05", "Họp tổ"),
        ("2023-10-12", "Dạy mẫu"),
    ]


def test_cells_that_a_scanner_broke() -> None:
    times, _ = told(
        "TT\tNội dung\tThời gian\tThực hiện",
        "1\tHọp tổ\tSau khi có\tTổ Văn",
        "\t\tkế hoạch năm học\tvà Tổ Sử",
        "2\tDạy mẫu\t12/10/2023\tTổ Toán",
    )
    assert times == [("Sau khi có kế hoạch năm học", "Họp tổ"), ("12/10/2023", "Dạy mẫu")]


def test_visits_on_days() -> None:
    times, duties = told(
        "TT\tĐơn vị kiểm tra\tThời gian kiểm tra",
        "1\tTrường TH Gò Me\tNgày 12/10/2023",
        "2\tTrường TH Ao Sen\tNgày 13/10/2023",
    )
    assert times == [
        ("Ngày 12/10/2023", "Trường TH Gò Me"),
        ("Ngày 13/10/2023", "Trường TH Ao Sen"),
    ]
    assert duties == []


def test_the_doer_within_the_task() -> None:
    _, duties = told(
        "STT\tNgày\tCông việc", "1\t12/10/2023\tTổ Thư viện gửi danh mục sách về Phòng."
    )
    assert duties == [("Tổ Thư viện", "Tổ Thư viện gửi danh mục sách về Phòng")]


@pytest.mark.parametrize(
    "rows",
    [
        ("TT\tNội dung chi\tSố tiền\tGhi chú", "1\tMua sách\t5.000.000\tĐợt 1"),
        ("TT\tNội dung\tĐơn vị\tKinh phí", "1\tMua sách\tTrường TH Gò Me\t5.000.000"),
        ("TT\tHọ và tên\tNgày sinh\tĐơn vị", "1\tVi Thị Lan\t05/10/1990\tTrường TH Gò Me"),
        ("Họ và tên: ............................", "TT\tNội dung\tThời gian", "1\tHọp tổ\tTuần 2"),
    ],
    ids=["budget", "budget by unit", "people", "form"],
)
def test_tables_that_are_no_schedules(rows: tuple[str, ...]) -> None:
    assert told(*rows) == ([], [])
