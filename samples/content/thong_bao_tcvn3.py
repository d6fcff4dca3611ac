"""An announcement of 2004 on entrance to lớp 10, from the time of TCVN3 fonts."""

from samples.document import Closing, Document, Letterhead, body, heading

DOCUMENT = Document(
    head=Letterhead(
        parent=("SỞ GIÁO DỤC VÀ ĐÀO TẠO BẮC GIANG",),
        issuer=("TRƯỜNG THPT BẾN HẠ",),
        number="15/TB-THPTBH",
        dateline="Yên Dũng, ngày 10 tháng 5 năm 2004",
    ),
    title=("THÔNG BÁO", "Về việc tuyển sinh vào lớp 10 năm học 2004-2005"),
    blocks=(
        *body(
            "Căn cứ Công văn số 412/CV-SGDĐT ngày 22/4/2004 của Sở Giáo dục và Đào tạo Bắc Giang "
            "về việc tuyển sinh trung học phổ thông, Trường THPT Bến Hạ thông báo như sau:"
        ),
        heading("1. Đối tượng"),
        *body("Học sinh đã tốt nghiệp trung học cơ sở, có hộ khẩu tại huyện Yên Dũng."),
        heading("2. Thời gian"),
        *body(
            "- Thí sinh nộp hồ sơ tại văn phòng nhà trường từ ngày 01/6/2004 đến ngày 12/6/2004.",
            "- Thi tuyển vào ngày 25/6/2004.",
            "- Nhà trường công bố kết quả trước ngày 15/7/2004.",
        ),
        heading("3. Tổ chức thực hiện"),
        *body(
            "- Tổ Văn phòng tiếp nhận hồ sơ, hằng ngày báo cáo Hiệu trưởng số lượng đăng ký.",
            "- Các trường trung học cơ sở trong huyện phối hợp với Trường THPT Bến Hạ phổ biến "
            "thông báo này đến học sinh lớp 9.",
        ),
    ),
    closing=Closing(
        recipients=(
            "- Sở GD&ĐT Bắc Giang (để báo cáo);",
            "- Các trường THCS trong huyện;",
            "- Lưu: VT.",
        ),
        office=("HIỆU TRƯỞNG",),
        name="Lương Xuân Bách",
    ),
)
