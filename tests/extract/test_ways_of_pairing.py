"""Plans that tell of twinned units in the many ways that documents do; all names are invented."""

import io
from collections.abc import Sequence
from typing import NamedTuple

import docx
import pytest

import pipeline
from extract.nlp import extract_record
from extract.record import Record
from ingest.limits import Limits
from tests.extract.papers import CLOSING, record_of

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


class Way(NamedTuple):
    """A plan: its letterhead, what stands below it, and the units twinned in it."""

    head: Sequence[str]
    body: Sequence[str | Sequence[str]]
    pairs: Sequence[Sequence[str]]


def _units(record: Record) -> list[list[str]]:
    return [[unit.name for unit in pairing.units] for pairing in record.pairings]


def word(head: Sequence[str], body: Sequence[str | Sequence[str]]) -> Record:
    """The record of a DOCX; a sequence in the body is a table, "^" a cell merged with that above it."""
    document = docx.Document()
    for line in head:
        document.add_paragraph(line)
    for block in body:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        rows = [row.split("|") for row in block]
        table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
        for r, cells in enumerate(rows):
            for c, cell in enumerate(cells):
                if cell == "^":
                    table.cell(r - 1, c).merge(table.cell(r, c))
                elif cell == "<":
                    table.cell(r, c - 1).merge(table.cell(r, c))
                else:
                    table.cell(r, c).text = cell
    for line in CLOSING:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    reading, text = pipeline.restore(made.getvalue(), Limits())
    return extract_record(reading, text, pipeline.gazetteer())


def printed(head: Sequence[str], body: Sequence[str | Sequence[str]]) -> Record:
    """The record of a printed page; cells merged with others are empty."""
    lines: list[str] = []
    for block in body:
        if isinstance(block, str):
            lines.append(block)
            continue
        lines += ["\t".join("" if c in "^<" else c for c in row.split("|")) for row in block]
    return record_of(*head, *lines, *CLOSING)


def head(parent: str, issuer: str, number: str, kind: str, title: str) -> tuple[str, ...]:
    """A letterhead above a title."""
    return (
        parent,
        issuer,
        *MOTTO,
        f"Số: {number}",
        "Bến Đò, ngày 05 tháng 9 năm 2023",
        kind,
        title,
    )


