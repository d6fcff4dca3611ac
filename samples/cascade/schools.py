"""Six plans of schools and a joint one. One is as it should be; each other has a fault of its own."""

from samples.cascade.parts import CITY_PLAN, MOVEMENT, plan
from samples.document import Closing, Document, Letterhead

HAI_CHAU_PLAN = (
    "Kế hoạch số 131/KH-PGDĐT ngày 06/11/2023 của Phòng Giáo dục và Đào tạo quận Hải Châu về việc "
    f"thực hiện {MOVEMENT} trên địa bàn quận Hải Châu giai đoạn 2023-2026"
)
SON_TRA_PLAN = (
    "Kế hoạch số 97/KH-PGDĐT ngày 08/11/2023 của Phòng Giáo dục và Đào tạo quận Sơn Trà về việc "
    f"thực hiện {MOVEMENT} trên địa bàn quận Sơn Trà giai đoạn 2023-2026"
)
HOA_VANG_PLAN = (
    "Kế hoạch số 204/KH-PGDĐT ngày 10/11/2023 của Phòng Giáo dục và Đào tạo huyện Hòa Vang về việc "
    f"thực hiện {MOVEMENT} trên địa bàn huyện Hòa Vang giai đoạn 2023-2026"
)
TITLE = (f"Thực hiện {MOVEMENT}", "giai đoạn 2023-2026")


