"""The city's plan with its two lists: a school stands in a list twice, another has no partner."""

from samples.cascade.parts import MOVEMENT, pairs_list, plan
from samples.document import Closing, Letterhead

SCHOOLS = (
    ("THPT Rừng Dừa", "THPT Đèo Hải Sơn"),
    ("THPT Bến Ngự Hàn", "THPT Suối Hoa Hạ"),
    ("THPT Cửa Đại Nam", "THPT Gò Nổi Bắc"),
    ("THPT Rừng Dừa", "THPT Núi Thành Tây"),
    ("THPT Bàu Tràm Mới", ""),
)
OFFICES = (
    ("Phòng GDĐT quận Hải Châu", "Phòng GDĐT huyện Hòa Vang"),
    ("Phòng GDĐT quận Thanh Khê", "Phòng GDĐT quận Cẩm Lệ"),
    ("Phòng GDĐT quận Sơn Trà", "Phòng GDĐT quận Liên Chiễu"),
)
WHOSE = "Kế hoạch số 512/KH-SGDĐT ngày 10/10/2023 của Sở Giáo dục và Đào tạo"

PLAN = plan(
    Letterhead(
        parent=("UBND THÀNH PHỐ ĐÀ NẴNG",),
        issuer=("SỞ GIÁO DỤC VÀ ĐÀO TẠO",),
        number="512/KH-SGDĐT",
        dateline="Đà Nẵng, ngày 10 tháng 10 năm 2023",
    ),
    (f"Tổ chức {MOVEMENT}", "giai đoạn 2023-2026"),
    (
        "Thực hiện Chỉ thị số 09/CT-UBND ngày 28/8/2023 của UBND thành phố Đà Nẵng về nhiệm vụ "
        "trọng tâm năm học 2023-2024, Sở Giáo dục và Đào tạo thành phố Đà Nẵng xây dựng kế hoạch "
        f"tổ chức {MOVEMENT} giai đoạn 2023-2026 như sau:",
    ),
    (
        (
            "I. MỤC ĐÍCH",
            (
                "Các trường giúp nhau nâng cao chất lượng dạy và học, không để học sinh nào ở lại "
                "phía sau.",
            ),
        ),
        ("II. TỔ CHỨC THỰC HIỆN", ()),
        (
            "1. Phòng Giáo dục và Đào tạo các quận, huyện",
            (
                "1.1. Xây dựng kế hoạch thực hiện phong trào, gửi về Sở Giáo dục và Đào tạo trước "
                "ngày 15/11/2023.",
                "1.2. Báo cáo kết quả thực hiện phong trào năm học 2023-2024 về Sở Giáo dục và Đào "
                "tạo trước ngày 31/5/2024.",
                "1.3. Báo cáo tổng kết phong trào về Sở Giáo dục và Đào tạo trước ngày 15/6/2026.",
            ),
        ),
        (
            "2. Các trường trung học phổ thông",
            ("2.1. Tổ chức gặp mặt, ký giao ước kết nghĩa với trường bạn trước ngày 30/11/2023.",),
        ),
        (
            "3. Phòng Giáo dục trung học",
            ("Tổng hợp kết quả, tham mưu tổ chức tổng kết phong trào trong tháng 6/2026./.",),
        ),
    ),
    Closing(
        recipients=(
            "- UBND thành phố (để báo cáo);",
            "- Phòng GDĐT các quận, huyện (để thực hiện);",
            "- Lưu: VT, GDTrH.",
        ),
        office=("GIÁM ĐỐC",),
        name="Lê Hoài Minh",
    ),
    pairs_list("DANH SÁCH 1: CÁC TRƯỜNG TRUNG HỌC PHỔ THÔNG KẾT NGHĨA", WHOSE, SCHOOLS, 12)
    + pairs_list("DANH SÁCH 2: CÁC PHÒNG GIÁO DỤC VÀ ĐÀO TẠO KẾT NGHĨA", WHOSE, OFFICES, 6),
)
