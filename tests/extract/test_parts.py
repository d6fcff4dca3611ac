"""Several documents in one file: told apart at their heads, and at nothing that only looks like one."""

import pytest

import pipeline
from extract.zones.parts import beginnings
from extract.zones.parts_told import Pages, parts_of, parts_told
from ingest.limits import Limits
from tests.extract.papers import CLOSING, HEAD, NEW_PAGE, OPENING, paper, text_of

SECOND = (
    "ỦY BAN NHÂN DÂN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "HUYỆN BẾN ĐÒ     Độc lập - Tự do - Hạnh phúc",
    "Số: 12/TB-UBND     Bến Đò, ngày 10 tháng 9 năm 2023",
    "THÔNG BÁO",
    "Lịch tiếp công dân tháng 10",
)
BODY = ("1. Các trường nộp báo cáo trước ngày 20/10/2023.",)
FIRST = (*HEAD, OPENING, *BODY, *CLOSING)
ATTACHED = (*SECOND[:3], "KẾ HOẠCH", "(Kèm theo Quyết định số 12/QĐ-UBND ngày 10/9/2023)")
FORM = (*SECOND[:2], "Số: ……/TB-……     ……, ngày …… tháng …… năm 20……", *SECOND[3:])
CITING = (OPENING, "theo Thông báo số 12/TB-UBND ngày 10 tháng 9 năm 2023.", *BODY)


def begins(*pages: tuple[str, ...]) -> list[int]:
    texts = [line for page in pages for line in (NEW_PAGE, *page)][1:]
    return list(beginnings(text_of(paper(*texts))))


def test_a_page_with_a_head_of_its_own_begins_a_document() -> None:
    assert begins(FIRST, (*SECOND, OPENING, *BODY), BODY, FIRST) == [2, 4]


@pytest.mark.parametrize("page", [BODY, CITING, FORM, ATTACHED, (*BODY * 20, *SECOND)])
def test_what_only_looks_like_a_head_begins_none(page: tuple[str, ...]) -> None:
    assert begins(FIRST, (*page, OPENING, *BODY)) == []


def test_a_number_that_could_not_be_read_is_one() -> None:
    unread = tuple(line.replace("12/", "? /") for line in SECOND)
    assert begins(FIRST, (*unread, OPENING)) == [2]


def test_parts_cover_all_pages() -> None:
    assert parts_of([], 3) == [Pages(1, 3)]
    assert list(map(str, parts_of([2, 4], 6))) == ["1", "2-3", "4-6"]


def test_the_whole_tells_of_further_documents_and_each_is_read_by_itself() -> None:
    data = "\f".join("\n".join(page) for page in (FIRST, (*SECOND, *BODY, *CLOSING))).encode()
    whole = pipeline.read(data, Limits()).record
    assert parts_told(whole) == [Pages(1, 1), Pages(2, 2)]
    assert [(one.page, "--split" in one.message) for one in whole.problems] == [(2, True)]
    first, second = (reading.record for reading in pipeline.read_parts(data, Limits()))
    assert (first.header.number, second.header.number) == ("45/KH-PGDĐT", "12/TB-UBND")
    assert [page.page for page in second.source.pages] == [2]
    (deadline,) = second.deadlines
    assert {evidence.page for evidence in deadline.evidence} == {2}
    (alone,) = pipeline.read_parts("\n".join(FIRST).encode(), Limits())
    assert alone.record == pipeline.read("\n".join(FIRST).encode(), Limits()).record
