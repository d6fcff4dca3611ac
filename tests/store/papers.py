"""A small archive of records that name real units, for questions and exports."""

from extract.record import (
    Deadline,
    Evidence,
    Header,
    PageReading,
    Pairing,
    Recipient,
    Record,
    Reference,
    Responsibility,
    Signer,
    Source,
    UnitMention,
)
from ingest.files.kinds import kind_of
from store.archive.archive import Archive
from store.documents.originals import content_hash

COMMUNE = "Ủy ban nhân dân xã Quang Lãng"
OFFICE = "Phòng Giáo dục và Đào tạo huyện Phú Xuyên"
PLAN_TEXT = "Kế hoạch kết nghĩa giữa các trường của huyện Phú Xuyên năm học mới"


def plan(data: bytes) -> Record:
    """A plan of 2023 with deadlines of every form, a pairing, duties and citations."""
    return Record(
        source=Source(
            sha256=content_hash(data),
            media_type=kind_of(data),
            pages=[PageReading(page=1, origin="ocr", quality="absent", reason="no text layer")],
        ),
        header=Header(
            issuer=[OFFICE], number="125/KH-PGDĐT", issued_on="2023-09-18", kind="kế hoạch",
            place="Phú Xuyên", title="=Kế hoạch kết nghĩa", period="2023/2025",
        ),
        references=[
            Reference(kind="kế hoạch", number="11/KH-SGDĐT", issued_on="2023-09-05"),
            Reference(kind="nghị định", number="30/2020/NĐ-CP"),
        ],
        pairings=[
            Pairing(units=[UnitMention(name="Trường A"), UnitMention(name="Trường B")], origin="text")
        ],
        deadlines=[
            Deadline(text="trước ngày 30/10/2023", edtf="2023-10-30", relation="before", task="nộp"),
            Deadline(text="trước ngày 15/6 hằng năm", edtf="XXXX-06-15", recurrence="yearly", task="báo cáo"),
            Deadline(text="hằng tháng", recurrence="monthly", relation="during", task="họp"),
            Deadline(text="định kỳ", recurrence="periodic", task="kiểm tra"),
        ],
        responsibilities=[
            Responsibility(actor="Các trường tiểu học", task="quyên góp sách", report_to=[OFFICE]),
            Responsibility(actor=OFFICE, task="tổng hợp", partners=[COMMUNE]),
        ],
        recipients=[Recipient(name=COMMUNE)],
        signers=[Signer(name="Nguyễn Văn An", evidence=[Evidence(page=1, raw="a", text="a", rule="r")])],
    )  # fmt: skip


def cited(data: bytes) -> Record:
    """The plan of the office above, which the first one cites."""
    source = Source(sha256=content_hash(data), media_type=kind_of(data))
    return Record(
        source=source,
        header=Header(
            issuer=["Sở Giáo dục và Đào tạo Hà Nội"], number="11/KH-SGDĐT",
            issued_on="2023-09-05", kind="kế hoạch", title="Phong trào",
        ),
    )  # fmt: skip


def fill(archive: Archive) -> tuple[str, str]:
    """Keep both; their identities."""
    hashes = []
    for data, record in ((b"the plan", plan), (b"the cited plan", cited)):
        sha256 = archive.accept(data, f"{record.__name__}.txt")[0].sha256
        archive.save_reading(sha256, record(data), [PLAN_TEXT, "trang hai"])
        hashes.append(sha256)
    return hashes[0], hashes[1]
