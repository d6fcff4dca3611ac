"""A provincial letter with an annex: a table of twinned schools over two pages."""

from samples.document import (
    Closing,
    Document,
    Letterhead,
    PageBreak,
    Table,
    body,
    centred,
    heading,
    note,
)

PAIRINGS = (
    ("TH Đồi Cọ", "TH Khe Vải", "TH Làng Chè"),
    ("TH Bến Tượng Hai", "TH Lũng Sáo", ""),
    ("TH Gốc Đa", "TH Nà Lươm", ""),
    ("TH Cầu Vai", "TH Bản Tèn Trên", "TH Thác Đót"),
    ("TH Sơn Nham", "TH Khuổi Mèo Đen", ""),
    ("TH Đồng Nghè", "", "TH Cây Hồng Lớn"),
    ("TH Ao Sen Đông", "TH Vũ Lễ Thượng", ""),
    ("TH Phố Hương Nam", "TH Đèo Nhâu", "TH Xóm Vang"),
    ("TH Hồ Núi Xanh", "TH Mỏ Gà Hai", ""),
    ("TH Bờ Đậu", "TH Lam Vĩ Thượng", ""),
    ("TH Trại Cài Tây", "TH Nà Giàm", "TH Khe Rịa"),
    ("TH Tân Thịnh Mới", "TH Suối Lửa", ""),
    ("THCS Sông Cầu Bắc", "THCS Lũng Luông Hạ", "THCS Đồi Thông"),
    ("THCS Gò Pháo", "THCS Thượng Lương", ""),
    ("THCS Đán Trong", "THCS Bản Cái", ""),
    ("THCS Cửa Rừng", "THCS Nghinh Tác", "THCS Đồng Mỏ"),
    ("THCS Bến Oánh Mới", "THCS Khuôn Ngàn", ""),
    ("THCS Ba Hàng Tây", "", "THCS Văn Yên Hạ"),
    ("THCS Thịnh Đán Đông", "THCS Phú Thượng Hai", ""),
    ("THCS Vạn Hương", "THCS Cúc Lâm", ""),
    ("THCS Tiên Lữ Sơn", "THCS Sảng Mộc Nam", "THCS Linh Sơn Hạ"),
    ("THCS Gia Bẩy", "THCS Quy Kỳ Thượng", ""),
    ("THCS Ngọc Lâm", "THCS Tràng Xá Tây", ""),
    ("THCS Đồng Bẩm Trên", "THCS Bộc Nhiên", "THCS Yên Đổ Hạ"),
    ("THCS Lương Phú Đông", "THCS Cây Thị Hai", ""),
    ("THCS Nam Tiến Mới", "THCS Văn Lăng Thượng", ""),
    ("THPT Đồi Yên Ngựa", "THPT Bắc Võ Nhai", "TT GDNN-GDTX Võ Nhai"),
    ("THPT Núi Cốc", "THPT Chợ Chu", "TT GDNN-GDTX Định Hóa"),
    ("THPT Sông Công Đông", "THPT Giang Tiên", ""),
    ("THPT Phố Yên Trung", "THPT Trại Cau Hai", "TT GDNN-GDTX Đồng Hỷ"),
    ("THPT Hồ Gươm Sơn", "", "TT GDNN-GDTX Phú Lương"),
    ("THPT Gang Thép Nam", "THPT Tam Đảo Đông", "TT GDNN-GDTX Đại Từ"),
    ("THPT Quyết Tâm", "THPT La Hiên", ""),
    ("THPT Úc Kỳ", "THPT Cù Vân Thượng", "TT GDNN-GDTX Phú Bình"),
    ("MN Hoa Gạo", "MN Bản Ngoại Nhỏ", ""),
    ("MN Ánh Dương", "MN Thần Sa Hạ", "MN Búp Chè"),
    ("MN Sao Mai Sơn", "MN Nà Kháo", ""),
    ("MN Tuổi Ngọc", "MN Phượng Tiến Hai", ""),
)

DOCUMENT = Document(
    head=Letterhead(
        parent=("UBND TỈNH THÁI NGUYÊN",),
        issuer=("SỞ GIÁO DỤC VÀ ĐÀO TẠO",),
        number="1904/SGDĐT-GDPT",
        dateline="Thái Nguyên, ngày 09 tháng 10 năm 2023",
        subject=("V/v phân công các đơn vị kết nghĩa", "năm học 2023-2024"),
    ),
    title=(),
    blocks=(
        *body(
            "Kính gửi: Phòng Giáo dục và Đào tạo các huyện, thành phố; các trường trung học phổ "
            "thông; các trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên.",
            "Thực hiện Chương trình số 19-CTr/TU ngày 12/5/2023 của Tỉnh ủy Thái Nguyên về giáo "
            "dục vùng cao và Kế hoạch số 163/KH-UBND ngày 28/7/2023 của UBND tỉnh Thái Nguyên, "
            "Sở Giáo dục và Đào tạo phân công các đơn vị kết nghĩa theo danh sách gửi kèm và "
            "hướng dẫn một số nội dung sau:",
        ),
        heading("1. Nội dung kết nghĩa"),
        *body(
            "- Cùng xây dựng kế hoạch bài dạy, dự giờ và trao đổi cách dạy học ở lớp ghép.",
            "- Chia sẻ sách, thiết bị dạy học; giúp đỡ học sinh ở xa nhà.",
        ),
        heading("2. Phân công thực hiện"),
        *body(
            "2.1. Các đơn vị kết nghĩa gặp mặt, thống nhất và ký bản giao ước trước ngày "
            "31/10/2023; mỗi học kỳ tổ chức ít nhất một buổi sinh hoạt chuyên môn chung.",
            "2.2. Phòng Giáo dục và Đào tạo các huyện, thành phố chủ trì, phối hợp với Công đoàn "
            "ngành Giáo dục tỉnh theo dõi, đôn đốc các trường; báo cáo kết quả học kỳ I về Sở "
            "Giáo dục và Đào tạo trước ngày 20/01/2024.",
            "2.3. Phòng Giáo dục phổ thông thuộc Sở làm đầu mối, tổng hợp kết quả và tham mưu "
            "tổ chức tổng kết trong tháng 6/2024.",
            "Thông tin liên hệ: Phòng Giáo dục phổ thông, điện thoại 0208.3000.190, thư điện tử "
            "gdpt@mau.thainguyen.edu.vn./.",
        ),
    ),
    closing=Closing(
        recipients=(
            "- Như trên;",
            "- UBND tỉnh (để báo cáo);",
            "- Công đoàn ngành Giáo dục tỉnh (để phối hợp);",
            "- Lãnh đạo Sở;",
            "- Lưu: VT, GDPT.",
        ),
        office=("GIÁM ĐỐC",),
        name="Hoàng Minh Tuấn",
    ),
    annex=(
        PageBreak(),
        centred("DANH SÁCH CÁC ĐƠN VỊ KẾT NGHĨA NĂM HỌC 2023-2024"),
        note("(Kèm theo Công văn số 1904/SGDĐT-GDPT ngày 09/10/2023 của Sở Giáo dục và Đào tạo)"),
        Table(
            head=("TT", "Đơn vị thứ nhất", "Đơn vị thứ hai", "Đơn vị thứ ba"),
            rows=tuple((str(i), *units) for i, units in enumerate(PAIRINGS, start=1)),
            widths=(0.08, 0.3, 0.31, 0.31),
        ),
    ),
)