def school(
    place: str,
    name: str,
    number: str,
    day: str,
    grounds: tuple[str, ...],
    tasks: tuple[str, ...],
    head: str,
    more: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Document:
    """A school's plan; ``place`` is its district with the type word, ``day`` ends the dateline."""
    return plan(
        Letterhead(
            parent=(f"UBND {place.upper()}",),
            issuer=(name.upper(),),
            number=number,
            dateline=f"{place.split(maxsplit=1)[1]}, ngày {day}",
        ),
        TITLE,
        (*grounds, f"{name} xây dựng kế hoạch như sau:"),
        (
            ("I. MỤC ĐÍCH", ("Thầy cô và học sinh có thêm bạn.",)),
            *more,
            ("II. TỔ CHỨC THỰC HIỆN", ()),
            ("1. Tổ chuyên môn", tasks),
        ),
        Closing(
            recipients=(
                f"- Phòng GDĐT {place} (để báo cáo);",
                "- Các tổ chuyên môn (để thực hiện);",
                "- Lưu: VT.",
            ),
            office=("HIỆU TRƯỞNG",),
            name=head,
        ),
    )


BEN_LO = school(
    "quận Hải Châu",
    "Trường Tiểu học Bến Lở",
    "12/KH-THBL",
    "20 tháng 11 năm 2023",
    (f"Thực hiện {HAI_CHAU_PLAN};",),
    ("1.1. Tổ chức buổi sinh hoạt chung với trường bạn trong tháng 3/2024.",),
    "Ngô Thị Hạnh",
)
# The day of the district's plan is another.
DO_XU = school(
    "quận Hải Châu",
    "Trường Trung học cơ sở Đò Xu Hạ",
    "31/KH-THCSĐXH",
    "24 tháng 11 năm 2023",
    (f"Thực hiện {HAI_CHAU_PLAN.replace('06/11/2023', '16/11/2023')};",),
    ("1.1. Tổ chức hội thi vẽ tranh về tình bạn trong tháng 4/2024.",),
    "Bùi Anh Tuấn",
)
# The district's plan is said to be the district's own; the number's code is that of a decision.
BAI_RANG = school(
    "quận Sơn Trà",
    "Trường Tiểu học Bãi Rạng",
    "45/QĐ-THBR",
    "27 tháng 11 năm 2023",
    (
        "Thực hiện "
        + SON_TRA_PLAN.replace("Phòng Giáo dục và Đào tạo quận Sơn Trà", "UBND quận Sơn Trà", 1)
        + ";",
    ),
    ("1.1. Trao tặng sách cho trường bạn trong tháng 2/2024.",),
    "Hồ Thị Lệ",
)
# One day lies after the period, one before the plan.
SUOI_LO = school(
    "quận Sơn Trà",
    "Trường Trung học cơ sở Suối Lở",
    "50/KH-THCSSL",
    "29 tháng 11 năm 2023",
    (f"Thực hiện {SON_TRA_PLAN};",),
    (
        "1.1. Nộp danh sách học sinh cần giúp đỡ cho Hiệu trưởng trước ngày 15/9/2023.",
        "1.2. Tổ chức trại hè cùng trường bạn trước ngày 20/10/2027.",
    ),
    "Đặng Minh Châu",
)
# The district's plan bears another title; a day is impossible; the code is that of an office.
NA_HOA = school(
    "huyện Hòa Vang",
    "Trường Tiểu học Nà Hoa",
    "27/KH-PGDĐT",
    "30 tháng 11 năm 2023",
    (
        "Thực hiện Kế hoạch số 204/KH-PGDĐT ngày 10/11/2023 của Phòng Giáo dục và Đào tạo huyện "
        "Hòa Vang về việc phòng chống đuối nước cho trẻ em dịp nghỉ hè;",
    ),
    ("1.1. Gửi thư kết bạn tới trường bạn trước ngày 31/11/2024.",),
    "Alăng Thị Bích",
)
# It cites a plan that the archive lacks, replaces one of its own, and repeats a label.
KHE_RAM = school(
    "huyện Hòa Vang",
    "Trường Trung học cơ sở Khe Răm",
    "33/KH-THCSKR",
    "01 tháng 12 năm 2023",
    (
        f"Thực hiện {HOA_VANG_PLAN};",
        "Căn cứ Kế hoạch số 88/KH-UBND ngày 02/10/2023 của UBND huyện Hòa Vang về phát triển giáo "
        "dục miền núi;",
        "Kế hoạch này thay thế Kế hoạch số 19/KH-THCSKR ngày 05/9/2023 của Trường Trung học cơ "
        "sở Khe Răm;",
    ),
    ("1.1. Đón trường bạn lên thăm trong tháng 3/2024.",),
    "Lê Thị Thu Sương",
    more=(("I. YÊU CẦU", ("Việc làm thiết thực.",)),),
)
# The district's list twins the first school with another one.
JOINT = plan(
    Letterhead(
        parent=(),
        issuer=("TRƯỜNG TIỂU HỌC BẾN LỞ - TRƯỜNG TIỂU HỌC NÀ HOA",),
        number="01/KH-THBL-THNH",
        dateline="Hòa Vang, ngày 08 tháng 01 năm 2024",
    ),
    (f"Phối hợp thực hiện {MOVEMENT}", "giai đoạn 2023-2026"),
    (
        f"Căn cứ {CITY_PLAN};",
        f"Căn cứ {HAI_CHAU_PLAN};",
        "Trường Tiểu học Bến Lở và Trường Tiểu học Nà Hoa xây dựng kế hoạch như sau:",
    ),
    (
        ("I. MỤC ĐÍCH", ("Hai trường cùng tiến bộ.",)),
        (
            "II. NỘI DUNG",
            ("Kết nghĩa giữa Trường Tiểu học Bến Lở và Trường Tiểu học Nà Hoa.",),
        ),
        (
            "1. Trường Tiểu học Bến Lở",
            ("Tặng sách cho Trường Tiểu học Nà Hoa trong tháng 3/2024.",),
        ),
        (
            "2. Trường Tiểu học Nà Hoa",
            ("Đón học sinh Trường Tiểu học Bến Lở trong tháng 4/2024.",),
        ),
    ),
    Closing(
        recipients=("- Phòng GDĐT quận Hải Châu (để báo cáo);", "- Lưu: VT."),
        office=("HIỆU TRƯỞNG",),
        name="Ngô Thị Hạnh",
    ),
)
DOCUMENTS: dict[str, Document] = {
    "05-ben-lo.txt": BEN_LO,
    "06-do-xu.txt": DO_XU,
    "07-bai-rang.txt": BAI_RANG,
    "08-suoi-lo.docx": SUOI_LO,
    "09-na-hoa.txt": NA_HOA,
    "10-khe-ram.txt": KHE_RAM,
    "11-lien-tich.txt": JOINT,
}
