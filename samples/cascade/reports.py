"""Two reports: one in time, one of an office that had ended with its district."""

from samples.cascade.parts import CITY_PLAN, MOVEMENT, plan
from samples.document import Closing, Document, Letterhead


def _report(place: str, number: str, day: str, result: str, name: str) -> Document:
    return plan(
        Letterhead(
            parent=(f"UBND {place.upper()}",),
            issuer=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",),
            number=number,
            dateline=f"{place.split(maxsplit=1)[1]}, ngày {day}",
        ),
        ("Kết quả " + f"thực hiện {MOVEMENT}", "năm học 2023-2024"),
        (f"Thực hiện {CITY_PLAN}, Phòng Giáo dục và Đào tạo {place} báo cáo kết quả như sau:",),
        (
            ("I. KẾT QUẢ", (result,)),
            ("II. KIẾN NGHỊ", ("Không.",)),
        ),
        Closing(
            recipients=("- Sở GDĐT (để báo cáo);", "- Lưu: VT."),
            office=("TRƯỞNG PHÒNG",),
            name=name,
        ),
        kind="BÁO CÁO",
    )


DOCUMENTS: dict[str, Document] = {
    "12-bao-cao-hai-chau.txt": _report(
        "quận Hải Châu",
        "88/BC-PGDĐT",
        "20 tháng 5 năm 2024",
        "Các trường đã gặp trường bạn, tặng nhau 400 cuốn sách.",
        "Trần Thị Kim Oanh",
    ),
    "13-bao-cao-son-tra.txt": _report(
        "quận Sơn Trà",
        "60/BC-PGDĐT",
        "15 tháng 9 năm 2025",
        "Các trường đã tổ chức hai buổi giao lưu.",
        "Phan Quốc Bảo",
    ),
}
