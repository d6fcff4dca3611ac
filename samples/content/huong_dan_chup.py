"""A guidance of one page on school meals, to be photographed."""

from samples.document import Closing, Document, Letterhead, body, heading

DOCUMENT = Document(
    head=Letterhead(
        parent=("UBND THỊ XÃ AN KHÊ",),
        issuer=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",),
        number="45/HD-PGDĐT",
        dateline="An Khê, ngày 21 tháng 8 năm 2024",
    ),
    title=("HƯỚNG DẪN", "Tổ chức bữa ăn bán trú trong trường học năm học 2024-2025"),
    blocks=(
        *body(
            "Căn cứ Chỉ thị số 14/CT-UBND ngày 02/8/2024 của UBND tỉnh Gia Lai về an toàn thực "
            "phẩm, Phòng Giáo dục và Đào tạo thị xã An Khê hướng dẫn như sau:"
        ),
        heading("1. Yêu cầu chung"),
        *body(
            "Bữa ăn đủ chất, sạch sẽ, hợp khẩu vị của trẻ; thực đơn được dán công khai ở cổng "
            "trường vào thứ Hai hằng tuần."
        ),
        heading("2. Trách nhiệm của các đơn vị"),
        *body(
            "a) Trường Mầm non Suối Chim chủ trì, phối hợp với Trung tâm Y tế thị xã tổ chức "
            "tập huấn cho nhân viên nhà bếp trước ngày 30/8/2024;",
            "b) Các trường có bán trú lưu mẫu thức ăn hằng ngày, mời đại diện cha mẹ học sinh "
            "cùng kiểm tra bếp ăn;",
            "c) Hiệu trưởng các trường báo cáo tình hình về Phòng Giáo dục và Đào tạo trước ngày "
            "25 hằng tháng.",
        ),
        heading("3. Thời gian thực hiện"),
        *body("Từ tháng 9/2024 đến hết tháng 5/2025./."),
    ),
    closing=Closing(
        recipients=(
            "- UBND thị xã An Khê (để báo cáo);",
            "- Các trường MN, TH (để thực hiện);",
            "- Lưu: VT, GDMN.",
        ),
        office=("TRƯỞNG PHÒNG",),
        name="Bùi Quang Vinh",
    ),
)
