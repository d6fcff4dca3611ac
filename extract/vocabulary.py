"""The words that official documents are made of: kinds, offices, heads of units, verbs of duty."""

import re

# Điều 7 of Nghị định 30/2020/NĐ-CP, with the kinds of laws and of the Party beside them.
KINDS = (
    "thông tư liên tịch", "nghị quyết", "quyết định", "chỉ thị", "quy chế", "quy định", "thông cáo",
    "thông báo", "hướng dẫn", "chương trình", "kế hoạch", "phương án", "đề án", "dự án", "báo cáo",
    "biên bản", "tờ trình", "hợp đồng", "công văn", "công điện", "bản ghi nhớ", "bản thỏa thuận",
    "giấy ủy quyền", "giấy mời", "giấy giới thiệu", "giấy nghỉ phép", "phiếu gửi", "phiếu chuyển",
    "phiếu báo", "thư công", "bộ luật", "luật", "pháp lệnh", "nghị định", "thông tư", "kết luận",
    "quy trình", "lệnh", "văn bản hợp nhất",
)  # fmt: skip
KIND_CODES = {
    "nq": "nghị quyết", "qđ": "quyết định", "ct": "chỉ thị", "qc": "quy chế", "qyđ": "quy định",
    "tc": "thông cáo", "tb": "thông báo", "hd": "hướng dẫn", "ctr": "chương trình",
    "kh": "kế hoạch", "pa": "phương án", "đa": "đề án", "da": "dự án", "bc": "báo cáo",
    "bb": "biên bản", "ttr": "tờ trình", "hđ": "hợp đồng", "cđ": "công điện", "nđ": "nghị định",
    "tt": "thông tư", "ttlt": "thông tư liên tịch", "gm": "giấy mời", "kl": "kết luận",
    "l": "luật", "pl": "pháp lệnh", "vbhn": "văn bản hợp nhất",
    "cv": "công văn",
}  # fmt: skip

# First words of a unit, office or group of people that can be told to do something.
ACTOR_HEADS = (
    "ủy ban", "ubnd", "hội đồng", "hđnd", "sở", "phòng", "ban", "bộ", "cục", "chi cục", "tổng cục",
    "vụ", "viện", "học viện", "đại học", "trường", "nhà trường", "trung tâm", "công an",
    "công đoàn", "đoàn", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "liên đội", "chi đoàn", "hội",
    "liên đoàn", "mặt trận", "ngân hàng", "kho bạc", "thanh tra", "văn phòng", "công ty", "vnpt",
    "đài", "báo", "bệnh viện", "thủ trưởng", "chủ tịch", "phó chủ tịch", "giám đốc", "hiệu trưởng",
    "phó hiệu trưởng", "trưởng phòng", "trưởng ban", "bộ trưởng", "thủ tướng", "ban giám hiệu",
    "tổ", "giáo viên", "cán bộ", "cb", "cbgv", "cbql", "gv", "nhân viên", "viên chức", "công chức",
    "học sinh", "sinh viên", "thí sinh", "phụ huynh", "cha mẹ", "người học", "đơn vị", "cơ quan",
    "cơ sở", "địa phương", "tập thể", "khoa", "bộ môn", "tỉnh ủy", "thành ủy", "quận ủy",
    "huyện ủy", "đảng ủy", "chi bộ", "kế toán", "thư viện", "y tế", "pgd", "pgdđt", "sgd", "sgdđt",
    "thpt", "thcs", "th", "mn", "mầm non", "tiểu học", "tổng phụ trách", "giảng viên", "đồng chí",
    "ông", "bà", "người được", "hạt", "đội", "trạm", "bảo hiểm xã hội", "điện lực",
    "chánh văn phòng", "chánh thanh tra", "cục trưởng", "vụ trưởng", "tổng cục trưởng", "viện trưởng",
    "trưởng đoàn", "người đứng đầu", "tổng giám đốc", "bí thư", "thống đốc",
    "thường trực", "thành viên", "chỉ huy trưởng", "chủ cơ sở", "đại diện",
    "trưởng đơn vị", "trưởng các", "trưởng thôn", "trưởng khoa", "trưởng bộ môn", "trưởng bộ phận",
    "trưởng công an", "trưởng trạm", "phó trưởng phòng", "cụm trưởng", "lãnh đạo nhà trường", "lãnh đạo phòng", "lãnh đạo đơn vị", "lãnh đạo sở", "lãnh đạo ubnd", "phó trưởng ban", "phó trưởng khoa", "ủy viên", "thư ký",
    "lớp trưởng", "trợ lý", "liên chi đoàn", "liên chi hội", "chi hội", "gvcn", "gvbm", "tpt", "bgh", "ttcm",
    "văn thư", "thủ quỹ", "quỹ", "tổng công ty", "tập đoàn", "doanh nghiệp", "chủ đầu tư", "hộ",
)  # fmt: skip
_QUANTIFIERS = r"(?:(?:các|những|toàn thể|mỗi|từng|(?:cả\s+)?(?:hai(?!\s+bà\s+trưng)|ba|bốn)|tất cả(?: các)?|\d{1,3})\s+)?"
# Places stand for those who govern them where there are several: "các tỉnh, thành phố".
_PLACES = (
    r"(?:các|mỗi|từng)\s+(?:tỉnh|thành phố|quận|huyện|thị xã|xã(?!\s+hội)|phường)(?![^\W\d_])|"
)
ACTOR = re.compile(
    "(?:"
    + _PLACES
    + _QUANTIFIERS
    + "(?:"
    + "|".join(sorted(ACTOR_HEADS, key=len, reverse=True))
    + r")(?![^\W\d_])(?!\s+(?:hợp(?!\s+tác)|kết(?!\s+nghĩa)|nhập|cáo|hành(?!\s+chính)|nghị|thi(?!\s+(?:đua|hành án))|tính|viên tốt|vệ)))",
    re.IGNORECASE,
)

