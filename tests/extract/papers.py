"""Documents made by hand, and the records read out of them.

All units, people and numbers are invented.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pipeline
from extract.draft import Draft, new_draft
from extract.nlp import extract_record, read_draft
from extract.record import Record, Source
from extract.training.documents import Annotated
from extract.zones.layout import analyse, zoned_paragraphs
from ingest.page import Box, Document, Kind, Line, Origin, Page, Quality, Word
from normalize.document import restored_text
from normalize.text import Text

NEW_PAGE = "\f"
HEAD = (
    "UBND HUYỆN BẾN ĐÒ     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO     Độc lập - Tự do - Hạnh phúc",
    "Số: 45/KH-PGDĐT     Bến Đò, ngày 05 tháng 9 năm 2023",
    "KẾ HOẠCH",
    "Tổ chức ngày hội đọc sách giai đoạn 2023-2025",
)
OPENING = "Phòng Giáo dục và Đào tạo huyện Bến Đò lập kế hoạch với các nội dung sau:"
CLOSING = (
    "Nơi nhận:     TRƯỞNG PHÒNG",
    "- UBND huyện (để báo cáo);",
    "- Các trường học (để thực hiện);",
    "- Lưu: VT, GDTH.     Phạm Thu Thảo",
)


def boxed(text: str, top: float) -> tuple[Word, ...]:
    """The words of a line; every letter is 1/200 of the page wide."""
    words, at = [], 0
    for part in text.split():
        at = text.index(part, at)
        words.append(Word(part, Box(at / 200, top, (at + len(part)) / 200, top + 0.012)))
        at += len(part)
    return tuple(words)


def _numbered(texts: Sequence[str]) -> Iterator[tuple[str, int | None]]:
    """Lines with the number of their table: rows that stand together are one table."""
    count, inside = -1, False
    for text in texts:
        row = "\t" in text
        count += row and not inside
        inside = row
        yield text, count if row else None


def _page(number: int, texts: Sequence[str], quality: Quality) -> Page:
    lines = tuple(
        Line(text, boxed(text, 0.015 * n), table)
        for n, (text, table) in enumerate(_numbered(texts), start=1)
    )
    return Page(number, lines, Origin.TEXT_LAYER, quality, "made for a test", 595.0, 842.0)


def paper(*texts: str, quality: Quality = Quality.SOUND) -> Document:
    """A document of the given lines; ``NEW_PAGE`` begins a page, TABs part the cells of a row."""
    pages: list[list[str]] = [[]]
    for text in texts:
        if text == NEW_PAGE:
            pages.append([])
        else:
            pages[-1].append(text)
    made = tuple(_page(n, lines, quality) for n, lines in enumerate(pages, start=1))
    identity = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    return Document(identity, Kind.PDF, made)


def text_of(document: Document) -> Text:
    return restored_text(document, pipeline.restorer())


def record_of(*texts: str, quality: Quality = Quality.SOUND) -> Record:
    """The record of a document of the given lines."""
    document = paper(*texts, quality=quality)
    record = extract_record(document, text_of(document), pipeline.gazetteer())
    assert record.problems == []
    return record


def plan(*body: str) -> Record:
    """The record of a plan with a common head and closing around the given lines."""
    return record_of(*HEAD, OPENING, *body, *CLOSING)


def draft_of(*texts: str) -> Draft:
    """A draft of the given lines before anything is read out of it."""
    document = paper(*texts)
    text = text_of(document)
    source = Source(sha256=document.sha256, media_type=document.kind.value)
    return new_draft(text, zoned_paragraphs(text, analyse(text)), pipeline.gazetteer(), source)


def draft_before(component: str, *texts: str) -> Draft:
    """A draft of the given lines as a component of the pipeline finds it."""
    document = paper(*texts)
    return read_draft(document, text_of(document), pipeline.gazetteer(), before=component)


def annotated(name: str, group: str, truth: dict[str, Any], *texts: str) -> Annotated:
    """A document of the given lines with what a clerk wrote down of it."""
    document = paper(*texts)
    folder = Path("invented")
    return Annotated(folder, name, "text", "kế hoạch", group, document, text_of(document), truth)


def charging(task: str, actor: str) -> dict[str, Any]:
    """A responsibility as a truth has it."""
    return {"task": task, "actor": actor}
