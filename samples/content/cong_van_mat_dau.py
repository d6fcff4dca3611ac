"""A district letter on teachers' meetings by school cluster."""

from samples.document import Closing, Document, Letterhead, body, heading

DOCUMENT = Document(
    head=Letterhead(
        parent=("UBND HUYỆN VŨ THƯ",),
        issuer=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",),
        number="26/PGDĐT-GDTH",
        dateline="Vũ Thư, ngày 14 tháng 01 năm 2022",
        subject=(
            "V/v hướng dẫn sinh hoạt chuyên môn",
            "theo cụm trường học kỳ II",
            "năm học 2021-2022",
        ),
    ),
    title=(),
    blocks=(
        *body(
            "Kính gửi: Hiệu trưởng các trường tiểu học trong huyện.",
            "Thực hiện Công văn số 1764/SGDĐT-GDTH ngày 20/12/2021 của Sở Giáo dục và Đào tạo "
            "Thái Bình về việc đổi mới sinh hoạt chuyên môn và Kế hoạch số 211/KH-PGDĐT ngày "
            "08/9/2021 của Phòng Giáo dục và Đào tạo về nhiệm vụ năm học, Phòng Giáo dục và Đào "
            "tạo hướng dẫn các trường tổ chức sinh hoạt chuyên môn theo cụm như sau:",
        ),
        heading("1. Nội dung"),
        *body(
            "- Trao đổi cách dạy học sinh lớp 1, lớp 2 đọc thông, viết thạo; cách giúp đỡ học "
            "sinh còn chậm tiến bộ.",
            "- Thống nhất cách nhận xét, đánh giá học sinh theo hướng động viên.",
        ),
        heading("2. Thời gian, địa điểm"),
        *body(
            "- Cụm số 1: ngày 22/02/2022, tại Trường Tiểu học Bến Lác.",
            "- Cụm số 2: ngày 24/02/2022, tại Trường Tiểu học Đồng Sen.",
            "- Cụm số 3: khoảng tháng 3/2022, tại Trường Tiểu học Phù Sa.",
        ),
        heading("3. Tổ chức thực hiện"),
        heading("3.1. Trưởng cụm chuyên môn"),
        *body(
            "- Chủ trì, phối hợp với trường đăng cai xây dựng chương trình, gửi về Phòng Giáo dục "
            "và Đào tạo trước ngày 15/02/2022.",
            "- Sau mỗi buổi sinh hoạt, lập biên bản và báo cáo kết quả về Phòng Giáo dục và Đào "
            "tạo.",
        ),
        heading("3.2. Các trường tiểu học"),
        *body(
            "- Cử giáo viên tham dự đầy đủ, bố trí người dạy thay trong ngày sinh hoạt.",
            "- Hằng quý tổ chức rút kinh nghiệm trong hội đồng sư phạm nhà trường.",
            "Phòng Giáo dục và Đào tạo yêu cầu hiệu trưởng các trường nghiêm túc thực hiện./.",
        ),
    ),
    closing=Closing(
        recipients=(
            "- Như trên;",
            "- Lãnh đạo Phòng (để chỉ đạo);",
            "- Lưu: VT, GDTH.",
        ),
        office=("TRƯỞNG PHÒNG",),
        name="Trần Văn Khải",
    ),
)