OFFICE = ("UBND HUYỆN BẾN ĐÒ", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO")
PLAN = head(
    *OFFICE, "45/KH-PGDĐT", "KẾ HOẠCH", "Các trường kết nghĩa, giúp đỡ lẫn nhau năm học 2023-2024"
)
LEAD = "Phòng Giáo dục và Đào tạo huyện Bến Đò lập kế hoạch như sau:"

WAYS = {
    "helpers without ordinals, what and who beside": Way(
        head(*OFFICE, "46/KH-PGDĐT", "KẾ HOẠCH", "Trường vùng thuận lợi giúp trường vùng khó khăn"),
        (
            LEAD,
            "2. Phân công giúp đỡ",
            (
                "Đơn vị giúp|Đơn vị nhận giúp|Nội dung|Người phụ trách",
                "Trường MN Sao Mai|Trường MN Bản Khoang|Chế độ ăn của trẻ|Bà Vi Thị Lan",
                "Trường TH Lê Hồng Phong|Trường PTDTBT TH Nà Ớt|Dạy tăng cường tiếng Việt|Ông Lò Văn Hặc",
            ),
            "3. Các trường báo cáo kết quả trước ngày 30/5/2024.",
        ),
        [["Trường MN Sao Mai", "Trường MN Bản Khoang"], ["Trường TH Lê Hồng Phong", "Trường PTDTBT TH Nà Ớt"]],
    ),
    "clusters as headings with members below": Way(
        head(*OFFICE, "47/QĐ-PGDĐT", "QUYẾT ĐỊNH", "Về việc thành lập các cụm trường tiểu học"),
        (
            "Điều 1. Thành lập các cụm trường sinh hoạt chuyên môn, giúp đỡ nhau như sau:",
            "Cụm số 1",
            "- Trường TH Nà Phặc (cụm trưởng);",
            "- Trường TH Cốc Lùng;",
            "- Trường TH Bản Mún.",
            "Cụm số 2",
            "- Trường TH Vân Tùng (cụm trưởng);",
            "- Trường TH Thượng Ân.",
            "Điều 2. Cụm trưởng xây dựng kế hoạch hoạt động trước ngày 15/9/2023.",
        ),
        [["Trường TH Nà Phặc", "Trường TH Cốc Lùng", "Trường TH Bản Mún"], ["Trường TH Vân Tùng", "Trường TH Thượng Ân"]],
    ),
    "clusters with members in one cell": Way(
        head(*OFFICE, "48/TB-PGDĐT", "THÔNG BÁO", "Về việc chia cụm chuyên môn cấp mầm non"),
        (
            "Phòng Giáo dục và Đào tạo thông báo danh sách các cụm chuyên môn:",
            (
                "Cụm|Các trường trong cụm|Trường cụm trưởng",
                "Cụm 1|MN Hoa Ban, MN Hoa Mơ, MN 8-3|MN Hoa Ban",
                "Cụm 2|MN Nậm Lịch, MN Mường Lạn|MN Nậm Lịch",
            ),
            "Các cụm họp mỗi tháng một lần.",
        ),
        [["MN Hoa Ban", "MN Hoa Mơ", "MN 8-3"], ["MN Nậm Lịch", "MN Mường Lạn"]],
    ),
    "clusters with a member a row": Way(
        head(*OFFICE, "49/QĐ-PGDĐT", "QUYẾT ĐỊNH", "Phân chia cụm trường hỗ trợ nhau"),
        (
            "Điều 1. Phân chia các cụm trường THCS hỗ trợ nhau như sau:",
            (
                "Tên cụm|TT|Tên trường|Ghi chú",
                "Cụm trung tâm|1|THCS Mường Ảng|Cụm trưởng",
                "^|2|THCS Ẳng Nưa|",
                "^|3|THCS Ẳng Cang|",
                "Cụm vùng cao|4|PTDTBT THCS Ngối Cáy|Cụm trưởng",
                "^|5|PTDTBT THCS Búng Lao|",
            ),
            "Điều 2. Các trường thực hiện từ ngày 01/10/2023.",
        ),
        [["THCS Mường Ảng", "THCS Ẳng Nưa", "THCS Ẳng Cang"], ["PTDTBT THCS Ngối Cáy", "PTDTBT THCS Búng Lao"]],
    ),
    "party cells in a sentence": Way(
        head("ĐẢNG BỘ XÃ CHIỀNG ĐÔNG", "CHI BỘ TRƯỜNG THCS CHIỀNG ĐÔNG", "03-KH/CB", "KẾ HOẠCH", "Kết nghĩa với chi bộ bản"),
        (
            "Chi bộ Trường THCS Chiềng Đông xây dựng kế hoạch như sau:",
            "1. Chi bộ Trường THCS Chiềng Đông kết nghĩa với Chi bộ bản Nà Pản; Chi bộ Trạm Y tế xã kết nghĩa với Chi bộ bản Co Muông.",
            "2. Hằng quý các chi bộ sinh hoạt chung một buổi.",
        ),
        [["Chi bộ Trường THCS Chiềng Đông", "Chi bộ bản Nà Pản"], ["Chi bộ Trạm Y tế xã", "Chi bộ bản Co Muông"]],
    ),
    "classes of a school, listed": Way(
        head("PHÒNG GD&ĐT BẾN ĐÒ", "TRƯỜNG TIỂU HỌC GÒ ME", "12/KH-THGM", "KẾ HOẠCH", "Lớp anh chị kết nghĩa với lớp em năm học 2023-2024"),
        (
            "Trường Tiểu học Gò Me xây dựng kế hoạch như sau:",
            "II. Các lớp kết nghĩa",
            "- Lớp 5A kết nghĩa với lớp 1A;",
            "- Lớp 5B kết nghĩa với lớp 1B;",
            "- Lớp 4C kết nghĩa với lớp 2C và lớp 2D.",
            "III. Giáo viên chủ nhiệm tổ chức sinh hoạt chung vào thứ sáu hằng tuần.",
        ),
        [["Lớp 5A", "lớp 1A"], ["Lớp 5B", "lớp 1B"], ["Lớp 4C", "lớp 2C", "lớp 2D"]],
    ),
    "hospitals that support others": Way(
        head("UBND TỈNH BẾN ĐÒ", "SỞ Y TẾ", "77/QĐ-SYT", "QUYẾT ĐỊNH", "Về việc phân công bệnh viện đỡ đầu tuyến dưới"),
        (
            "Điều 1. Phân công các đơn vị đỡ đầu tuyến dưới, giai đoạn 2023 - 2025:",
            "1. Bệnh viện Đa khoa tỉnh đỡ đầu Trung tâm Y tế huyện Sông Mã và Trung tâm Y tế huyện Sốp Cộp;",
            "2. Bệnh viện Phụ sản đỡ đầu Trung tâm Y tế huyện Bắc Yên.",
            "Điều 2. Quyết định có hiệu lực từ ngày ký.",
        ),
        [
            ["Bệnh viện Đa khoa tỉnh", "Trung tâm Y tế huyện Sông Mã", "Trung tâm Y tế huyện Sốp Cộp"],
            ["Bệnh viện Phụ sản", "Trung tâm Y tế huyện Bắc Yên"],
        ],
    ),
    "offices that help communes, two rows of heads": Way(
        head("TỈNH ỦY BẾN ĐÒ", "BAN CHỈ ĐẠO GIẢM NGHÈO", "15/TB-BCĐ", "THÔNG BÁO", "Phân công cơ quan, đơn vị giúp đỡ các xã nghèo"),
        (
            "Ban Chỉ đạo phân công cơ quan, đơn vị giúp đỡ các xã nghèo như sau:",
            (
                "TT|Cơ quan, đơn vị giúp đỡ|Xã được giúp đỡ|<|Số hộ nghèo",
                "^|^|Xã|Huyện|^",
                "1|Sở Xây dựng; Kho bạc Nhà nước tỉnh|Xã Tà Long|Đakrông|120",
                "2|Sở Tư pháp|Xã Hướng Lộc|Hướng Hóa|86",
            ),
            "Các cơ quan cử cán bộ xuống xã ít nhất một lần mỗi quý.",
        ),
        [["Sở Xây dựng", "Kho bạc Nhà nước tỉnh", "Xã Tà Long"], ["Sở Tư pháp", "Xã Hướng Lộc"]],
    ),
    "a plan that two bodies issue": Way(
        ("ỦY BAN NHÂN DÂN XÃ ĐẠI SƠN", "TRƯỜNG THCS ĐẠI SƠN", *MOTTO, "Số: 02/KHLN", "Đại Sơn, ngày 05 tháng 9 năm 2023",
         "KẾ HOẠCH LIÊN NGÀNH", "Hỗ trợ nhau xây dựng xã hội học tập năm 2023"),
        (
            "Ủy ban nhân dân xã Đại Sơn và Trường THCS Đại Sơn thống nhất xây dựng kế hoạch với các nội dung sau:",
            "1. Mở lớp xóa mù chữ trước ngày 15/10/2023.",
            "2. Hai đơn vị gặp nhau mỗi quý một lần.",
        ),
        [["Ủy ban nhân dân xã Đại Sơn", "Trường THCS Đại Sơn"]],
    ),
    "minutes of twinning": Way(
        head("PHÒNG GD&ĐT BẾN ĐÒ", "TRƯỜNG MẦM NON AO SEN", "05/BB-MNAS", "BIÊN BẢN", "Ký kết chương trình kết nghĩa giữa Trường Mầm non Ao Sen và Trường Mầm non Hang Kia"),
        (
            "Hôm nay, ngày 05 tháng 9 năm 2023, hai trường tiến hành ký kết với các nội dung sau:",
            "1. Hai trường trao đổi kinh nghiệm nuôi dạy trẻ mỗi học kỳ một lần.",
        ),
        [["Trường Mầm non Ao Sen", "Trường Mầm non Hang Kia"]],
    ),
    "pairs by number": Way(
        PLAN,
        (
            LEAD,
            "2. Các cặp trường",
            "Cặp thứ nhất: Trường THCS Khe Rùa và Trường THCS Đèo Vắt.",
            "Cặp thứ hai: Trường THCS Nà Bó và Trường THCS Lũng Vài.",
            "3. Các trường họp vào tháng 10/2023.",
        ),
        [["Trường THCS Khe Rùa", "Trường THCS Đèo Vắt"], ["Trường THCS Nà Bó", "Trường THCS Lũng Vài"]],
    ),
    "pairs numbered in a table": Way(
        PLAN,
        (
            LEAD,
            (
                "Cặp|Đơn vị A|Đơn vị B|Thời gian ký kết",
                "Số 1|TH Bến Đò|TH Gò Me|Tháng 9/2023",
                "Số 2|TH số 2 Ao Sen|TH Lũng Vài|Tháng 10/2023",
            ),
        ),
        [["TH Bến Đò", "TH Gò Me"], ["TH số 2 Ao Sen", "TH Lũng Vài"]],
    ),
    "pairs by dashes under a heading": Way(
        PLAN,
        (
            LEAD,
            "II. Danh sách các trường kết nghĩa",
            "1. Trường TH Bến Đò - Trường TH Gò Me",
            "2. Trường TH và THCS Ao Sen - Trường PTDTBT TH và THCS Lũng Vài",
            "III. Tổ chức thực hiện",
            "1. Các trường gửi kế hoạch về Phòng trước ngày 20/9/2023.",
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"], ["Trường TH và THCS Ao Sen", "Trường PTDTBT TH và THCS Lũng Vài"]],
    ),
    "groups in a letter": Way(
        ("UBND TỈNH BẾN ĐÒ", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", *MOTTO, "Số: 901/SGDĐT-GDTrH", "V/v lập nhóm trường cùng tiến",
         "Bến Đò, ngày 05 tháng 9 năm 2023", "Kính gửi: Các trường THPT."),
        (
            "Sở Giáo dục và Đào tạo lập các nhóm trường cùng tiến, giúp đỡ nhau ôn thi như sau:",
            "Nhóm 1 gồm các trường: THPT Nà Bó, THPT Khe Rùa, THPT Đèo Vắt, do THPT Nà Bó làm nhóm trưởng.",
            "Nhóm 2 gồm các trường: THPT Bến Đò và THPT Gò Me, do THPT Bến Đò làm nhóm trưởng.",
            "Đề nghị các trường triển khai thực hiện.",
        ),
        [["THPT Nà Bó", "THPT Khe Rùa", "THPT Đèo Vắt"], ["THPT Bến Đò", "THPT Gò Me"]],
    ),
    "communes and villages across a border": Way(
        head("UBND TỈNH BẾN ĐÒ", "BỘ CHỈ HUY BỘ ĐỘI BIÊN PHÒNG", "31/KH-BCH", "KẾ HOẠCH", "Kết nghĩa bản - bản hai bên biên giới"),
        (
            "Bộ Chỉ huy Bộ đội Biên phòng tỉnh xây dựng kế hoạch như sau:",
            "1. Các cặp bản kết nghĩa",
            "a) Bản Na Ư (Việt Nam) với bản Huổi Hịa (Lào);",
            "b) Bản Pa Thơm (Việt Nam) với bản Na Son (Lào).",
            "2. Đồn Biên phòng Na Ư tổ chức giao ban hằng quý.",
        ),
        [["Bản Na Ư", "bản Huổi Hịa"], ["Bản Pa Thơm", "bản Na Son"]],
    ),
    "one helps several behind a colon": Way(
        PLAN,
        (
            LEAD,
            "2. Phân công: Trường THCS Chu Văn An giúp đỡ các trường: THCS Nà Bó, THCS Khe Rùa; Trường THCS Lê Lợi nhận giúp đỡ Trường THCS Đèo Vắt.",
            "3. Trường giúp đỡ cử giáo viên dạy mẫu mỗi tháng một buổi.",
        ),
        [["Trường THCS Chu Văn An", "THCS Nà Bó", "THCS Khe Rùa"], ["Trường THCS Lê Lợi", "Trường THCS Đèo Vắt"]],
    ),
    "posts, schools and firms in a row": Way(
        head("ĐẢNG ỦY BỘ ĐỘI BIÊN PHÒNG", "ĐỒN BIÊN PHÒNG NA Ư", "11/KH-ĐBP", "KẾ HOẠCH", "Ba bên kết nghĩa cùng học sinh vùng biên"),
        (
            "Đồn Biên phòng Na Ư xây dựng kế hoạch ba bên kết nghĩa:",
            (
                "TT|Đơn vị quân đội|Trường học|Doanh nghiệp",
                "1|Đồn Biên phòng Na Ư|Trường TH Na Ư|Công ty TNHH Hoa Ban",
                "2|Tiểu đoàn 5|Trường THCS Pa Thơm|",
            ),
        ),
        [["Đồn Biên phòng Na Ư", "Trường TH Na Ư", "Công ty TNHH Hoa Ban"], ["Tiểu đoàn 5", "Trường THCS Pa Thơm"]],
    ),
    "a narrated twinning": Way(
        PLAN,
        (
            LEAD,
            "1. Hội Liên hiệp Phụ nữ phường Tô Hiệu và Hội Liên hiệp Phụ nữ xã Mường Giôn ký kết nghĩa, hỗ trợ nhau phát triển kinh tế.",
            "2. Xã Hua La liên kết với phường Quyết Thắng trong giai đoạn 2023 - 2025.",
        ),
        [
            ["Hội Liên hiệp Phụ nữ phường Tô Hiệu", "Hội Liên hiệp Phụ nữ xã Mường Giôn"],
            ["Xã Hua La", "phường Quyết Thắng"],
        ],
    ),
    "invigilators are no partners": Way(
        head(*OFFICE, "50/QĐ-PGDĐT", "QUYẾT ĐỊNH", "Điều động giáo viên coi thi chéo giữa các trường"),
        (
            "Điều 1. Điều động giáo viên coi thi chéo như sau:",
            (
                "TT|Trường cử giáo viên|Trường tổ chức thi|Số giáo viên",
                "1|THCS Bến Đò|THCS Gò Me|10",
                "2|THCS Gò Me|THCS Ao Sen|12",
            ),
            "Điều 2. Các trường thực hiện từ ngày 20/5/2024.",
        ),
        [],
    ),
    "work together on one task": Way(
        head(*OFFICE, "51/KH-PGDĐT", "KẾ HOẠCH", "Tổ chức hội khỏe"),
        (
            LEAD,
            "1. Trường TH Bến Đò phối hợp với Trường TH Gò Me chuẩn bị sân bãi; Trạm Y tế xã hỗ trợ Trường TH Bến Đò về thuốc men.",
            "2. Thi đấu theo bảng: Bảng A gồm: TH Bến Đò, TH Gò Me; Bảng B gồm: TH Ao Sen, TH Lũng Vài.",
            (
                "TT|Đơn vị|Nội dung thi|Số người",
                "1|TH Bến Đò|Kéo co|8",
                "2|TH Gò Me|Nhảy bao|6",
            ),
        ),
        [],
    ),
    "a twinning that is over": Way(
        head(*OFFICE, "52/BC-PGDĐT", "BÁO CÁO", "Kết quả kết nghĩa năm học 2022-2023"),
        (
            "Phòng Giáo dục và Đào tạo báo cáo như sau:",
            "1. Trường TH Bến Đò kết nghĩa với Trường TH Gò Me.",
            "2. Trước đây Trường TH Ao Sen từng kết nghĩa với Trường TH Lũng Vài nhưng đã chấm dứt từ tháng 5/2023.",
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"]],
    ),
    "parties in a table whose names lack their type": Way(
        PLAN,
        (
            LEAD,
            "II. CÁC ĐƠN VỊ KẾT NGHĨA",
            (
                "TT|Trường|Trường kết nghĩa|Khoảng cách (km)",
                "1|Bến Đò|Gò Me|12",
                "2|Ao Sen|Lũng Vài A|25",
            ),
        ),
        [["Bến Đò", "Gò Me"], ["Ao Sen", "Lũng Vài A"]],
    ),
    "clusters as rows across the table": Way(
        head(*OFFICE, "61/KH-PGDĐT", "KẾ HOẠCH", "Hoạt động cụm trường mầm non năm học 2023-2024"),
        (
            LEAD,
            (
                "STT|Đơn vị|Số lớp",
                "Cụm Bắc|<|<",
                "1|Trường MN Hoa Đào|12",
                "2|Trường MN Hoa Lê|9",
                "Cụm Nam|<|<",
                "3|Trường MN Hoa Mận|10",
                "4|Trường MN Hoa Mai|8",
                "5|Trường MN Hoa Ban|7",
            ),
        ),
        [["Trường MN Hoa Đào", "Trường MN Hoa Lê"], ["Trường MN Hoa Mận", "Trường MN Hoa Mai", "Trường MN Hoa Ban"]],
    ),
    "leaders and members told by role": Way(
        head(*OFFICE, "62/QĐ-PGDĐT", "QUYẾT ĐỊNH", "Thành lập cụm trường giúp đỡ nhau"),
        (
            "Điều 1. Thành lập 02 cụm trường giúp đỡ nhau, gồm:",
            "1. Cụm Ao Sen",
            "a) Cụm trưởng: Trường THCS Ao Sen;",
            "b) Thành viên: Trường THCS Gò Me, Trường THCS Nà Bó.",
            "2. Cụm Bến Đò",
            "a) Cụm trưởng: Trường THCS Bến Đò;",
            "b) Thành viên: Trường THCS Khe Rùa.",
            "Điều 2. Quyết định có hiệu lực kể từ ngày ký.",
        ),
        [["Trường THCS Ao Sen", "Trường THCS Gò Me", "Trường THCS Nà Bó"], ["Trường THCS Bến Đò", "Trường THCS Khe Rùa"]],
    ),
    "classes in a table without lines of names": Way(
        head("PHÒNG GD&ĐT BẾN ĐÒ", "TRƯỜNG TIỂU HỌC AO SEN", "14/KH-THAS", "KẾ HOẠCH", "Xây dựng đôi bạn lớp cùng tiến"),
        (
            "Trường Tiểu học Ao Sen xây dựng kế hoạch như sau:",
            "2. Các lớp ghép đôi",
            (
                "Lớp giúp|Lớp được giúp|Giáo viên chủ nhiệm",
                "5A1|2A3|Cô Lê Thị Hoa",
                "5A2|2A4|Cô Vũ Thị Nga",
            ),
        ),
        [["5A1", "2A3"], ["5A2", "2A4"]],
    ),
    "two helpers for one helped": Way(
        PLAN,
        (
            LEAD,
            (
                "Đơn vị đỡ đầu|Đơn vị được đỡ đầu",
                "Công ty Điện lực Bến Đò|Trường PTDTBT TH Lũng Vài",
                "Ngân hàng Nông nghiệp Bến Đò|^",
                "Bưu điện huyện Bến Đò|Trường MN Khe Rùa",
            ),
        ),
        [
            ["Công ty Điện lực Bến Đò", "Trường PTDTBT TH Lũng Vài"],
            ["Ngân hàng Nông nghiệp Bến Đò", "Trường PTDTBT TH Lũng Vài"],
            ["Bưu điện huyện Bến Đò", "Trường MN Khe Rùa"],
        ],
    ),
    "both sides listed in their cells": Way(
        PLAN,
        (
            LEAD,
            (
                "Nhóm|Trường hỗ trợ|Trường nhận hỗ trợ",
                "1|- TH Bến Đò - TH Gò Me|- TH Ao Sen",
                "2|TH Nà Bó|1. TH Lũng Vài 2. TH Khe Rùa",
            ),
        ),
        [["TH Bến Đò", "TH Gò Me", "TH Ao Sen"], ["TH Nà Bó", "TH Lũng Vài", "TH Khe Rùa"]],
    ),
    "who signs with whom": Way(
        head("TỈNH ĐOÀN BẾN ĐÒ", "HUYỆN ĐOÀN AO SEN", "19-KH/HĐ", "KẾ HOẠCH", "Kết nghĩa giữa các cơ sở Đoàn"),
        (
            "Ban Thường vụ Huyện đoàn Ao Sen xây dựng kế hoạch như sau:",
            "1. Chi đoàn Công an huyện ký kết nghĩa cùng Chi đoàn xã Gò Me.",
            "2. Chi đoàn Ngân hàng Chính sách xã hội nhận kết nghĩa với Chi đoàn thôn Nà Bó và Chi đoàn thôn Khe Rùa.",
            "3. Mỗi chi đoàn kết nghĩa đăng ký một công trình thanh niên trước ngày 26/3/2024.",
        ),
        [
            ["Chi đoàn Công an huyện", "Chi đoàn xã Gò Me"],
            ["Chi đoàn Ngân hàng Chính sách xã hội", "Chi đoàn thôn Nà Bó", "Chi đoàn thôn Khe Rùa"],
        ],
    ),
    "three form a group": Way(
        PLAN,
        (
            LEAD,
            "1. Trường MN Ao Sen, Trường MN Gò Me và Trường MN Nà Bó lập thành một nhóm giúp đỡ nhau.",
            "2. Trường MN Bến Đò và Trường MN Khe Rùa kết nghĩa với nhau.",
        ),
        [["Trường MN Ao Sen", "Trường MN Gò Me", "Trường MN Nà Bó"], ["Trường MN Bến Đò", "Trường MN Khe Rùa"]],
    ),
    "a cooperation agreement": Way(
        ("TRƯỜNG CAO ĐẲNG NGHỀ BẾN ĐÒ", "CÔNG TY CỔ PHẦN MAY AO SEN", *MOTTO, "Bến Đò, ngày 05 tháng 9 năm 2023",
         "BẢN THỎA THUẬN", "Hợp tác đào tạo và tuyển dụng"),
        (
            "Trường Cao đẳng Nghề Bến Đò và Công ty Cổ phần May Ao Sen thỏa thuận các nội dung sau:",
            "Điều 1. Hai bên tổ chức thực tập cho sinh viên vào tháng 3 hằng năm.",
            "Điều 2. Thỏa thuận có hiệu lực từ ngày ký.",
        ),
        [["Trường Cao đẳng Nghề Bến Đò", "Công ty Cổ phần May Ao Sen"]],
    ),
    "pairs in items by and": Way(
        PLAN,
        (
            LEAD,
            "Các cặp trường ghép đôi gồm:",
            "+ Trường TH Bến Đò và Trường TH Gò Me;",
            "+ Trường TH Ao Sen và Trường TH Lũng Vài;",
            "+ Trường THCS Nà Bó và Trường THCS Khe Rùa.",
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"], ["Trường TH Ao Sen", "Trường TH Lũng Vài"], ["Trường THCS Nà Bó", "Trường THCS Khe Rùa"]],
    ),
    "arrows and rows without a table": Way(
        PLAN,
        (
            LEAD,
            "2. Danh sách kết nghĩa",
            "2.1. Trường TH Bến Đò kết nghĩa Trường TH Gò Me.",
            "2.2. Trường TH Ao Sen kết nghĩa Trường TH Lũng Vài (xã Lũng Vài), Trường TH Nà Bó (xã Nà Bó).",
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"], ["Trường TH Ao Sen", "Trường TH Lũng Vài", "Trường TH Nà Bó"]],
    ),
    "an office helps by name in a decision": Way(
        head("UBND HUYỆN BẾN ĐÒ", "PHÒNG NỘI VỤ", "71/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc phân công các cơ quan giúp đỡ xã, thôn đặc biệt khó khăn"),
        (
            "Điều 1. Phân công các cơ quan giúp đỡ các xã, thôn đặc biệt khó khăn năm 2023 như sau:",
            "1. Phòng Tài chính - Kế hoạch giúp đỡ thôn Khe Rùa, xã Nà Bó.",
            "2. Hội Nông dân huyện, Hội Cựu chiến binh huyện phụ trách, giúp đỡ xã Lũng Vài.",
            "Điều 2. Các cơ quan xây dựng kế hoạch trước ngày 30/9/2023.",
        ),
        [["Phòng Tài chính - Kế hoạch", "thôn Khe Rùa"], ["Hội Nông dân huyện", "Hội Cựu chiến binh huyện", "xã Lũng Vài"]],
    ),
    "budgets of schools that are twinned": Way(
        PLAN,
        (
            LEAD,
            "1. Trường TH Bến Đò kết nghĩa với Trường TH Gò Me.",
            "2. Kinh phí",
            (
                "TT|Đơn vị|Nội dung chi|Số tiền",
                "1|Trường TH Bến Đò|Mua sách|5.000.000",
                "2|Trường TH Gò Me|Nước uống|1.000.000",
            ),
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"]],
    ),
    "a schedule of a twinned school": Way(
        PLAN,
        (
            LEAD,
            "1. Trường TH Bến Đò kết nghĩa với Trường TH Gò Me.",
            "2. Lịch hoạt động",
            (
                "Thời gian|Nội dung|Đơn vị chủ trì|Đơn vị phối hợp",
                "Tháng 10/2023|Dạy mẫu môn Toán|Trường TH Bến Đò|Trường TH Gò Me",
                "Tháng 12/2023|Thi kể chuyện|Trường TH Gò Me|Trường TH Bến Đò",
            ),
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"]],
    ),
    "contest groups": Way(
        head(*OFFICE, "53/KH-PGDĐT", "KẾ HOẠCH", "Tổ chức hội thi giáo viên dạy giỏi"),
        (
            LEAD,
            "1. Chia nhóm thi: Nhóm 1 gồm: Trường TH Bến Đò, Trường TH Gò Me; Nhóm 2 gồm: Trường TH Ao Sen, Trường TH Nà Bó.",
            ("Cụm thi|Trường dự thi|Địa điểm", "Cụm 1|TH Bến Đò, TH Gò Me|TH Bến Đò", "Cụm 2|TH Ao Sen, TH Nà Bó|TH Ao Sen"),
        ),
        [],
    ),
    "core and satellite hospitals": Way(
        head("UBND TỈNH BẾN ĐÒ", "SỞ Y TẾ", "81/QĐ-SYT", "QUYẾT ĐỊNH", "Phê duyệt mạng lưới bệnh viện vệ tinh"),
        (
            "Điều 1. Phê duyệt mạng lưới bệnh viện vệ tinh như sau:",
            (
                "STT|Bệnh viện hạt nhân|Bệnh viện vệ tinh|Chuyên khoa",
                "1|Bệnh viện Đa khoa tỉnh|Bệnh viện Đa khoa huyện Ao Sen|Ngoại",
                "2|^|Bệnh viện Đa khoa huyện Gò Me|Nội",
                "3|Bệnh viện Nhi|Trung tâm Y tế huyện Nà Bó|Nhi",
            ),
        ),
        [
            ["Bệnh viện Đa khoa tỉnh", "Bệnh viện Đa khoa huyện Ao Sen"],
            ["Bệnh viện Đa khoa tỉnh", "Bệnh viện Đa khoa huyện Gò Me"],
            ["Bệnh viện Nhi", "Trung tâm Y tế huyện Nà Bó"],
        ],
    ),
    "sister schools, told by one of them": Way(
        head("PHÒNG GD&ĐT BẾN ĐÒ", "TRƯỜNG THCS GÒ ME", "21/KH-THCSGM", "KẾ HOẠCH", "Hoạt động trường chị em năm học 2023-2024"),
        (
            "Trường THCS Gò Me xây dựng kế hoạch hoạt động với trường chị em như sau:",
            "1. Đơn vị kết nghĩa: Trường THCS Gò Me - Trường THCS Lũng Vài.",
            "2. Mỗi học kỳ hai trường gặp nhau một lần.",
        ),
        [["Trường THCS Gò Me", "Trường THCS Lũng Vài"]],
    ),
    "what each pair does beside it": Way(
        PLAN,
        (
            LEAD,
            (
                "STT|Cặp trường|Việc làm chung|Thời gian",
                "1|TH Bến Đò - TH Gò Me|Ngày hội đọc sách|Tháng 10",
                "2|TH Ao Sen - TH Lũng Vài - TH Nà Bó|Sân chơi toán|Tháng 12",
            ),
        ),
        [["TH Bến Đò", "TH Gò Me"], ["TH Ao Sen", "TH Lũng Vài", "TH Nà Bó"]],
    ),
    "one school for each, in a sentence": Way(
        PLAN,
        (
            LEAD,
            "1. Phòng Giáo dục và Đào tạo phân công Trường TH Bến Đò nhận đỡ đầu Trường TH Gò Me, Trường TH Ao Sen nhận đỡ đầu Trường TH Lũng Vài.",
            "2. Các trường nhận đỡ đầu báo cáo trước ngày 15/5/2024.",
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"], ["Trường TH Ao Sen", "Trường TH Lũng Vài"]],
    ),
    "units of an army and places": Way(
        head("QUÂN KHU 2", "TRUNG ĐOÀN 98", "09/KH-TĐ", "KẾ HOẠCH", "Kết nghĩa với địa phương nơi đóng quân"),
        (
            "Trung đoàn 98 xây dựng kế hoạch như sau:",
            "2. Phân công kết nghĩa",
            "- Tiểu đoàn 7: kết nghĩa với xã Ao Sen;",
            "- Tiểu đoàn 8: kết nghĩa với xã Gò Me và Trường THCS Gò Me;",
            "- Đại đội 15: kết nghĩa với thôn Nà Bó.",
            "3. Mỗi đơn vị giúp dân 200 ngày công một năm.",
        ),
        [["Tiểu đoàn 7", "xã Ao Sen"], ["Tiểu đoàn 8", "xã Gò Me", "Trường THCS Gò Me"], ["Đại đội 15", "thôn Nà Bó"]],
    ),
    "a letter of two schools about their talks": Way(
        ("TRƯỜNG TH BẾN ĐÒ", "TRƯỜNG TH GÒ ME", *MOTTO, "Số: 03/CTr-LT", "Bến Đò, ngày 05 tháng 9 năm 2023",
         "CHƯƠNG TRÌNH", "Giao lưu, hợp tác giữa Trường TH Bến Đò và Trường TH Gò Me năm học 2023-2024"),
        (
            "Trường TH Bến Đò và Trường TH Gò Me cùng xây dựng chương trình như sau:",
            "1. Giao lưu văn nghệ vào tháng 11/2023.",
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"]],
    ),
    "clusters of communes with centres": Way(
        head("UBND HUYỆN BẾN ĐÒ", "PHÒNG VĂN HÓA VÀ THÔNG TIN", "17/KH-VHTT", "KẾ HOẠCH", "Sinh hoạt cụm văn hóa các xã"),
        (
            "Phòng Văn hóa và Thông tin lập kế hoạch chia cụm văn hóa, giúp đỡ nhau như sau:",
            "- Cụm 1 (trung tâm cụm: xã Ao Sen): các xã Ao Sen, Gò Me, Nà Bó;",
            "- Cụm 2 (trung tâm cụm: xã Khe Rùa): các xã Khe Rùa, Đèo Vắt.",
        ),
        [["Xã Ao Sen", "Xã Gò Me", "Xã Nà Bó"], ["Xã Khe Rùa", "Xã Đèo Vắt"]],
    ),
    "schools that send pupils to exams": Way(
        head(*OFFICE, "91/TB-PGDĐT", "THÔNG BÁO", "Về việc bố trí điểm thi"),
        (
            "Phòng thông báo việc bố trí điểm thi như sau:",
            ("TT|Trường có học sinh dự thi|Điểm thi|Số phòng", "1|TH Bến Đò|TH Gò Me|4", "2|TH Ao Sen|TH Nà Bó|5"),
            "1. Trường TH Gò Me hỗ trợ Trường TH Bến Đò nơi ăn nghỉ.",
        ),
        [],
    ),
    "offices that share a task": Way(
        head("UBND HUYỆN BẾN ĐÒ", "VĂN PHÒNG", "92/KH-VP", "KẾ HOẠCH", "Phòng, chống thiên tai"),
        (
            "Văn phòng lập kế hoạch như sau:",
            ("TT|Nội dung|Đơn vị chủ trì|Đơn vị phối hợp", "1|Cứu nạn|Công an huyện|Ban Chỉ huy Quân sự huyện", "2|Y tế|Trung tâm Y tế huyện|Hội Chữ thập đỏ huyện"),
            "2. Công an huyện và Ban Chỉ huy Quân sự huyện giúp đỡ xã Gò Me khắc phục hậu quả.",
        ),
        [],
    ),
    "who supports a task": Way(
        head("UBND HUYỆN BẾN ĐÒ", "VĂN PHÒNG", "93/KH-VP", "KẾ HOẠCH", "Chuyển đổi số năm 2023"),
        (
            "Văn phòng lập kế hoạch như sau:",
            ("TT|Nội dung|Đơn vị thực hiện|Đơn vị hỗ trợ", "1|Tập huấn|Phòng Nội vụ|VNPT Bến Đò", "2|Số hóa|Văn phòng HĐND huyện|Viettel Bến Đò"),
        ),
        [],
    ),
    "parties of a memorandum": Way(
        ("BẢN GHI NHỚ", "Hợp tác phát triển văn hóa đọc", "Bến Đò, ngày 05 tháng 9 năm 2023"),
        (
            "Hôm nay, chúng tôi gồm:",
            "Bên A: Thư viện tỉnh Bến Đò",
            "Đại diện: Ông Vi Văn Lò, Giám đốc",
            "Bên B: Trường Cao đẳng Sư phạm Ao Sen",
            "Đại diện: Bà Lò Thị Ban, Hiệu trưởng",
            "Hai bên thống nhất các nội dung sau:",
            "Điều 1. Bên A luân chuyển 500 cuốn sách mỗi năm.",
        ),
        [["Thư viện tỉnh Bến Đò", "Trường Cao đẳng Sư phạm Ao Sen"]],
    ),
    "issuers that the text does not name again": Way(
        ("TRƯỜNG MN BẾN ĐÒ", "TRƯỜNG MN GÒ ME", *MOTTO, "Số: 04/KHLT", "Bến Đò, ngày 05 tháng 9 năm 2023",
         "KẾ HOẠCH", "Liên trường tổ chức chuyên đề năm học 2023-2024"),
        (
            "Hai trường thống nhất kế hoạch như sau:",
            "1. Dạy mẫu vào tháng 10/2023.",
        ),
        [["Trường mầm non Bến Đò", "Trường mầm non Gò Me"]],
    ),
    "headings within a table without ordinals": Way(
        PLAN,
        (
            LEAD,
            (
                "Trường giúp|Trường được giúp",
                "Cấp tiểu học|<",
                "Trường TH Bến Đò|Trường TH Gò Me",
                "Cấp trung học cơ sở|<",
                "Trường THCS Ao Sen|Trường THCS Lũng Vài",
            ),
        ),
        [["Trường TH Bến Đò", "Trường TH Gò Me"], ["Trường THCS Ao Sen", "Trường THCS Lũng Vài"]],
    ),
    "names broken over rows": Way(
        PLAN,
        (
            LEAD,
            (
                "TT|Trường giúp|Trường được giúp",
                "1|Trường TH Nguyễn Văn|Trường PTDTBT TH",
                "|Bé|Gò Me",
                "2|Trường TH Bến Đò|Trường TH Nà Bó",
            ),
        ),
        [["Trường TH Nguyễn Văn Bé", "Trường PTDTBT TH Gò Me"], ["Trường TH Bến Đò", "Trường TH Nà Bó"]],
    ),
    "who leads a cluster within a table of members": Way(
        head(*OFFICE, "95/QĐ-PGDĐT", "QUYẾT ĐỊNH", "Về việc kiện toàn các cụm chuyên môn cấp tiểu học"),
        (
            "Điều 1. Kiện toàn các cụm chuyên môn cấp tiểu học như sau:",
            (
                "TT|Cụm|Đơn vị thành viên|Cụm trưởng",
                "1|Cụm 1|TH Bến Đò; TH Gò Me; TH Ao Sen|Bà Vi Thị Lan",
                "2|Cụm 2|TH Nà Bó; TH Khe Rùa|Ông Lò Văn Hặc",
            ),
        ),
        [["TH Bến Đò", "TH Gò Me", "TH Ao Sen"], ["TH Nà Bó", "TH Khe Rùa"]],
    ),
    "names that hold others": Way(
        PLAN,
        (
            LEAD,
            "Chi bộ Công an huyện nhận kết nghĩa với Chi bộ thôn Gò Me, xã Ao Sen; Hội Chữ thập đỏ Trường THPT Số 1 Bến Đò "
            "kết nghĩa với Hội Chữ thập đỏ Trường THPT 19-5.",
        ),
        [
            ["Chi bộ Công an huyện", "Chi bộ thôn Gò Me"],
            ["Hội Chữ thập đỏ Trường THPT Số 1 Bến Đò", "Hội Chữ thập đỏ Trường THPT 19-5"],
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", [word, printed])
@pytest.mark.parametrize("name", WAYS)
def test_ways_of_pairing(name: str, form: type) -> None:
    way = WAYS[name]
    assert _units(form(way.head, way.body)) == [list(pair) for pair in way.pairs]
