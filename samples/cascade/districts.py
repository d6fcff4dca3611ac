"""The plans of three districts. One is as it should be; the others cite the city's plan otherwise."""

from samples.cascade.parts import CITY_PLAN, MOVEMENT, pairs_list, plan
from samples.document import Closing, Document, Letterhead

OFFICE = ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",)
HAI_CHAU_PAIRS = (
    ("TH Bến Lở", "TH Hòa Bắc Thượng"),
    ("TH Cầu Vồng", "TH Suối Mây"),
    ("THCS Đò Xu Hạ", "THCS Khe Răm"),
)
SON_TRA_PAIRS = (("TH Bãi Rạng", "TH Hòa Khánh Đông"), ("THCS Suối Lở", "THCS Nam Ô Mới"))


def _closing(place: str, name: str) -> Closing:
    return Closing(
        recipients=(
            "- Sở GDĐT (để báo cáo);",
            f"- Các trường trên địa bàn {place} (để thực hiện);",
            "- Lưu: VT.",
        ),
        office=("TRƯỞNG PHÒNG",),
        name=name,
    )


def _duties(place: str, office: str, report: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (
            f"1. Các trường tiểu học, trung học cơ sở trên địa bàn {place}",
            (
                f"1.1. Xây dựng kế hoạch thực hiện phong trào, gửi về {office} trước ngày "
                "15/12/2023.",
                f"1.2. Báo cáo kết quả thực hiện phong trào năm học 2023-2024 về {office} trước "
                "ngày 15/5/2024.",
            ),
        ),
        (
            f"2. {office}",
            (
                "2.1. Báo cáo kết quả thực hiện phong trào năm học 2023-2024 về Sở Giáo dục và "
                f"Đào tạo trước ngày {report}.",
            ),
        ),
    )


HAI_CHAU = plan(
    Letterhead(
        parent=("UBND QUẬN HẢI CHÂU",),
        issuer=OFFICE,
        number="131/KH-PGDĐT",
        dateline="Hải Châu, ngày 06 tháng 11 năm 2023",
    ),
    (f"Thực hiện {MOVEMENT}", "trên địa bàn quận Hải Châu giai đoạn 2023-2026"),
    (f"Thực hiện {CITY_PLAN}, Phòng Giáo dục và Đào tạo quận Hải Châu xây dựng kế hoạch như sau:",),
    (
        ("I. MỤC ĐÍCH", ("Mỗi trường có một trường bạn để cùng chia sẻ.",)),
        ("II. TỔ CHỨC THỰC HIỆN", ()),
        *_duties("quận Hải Châu", "Phòng Giáo dục và Đào tạo quận Hải Châu", "31/5/2024"),
    ),
    _closing("quận", "Trần Thị Kim Oanh"),
    pairs_list(
        "DANH SÁCH CÁC TRƯỜNG KẾT NGHĨA",
        "Kế hoạch số 131/KH-PGDĐT ngày 06/11/2023 của Phòng Giáo dục và Đào tạo",
        HAI_CHAU_PAIRS,
        6,
    ),
)
# It cites the city's plan with another period, skips a label and miscounts its list.
SON_TRA = plan(
    Letterhead(
        parent=("UBND QUẬN SƠN TRÀ",),
        issuer=OFFICE,
        number="97/KH-PGDĐT",
        dateline="Sơn Trà, ngày 08 tháng 11 năm 2023",
    ),
    (f"Thực hiện {MOVEMENT}", "trên địa bàn quận Sơn Trà giai đoạn 2023-2026"),
    (
        f"Thực hiện {CITY_PLAN.replace('2023-2026', '2023-2025')}, Phòng Giáo dục và Đào tạo quận "
        "Sơn Trà xây dựng kế hoạch như sau:",
    ),
    (
        ("I. MỤC ĐÍCH", ("Các trường gần nhau hơn, học sinh có thêm bạn.",)),
        ("III. TỔ CHỨC THỰC HIỆN", ()),
        *_duties("quận Sơn Trà", "Phòng Giáo dục và Đào tạo quận Sơn Trà", "31/5/2024"),
    ),
    _closing("quận", "Phan Quốc Bảo"),
    pairs_list(
        "DANH SÁCH CÁC TRƯỜNG KẾT NGHĨA",
        "Kế hoạch số 97/KH-PGDĐT ngày 08/11/2023 của Phòng Giáo dục và Đào tạo",
        SON_TRA_PAIRS,
        5,
    ),
)
# It cites the city's plan by another number, and reports later than the city asks for.
HOA_VANG = plan(
    Letterhead(
        parent=("UBND HUYỆN HÒA VANG",),
        issuer=OFFICE,
        number="204/KH-PGDĐT",
        dateline="Hòa Vang, ngày 10 tháng 11 năm 2023",
    ),
    (f"Thực hiện {MOVEMENT}", "trên địa bàn huyện Hòa Vang giai đoạn 2023-2026"),
    (
        f"Thực hiện {CITY_PLAN.replace('512/', '521/')}, Phòng Giáo dục và Đào tạo huyện Hòa Vang "
        "xây dựng kế hoạch như sau:",
    ),
    (
        ("I. MỤC ĐÍCH", ("Các trường miền núi có trường bạn ở đồng bằng.",)),
        ("II. TỔ CHỨC THỰC HIỆN", ()),
        *_duties("huyện Hòa Vang", "Phòng Giáo dục và Đào tạo huyện Hòa Vang", "30/6/2024"),
    ),
    _closing("huyện", "Đinh Văn Thọ"),
)
DOCUMENTS: dict[str, Document] = {
    "02-hai-chau.pdf": HAI_CHAU,
    "03-son-tra.txt": SON_TRA,
    "04-hoa-vang.txt": HOA_VANG,
}
