"""Who is charged, with whom and to whom, in clauses as real documents word them; wording is invented."""

import pytest

from extract.grammar.classes import class_of
from extract.grammar.clauses import TO, WITH, duty_verb, names_behind, subject
from extract.record import ActorClass, Header, Record, Responsibility
from tests.extract.papers import plan, record_of


def task(*body: str) -> Responsibility:
    """The last task of a plan with the given lines."""
    return plan(*body).responsibilities[-1]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ban Quản lý dự án Đầu tư xây dựng huyện Bến Đò bàn giao sân.", "Ban Quản lý dự án Đầu tư xây dựng huyện Bến Đò"),
        ("Người được ủy quyền cần xuất trình giấy tờ.", "Người được ủy quyền"),
        ("Các tỉnh, thành phố bố trí kinh phí.", "Các tỉnh, thành phố"),
        ("Các đơn vị được phân bổ sách chịu trách nhiệm bảo quản.", "Các đơn vị"),
        ("Đối với lớp ghép: Hiệu trưởng phân công giáo viên.", "Hiệu trưởng"),
        ("Ngoài số sách trên, tùy điều kiện, các địa phương hỗ trợ thêm.", "các địa phương"),
        ("Nếu có vướng mắc, các cơ quan, đơn vị báo cáo về Sở.", "các cơ quan, đơn vị"),
        ("Phòng Nội vụ; Trưởng phòng Y tế các xã có trách nhiệm rà soát.", "Phòng Nội vụ; Trưởng phòng Y tế các xã"),
    ],
)  # fmt: skip
def test_the_subject_of_a_clause(text: str, actor: str) -> None:
    found = subject(text)
    assert found and text[slice(*found)] == actor


@pytest.mark.parametrize(
    "text",
    [
        "Cơ sở thực hành là các nhà máy, xưởng có tổ chức công đoàn.",
        "Định kỳ kiểm tra các trường, các đơn vị thực hiện tốt được khen.",
        "Hộ được hỗ trợ, nhà phải sửa chữa nhiều.",
    ],
)
def test_definitions_and_conditions_have_no_subject_of_a_duty(text: str) -> None:
    assert subject(text) is None


def test_the_actor_of_the_heading_is_looked_for_first() -> None:
    found = task(
        "1. Phòng Tài chính",
        "Theo đề xuất của các xã, đơn vị thụ hưởng gửi về, Phòng Tài chính tổng hợp.",
    )
    assert (found.actor, found.verb) == ("Phòng Tài chính", "tổng hợp")


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        ("Trong quá trình thực hành chứng chỉ được rà soát.", "rà soát"),
        ("Sở Xây dựng phải thẩm định hồ sơ.", "thẩm định"),
        ("Lưu ý: gửi phiếu trước giờ họp.", "gửi"),
        ("Việc xét duyệt danh sách phải công bố công khai.", "công bố"),
        ("cần có mặt", "cần"),
    ],
)
def test_the_verb_of_a_task(said: str, verb: str) -> None:
    assert duty_verb(said) == verb


def test_a_name_in_the_task_is_no_verb() -> None:
    body = "1. Phòng Khảo thí và Đảm bảo chất lượng, các tổ chịu trách nhiệm thi hành kế hoạch này."
    assert task(body).verb == "chịu trách nhiệm"


def test_classes_in_a_row_are_one_partner_and_brackets_none() -> None:
    text = "Chủ trì, phối hợp với các sở, ban, ngành liên quan và Sở Y tế (qua Văn phòng) kiểm tra."
    assert names_behind(text, WITH) == ["các sở, ban, ngành liên quan", "Sở Y tế"]


def test_whom_to_report_to() -> None:
    assert names_behind("tổng hợp, báo cáo Ban Giám hiệu xem xét", TO) == ["Ban Giám hiệu"]
    assert names_behind("gửi báo cáo về Sở Nội vụ là cơ quan thường trực", TO) == ["Sở Nội vụ"]


def test_who_is_charged_in_brackets() -> None:
    found = task("1. Soạn quy chế đọc sách (giao Tổ Văn phòng chủ trì, phối hợp với Đoàn trường).")
    assert (found.actor, found.partners) == ("Tổ Văn phòng", ["Đoàn trường"])


@pytest.mark.usefixtures("rules_alone")
def test_the_list_behind_a_lead_ends_at_its_own_mark() -> None:
    record = plan(
        "1. Nội dung",
        "- Hiệu trưởng thực hiện các việc sau:",
        "+ Mua sách.",
        "- Kệ sách đặt ở hành lang.",
    )
    assert [w.task for w in record.responsibilities] == ["Mua sách."]


def test_conditions_behind_a_lead_are_no_tasks() -> None:
    record = plan(
        "1. Xét khen",
        "- Học sinh phải có đủ các điều kiện sau:",
        "+ Đọc mười cuốn.",
        "+ Không làm mất sách.",
    )
    assert record.responsibilities == []


@pytest.mark.usefixtures("rules_alone")
def test_demands_on_somebody_are_duties() -> None:
    record = plan("1. Mục đích, yêu cầu", "- Học sinh đọc nhiều hơn.", "2. Yêu cầu đối với thư viện", "- Mở cửa hằng ngày.",
                  "3. Trách nhiệm và quyền hạn của Tổ Văn phòng", "- Lập sổ mượn.")  # fmt: skip
    assert [(w.actor, w.task) for w in record.responsibilities] == [
        ("Thư viện", "Mở cửa hằng ngày."), ("Tổ Văn phòng", "Lập sổ mượn."),
    ]  # fmt: skip


