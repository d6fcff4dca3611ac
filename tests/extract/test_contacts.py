"""Addresses of units, postal and electronic."""

import pytest

from tests.extract.papers import plan

OWN = "Phòng Giáo dục và Đào tạo huyện Bến Đò"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xem danh mục tại https://mau.edu.vn/sach.", [("website", "https://mau.edu.vn/sach")]),
        ("Xem danh mục tại www.mau.edu.vn.", [("website", "www.mau.edu.vn")]),
        ("Gửi về thư điện tử doc.sach@mau.edu.vn.", [("email", "doc.sach@mau.edu.vn")]),
        ("Mọi thắc mắc xin gọi số điện thoại: 024.3300.0272.", [("phone", "024.3300.0272")]),
        ("Điện thoại 0912 345 678 hoặc email a@mau.vn.", [("email", "a@mau.vn"), ("phone", "0912 345 678")]),
        ("Địa chỉ: số 5 đường Hoa Sen, xã Gò Me.", [("address", "số 5 đường Hoa Sen, xã Gò Me")]),
        ("Địa điểm: Phòng 12, tầng 3, nhà văn hóa huyện.", [("address", "Phòng 12, tầng 3, nhà văn hóa huyện")]),
        ("Ngày hội có 0243300027 quyển sách.", []),
        ("Địa chỉ trang web: https://mau.edu.vn.", [("website", "https://mau.edu.vn")]),
    ],
)  # fmt: skip
def test_contacts_of_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    record = plan(f"- {text}")
    assert sorted((c.kind, c.value) for c in record.contacts) == expected


def test_a_contact_belongs_to_the_unit_before_it_else_to_the_issuer() -> None:
    named, own = plan(
        "- Liên hệ Thư viện huyện Gò Me, điện thoại: 024.3300.0272.", "- Xem tại www.mau.edu.vn."
    ).contacts
    assert (named.unit, own.unit) == ("Thư viện huyện Gò Me", OWN)


def test_a_value_given_twice_is_one_contact() -> None:
    record = plan("- Xem tại www.mau.edu.vn.", "- Đăng ký tại www.mau.edu.vn.")
    assert [c.value for c in record.contacts] == ["www.mau.edu.vn"]
