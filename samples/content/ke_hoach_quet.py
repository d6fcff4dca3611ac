"""A district plan with named schools, tasks with partners, and deadlines of many forms."""

from samples.document import Closing, Document, Letterhead, body, heading

DOCUMENT = Document(
    head=Letterhead(
        parent=("UBND HUYỆN THẠCH THẤT",),
        issuer=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",),
        number="272/KH-PGDĐT",
        dateline="Thạch Thất, ngày 18 tháng 9 năm 2023",
        by_hand=True,
    ),
    title=(
        "KẾ HOẠCH",
        "Xây dựng thư viện mở trong các trường tiểu học, trung học cơ sở",
        "giai đoạn 2023-2025",
    ),
    blocks=(
        *body(
            "Thực hiện Kế hoạch số 2846/KH-SGDĐT ngày 25/8/2023 của Sở Giáo dục và Đào tạo Hà "
            "Nội về phát triển văn hóa đọc trong nhà trường; Công văn số 915/UBND-GDĐT ngày "
            "06/9/2023 của UBND huyện Thạch Thất về việc sửa sang thư viện trường học, Phòng "
            "Giáo dục và Đào tạo huyện Thạch Thất xây dựng kế hoạch với các nội dung sau:"
        ),
        heading("I. MỤC ĐÍCH, YÊU CẦU"),
        heading("1. Mục đích"),
        *body(
            "Giúp học sinh có thói quen đọc sách mỗi ngày; đưa sách ra khỏi tủ khóa, đến với "
            "hành lang, góc lớp và sân trường."
        ),
        heading("2. Yêu cầu"),
        *body(
            "Việc làm thiết thực, tiết kiệm, không chạy theo hình thức; mỗi trường chọn cách "
            "làm hợp với điều kiện của mình."
        ),
        heading("II. NỘI DUNG"),
        heading("1. Kết nghĩa giữa các thư viện"),
        *body(
            "Thư viện các trường kết nghĩa từng đôi để luân chuyển sách: giữa Trường TH Đồi Sim "
            "và Trường TH Suối Bạc, giữa Trường THCS Bến Gạo và Trường THCS Cầu Đá."
        ),
        heading("2. Các hoạt động chính"),
        *body(
            "2.1. Tháng 10/2023, các trường kiểm kê sách, sắp xếp lại phòng đọc và lập danh mục "
            "sách cần bổ sung.",
            "2.2. Từ tháng 11/2023 đến hết tháng 5/2024, các trường bố trí cho mỗi lớp một tiết "
            "đọc tại thư viện hằng tuần.",
            "2.3. Phòng Giáo dục và Đào tạo tổ chức ngày hội sách cấp huyện, dự kiến khoảng tháng "
            "4/2024.",
        ),
        heading("III. TỔ CHỨC THỰC HIỆN"),
        heading("1. Phòng Giáo dục và Đào tạo"),
        *body(
            "a) Chủ trì, phối hợp với Phòng Văn hóa và Thông tin huyện tổ chức tập huấn nghiệp vụ "
            "cho nhân viên thư viện trước ngày 30/10/2023;",
            "b) Kiểm tra việc thực hiện ở các trường, mỗi học kỳ một lần;",
            "c) Tổng hợp kết quả, báo cáo UBND huyện và Sở Giáo dục và Đào tạo Hà Nội trước 15/6 "
            "hằng năm.",
        ),
        heading("2. Các trường tiểu học, trung học cơ sở"),
        *body(
            "a) Thành lập tổ thư viện, phân công một phó hiệu trưởng phụ trách;",
            "b) Phối hợp với Ban đại diện cha mẹ học sinh vận động quyên góp sách, không đặt chỉ "
            "tiêu bắt buộc;",
            "c) Hằng tháng cập nhật số lượt mượn sách lên trang thông tin của trường;",
            "d) Báo cáo kết quả về Phòng Giáo dục và Đào tạo trước ngày 25/5 hằng năm.",
        ),
        heading("3. Trường TH Đồi Sim, Trường THCS Bến Gạo"),
        *body("Chuẩn bị tiết đọc minh họa, mời các trường trong huyện dự vào ngày 15/12/2023."),
        heading("IV. KINH PHÍ"),
        *body(
            "Kinh phí lấy từ nguồn chi thường xuyên của các trường và từ nguồn đóng góp tự "
            "nguyện theo quy định.",
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các trường báo cáo "
            "kịp thời về Phòng Giáo dục và Đào tạo (điện thoại 024.3300.0272) để được hướng "
            "dẫn./.",
        ),
    ),
    closing=Closing(
        recipients=(
            "- UBND huyện Thạch Thất (để báo cáo);",
            "- Sở GD&ĐT Hà Nội (để báo cáo);",
            "- Các trường TH, THCS (để thực hiện);",
            "- Lưu: VT, GDTH.",
        ),
        office=("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
        name="Nguyễn Thị Thanh Hương",
    ),
)