@pytest.mark.usefixtures("rules_alone")
def test_papers_to_hand_in_are_no_tasks() -> None:
    record = plan("1. Học sinh", "- Đơn xin mượn sách: 01 bản;", "- Nộp ảnh thẻ.")
    assert [w.task for w in record.responsibilities] == ["Nộp ảnh thẻ."]


def letter(*body: str) -> Record:
    return record_of("SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 77/SNV-TC", "V/v báo cáo biên chế",
                     "Mường Lai, ngày 12 tháng 5 năm 2022", *body, "Nơi nhận:", "- Như trên;", "- Lưu: VT.",
                     "GIÁM ĐỐC", "Lò Văn Thịnh")  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("Kính gửi: Phòng Nội vụ các huyện.",), ["Phòng Nội vụ các huyện"]),
        (("Kính gửi:", "- Sở Lao động - Thương binh và Xã hội;", "- Ban Dân tộc."),
         ["Sở Lao động - Thương binh và Xã hội", "Ban Dân tộc"]),
        (("Kính gửi: - Sở Y tế;", "- Ban Dân tộc."), ["Sở Y tế", "Ban Dân tộc"]),
    ],
)  # fmt: skip
def test_the_addressees_of_a_letter(lines: tuple[str, ...], names: list[str]) -> None:
    header = letter(*lines, "Sở Nội vụ nhận được báo cáo.").header
    assert header.addressees == names
    assert header.support["addressees"].evidence


@pytest.mark.usefixtures("rules_alone")
def test_a_letter_asks_its_addressee() -> None:
    found = letter("Kính gửi: Ban Dân tộc.", "Đề nghị báo cáo biên chế về Sở trước ngày 20/5/2022.")
    assert [(w.actor, w.report_to) for w in found.responsibilities] == [
        ("Ban Dân tộc", ["Sở Nội vụ"])
    ]
    assert [d.actors for d in found.deadlines] == [["Ban Dân tộc"]]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Quyết định này có hiệu lực kể từ ngày ký.", "2022-05-12"),
        ("Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2022.", "2022-07-01"),
        ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký ban hành.", "2022-05-22"),
        ("Quyết định này thay thế quyết định trước đây.", None),
    ],
)
def test_from_when_a_document_holds(said: str, day: str | None) -> None:
    assert letter("Kính gửi: Ban Dân tộc.", said).header.effective_on == day


HERE = Header(
    issuer=["Phòng Giáo dục và Đào tạo quận Bến Đò"], parent_issuer="Ủy ban nhân dân quận Bến Đò"
)


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        ("Các trường MN, TH, THCS trên địa bàn", ActorClass(
            kinds=["trường mầm non", "trường tiểu học", "trường trung học cơ sở"], scope="trên địa bàn", place="quận Bến Đò")),
        ("Các trường mầm non thuộc huyện Cồn Cát", ActorClass(
            kinds=["trường mầm non"], scope="thuộc huyện Cồn Cát", place="huyện Cồn Cát")),
        ("UBND các xã, phường", ActorClass(kinds=["Ủy ban nhân dân"], scope="các xã, phường", place="quận Bến Đò")),
        ("Hiệu trưởng các trường", ActorClass(kinds=["Hiệu trưởng"], scope="các trường")),
        ("Các sở, ban, ngành có liên quan", ActorClass(kinds=["sở", "ban", "ngành"], scope="có liên quan")),
        ("Sở Y tế", None),
    ],
)  # fmt: skip
def test_what_a_class_of_actors_consists_of(actor: str, found: ActorClass | None) -> None:
    assert class_of(actor, HERE) == found


@pytest.mark.usefixtures("rules_alone")
def test_a_task_says_of_what_its_class_consists() -> None:
    found = task("1. Các trường TH trên địa bàn", "- Lập thư viện mở.")
    assert found.actor_class and found.actor_class.place == "huyện Bến Đò"
    assert task("1. Thư viện", "- Lập sổ.").actor_class is None


def test_the_issuer_who_says_what_follows_is_charged_with_nothing() -> None:
    record = record_of(
        "ỦY BAN NHÂN DÂN TỈNH MƯỜNG LAI", "Số: 7/UBND-TC", "V/v nội dung kỳ họp", "Mường Lai, ngày 12 tháng 5 năm 2022",
        "Kính gửi: Thường trực HĐND tỉnh.", "UBND tỉnh đăng ký bổ sung nội dung kỳ họp, như sau:",
        "- Nghị quyết về giao biên chế.", "Đề nghị Thường trực HĐND tỉnh xem xét.",
        "Nơi nhận:", "- Như", "- Lưu: VT.", "TRƯỞNG BAN", "CHỦ TỊCH UBND TỈNH", "Lò Văn Thịnh",
    )  # fmt: skip
    assert [(w.actor, w.verb) for w in record.responsibilities] == [
        ("Thường trực HĐND tỉnh", "xem xét")
    ]
    assert [r.name for r in record.recipients] == ["Như trên"]
    assert [s.title for s in record.signers] == ["Trưởng ban"]


def test_specks_and_a_comma_for_the_dot_of_a_label() -> None:
    record = plan("__1, Giao Sở Y tế chủ trì, phối hợp Sở Nội vụ lập danh sách.",
                  "2. Căn cứ quy định tại Điều 3 về biên chế; giao Sở Nội vụ rà soát danh sách.")  # fmt: skip
    assert [s.label for s in record.sections] == ["1", "2"]
    assert [(w.actor, w.partners) for w in record.responsibilities] == [
        ("Sở Y tế", ["Sở Nội vụ"]), ("Sở Nội vụ", []),
    ]  # fmt: skip