# Verbs by which a unit is charged with something; a subject ends where one of them begins.
DUTY_VERBS = (
    "chủ trì", "phối hợp", "chỉ đạo", "hướng dẫn", "báo cáo", "tổ chức", "thực hiện", "triển khai",
    "xây dựng", "chịu trách nhiệm", "có trách nhiệm", "tham mưu", "kiểm tra", "đôn đốc", "cung cấp",
    "bảo đảm", "đảm bảo", "tiến hành", "phải", "cần", "nộp", "gửi", "đăng ký", "chủ động", "tiếp tục",
    "là đơn vị", "là bộ phận", "là thường trực", "quán triệt", "rà soát", "lập", "bố trí", "tăng cường", "thông báo", "xuất trình",
    "nghiêm túc", "kịp thời", "tham gia", "theo dõi", "đề xuất", "phân công", "liên hệ", "tuyên truyền",
    "tổng hợp", "tập trung", "khẩn trương", "thường xuyên", "giám sát", "thẩm định", "trình",
    "ban hành", "quyết định", "công bố", "cử", "đánh giá", "sơ kết", "tổng kết", "hoàn thành",
    "xem", "đến nhận", "tạo điều kiện", "thành lập", "phân bổ", "quản lý", "sử dụng", "căn cứ",
    "sẽ", "được hoàn trả", "không được", "tích cực", "chuẩn bị", "phổ biến", "vận động", "duy trì",
    "gặp trực tiếp", "lựa chọn", "hoàn thiện", "nghiên cứu", "giao lưu", "hỗ trợ", "đưa", "thống nhất",
    "gửi về", "chấp hành", "tự", "giải quyết", "cập nhật", "lưu", "ký", "thông tin", "giới thiệu",
    "tiếp nhận", "kiểm kê", "sắp xếp", "trông coi", "biên soạn", "thu", "chấm", "ra đề", "mua sắm",
    "sửa chữa", "phụ trách", "nhắc", "nhắc nhở", "họp", "trực tiếp", "nhanh chóng", "điểm danh", "trang trí", "quyên góp", "ủng hộ", "giảng dạy",
    "soạn thảo", "tư vấn", "kiện toàn", "củng cố", "vệ sinh", "lên lịch", "mời", "bồi dưỡng", "dạy", "chọn", "viết",
    "trao đổi", "gặp mặt", "hoàn chỉnh", "yêu cầu", "đề nghị", "giao", "không", "đạt", "được", "chỉ được", "chỉ", "có nhiệm vụ", "đẩy mạnh", "phát động", "huy động", "phản ánh", "niêm yết", "bàn giao",
    "ra quyết định", "đối chiếu", "xét duyệt", "thuyết minh", "giải trình", "dự toán", "chi trả", "đã", "có thể",
    "có văn bản", "có công văn", "có ý kiến", "có báo cáo", "có thẩm quyền", "khuyến khích",
    "xác định", "phê duyệt", "xử lý", "cân đối", "giúp", "xem xét", "định hướng", "thiết lập", "xác nhận",
    "khảo sát", "thanh toán", "quyết toán", "tuân thủ", "thúc đẩy", "khắc phục", "áp dụng", "giải đáp",
    "nâng cao", "là cơ quan", "là đầu mối", "dành", "quy định cụ thể", "quy định chi tiết",
)  # fmt: skip
# Syllables before which a verb of one syllable is the end of a noun: "quá trình", "chứng chỉ".
_NOUN_BEFORE = {
    "trình": ("quá", "chương", "quy", "công", "tờ", "lộ", "giáo", "tiến", "hành"),
    "chỉ": ("chứng", "địa", "tín"), "thu": ("lạm", "tiếp", "học", "doanh", "nguồn"), "tự": ("trật", "thứ", "trình"),
    "ký": ("chữ", "nhật", "học"), "giao": ("chuyển", "ngoại"), "cử": ("bầu", "ứng"), "dạy": ("giảng", "bài"),
    "họp": ("cuộc", "phòng", "kỳ", "buổi", "hội", "phiên", "lịch", "độ", "bản", "dự", "sinh", "khi"),
    "trực tiếp": ("quản lý", "cấp trên"),
    "viết": ("bài", "chữ"), "lưu": ("ngoại",), "giới thiệu": ("giấy",), "cần": ("chuyên",),
}  # fmt: skip
# What follows a verb of one syllable where both are another word: "lưu ý".
_OTHER_WORD = {
    "lưu": ("ý", "động", "lượng"),
    "thu": ("thập", "nhập", "hút"),
    "chỉ": ("tiêu", "số", "thị"),
    "tập trung": ("dân chủ",),
    "giao": ("ban", "thông", "tiếp", "dịch", "ước", "thoa"),
}


