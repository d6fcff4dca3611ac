"""Readings made by hand, for tests of what happens after a document has been read."""

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from PIL import Image

from batch import Outcome
from extract.record import (
    Evidence,
    Header,
    HeaderEvidence,
    PageReading,
    Recipient,
    Record,
    Signer,
    Source,
)
from ingest.files.kinds import kind_of

TEXT = "Kế hoạch năm học của các trường tại Đống Đa, Việt Nam"
NUMBER, PLACE, SIGNER = "/header/number", "/header/place", "/signers/0/name"


def evidence(raw: str, text: str, top: float) -> Evidence:
    """Evidence on the first page, in a line at a height given in fractions of the page."""
    return Evidence(page=1, boxes=[(0.1, top, 0.5, top + 0.03)], raw=raw, text=text, rule="test")


def record_of(data: bytes, number: str = "l25/KH-UBND") -> Record:
    """A record with one sure, one unsure and two very unsure values."""
    return Record(
        source=Source(
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=kind_of(data),
            pages=[PageReading(page=1, origin="ocr", quality="absent", reason="no text layer")],
        ),
        header=Header(
            issuer=["Ủy ban nhân dân quận Đống Đa"],
            number=number,
            issued_on="2025-09-26",
            kind="công văn",
            place="Đống Đa",
            title="<script>document.title = 'owned'</script> Kế hoạch",
            support={
                "number": HeaderEvidence(confidence=0.3, evidence=[evidence(number, number, 0.1)]),
                "place": HeaderEvidence(confidence=0.95, evidence=[]),
            },
        ),
        recipients=[
            Recipient(
                name="<b>Các trường</b>",
                confidence=0.6,
                evidence=[evidence("<b>Cac truong</b>", "<b>Các trường</b>", 0.7)],
            )
        ],
        signers=[
            Signer(
                name="Nguyễn Văn An",
                confidence=0.2,
                evidence=[evidence("Nguyen Van An", "Nguyễn Văn An", 0.8)],
            )
        ],
    )


def outcome_of(data: bytes) -> Outcome:
    """What a worker would send back for a document."""
    return Outcome(record_of(data).model_dump_json(), (TEXT,))


class Readers(Executor):
    """Runs every reading at once, through a function of the document's bytes."""

    def __init__(self, read: Callable[[bytes], Outcome] = outcome_of) -> None:
        self.read = read
        self.count = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.count += 1
        future: Future[Any] = Future()
        try:
            future.set_result(self.read(Path(args[0]).read_bytes()))
        except Exception as error:
            future.set_exception(error)
        return future


def scanned_pdf(path: Path) -> bytes:
    """A PDF of one grey A4 page without text, at 72 dpi.

    Its bytes are always the same: by their hash some sure values are drawn into the queue.
    """
    made = time.gmtime(0)
    page = Image.new("RGB", (595, 842), (228, 232, 236))
    page.save(path, "PDF", title="scan", creationDate=made, modDate=made)
    return path.read_bytes()
