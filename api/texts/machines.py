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
    # Sources
    "sources-title": ("Nguồn văn bản", "Sources"),
    "sources-hint": (
        "Dịch vụ tự xem thư mục và hộp thư, tệp mới được đọc như khi thả vào hộp đến. Hộp thư không bị thay đổi.",
        "The service looks at folders and mail boxes by itself and reads what is new. A mail box is never changed.",
    ),
    "sources-folder": ("Thư mục trên máy chủ", "A folder of the server"),
    "sources-path": ("Đường dẫn", "Path"),
    "sources-within": ("Nằm trong:", "Within:"),
    "sources-closed": (
        "Chưa mở thư mục nào: hãy đặt VANBAN_FOLDERS, hoặc dùng lệnh `vanban source add`.",
        "No folder is open for this: set VANBAN_FOLDERS, or use `vanban source add`.",
    ),
    "sources-mailbox": ("Hộp thư (IMAP)", "A mail box (IMAP)"),
    "sources-host": ("Máy chủ thư", "Mail server"),
    "sources-port": ("Cổng", "Port"),
    "sources-user": ("Tên đăng nhập", "User"),
    "sources-inbox": ("Thư mục thư", "Mail folder"),
    "sources-secret": (
        "Mật khẩu được giữ, không hiện lại.",
        "The password is kept and never shown again.",
    ),
    "sources-public": (
        "Máy chủ thư trong mạng nội bộ cần VANBAN_PRIVATE_URLS=true.",
        "A server of your own network takes VANBAN_PRIVATE_URLS=true.",
    ),
    "sources-add": ("Thêm nguồn", "Add the source"),
    "sources-none": ("Chưa có nguồn nào.", "There are no sources."),
    "sources-looked": ("xem lúc", "looked at"),
    "sources-not-yet": ("chưa xem", "not looked at yet"),
    "sources-brought": ("Đã nhận", "What came"),
    "sources-file": ("Tệp", "File"),
    "sources-open": ("mở", "open"),
    "sources-nothing": ("Chưa nhận được tệp nào.", "Nothing has come yet."),
    "fault-private": (
        "máy chủ trong mạng nội bộ, không được phép",
        "a server of the inner network, which is not allowed",
    ),
    "fault-unreachable": ("không kết nối được", "cannot be reached"),
    "fault-refused": (
        "máy chủ không nhận tên, mật khẩu hoặc thư mục thư",
        "the server takes no such name, password or folder",
    ),
    "fault-missing": ("không thấy thư mục", "the folder is not there"),
}
