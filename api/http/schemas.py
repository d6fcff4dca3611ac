"""The bodies of requests and answers that are not records."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from store.archive.pages import PageWords
from store.database.tables import Decision, Document, State, Verdict
from store.documents.layout import ReadWord
from store.questions.search import Found, Hit
from store.review.wording import WordPlace

# Words less sure than this are marked. Of 1,473 words of the four samples that need restoring, 101
# are marked, and with them 22 of the 44 that differ from the truth.
DOUBTFUL = 0.98

_ID = "3f0a9c51d2e84b7706ad1c5be92f4410c8d7e6a5b4938271605f4e3d2c1b0a99"


class DocumentInfo(BaseModel):
    """A document as lists show it; ``reason`` says why reading failed."""

    id: str = Field(
        validation_alias="sha256", description="SHA-256 of the bytes, hex", examples=[_ID]
    )
    name: str = Field(examples=["ke-hoach.pdf"])
    kind: str | None = Field(None, examples=["application/pdf"])
    state: State
    reason: str | None = None
    number: str | None = Field(None, examples=["125/KH-PGDĐT"])
    title: str | None = None
    pages: int = Field(examples=[4])
    accepted_at: datetime
    finished_at: datetime | None = None

    @classmethod
    def of(cls, row: Document) -> "DocumentInfo":
        """What the store knows of a document."""
        return cls.model_validate(row, from_attributes=True)


class DocumentList(BaseModel):
    """Documents, those received last first; ``total`` counts those not shown too."""

    documents: list[DocumentInfo]
    total: int = Field(examples=[1])


class Uploaded(BaseModel):
    """What became of a file: a document that is read or known, or the code of a problem."""

    name: str = Field(examples=["ke-hoach.pdf"])
    id: str | None = Field(None, examples=[_ID])
    state: State | None = None
    known: bool = Field(False, description="the same bytes were read before")
    problem: str | None = None
    detail: str | None = None


class UploadAnswer(BaseModel):
    """The files of an upload, in their order."""

    documents: list[Uploaded]


class Option(BaseModel):
    """Another reading, with its probability."""

    text: str
    probability: float = Field(ge=0, le=1)


class TextWord(BaseModel):
    """A word as read and as restored; ``gap`` is what stands before it in its line.

    ``text`` is empty where the word was dropped as noise, or where a reviewer said that there is
    none. ``doubtful`` words are those to look at.
    """

    pointer: str = Field(description="what a decision on the word names", examples=["/text/1/12/3"])
    gap: str = Field(examples=[" "])
    raw: str = Field(examples=["Tr4n"])
    text: str = Field(examples=["Trần"])
    confidence: float = Field(ge=0, le=1)
    doubtful: bool
    settled: bool
    alternatives: list[Option]
    strip: bool = Field(description="whether its place can be shown")


class TextLine(BaseModel):
    """A printed line as read and as restored."""

    raw: str
    words: list[TextWord]


class PageOfText(BaseModel):
    """The text of a page; ``lines`` are none where the page was read before words were kept."""

    page: int
    pages: int
    text: str
    lines: list[TextLine]

    @classmethod
    def of(cls, found: PageWords, has_pictures: bool) -> "PageOfText":
        """A page of the store."""
        lines = [
            TextLine(
                raw=line.raw,
                words=[
                    _word(
                        word,
                        place := WordPlace(found.page, i, j),
                        place in found.settled,
                        has_pictures,
                    )
                    for j, word in enumerate(line.words)
                ],
            )
            for i, line in enumerate(found.lines)
        ]
        return cls(page=found.page, pages=found.document.pages, text=found.text, lines=lines)


def _word(word: ReadWord, place: WordPlace, settled: bool, has_pictures: bool) -> TextWord:
    return TextWord(
        pointer=place.pointer,
        gap=word.gap,
        raw=word.raw,
        text=word.text,
        confidence=word.confidence,
        doubtful=not settled and word.confidence < DOUBTFUL,
        settled=settled,
        alternatives=[Option(text=text, probability=share) for text, share in word.alternatives],
        strip=has_pictures and word.box is not None,
    )


class PlacedText(BaseModel):
    """A restored word; ``box`` is left, top, right, bottom in fractions of the page."""

    text: str
    box: tuple[float, float, float, float]


class SnippetPart(BaseModel):
    """A stretch of text; ``hit`` where it is what was asked for."""

    text: str
    hit: bool


class SearchHit(BaseModel):
    """A page that has all words of the query."""

    document: str = Field(examples=[_ID])
    name: str
    page: int = Field(description="from 1")
    snippet: list[SnippetPart]
    number: str | None = None
    title: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    kind: str | None = None

    @classmethod
    def of(cls, hit: Hit) -> "SearchHit":
        """A hit of the store."""
        parts = [SnippetPart(text=part.text, hit=part.hit) for part in hit.snippet]
        return cls(**hit._asdict() | {"snippet": parts})


class SearchAnswer(BaseModel):
    """Pages, best first; documents counted by kind, issuer and year among the newest 1,000 pages."""

    query: str
    hits: list[SearchHit]
    documents: int
    kinds: dict[str, int]
    issuers: dict[str, int]
    years: dict[str, int]

    @classmethod
    def of(cls, query: str, found: Found) -> "SearchAnswer":
        """What the store answers."""
        hits = [SearchHit.of(hit) for hit in found.hits]
        return cls(**found._asdict() | {"query": query, "hits": hits})


class DecisionRequest(BaseModel):
    """What a reviewer says of a value: without ``after`` it is accepted as it reads."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"pointer": "/header/number", "before": "l25/KH-UBND", "after": "125/KH-UBND"},
                {"pointer": "/signers/0/name", "before": "Nguyễn Văn An"},
            ]
        },
    )

    pointer: str = Field(description="JSON pointer of the value in the record", max_length=200)
    before: str = Field(description="the value as the reviewer saw it", max_length=20_000)
    after: str | None = Field(None, description="the value as it should read", max_length=20_000)
    reviewer: str | None = Field(None, min_length=1, max_length=80)
    reopen: bool = Field(False, description="change a value that is known to be settled already")
    reject: bool = Field(False, description="the document has no such value")


