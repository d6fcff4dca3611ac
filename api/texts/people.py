"""Accounts and learning: each text as (Vietnamese, English)."""

TEXTS: dict[str, tuple[str, str]] = {
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
    "sign-on": ("Đăng nhập bằng tài khoản của cơ quan", "Log in with the account of your office"),
    "sign-on-failed": (
        "Đăng nhập một lần không thành công. Hãy thử lại.",
        "The sign-on did not succeed. Try again.",
    ),
    "sign-on-refused": (
        "Bạn chưa được vào đây, hoặc tên của bạn đã có người dùng. Hãy hỏi người quản trị.",
        "You may not come in here, or someone else has your name. Ask the administrator.",
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
    # The interface for programs
    "described-title": ("Giao diện HTTP", "HTTP interface"),
    "described-hint": (
        "Mô tả bằng tiếng Anh. Bấm “Try it out” để thử, với quyền của bạn.",
        "“Try it out” asks with your own rights.",
    ),
}
