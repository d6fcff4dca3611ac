"""The page for people: short, by day, in one language."""

import pytest

from api.cli.sheet import is_vietnamese, sheet
from extract.record import (
    Deadline,
    Evidence,
    Header,
    HeaderEvidence,
    Record,
    RecordProblem,
    Responsibility,
    Review,
    Source,
)
from tests.store.papers import plan


def record() -> Record:
    made = plan(b"the plan")
    made.header.support["number"] = HeaderEvidence(
        confidence=0.4, evidence=[Evidence(page=1, raw="l25", text="125", rule="number")]
    )
    made.review = Review(alpha=0.05, threshold={"default": 0.5}, guaranteed=True, documents=9)
    for one in (*made.deadlines, *made.responsibilities, *made.references, *made.pairings):
        one.confidence = 0.9
    made.recipients[0].confidence = made.signers[0].confidence = 0.9
    made.problems = [RecordProblem(component="ocr", message="no words", page=2)]
    return made


def test_the_page_says_what_is_due_who_does_it_and_what_is_doubtful() -> None:
    assert sheet(record(), vietnamese=False).splitlines() == [
        "Document    Kế hoạch 125/KH-PGDĐT of 18 Sep 2023",
        "Issuer      Phòng Giáo dục và Đào tạo huyện Phú Xuyên",
        "Subject     =Kế hoạch kết nghĩa",
        "Signed by   Nguyễn Văn An",
        "Recipients  Ủy ban nhân dân xã Quang Lãng",
        "Deadlines (4)",
        "  30/10/2023    nộp (trước ngày 30/10/2023)",
        "  trước ngày 15/6 hằng năm  báo cáo",
        "  hằng tháng    họp",
        "  định kỳ       kiểm tra",
        "Who does what (2)",
        "  Các trường tiểu học: quyên góp sách",
        "  Phòng Giáo dục và Đào tạo huyện Phú Xuyên: tổng hợp",
        "Pairings (1)",
        "  Trường A – Trường B",
        "Doubtful (1)",
        "  page 1, number (40%): 125/KH-PGDĐT",
        "Not read (1)",
        "  page 2: ocr: no words",
        "Everything, with the place and confidence of each value: vanban extract --json FILE",
    ]


def test_the_page_speaks_vietnamese() -> None:
    shown = sheet(record(), vietnamese=True)
    assert "Ai làm gì (2)" in shown and "Chưa chắc (1)" in shown
    assert "Who does what" not in shown and "Doubtful" not in shown


def test_the_page_stays_short_and_narrow_whatever_the_document() -> None:
    long = Record(
        source=Source(sha256="0" * 64, media_type="text/plain"),
        header=Header(title="rất dài " * 60),
        deadlines=[Deadline(text="trước 15/6", edtf="2024-06-15", task="việc " * 50)] * 30,
        responsibilities=[Responsibility(actor="Trường\x1b[2J", task="việc\nkhác")] * 30,
        problems=[RecordProblem(component="ocr", message="no words")] * 30,
    )
    lines = sheet(long, vietnamese=False, width=60).splitlines()
    assert len(lines) <= 40 and max(map(len, lines)) <= 60
    assert "  … and 24 more" in lines
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"LANG": "vi_VN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LC_ALL": "vi_VN.UTF-8", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US.UTF-8", "LANG": "vi_VN.UTF-8"}, False),
        ({}, False),
    ],
)
def test_the_language_is_that_of_the_terminal(said: dict[str, str], expected: bool) -> None:
    assert is_vietnamese(said) is expected
