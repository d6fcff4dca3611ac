"""To which part of a document the benchmark counts each line."""

from benchmarks.spoiled_layers import parts_of

LINES = [
    "THƯ VIỆN HUYỆN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 12/KH-TVH Mẫu Sơn, ngày 5 tháng 3 năm 2024",
    "KẾ HOẠCH",
    "Mở cửa ngày thứ bảy",
    "Thư viện mở cửa ngày thứ bảy, bắt đầu từ tháng sau.",
    "KT. GIÁM ĐỐC",
    "Nơi nhận: PHÓ GIÁM ĐỐC",
    "- Lưu: VT.",
    "Nguyễn Thị Mẫu",
    "Phụ lục kèm theo",
]
TRUTH = {
    "header": {"kind": "kế hoạch", "title": "Mở cửa ngày thứ bảy"},
    "signers": [{"name": "Nguyễn Thị Mẫu"}],
}


def test_head_title_body_and_closing() -> None:
    assert parts_of(LINES, TRUTH) == [
        *["head"] * 2, *["title"] * 2, "body", *["closing"] * 4, "body",
    ]  # fmt: skip
