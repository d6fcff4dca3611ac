"""A primary school's plan of the year, with its work month by month in a table."""

from samples.document import Closing, Document, Letterhead, Table, body, heading

DOCUMENT = Document(
    head=Letterhead(
        parent=("UBND XÃ CẨM GIÀNG",),
        issuer=("TRƯỜNG TIỂU HỌC ĐỒNG SẬY",),
        number="58/KH-THĐS",
        dateline="Cẩm Giàng, ngày 08 tháng 9 năm 2025",
    ),
    title=("KẾ HOẠCH", "Thực hiện nhiệm vụ năm học 2025-2026"),
    blocks=(
        *body(
            "Căn cứ Hướng dẫn số 3120/HD-SGDĐT ngày 22/8/2025 của Sở Giáo dục và Đào tạo Hải "
            "Phòng về thực hiện nhiệm vụ năm học 2025-2026 cấp tiểu học; Kế hoạch số 41/KH-UBND "
            "ngày 03/9/2025 của UBND xã Cẩm Giàng, Trường Tiểu học Đồng Sậy xây dựng kế hoạch như "
            "sau:"
        ),
        heading("I. MỤC TIÊU"),
        *body(
            "1. Duy trì sĩ số, không có học sinh bỏ học; học sinh hoàn thành chương trình lớp học "
            "đạt từ 99% trở lên.",
            "2. Mỗi giáo viên sử dụng thành thạo ít nhất một phần mềm dạy học.",
        ),
        heading("II. NHIỆM VỤ TRỌNG TÂM"),
        *body("Công việc trong năm học được phân theo tháng như sau:"),
        Table(
            head=("Thời gian", "Nội dung công việc", "Người phụ trách"),
            rows=(
                (
                    "Tháng 9/2025",
                    "Tổ chức khai giảng, ổn định nền nếp lớp học",
                    "Hiệu trưởng",
                ),
                (
                    "Tháng 10/2025",
                    "Tổ chức hội nghị viên chức, người lao động",
                    "Chủ tịch Công đoàn",
                ),
                ("Tháng 12/2025", "Kiểm tra định kỳ cuối học kỳ I", "Phó Hiệu trưởng"),
                (
                    "Tháng 3/2026",
                    "Tổ chức giao lưu tiếng Anh cấp trường",
                    "Tổ Ngoại ngữ",
                ),
                (
                    "Tháng 5/2026",
                    "Xét hoàn thành chương trình tiểu học cho học sinh lớp 5",
                    "Phó Hiệu trưởng",
                ),
            ),
            widths=(0.22, 0.5, 0.28),
        ),
        heading("III. TỔ CHỨC THỰC HIỆN"),
        heading("1. Hiệu trưởng"),
        *body(
            "a) Chỉ đạo chung; báo cáo UBND xã Cẩm Giàng trước ngày 05 hằng tháng;",
            "b) Phối hợp với Trạm Y tế xã Cẩm Giàng khám sức khỏe cho học sinh trong quý IV/2025.",
        ),
        heading("2. Tổ chuyên môn"),
        *body(
            "a) Sinh hoạt chuyên môn hai tuần một lần;",
            "b) Xây dựng kế hoạch dạy học, trình Hiệu trưởng duyệt trước ngày 20/9/2025.",
        ),
        heading("3. Tổng phụ trách Đội"),
        *body(
            "Chủ trì, phối hợp với giáo viên chủ nhiệm tổ chức chương trình “Em yêu sông quê” từ "
            "tháng 02/2026 đến tháng 4/2026.",
            "Địa chỉ liên hệ: thôn Đồng Sậy, xã Cẩm Giàng, thành phố Hải Phòng; website: "
            "https://thdongsay.mau.haiphong.edu.vn; điện thoại: 0220.3000.058./.",
        ),
    ),
    closing=Closing(
        recipients=(
            "- UBND xã Cẩm Giàng (để báo cáo);",
            "- Các tổ chuyên môn (để thực hiện);",
            "- Lưu: VT.",
        ),
        office=("HIỆU TRƯỞNG",),
        name="Phạm Thị Ngọc Lan",
    ),
)
