"""An announcement of 2005 from the South, from the time of VNI fonts."""

from samples.document import Closing, Document, Letterhead, body, heading

DOCUMENT = Document(
    head=Letterhead(
        parent=("PHÒNG GIÁO DỤC HUYỆN CHÂU THÀNH",),
        issuer=("TRƯỜNG THCS VÀM LỚN",),
        number="09/TB-THCSVL",
        dateline="Châu Thành, ngày 17 tháng 10 năm 2005",
    ),
    title=("THÔNG BÁO", "Về việc tổ chức Hội khỏe Phù Đổng cấp trường"),
    blocks=(
        *body(
            "Thực hiện Kế hoạch số 203/KH-PGD ngày 03/10/2005 của Phòng Giáo dục huyện Châu Thành "
            "về tổ chức Hội khỏe Phù Đổng, Trường THCS Vàm Lớn thông báo như sau:"
        ),
        heading("1. Thời gian, địa điểm"),
        *body("Hội khỏe được tổ chức vào ngày 12/11/2005, tại sân vận động xã Long Định."),
        heading("2. Phân công"),
        *body(
            "- Giáo viên chủ nhiệm lập danh sách vận động viên, gửi Tổ Thể dục trước ngày "
            "28/10/2005.",
            "- Tổ Thể dục chủ trì, phối hợp với Đoàn xã Long Định chuẩn bị sân bãi, trọng tài.",
            "- Nhà trường báo cáo kết quả về Phòng Giáo dục trước ngày 20/11/2005.",
        ),
    ),
    closing=Closing(
        recipients=(
            "- Phòng Giáo dục (để báo cáo);",
            "- Các lớp (để thực hiện);",
            "- Lưu: VT.",
        ),
        office=("HIỆU TRƯỞNG",),
        name="Huỳnh Văn Lợi",
    ),
)
