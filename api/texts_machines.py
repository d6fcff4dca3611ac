"""What the service does by itself, set up by administrators: each text as (Vietnamese, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # Webhooks
    "webhooks-title": ("Báo cho hệ thống khác", "Webhooks"),
    "webhooks-hint": (
        "Khi một văn bản đọc xong hoặc soát xong, địa chỉ này nhận một bản tin có chữ ký. Không gửi được thì "
        "gửi lại trong ba ngày rưỡi.",
        "When a document has been read or settled, the address is sent signed news; what does not come through "
        "is sent again for three days and a half.",
    ),
    "webhooks-public": (
        "Chỉ gửi tới máy trên mạng công cộng; VANBAN_PRIVATE_URLS=true cho phép mạng nội bộ.",
        "Only public machines are told; VANBAN_PRIVATE_URLS=true allows those of your own network.",
    ),
    "webhooks-url": ("Địa chỉ nhận", "Address"),
    "webhooks-add": ("Thêm", "Add"),
    "webhooks-remove": ("Gỡ bỏ", "Remove"),
    "webhooks-none": ("Chưa báo cho địa chỉ nào.", "No address is told."),
    "webhooks-secret": (
        "Khóa để kiểm tra chữ ký, chỉ hiện một lần:",
        "The key to check signatures by, shown once:",
    ),
    "happening-read": ("đọc xong", "read"),
    "happening-settled": ("soát xong", "settled"),
    "deliveries-title": ("Nhật ký gửi", "Log"),
    "deliveries-none": ("Chưa gửi gì.", "Nothing has been sent."),
    "deliveries-made": ("Lúc", "When"),
    "deliveries-what": ("Việc", "What"),
    "deliveries-tries": ("Số lần", "Tries"),
    "deliveries-sent": ("đã nhận", "came through"),
    "deliveries-waiting": ("sẽ gửi lúc", "next try"),
    "deliveries-ended": ("đã thôi", "given up"),
    "deliveries-again": ("Gửi lại", "Send again"),
    "deliveries-gone": ("văn bản đã bỏ", "no longer there"),
    "refusal-private": ("địa chỉ nội bộ, không được phép", "an address of the inner network"),
    "refusal-unreachable": ("không kết nối được", "cannot be reached"),
    "refusal-slow": ("không trả lời kịp", "did not answer in time"),
    "refusal-status": ("máy nhận trả lời", "answered"),
}
