"""What an English model makes of heads, closings and names, one sentence for each kind of fault."""

import pytest

from normalize.people import People
from normalize.reading import Treatment
from normalize.restore import Restorer
from normalize.source import Source


def restored(restorer: Restorer, *lines: str) -> list[str]:
    sources = [Source(line, Treatment.SPOILED) for line in lines]
    return [line.text for line in restorer.restore(sources)]


@pytest.mark.parametrize(
    ("read", "right"),
    [
        # capitals that ran together
        ("SOVANHOA, THETHAO VADULICH", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"),
        ("XAHQICHUNGHIA VIET NAM", "XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        # figures and signs as letters
        ("t6 chirc 6n tap cho hoc sinh", "tổ chức ôn tập cho học sinh"),
        ("tra 10i va neu 16 noi dung", "trả lời và nêu rõ nội dung"),
        ("hoc phi 3 triéu déng/1 thang", "học phí 3 triệu đồng/1 tháng"),
        ("S@ NGi vu du¢c giao thu'c hién", "Sở Nội vụ được giao thực hiện"),
        ("can ct? Luat Thu vién", "căn cứ Luật Thư viện"),
        ("cac xa & dia phuong", "các xã ở địa phương"),
        # codes keep what they are
        ("Nghi dinh 12/2020/ND-CP", "Nghị định 12/2020/NĐ-CP"),
        ("Bao cao 12/BC-UBND, 7/OD-UBND, 3/OH15", "Báo cáo 12/BC-UBND, 7/QĐ-UBND, 3/QH15"),
        # abbreviations stay abbreviations
        ("- Chu tich (bc);", "- Chủ tịch (bc);"),
        ("- Luu: VT, KHTC.", "- Lưu: VT, KHTC."),
        ("SG Giao duc va Dao tao", "SỞ Giáo dục và Đào tạo"),
        # names under a signature
        ("Vi Van Mudi", "Vũ Văn Mười"),
        ("Nguyén Khac Dinh", "Nguyễn Khắc Định"),
        # a stroke over the first letter of a family name
        ("guyen Dire Vii", "nguyễn Đức Vũ"),
        ("ran Hitu Tuan", "trần Hữu Tuấn"),
        # never touched
        ("gui ve thu.vien@mauson.gov.vn", "gửi về thu.vien@mauson.gov.vn"),
        ("https://mauson.vn/tin-tuc?id=6n", "https://mauson.vn/tin-tuc?id=6n"),
    ],
)
def test_a_spoiled_line_is_read(restorer: Restorer, read: str, right: str) -> None:
    assert restored(restorer, read) == [right]


def test_columns_are_read_apart(restorer: Restorer) -> None:
    assert restored(restorer, "Noi nhan: PHO GIAM DOC", "- Nhu trén; KT. GIAM DOC") == [
        "Nơi nhận: PHÓ GIÁM ĐỐC",
        "- Như trên; KT. GIÁM ĐỐC",
    ]


def test_a_figure_between_figures_stays(restorer: Restorer) -> None:
    (line,) = restored(restorer, "Diéu 6 va khoan 16 cua Nghi dinh")
    assert line == "Điều 6 và khoản 16 của Nghị định"


def test_a_syllable_costs_what_its_place_in_names_says() -> None:
    people = People.load()
    assert people.cost("family", "vũ") < people.cost("family", "vì")
    assert people.cost("given", "định") < people.cost("given", "đinh")


def test_what_is_left_of_a_family_name_names_those_that_it_may_be() -> None:
    people = People.load()
    assert people.headless("ran") == ["trần"]
    assert {"dương", "lương"} <= set(people.headless("uong"))
    assert people.headless("ông") == people.headless("hai") == []
    assert people.headless("Ran") == people.headless("ao") == people.headless("sach") == []


@pytest.mark.parametrize("treatment", list(Treatment))
def test_a_word_before_a_name_is_no_rest_of_a_family(
    restorer: Restorer, treatment: Treatment
) -> None:
    (line,) = restorer.restore([Source("ông Nguyễn Văn An", treatment)])
    assert line.text == "ông Nguyễn Văn An"


def test_a_long_token_of_capitals_and_letters_ends(restorer: Restorer) -> None:
    token = "Aa" * 200
    (line,) = restorer.restore([Source(f"{token} x", Treatment.MARKS)])
    assert line.text == f"{token} x"


def test_a_column_of_formulas_alone_hides_none_behind_it(restorer: Restorer) -> None:
    gap = " " * 8
    whole = f"UBND HUYEN{gap}CONG HOA XA HOI CHU NGHIA VIET NAM{gap}Ban sao cua huyen"
    alone = "Ban sao cua huyen"
    both, single = (
        restorer.restore([Source(text, Treatment.SPOILED)])[0].text for text in (whole, alone)
    )
    assert both.rsplit(gap, 1)[1] == single
