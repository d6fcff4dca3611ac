"""All words of the pages, in Vietnamese and English."""

from typing import Literal

from api.texts_cascade import CASCADE
from api.times import told
from extract.record import REVIEWED, Header, Record
from store.additions import ENTRIES
from store.corrections import is_a_time
from store.tables import State, Verdict

Lang = Literal["vi", "en"]

_KEYS = {
    *Header.model_fields,
    "units",
    *(key for keys in (*REVIEWED.values(), *ENTRIES.values()) for key in keys),
    "name",
}

# key: (Vietnamese, English)
_TEXTS: dict[str, tuple[str, str]] = {
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
    # Inbox
    "upload-title": ("Thả tệp vào đây, hoặc chọn tệp", "Drop files here, or choose them"),
    "upload-hint": (
        "PDF, JPEG, PNG, TIFF, WebP, DOCX, TXT, cả thư mục hoặc ZIP. Tệp được giữ nguyên trên máy này.",
        "PDF, JPEG, PNG, TIFF, WebP, DOCX, TXT, folders or ZIP. The files stay on this machine, unchanged.",
    ),
    "upload-sending": ("đang gửi", "sending"),
    "upload-known": ("đã có trong kho", "in the store already"),
    "job-waiting": ("chờ đến lượt", "waits its turn"),
    "job-reading": ("đang đọc", "reading"),
    "job-reading-again": ("đọc lại cùng văn bản dẫn chiếu", "reading again with what it cites"),
    "job-page": ("trang {page}/{pages}", "page {page} of {pages}"),
    "unread-left": (
        "Văn bản này chưa được đọc xong, và không còn trong hàng chờ.",
        "The document has not been read to the end, and waits no more.",
    ),
    "problem-part": ("phần này chưa đọc được", "could not be read"),
    "change-add": ("thêm", "added"),
    "change-alias": ("tên gọi khác", "other name"),
    "change-merge": ("nhập vào", "merged into"),
    "change-undo": ("hoàn tác", "taken back"),
    "to-inbox": ("Về hộp đến", "To the inbox"),
    "problem-title": ("Không mở được trang này", "The page cannot be shown"),
    "retry": ("Đọc lại", "Try again"),
    "all-states": ("tất cả", "all"),
    "search-label": ("Tìm trong toàn văn", "Search the text"),
    "search-button": ("Tìm", "Search"),
    "search-hint": (
        "Từ có dấu: tìm đúng chữ. Từ không dấu: mọi cách viết. “Trong ngoặc kép”: nguyên cụm.",
        "A word with diacritics: exactly so. Without: every spelling. “In quotes”: the phrase.",
    ),
    "search-none": ("Không có trang nào có đủ các từ này.", "No page has all these words."),
    "page": ("trang", "page"),
    "documents-title": ("Các văn bản", "Documents"),
    "documents-none": ("Kho chưa có văn bản nào.", "The store has no documents yet."),
    "column-document": ("Văn bản", "Document"),
    "column-number": ("Số, ký hiệu", "Number"),
    "column-pages": ("Số trang", "Pages"),
    "column-received": ("Nhận lúc", "Received"),
    "column-day": ("Ngày", "Day"),
    "column-state": ("Tình trạng", "State"),
    "column-open": ("Việc", "Actions"),
    "open-review": ("soát", "review"),
    "newer": ("Mới hơn", "Newer"),
    "older": ("Cũ hơn", "Older"),
    "state-accepted": ("chờ đọc", "waiting"),
    "state-done": ("xong", "done"),
    "state-review": ("cần soát", "to review"),
    "state-failed": ("không đọc được", "failed"),
    "state-deleted": ("đã xóa", "deleted"),
    # The bin
    "bin-title": ("Thùng rác", "Bin"),
    "bin-days": (
        "Văn bản đã xóa được giữ {days} ngày rồi mới bỏ hẳn.",
        "Deleted documents are kept for {days} days, then dropped for good.",
    ),
    "bin-kept": (
        "Văn bản đã xóa được giữ đến khi người quản trị đổ thùng rác.",
        "Deleted documents are kept until an administrator empties the bin.",
    ),
    "bin-none": ("Thùng rác trống.", "The bin is empty."),
    "bin-deleted": ("Xóa lúc", "Deleted"),
    "bin-empty": ("Đổ thùng rác", "Empty the bin"),
    "bin-sure": (
        "Bỏ hẳn mọi văn bản trong thùng rác, cả tệp gốc? Việc này không hoàn tác được.",
        "Drop all documents of the bin, originals too? This cannot be undone.",
    ),
    "bin-trail": ("Nhật ký", "What was done"),
    "action-delete": ("đã xóa", "deleted"),
    "action-restore": ("đã khôi phục", "restored"),
    "action-empty": ("đã bỏ hẳn", "dropped for good"),
    "delete": ("Xóa", "Delete"),
    "delete-sure": ("Chuyển vào thùng rác?", "Put it into the bin?"),
    # What leaves the archive
    "take-out": ("Tải về", "Download"),
    "out-original": ("Tệp gốc", "Original file"),
    "out-pdf": ("PDF tìm được chữ", "Searchable PDF"),
    "out-xlsx": ("Bảng Excel", "Excel workbook"),
    "out-csv": ("Bảng CSV", "CSV table"),
    "out-ics": ("Lịch thời hạn (ICS)", "Deadlines (ICS)"),
    "out-tt02-2019": ("Mục lục lưu trữ, TT 02/2019", "Archive rows, TT 02/2019"),
    "out-tt05-2025": ("Mục lục lưu trữ, TT 05/2025", "Archive rows, TT 05/2025"),
    "out-jsonl": ("Dữ liệu JSON", "JSON records"),
    "out-zip": ("Các tệp gốc (ZIP)", "Original files (ZIP)"),
    "chosen": ("đã chọn", "chosen"),
    "choose": ("Chọn", "Choose"),
    "choose-all": ("Chọn tất cả", "Choose all"),
    "upload-folder": ("Chọn cả thư mục", "Choose a folder"),
    "upload-whole": ("{done}/{all} tệp đã xong", "{done} of {all} files are done"),
    "upload-unpacking": ("đang mở gói", "unpacking"),
    "search-phrase": ("Tìm nguyên cụm", "Search the phrase"),
    "search-documents": ("văn bản", "documents"),
    "search-clear": ("Bỏ lọc", "Clear the filters"),
    "search-more": ("Thêm điều kiện", "More conditions"),
    "search-year": ("Năm", "Year"),
    "search-passage": ("Đoạn tìm thấy trên trang", "The passage on the page"),
    "day-hint": ("ngày/tháng/năm", "day/month/year"),
    "restore": ("Khôi phục", "Restore"),
    # Review queue
    "review-title": ("Hàng đợi soát", "Review queue"),
    "review-one": ("Chỉ văn bản", "Only document"),
    "review-all": ("tất cả văn bản", "all documents"),
    "review-none": ("Không còn giá trị nào chờ soát.", "No value waits for review."),
    "review-reader": (
        "Bạn chỉ có quyền xem; người soát mới quyết định được.",
        "You may look; deciding takes a reviewer.",
    ),
    "progress": ("Tiến độ", "Progress"),
    "progress-open": ("chưa quyết định", "open"),
    "progress-unsure": ("cần xem", "to look at"),
    "progress-settled": ("đã quyết định", "settled"),
    "error": ("Giá trị không ai xem", "Values nobody looks at"),
    "error-wrong": ("sai", "wrong"),
    "error-unknown": (
        "Chưa biết sai bao nhiêu: mới kiểm tra {audited} trên {enough} giá trị cần thiết.",
        "Not known yet: {audited} of the {enough} values needed were checked.",
    ),
    "error-known": (
        "Từ {low} đến {high}, theo {audited} giá trị rút ngẫu nhiên mà người đã xem ({wrong} sai).",
        "Between {low} and {high}, by {audited} values drawn at random and looked at ({wrong} wrong).",
    ),
    "error-wanted": ("Mong muốn không quá {wanted}.", "Wanted: at most {wanted}."),
    "error-stop": ("Có thể dừng.", "You may stop."),
    "error-go-on": ("Chưa nên dừng.", "Do not stop yet."),
    "quality": ("Kho này tốt đến đâu", "How good this archive is"),
    "quality-hint": (
        "Sai: phần sai trong các giá trị được nhận mà không ai xem, đo trên những giá trị rút ngẫu nhiên, "
        "với khoảng tin cậy 90 %. Đọc đúng và tìm thấy: tính trên những giá trị đã có người quyết định, "
        "trong đó giá trị kém chắc chắn đến trước.",
        "Wrong: the share of wrong values among those accepted unseen, measured on values drawn at random, with "
        "its interval of 90 %. Read right and found: of the values that people settled, the unsure "
        "ones first among them.",
    ),
    "quality-none": ("Chưa có giá trị nào được quyết định.", "No value has been settled yet."),
    "quality-field": ("Trường", "Field"),
    "quality-kind": ("Loại văn bản", "Kind of document"),
    "quality-month": ("Tháng", "Month"),
    "quality-wrong": ("Sai", "Wrong"),
    "quality-between": ("Khoảng 90 %", "90 % interval"),
    "quality-audited": ("Đã kiểm tra", "Checked"),
    "quality-precision": ("Đọc đúng", "Read right"),
    "quality-recall": ("Tìm thấy", "Found"),
    "quality-missed": ("Bỏ sót", "Missed"),
    "kind-unknown": ("không rõ loại", "kind not known"),
    # What was not found
    "missing": (
        "Không tìm thấy. Hãy bấm vào từ đầu rồi từ cuối trên trang, hoặc kéo qua các từ, hoặc gõ vào.",
        "Not found. Click the first and the last word on the page, drag over the words, or type.",
    ),
    "missing-mark": (
        "Bấm vào từ đầu rồi từ cuối trên trang, hoặc kéo qua các từ, hoặc gõ vào.",
        "Click the first and the last word on the page, drag over the words, or type.",
    ),
    "missing-write": ("Gõ vào như văn bản viết.", "Type it as the document has it."),
    "missing-type": ("Không tìm thấy. Hãy gõ vào.", "Not found. Type it."),
    "missing-none": ("Văn bản không có", "The document has none"),
    "missing-likely": ("thường ở đây", "most likely here"),
    "missing-next": ("Tiếp", "Go on"),
    "missing-save": ("Thêm", "Add"),
    "page-before": ("Trang trước", "Page before"),
    "page-after": ("Trang sau", "Page after"),
    "mark-words": ("Các từ trên trang", "Words of the page"),
    "key-mark": (
        "đánh dấu trên trang: phím mũi tên, Enter ở từ đầu và từ cuối",
        "mark on the page: arrows, Enter at the first and the last word",
    ),
    "add-what": ("Thêm", "Add"),
    "add-open": ("Thêm giá trị", "Add a value"),
    "change": ("Sửa", "Change"),
    "remove": ("Gỡ bỏ", "Remove"),
    "keys": ("Phím", "Keys"),
    "key-accept": ("chấp nhận", "accept"),
    "key-choose": ("chọn cách đọc khác", "choose another reading"),
    "key-edit": ("sửa", "edit"),
    "key-reject": ("bác bỏ: văn bản không nói thế", "reject: the document says no such thing"),
    "key-skip": ("để sau", "skip"),
    "key-undo": ("hoàn tác", "undo"),
    "key-yes": ("đồng ý với đề nghị", "yes to an offer"),
    "key-no": ("không, thôi", "no, cancel"),
    "raw": ("Đọc được", "As read"),
    "proposed": ("Đề xuất", "Proposed"),
    "options": ("Cách đọc khác", "Other readings"),
    "accept": ("Chấp nhận", "Accept"),
    "edit": ("Sửa", "Edit"),
    "reject": ("Bác bỏ", "Reject"),
    "later": ("Để sau", "Skip"),
    "undo": ("Hoàn tác", "Undo"),
    "save": ("Lưu", "Save"),
    "cancel": ("Thôi", "Cancel"),
    "yes": ("Đồng ý", "Yes"),
    "no": ("Không", "No"),
    "verdict-accept": ("Đã chấp nhận", "Accepted"),
    "verdict-correct": ("Đã sửa", "Corrected"),
    "verdict-reject": ("Đã bác bỏ", "Rejected"),
    "verdict-add": ("Đã thêm", "Added"),
    "verdict-undo": ("Đã hoàn tác", "Taken back"),
    "verdict-skip": ("Để sau", "Skipped"),
    "last-decisions": ("Vừa quyết định", "Just decided"),
    "same-title": (
        "Áp dụng cho các giá trị cùng trường hợp này?",
        "Settle these values, which are the same case?",
    ),
    "same-done": ("giá trị đã được sửa như thế", "values settled likewise"),
    "alias-title": ("Ghi thành tên gọi khác của đơn vị?", "Keep as another name of the unit?"),
    "alias-hint": (
        "Văn bản đọc sau này sẽ nhận ra tên này.",
        "Documents read from now on will know the name.",
    ),
    "alias-done": ("Đã ghi tên gọi khác.", "The other name is kept."),
    "conflict-by": ("Người khác đã quyết định:", "Someone else has decided:"),
    "strip-alt": ("Ảnh dải trang quanh giá trị", "Strip of the page around the value"),
    "no-strip": ("Giá trị này không có ảnh trang.", "There is no picture of this value."),
    # Document page
    "view-record": ("Bản ghi và ảnh trang", "Record and picture"),
    "view-text": ("Văn bản: đọc được và khôi phục", "Text: as read and as restored"),
    "view-empty": ("Không tìm thấy giá trị nào trong văn bản này.", "No value was found in it."),
    "view-page": ("Trang", "Page"),
    "view-picture": ("Ảnh trang", "Picture of the page"),
    "view-no-picture": ("Loại tệp này không có ảnh trang.", "This kind of file has no pictures."),
    "view-zoom": ("Phóng to", "Zoom"),
    "view-history": ("Lịch sử", "History"),
    "view-problems": ("Phần chưa đọc được", "What could not be read"),
    "settled": ("đã quyết định", "settled"),
    "rejected": ("đã bác bỏ", "rejected"),
    # The text of a document, word by word
    "word-restored": ("Khôi phục", "Restored"),
    "words-doubtful": ("từ chưa chắc", "doubtful words"),
    "word-doubt": ("chưa chắc", "doubtful"),
    "word-grave": ("rất chưa chắc", "very doubtful"),
    "word-next": ("từ chưa chắc sau", "next doubtful word"),
    "word-previous": ("trước", "previous"),
    "word-beside": ("từ bên cạnh", "word beside"),
    "word-open": ("xem cách đọc khác", "other readings"),
    "word-after": ("Từ đúng", "The word as it should read"),
    "word-reject": ("Không có từ này", "No such word"),
    "word-dropped": ("đã bỏ", "left out"),
    "word-as-read": ("như đọc được", "as read"),
    "text-none": ("Trang này không có chữ nào.", "This page has no words."),
    "close": ("Đóng", "Close"),
    # Search
    "search-title": ("Tìm kiếm", "Search"),
    "search-bad": ("Hãy gõ ít nhất một từ.", "Type at least one word."),
    "filter-issuer": ("Cơ quan ban hành", "Issuer"),
    "filter-kind": ("Loại văn bản", "Kind"),
    "filter-number": ("Số, ký hiệu", "Number"),
    "filter-unit": ("Đơn vị được nêu", "Unit named"),
    "filter-since": ("Từ ngày", "From"),
    "filter-until": ("Đến ngày", "Until"),
    # Units
    "units-title": ("Đơn vị", "Units"),
    "units-label": ("Tên đơn vị", "Name of a unit"),
    "units-hint": (
        "Viết tắt, tên cũ, thiếu dấu đều được.",
        "Abbreviations, former names and names without diacritics will do.",
    ),
    "units-none": ("Không có đơn vị nào khớp tên này.", "No unit fits this name."),
    "units-states": ("Qua thời gian", "Through time"),
    "units-today": ("Nay là", "Today"),
    "units-mentions": ("Văn bản nêu đơn vị này", "Documents that name it"),
    "units-changes": ("Thay đổi do người soát ghi", "Changes by reviewers"),
    "units-now": ("nay", "now"),
    "units-basis": ("Căn cứ", "Basis"),
    "units-source": ("Nguồn", "Source"),
    "relation-full": ("toàn bộ", "all of it"),
    "relation-partial": ("một phần", "a part"),
    "relation-unverified": ("chưa kiểm chứng", "not verified"),
    "role-issuer": ("ban hành", "issuer"),
    "role-parent": ("cơ quan chủ quản", "parent"),
    "role-recipient": ("nơi nhận", "recipient"),
    "role-paired": ("kết nghĩa", "paired"),
    "role-actor": ("chủ trì", "actor"),
    "role-partner": ("phối hợp", "partner"),
    "role-report-to": ("nhận báo cáo", "reported to"),
    "role-cited": ("được dẫn chiếu", "cited"),
    # Deadlines
    "deadlines-title": ("Thời hạn", "Deadlines"),
    "deadlines-month": ("Tháng", "Month"),
    "deadlines-unit": ("Chỉ văn bản nêu đơn vị", "Only documents naming"),
    "deadlines-show": ("Xem", "Show"),
    "deadlines-none": ("Tháng này không có thời hạn nào.", "Nothing falls due in this month."),
    "deadlines-ics": ("Lịch (ICS)", "Calendar (ICS)"),
    "deadlines-full": ("Chỉ nêu những thời hạn đầu.", "Only the first are shown."),
    "deadlines-list": ("Danh sách", "List"),
    "again": ("lặp lại", "recurs"),
    "weekdays": ("T2 T3 T4 T5 T6 T7 CN", "Mon Tue Wed Thu Fri Sat Sun"),
    # Pairings
    "pairings-title": ("Kết nghĩa", "Pairings"),
    "pairings-unit": ("Đơn vị (để trống: tất cả)", "Unit (empty: all)"),
    "pairings-none": ("Không có cặp kết nghĩa nào.", "There are no pairings."),
    "pairings-graph": ("Sơ đồ kết nghĩa", "Picture of the pairings"),
    "pairings-with": ("Kết nghĩa với", "Twinned with"),
    "pairings-full": ("Chỉ nêu 60 cặp đầu.", "Only the first 60 are shown."),
    # Accounts
    "login-title": ("Đăng nhập", "Log in"),
    "login-name": ("Tên", "Name"),
    "login-password": ("Mật khẩu", "Password"),
    "login-button": ("Đăng nhập", "Log in"),
    "login-once": (
        "Liên kết một lần của quản trị viên đầu tiên.",
        "The one-time link of the first administrator.",
    ),
    "login-wrong": ("Tên hoặc mật khẩu không đúng.", "Name or password is wrong."),
    "login-wait": ("Sai quá nhiều lần. Hãy đợi một phút.", "Too many tries. Wait a minute."),
    "login-once-used": (
        "Liên kết này đã dùng rồi. Khởi động lại dịch vụ để có liên kết mới.",
        "This link has been used. Start the service again for a new one.",
    ),
    "login-hint": (
        "Lần đầu: mở liên kết mà `vanban serve` in ra.",
        "The first time: open the link that `vanban serve` prints.",
    ),
    # Learning
    "learning-title": ("Học từ sửa chữa", "Learning from corrections"),
    "learning-hint": (
        "Độ tin cậy và các chữ đã sửa được chỉnh theo những giá trị đã soát, rồi đo trên các văn bản "
        "để riêng. Không tốt hơn thì không dùng.",
        "Confidences and corrected words are fitted to the values that were settled, and measured on "
        "documents kept apart. What is no better is not used.",
    ),
    "learning-try": ("Thử, chưa đổi gì", "Try, change nothing"),
    "learning-keep": ("Học", "Learn"),
    "learning-undo": ("Hoàn tác bản đang dùng", "Take back the fit in force"),
    "learning-busy": ("Đang học, có thể mất vài phút…", "Learning, which may take minutes…"),
    "learning-refused": (
        "Đo rồi: không tốt hơn bản đang dùng.",
        "Measured: no better than what is in force.",
    ),
    "learning-measured": (
        "Đo trên các văn bản để riêng",
        "Measured on documents kept apart",
    ),
    "learning-before": ("đang dùng", "in force"),
    "learning-after": ("học được", "learned"),
    "learning-log_loss": ("Log loss", "Log loss"),
    "learning-brier": ("Điểm Brier", "Brier score"),
    "learning-calibration_error": ("Sai lệch độ tin cậy", "Calibration error"),
    "learning-to_review": ("Phần phải soát", "Share to review"),
    "learning-errors_left": ("Phần sai còn lại", "Share wrong that is left"),
    "learning-words": ("Chữ khôi phục đúng", "Words restored right"),
    "learning-fits": ("Các bản đã học", "Fits"),
    "learning-number": ("Bản", "Fit"),
    "learning-made": ("Lúc", "Made"),
    "learning-who": ("Người", "By"),
    "learning-decisions": ("Giá trị đã soát (học + đo)", "Decisions (fitted + measured)"),
    "learning-in-force": ("đang dùng", "in force"),
    "learning-undone": ("đã hoàn tác", "taken back"),
    "learning-none": (
        "Chưa học bản nào: chương trình đọc như khi mới cài.",
        "No fit yet: the program reads as it ships.",
    ),
    "account-title": ("Tài khoản", "Account"),
    "account-unclaimed": (
        "Hãy đặt mật khẩu để lần sau đăng nhập được mà không cần liên kết.",
        "Set a password, so that the next login needs no link.",
    ),
    "account-password": ("Đổi mật khẩu", "Change the password"),
    "account-old": ("Mật khẩu cũ (nếu có)", "Old password (if any)"),
    "account-new": ("Mật khẩu mới", "New password"),
    "account-least": ("Ít nhất 10 ký tự.", "At least 10 letters."),
    "tokens-title": ("Mã cho chương trình", "Tokens for programs"),
    "tokens-label": ("Dùng để", "What for"),
    "tokens-make": ("Tạo mã", "Make a token"),
    "tokens-none": ("Chưa có mã nào.", "There are no tokens."),
    "tokens-once": ("Hãy chép lại ngay, mã chỉ hiện một lần:", "Copy it now, it is shown once:"),
    "tokens-end": ("Thu hồi", "Take back"),
    "accounts-title": ("Các tài khoản", "Accounts"),
    "accounts-make": ("Thêm tài khoản", "Add an account"),
    "accounts-close": ("Đóng", "Close"),
    "accounts-closed": ("đã đóng", "closed"),
    "rights": ("Quyền", "Rights"),
    "rights-reader": ("người xem", "reader"),
    "rights-reviewer": ("người soát", "reviewer"),
    "rights-administrator": ("quản trị viên", "administrator"),
    "done": ("Đã xong.", "Done."),
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
    "title": ("trích yếu", "title"),
    "signers/title": ("chức vụ", "office"),
    "period": ("giai đoạn", "period"),
    "urgency": ("độ khẩn", "urgency"),
    "secrecy": ("độ mật", "secrecy"),
    "annexes": ("phụ lục", "annexes"),
    "addressees": ("kính gửi", "addressees"),
    "effective_on": ("ngày có hiệu lực", "in force from"),
    "heading": ("tên mục", "heading"),
    "units": ("đơn vị", "unit"),
    "name": ("tên", "name"),
    "text": ("nguyên văn", "wording"),
    "edtf": ("ngày, thời gian", "time"),
    "actor": ("chủ thể", "actor"),
    "task": ("việc phải làm", "task"),
    "value": ("giá trị", "value"),
    "unit": ("đơn vị", "unit"),
    "other": ("kết nghĩa với", "twinned with"),
    # Problems, by their stable code
    "problem-error": ("Có lỗi.", "Something failed."),
    "problem-file-missing": (
        "Không tìm thấy tệp. Hãy kiểm tra đường dẫn và quyền đọc.",
        "The file is not there. Check the path and the permissions.",
    ),
    "problem-not-stored": ("Không có văn bản này trong kho.", "No such document is stored."),
    "problem-empty-file": ("Tệp rỗng hoặc không có trang nào.", "The file is empty."),
    "problem-unknown-kind": (
        "Không phải loại tệp đọc được. Hãy dùng PDF, JPEG, PNG, TIFF, WebP, DOCX hoặc TXT.",
        "The file is of no kind that is read. Use PDF, JPEG, PNG, TIFF, WebP, DOCX or TXT.",
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

# What the steps of a JSON pointer into a record may be.
_PARTS = [key for key in _TEXTS if key in Record.model_fields or key in _KEYS or "/" in key]
_TEXTS |= CASCADE


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

    def states(self) -> dict[str, str]:
        """How far a document is, by what events tell; ``page`` is how many pages are read."""
        states = {state.value: self[f"state-{state}"] for state in State}
        phases = {phase: self[f"job-{phase}"] for phase in ("waiting", "reading", "reading-again")}
        return {**states, **phases, "page": self["job-page"]}

    def time(self, edtf: str | None) -> str:
        """A time in words."""
        return told(edtf, self.lang) if edtf else ""

    def value(self, pointer: str, value: str) -> str:
        """A value as people read it: times in words."""
        return self.time(value) if is_a_time(pointer) else value

    def percent(self, share: float) -> str:
        """A share, with at most one decimal.

        >>> Words("vi").percent(0.953), Words("en").percent(0.5)
        ('95,3 %', '50 %')
        """
        said = f"{100 * share:.1f}".removesuffix(".0")
        return f"{said.replace('.', ',') if self.lang == 'vi' else said} %"

    def verdicts(self) -> dict[str, str]:
        """What was decided, by verdict; ``skip`` is none of the store's."""
        return {str(one): self[f"verdict-{one}"] for one in (*Verdict, "skip")}

    def quality(self) -> dict[str, str]:
        """The heads of the tables that tell how good the archive is."""
        start = "quality-"
        return {key.removeprefix(start): self[key] for key in _TEXTS if key.startswith(start)}

    def parts(self) -> dict[str, str]:
        """What the record calls its parts, for pages that put pointers in words themselves."""
        return {key: self[key] for key in _PARTS}

    def path(self, pointer: str) -> str:
        """A JSON pointer in words.

        >>> Words("en").path("/signers/0/name"), Words("en").path("/signers/+1/name")
        ('Signer 1 · name', 'Signer +1 · name')
        """
        parts: list[str] = []
        for step in pointer.strip("/").split("/"):
            if step.isdigit() and parts:
                parts[-1] += f" {int(step) + 1}"
            elif step[:1] in ("+", "-") and parts:
                parts[-1] += f" {step}" if step[0] == "+" else ""
            else:
                whole = f"{pointer.split('/')[1]}/{step}"
                parts.append(self[whole if whole in _TEXTS else step] if step in _TEXTS else step)
        return " · ".join(parts)
