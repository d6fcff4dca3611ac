"""The family names of people, by which a name that stands alone begins."""

# Cost of a family name by how many bear it: nine of ten people one of the first, nearly all one of these.
SELDOM, NO_FAMILY = 3.5, 6.0
FAMILIES = dict.fromkeys(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh trương đào đoàn lương mai
    tô hà cao lâm""".split(),
    0.0,
) | dict.fromkeys(
    """âu bạch bành bế cầm chu châu chung chử cù đàm đan đậu điêu điểu đồng đới đường dư giang giáp hàn hạ hầu hoa
    hồng hứa khổng khương khúc kiều kim kpă lã lại liêu lò lộc lục lưu ma mã mạc mẫn nghiêm ngụy nhâm nhữ nông ninh
    ông phí phó phùng phương quách quàng quan rơ sầm sùng tạ tăng tất thạch thái thân thẩm thiều tiêu tôn tống
    trang trà trình triệu từ ung ưng vàng văn vi viên vòng vương xa""".split(),
    SELDOM,
)
