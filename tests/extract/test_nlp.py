"""The frame: one component for each kind of thing found, and what a failing one costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from extract.nlp import Tokenizer, build, extract_record
from extract.record import Record
from ingest.limits import Limits
from ingest.page import Problem
from tests.extract.papers import CLOSING, HEAD, OPENING, paper, record_of, text_of

LINES = (
    *HEAD, OPENING, "I. PHÂN CÔNG", "1. Các trường học", "- Nộp danh sách trước ngày 15/10/2023.", *CLOSING
)  # fmt: skip


def test_the_pipeline_reads_as_the_list_of_what_is_extracted() -> None:
    names = build().pipe_names
    assert {
        "header",
        "references",
        "sections",
        "pairings",
        "deadlines",
        "responsibilities",
        "contacts",
    } <= set(names)
    assert names.index("header") < names.index("references") < names.index("deadlines")


texts = st.text(alphabet="aáĐộ1 .,/-\n", max_size=40)


@given(texts)
def test_tokens_keep_the_text_and_their_offsets(text: str) -> None:
    stripped = text.strip()
    doc = Tokenizer(build().vocab)(stripped)
    assert doc.text == stripped
    for token in doc:
        assert stripped[token.idx : token.idx + len(token.text)] == token.text


def valued(record: Record) -> dict[str, object]:
    """The header without its support: how sure a value is hangs on the whole record."""
    return record.header.model_dump(exclude={"support"})


@pytest.mark.parametrize(
    ("name", "lost"),
    [("deadlines", "deadlines"), ("recipients_and_signers", "signers"), ("sections", "sections")],
)
def test_a_failing_component_costs_its_own_field_only(
    monkeypatch: pytest.MonkeyPatch, name: str, lost: str
) -> None:
    whole = record_of(*LINES)
    nlp = build()

    def broken(doc: object) -> object:
        raise ValueError("a table without rows")

    components = [(n, broken if n == name else c) for n, c in nlp.pipeline]
    monkeypatch.setattr(type(nlp), "pipeline", property(lambda self: components))
    document = paper(*LINES)
    record = extract_record(document, text_of(document), pipeline.gazetteer())
    assert getattr(whole, lost) and not getattr(record, lost)
    assert valued(record) == valued(whole)
    assert [r.task for r in record.responsibilities] == [r.task for r in whole.responsibilities]
    (problem,) = record.problems
    assert problem.component == name
    assert "a table without rows" in problem.message


def test_problems_of_the_reading_are_passed_on_first() -> None:
    document = paper(*LINES)
    told = (Problem("ocr", "page 2 could not be read", 2),)
    document = type(document)(document.sha256, document.kind, document.pages, told)
    record = extract_record(document, text_of(document), pipeline.gazetteer())
    assert [(p.component, p.page) for p in record.problems] == [("ocr", 2)]


def test_the_source_tells_how_each_page_was_read() -> None:
    document = paper(*LINES)
    record = record_of(*LINES)
    assert record.source.sha256 == document.sha256
    assert record.source.media_type == "application/pdf"
    (page,) = record.source.pages
    assert (page.page, page.origin, page.quality) == (1, "text-layer", "sound")
    assert page.reason == "made for a test"


@pytest.mark.parametrize(
    "lines", [("",), ("   ",), ("2",), ("a\tb",), ("KẾ HOẠCH",), ("Nơi nhận:",)]
)
def test_documents_with_next_to_nothing_in_them(lines: tuple[str, ...]) -> None:
    record = record_of(*lines)
    assert record.problems == []
    assert not (record.references or record.deadlines or record.signers)


scraps = st.lists(
    st.sampled_from([*LINES, "I.", "1.", "-", "Số:", "TT\tA\tB", "1\tTH A\tTH B", "ngày", "“", "V/v", "KT.", "của", "Căn cứ"]),
    min_size=1,
    max_size=14,
)  # fmt: skip


@given(scraps)
def test_no_order_of_lines_breaks_a_component(lines: list[str]) -> None:
    record = record_of(*lines)
    assert Record.model_validate_json(record.model_dump_json()) == record


def test_a_text_within_the_limits_is_not_too_long_for_spacy() -> None:
    """spaCy refused texts of a million characters with a ValueError of its own."""
    assert build().max_length >= Limits().text_characters
