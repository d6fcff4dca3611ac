"""All words of the pages, in Vietnamese and English."""

from typing import Literal

Lang = Literal["vi", "en"]

# key: (Vietnamese, English)
_TEXTS: dict[str, tuple[str, str]] = {
    "app": ("Văn bản", "Vanban"),
    "tagline": (
        "Văn bản hành chính, thành dữ liệu tin cậy được",
        "Official documents as data that people can trust",
    ),
    "other-language": ("English", "Tiếng Việt"),
    "skip": ("Đến nội dung chính", "Skip to content"),
    "nav-documents": ("Văn bản", "Documents"),
    "nav-review": ("Soát lại", "Review"),
    # Start page
    "upload-title": ("Đọc một văn bản", "Read a document"),
    "upload-hint": (
        "PDF, JPEG, PNG, TIFF, DOCX hoặc TXT. Tệp được giữ nguyên trên máy này.",
        "PDF, JPEG, PNG, TIFF, DOCX or TXT. The file stays on this machine, unchanged.",
    ),
    "upload-file": ("Tệp", "File"),
    "upload-button": ("Đọc", "Read"),
    "upload-busy": (
        "Đang đọc, bản quét nhiều trang có thể mất vài phút…",
        "Reading; a scan of many pages may take minutes…",
    ),
    "upload-done": ("Đã đọc xong.", "It has been read."),
    "upload-known": ("Văn bản này đã có trong kho.", "This document was in the store already."),
    "search-label": ("Tìm trong toàn văn", "Search the text"),
    "search-button": ("Tìm", "Search"),
    "search-hint": (
        "Có dấu: tìm đúng chữ. Không dấu: tìm mọi cách viết.",
        "With diacritics: exactly so. Without: every spelling.",
    ),
    "search-none": ("Không có trang nào có đủ các từ này.", "No page has all these words."),
    "search-hits": ("Kết quả tìm", "Found"),
    "page": ("trang", "page"),
    "documents-title": ("Các văn bản", "Documents"),
    "documents-none": ("Kho chưa có văn bản nào.", "The store has no documents yet."),
    "column-document": ("Văn bản", "Document"),
    "column-number": ("Số, ký hiệu", "Number"),
    "column-pages": ("Số trang", "Pages"),
    "column-received": ("Nhận lúc", "Received"),
    "column-state": ("Tình trạng", "State"),
    "column-open": ("Mở", "Open"),
    "open-record": ("bản ghi", "record"),
    "open-review": ("soát lại", "review"),
    "open-picture": ("ảnh trang", "picture"),
    "newer": ("Mới hơn", "Newer"),
    "older": ("Cũ hơn", "Older"),
    "state-accepted": ("chờ đọc", "waiting"),
    "state-done": ("xong", "done"),
    "state-review": ("cần soát", "to review"),
    "state-failed": ("không đọc được", "failed"),
    # Review page
    "review-title": ("Soát các giá trị kém chắc chắn nhất", "Review the least sure values"),
    "review-one": ("Chỉ văn bản", "Only document"),
    "review-all": ("Tất cả văn bản", "All documents"),
    "review-waiting": ("giá trị đang chờ", "values wait"),
    "review-none": ("Không còn giá trị nào chờ soát.", "No value waits for review."),
    "review-more": ("Soát tiếp", "Review more"),
    "reviewer": ("Người soát", "Reviewer"),
    "keys": ("Phím", "Keys"),
    "key-accept": ("chấp nhận", "accept"),
    "key-edit": ("sửa", "edit"),
    "key-cancel": ("thôi sửa", "cancel"),
    "key-move": ("chuyển", "move"),
    "raw": ("Đọc được", "As read"),
    "proposed": ("Đề xuất", "Proposed"),
    "confidence": ("Độ tin cậy", "Confidence"),
    "accept": ("Chấp nhận", "Accept"),
    "edit": ("Sửa", "Edit"),
    "save": ("Lưu", "Save"),
    "cancel": ("Thôi", "Cancel"),
    "accepted": ("Đã chấp nhận", "Accepted"),
    "corrected": ("Đã sửa", "Corrected"),
    "no-picture": ("Giá trị này không có ảnh.", "There is no picture of this value."),
    "strip-alt": ("Ảnh dải trang quanh giá trị", "Strip of the page around the value"),
    # What the record calls its parts
    "header": ("Phần đầu", "Header"),
    "references": ("Văn bản dẫn chiếu", "Reference"),
    "sections": ("Mục", "Section"),
    "pairings": ("Cặp kết nghĩa", "Pairing"),
    "deadlines": ("Thời hạn", "Deadline"),
    "responsibilities": ("Nhiệm vụ", "Responsibility"),
    "recipients": ("Nơi nhận", "Recipient"),
    "filed_at": ("Lưu", "Filed at"),
    "signers": ("Người ký", "Signer"),
    "contacts": ("Liên hệ", "Contact"),
    "issuer": ("cơ quan ban hành", "issuer"),
    "parent_issuer": ("cơ quan chủ quản", "parent issuer"),
    "number_parts": ("các phần của số, ký hiệu", "parts of the number"),
    "number": ("số, ký hiệu", "number"),
    "place": ("địa danh", "place"),
    "issued_on": ("ngày ban hành", "date of issue"),
    "kind": ("loại văn bản", "kind"),
    "title": ("tiêu đề, chức vụ", "title"),
    "period": ("giai đoạn", "period"),
    "urgency": ("độ khẩn", "urgency"),
    "secrecy": ("độ mật", "secrecy"),
    "annexes": ("phụ lục", "annexes"),
    "heading": ("tên mục", "heading"),
    "units": ("đơn vị", "unit"),
    "name": ("tên", "name"),
    "text": ("nguyên văn", "wording"),
    "edtf": ("thời gian (EDTF)", "time (EDTF)"),
    "actor": ("chủ thể", "actor"),
    "task": ("việc phải làm", "task"),
    "value": ("giá trị", "value"),
    # Problems, by their stable code
    "problem-error": ("Có lỗi.", "Something failed."),
    "problem-file-missing": (
        "Không tìm thấy tệp. Hãy kiểm tra đường dẫn và quyền đọc.",
        "The file is not there. Check the path and the permissions.",
    ),
    "problem-not-stored": ("Không có văn bản này trong kho.", "No such document is stored."),
    "problem-empty-file": ("Tệp rỗng hoặc không có trang nào.", "The file is empty."),
    "problem-unknown-kind": (
        "Không phải loại tệp đọc được. Hãy dùng PDF, JPEG, PNG, TIFF, DOCX hoặc TXT.",
        "The file is of no kind that is read. Use PDF, JPEG, PNG, TIFF, DOCX or TXT.",
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
    "problem-network": ("Không kết nối được với dịch vụ.", "The service cannot be reached."),
}


class Words:
    """The texts in one language: ``words["accept"]``."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.other: Lang = "en" if lang == "vi" else "vi"
        self._column = 0 if lang == "vi" else 1

    def __getitem__(self, key: str) -> str:
        return _TEXTS[key][self._column]

    def problems(self) -> dict[str, str]:
        """The messages of problems by code."""
        start = "problem-"
        return {key.removeprefix(start): self[key] for key in _TEXTS if key.startswith(start)}

    def path(self, pointer: str) -> str:
        """A JSON pointer in words.

        >>> Words("en").path("/signers/0/name")
        'Signer 1 · name'
        """
        parts: list[str] = []
        for step in pointer.strip("/").split("/"):
            if step.isdigit() and parts:
                parts[-1] += f" {int(step) + 1}"
            else:
                parts.append(self[step] if step in _TEXTS else step)
        return " · ".join(parts)
