"""The frame of all pages, and problems by their stable code: each text as (Vietnamese, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "app": ("Văn bản", "Vanban"),
    "tagline": (
        "Văn bản hành chính, thành dữ liệu tin cậy được",
        "Official documents as data that people can trust",
    ),
    "other-language": ("English", "Tiếng Việt"),
    "skip": ("Đến nội dung chính", "Skip to content"),
    "nav-documents": ("Hộp đến", "Inbox"),
    "nav-review": ("Soát lại", "Review"),
    "nav-search": ("Tìm", "Search"),
    "nav-units": ("Đơn vị", "Units"),
    "nav-deadlines": ("Thời hạn", "Deadlines"),
    "nav-pairings": ("Kết nghĩa", "Pairings"),
    "nav-account": ("Tài khoản", "Account"),
    "logout": ("Đăng xuất", "Log out"),
    # Problems, by their stable code
    "problem-error": ("Có lỗi.", "Something failed."),
    "problem-file-missing": (
        "Không tìm thấy tệp. Hãy kiểm tra đường dẫn và quyền đọc.",
        "The file is not there. Check the path and the permissions.",
    ),
    "problem-not-stored": ("Không có văn bản này trong kho.", "No such document is stored."),
    "problem-empty-file": ("Tệp rỗng hoặc không có trang nào.", "The file is empty."),
    "problem-unknown-kind": (
        "Không phải loại tệp đọc được. Hãy dùng PDF, ảnh, DOCX, XLSX hoặc TXT; DOC, RTF, ODT và XLS chỉ đọc được khi máy chủ có LibreOffice.",
        "The file is of no kind that is read. Use PDF, pictures, DOCX, XLSX or TXT; DOC, RTF, ODT and XLS are read where the server has LibreOffice.",
    ),
    "problem-broken-file": (
        "Tệp bị hỏng. Hãy sao chép hoặc quét lại.",
        "The file is broken. Copy or scan it again.",
    ),
    "problem-encrypted-file": (
        "Tệp có mật khẩu. Hãy gỡ mật khẩu rồi gửi lại.",
        "The file has a password. Remove it and send the file again.",
    ),
    "problem-limit-exceeded": (
        "Tệp vượt giới hạn cho phép. Hãy chia nhỏ hoặc quét ở 200 dpi.",
        "The file passes a limit. Split it or scan it at 200 dpi.",
    ),
    "problem-engine-missing": (
        "Máy chưa có bộ nhận dạng chữ (tesseract với tiếng Việt).",
        "The OCR engine (tesseract with Vietnamese) is not installed.",
    ),
    "problem-engine-failed": (
        "Bộ đọc văn bản gặp sự cố hoặc quá thời hạn.",
        "The reader crashed or passed its time limit.",
    ),
    "problem-conflict": (
        "Giá trị này đã được người khác quyết định. Hãy tải lại trang.",
        "Someone else has settled this value. Load the page again.",
    ),
    "problem-bad-request": ("Yêu cầu không hợp lệ.", "The request does not fit."),
    "problem-store-failed": ("Kho dữ liệu không trả lời.", "The store does not answer."),
    "problem-not-logged-in": ("Hãy đăng nhập lại.", "Log in again."),
    "problem-not-allowed": (
        "Tài khoản này không được làm việc đó.",
        "The account may not do this.",
    ),
    "problem-busy": (
        "Đang có quá nhiều việc phải chờ. Hãy gửi lại sau.",
        "Too much is waiting already. Send it again later.",
    ),
    "problem-too-many-tries": ("Sai quá nhiều lần. Hãy đợi.", "Too many tries. Wait."),
    "problem-too-few-decisions": (
        "Còn ít giá trị đã soát, chưa đủ để học. Hãy soát thêm vài văn bản.",
        "Too few values are settled to learn from. Settle those of some more documents.",
    ),
    "problem-internal": (
        "Dịch vụ gặp lỗi. Hãy thử lại; nếu vẫn lỗi, báo cho người quản trị.",
        "The service failed. Try again; if it fails again, tell the administrator.",
    ),
    "problem-not-found": ("Không có trang nào ở địa chỉ này.", "There is no page at this address."),
    "problem-invalid-request": (
        "Địa chỉ hoặc dữ liệu gửi đi không hợp lệ.",
        "The address or what was sent does not fit.",
    ),
    "problem-network": ("Không kết nối được với dịch vụ.", "The service cannot be reached."),
}