class MarkedWords(BaseModel):
    """Words of a page from the first to the last, counted from 0 as `words` of the document lists them."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(ge=1, le=2**31 - 1)
    first: int = Field(ge=0, le=2**31 - 1)
    last: int = Field(ge=0, le=2**31 - 1)


class AddRequest(BaseModel):
    """What had not been found: the text of a value, or the parts of an entry of a list."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"pointer": "/header/number", "value": "125/KH-UBND"},
                {
                    "pointer": "/responsibilities/-",
                    "value": {"actor": "Các trường", "task": "nộp báo cáo"},
                    "marked": {"page": 2, "first": 40, "last": 52},
                },
            ]
        },
    )

    pointer: str = Field(
        description="JSON pointer of the value, or of a list with - behind it", max_length=200
    )
    value: (
        Annotated[str, Field(max_length=20_000)]
        | dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=20_000)]]
    )
    marked: MarkedWords | None = Field(None, description="where it stands")
    reviewer: str | None = Field(None, min_length=1, max_length=80)


class DecisionInfo(BaseModel):
    """A decision as it was kept; its number is what undoing names."""

    id: int = Field(description="number of the decision", examples=[7])
    pointer: str
    before: str
    after: str
    verdict: Verdict
    reviewer: str
    decided_at: datetime

    @classmethod
    def of(cls, row: Decision) -> "DecisionInfo":
        """A row of the audit trail."""
        return cls.model_validate(row, from_attributes=True)


class DecisionList(BaseModel):
    """The audit trail of a document, oldest first."""

    decisions: list[DecisionInfo]


class Health(BaseModel):
    """That the service and its store answer."""

    status: str = Field("ok", examples=["ok"])
    waiting_values: int = Field(description="values that wait for a person", examples=[12])
