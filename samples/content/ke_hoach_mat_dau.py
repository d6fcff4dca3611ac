"""A school plan on swimming lessons, as the dump of a text layer without diacritics."""

from samples.document import Closing, Document, Letterhead, body, heading

DOCUMENT = Document(
    head=Letterhead(
        parent=("PHÒNG GD&ĐT HUYỆN HẢI HẬU",),
        issuer=("TRƯỜNG THCS CỬA BIỂN",),
        number="34/KH-THCSCB",
        dateline="Hải Hậu, ngày 04 tháng 5 năm 2022",
    ),
    title=("KẾ HOẠCH", "Dạy bơi và phòng, chống đuối nước cho học sinh năm 2022"),
    blocks=(
        *body(
            "Căn cứ Kế hoạch số 87/KH-PGDĐT ngày 21/4/2022 của Phòng Giáo dục và Đào tạo huyện "
            "Hải Hậu về phòng, chống tai nạn thương tích cho học sinh, Trường THCS Cửa Biển xây "
            "dựng kế hoạch như sau:"
        ),
        heading("I. MỤC TIÊU"),
        *body(
            "Đến hết năm 2022, ít nhất một nửa số học sinh của trường biết bơi; mọi học sinh biết "
            "cách gọi người giúp và cứu đuối gián tiếp."
        ),
        heading("II. NỘI DUNG VÀ THỜI GIAN"),
        *body(
            "1. Tháng 5/2022: khảo sát số học sinh chưa biết bơi, lập danh sách theo lớp.",
            "2. Từ ngày 06/6/2022 đến ngày 30/7/2022: mở bốn lớp dạy bơi tại bể bơi của trường, "
            "mỗi lớp không quá hai mươi học sinh.",
            "3. Tháng 8/2022: kiểm tra và cấp giấy chứng nhận.",
        ),
        heading("III. PHÂN CÔNG NHIỆM VỤ"),
        heading("1. Tổ Thể dục"),
        *body(
            "- Chủ trì, phối hợp với Đoàn Thanh niên xã Hải Lộc dạy bơi và trông coi bể bơi trong "
            "giờ học.",
            "- Báo cáo Hiệu trưởng số học sinh tham gia vào thứ Sáu hằng tuần.",
        ),
        heading("2. Giáo viên chủ nhiệm"),
        *body(
            "- Gửi thư ngỏ đến cha mẹ học sinh, thu đơn đăng ký trước ngày 28/5/2022.",
            "- Nhắc nhở học sinh không tự ý tắm sông, tắm biển khi không có người lớn đi cùng.",
        ),
        heading("3. Nhân viên y tế trường học"),
        *body("- Khám sức khỏe ban đầu, chuẩn bị tủ thuốc và phao cứu sinh."),
        *body(
            "Trường THCS Cửa Biển báo cáo kết quả về Phòng Giáo dục và Đào tạo huyện Hải Hậu "
            "trước ngày 20/8/2022./."
        ),
    ),
    closing=Closing(
        recipients=(
            "- Phòng GD&ĐT huyện Hải Hậu (để báo cáo);",
            "- UBND xã Hải Lộc (để phối hợp);",
            "- Các tổ chuyên môn (để thực hiện);",
            "- Lưu: VT.",
        ),
        office=("HIỆU TRƯỞNG",),
        name="Vũ Đình Thuận",
    ),
)