def _alone(verb: str) -> str:
    """A verb where it is no part of a noun or another word."""
    before = "".join(f"(?<!{syllable} )" for syllable in _NOUN_BEFORE.get(verb, ()))
    after = "|".join(_OTHER_WORD.get(verb, ()))
    return f"{before}{verb}" + (rf"(?!\s(?:{after})\b)" if after else "")


VERB = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(_alone(verb) for verb in sorted(DUTY_VERBS, key=len, reverse=True))
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)

# Verbs that begin what somebody does but are no duty by themselves: a name ends before them.
PREDICATE = re.compile(
    r"(?<!\w)(?:quan tâm|ưu tiên|sớm|cùng(?: với)?|mở|đón|làm(?! việc)|dự giờ|rút kinh nghiệm|nắm|đi học|mặc|(?<![Tt]hường )trực(?! thuộc| tiếp| ban)"
    r"|tập luyện|tập huấn|tuần tra|(?<!phòng )khám|cân đo|mua|trồng|thăm|tặng|trao(?! đổi)|treo|động viên|biểu dương|tôn vinh"
    r"|(?<!thi đua )(?<!thi đua, )(?<!thi đua - )khen thưởng|cam kết|bám sát|chia sẻ|giữ gìn|giáo dục học sinh|nhận đỡ đầu)(?!\w)"
)

# Verbs that charge nobody: what a unit may do, gets or is.
NO_DUTY = frozenset(
    {"đạt", "được", "không", "chỉ được", "không được", "được hoàn trả", "có thể", "có thẩm quyền"}
)
# Verbs that tell what somebody did.
NARRATED = frozenset({"đã", "có văn bản", "có công văn"})
# Verbs that say only that the next one is a duty.
MODAL = frozenset(
    {
        "trực tiếp",
        "nhanh chóng",
        "phải",
        "cần",
        "sẽ",
        "căn cứ",
        "có trách nhiệm",
        "có nhiệm vụ",
        "là đơn vị",
        "là bộ phận",
        "là cơ quan",
        "là đầu mối",
        "là thường trực",
    }
)


def has_verb(text: str) -> bool:
    """Whether a verb of duty stands in a text; those inside names begin with a capital."""
    return any(match[0][0].islower() for match in VERB.finditer(text))


OFFICES = (
    "chủ tịch công đoàn", "quyền giám đốc", "quyền chủ tịch", "phó chánh thanh tra", "tổng thanh tra",
    "phó tổng thanh tra", "thống đốc", "phó thống đốc", "trưởng khoa",
    "chủ tịch", "phó chủ tịch", "giám đốc", "phó giám đốc", "hiệu trưởng", "phó hiệu trưởng",
    "trưởng phòng", "phó trưởng phòng", "bộ trưởng", "thứ trưởng", "thủ tướng", "phó thủ tướng",
    "tổng cục trưởng", "phó tổng cục trưởng", "cục trưởng", "phó cục trưởng", "vụ trưởng",
    "phó vụ trưởng", "chủ nhiệm", "phó chủ nhiệm", "chánh văn phòng", "phó chánh văn phòng",
    "trưởng ban", "phó trưởng ban", "viện trưởng", "phó viện trưởng", "tổng giám đốc", "bí thư",
    "phó bí thư", "chánh thanh tra", "trưởng đoàn", "chi cục trưởng", "người lập", "thủ trưởng đơn vị",
    "phó tổng giám đốc", "quyền hiệu trưởng", "kiểm toán nhà nước", "tổng kiểm toán nhà nước",
    "thư ký", "chủ tọa", "tổ trưởng",
)  # fmt: skip
# The power to sign: "KT.", also typed "KT" and, in the Party, "K/T".
_SIGNS_FOR = r"(?:(?:TM|KT|TL|TUQ|Q)\s?\.|(?:TM|KT|TL|TUQ)(?=\s)|T/M|K/T|T/L)"
MARK = re.compile(rf"(?P<mark>{_SIGNS_FOR})", re.IGNORECASE)
OFFICE = re.compile(
    rf"(?:{_SIGNS_FOR}\s*)?(?:"
    + "|".join(sorted(OFFICES, key=len, reverse=True))
    + r")(?:\s+thường trực)?(?![^\W\d_])",
    re.IGNORECASE,
)
