"""What stands in every document: the mottoes of its head, and the family names of those who sign."""

import unicodedata

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
MOTTOES = (NATION, MOTTO, PARTY)

# The commonest, which begin no name of an office, as "Văn" of "Văn phòng" does.
COMMONEST_FAMILIES = frozenset(
    "Nguyễn Trần Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Hồ Ngô Dương Đinh Trịnh Trương Lương".split()
)
# The common family names; a signer with another one is not recognised.
FAMILY_NAMES = COMMONEST_FAMILIES | frozenset(
    "Lê Đỗ Lý Đào Đoàn Lâm "
    "Mai Tô Tạ Hà Cao Chu Thái Châu Quách Lưu Vương Phùng La Tăng Kiều Nghiêm Khuất Hứa "
    "Đàm Đồng Thân Văn Tống Triệu Mạc Bạch Nông Hầu Giang Cù Doãn Lại Từ Ninh Thạch Viên Chử Âu Ông Lò "
    "Giàng Vàng Quàng Cầm Lường Bế Ma Vi Lục Sầm Hoa Thiều Cung Phí Phó Kim Ung Diệp Tiêu Ưng Nhữ "
    "Sùng Thào Vừ Hạng Lầu Cháng Tẩn Phàn Lù Chảo Ksor Rmah Siu Kpă Điểu Danh Khổng Khúc Khương Liêu Lữ Ngụy "
    "Nhâm Nhan Tào Tiết Tôn Tưởng Uông Đậu Đới Cấn Cồ Bành Biện Kha Khâu Giáp".split()
)


def bare(text: str) -> str:
    """Text in small letters without diacritics.

    >>> bare("Độc lập - Tự do")
    'doc lap - tu do'
    """
    decomposed = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
