"""What a worker does with a document, and how its answer is kept."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import fsspec

from extract.record import Record
from ingest.errors import FileMissing
from ingest.limits import Limits
from ingest.page import Origin, Page, Quality
from ingest.sources import read_file
from store.archive.archive import Archive
from store.database.tables import Document
from store.documents.layout import layouts
from store.documents.originals import is_url
from store.documents.runs import Entry
from store.review.review import Options


class Outcome(NamedTuple):
    """What a worker sends back: the record as JSON, and the restored text page by page.

    ``layouts`` are the places of the words of each page (``store.documents.layout``), ``links`` the
    identities of the units named in the record by their names; None where nobody has looked.
    ``options`` say what unsure values may read instead, by pointer.
    """

    record: str
    pages: tuple[str, ...]
    layouts: tuple[bytes | None, ...] = ()
    links: dict[str, str | None] | None = None
    options: Options | None = None


def read_original(
    location: str | Path,
    limits: Limits,
    context: Sequence[str] = (),
    progress: Path | None = None,
) -> Outcome:
    """Read one document from its path or URL; raises VanbanError. Runs in a worker.

    ``context`` are texts of the same archive, such as those of the documents that it cites;
    ``progress`` is a file of this machine in which the pages read and all pages are told.
    """
    import pipeline  # here, so that the parent does not load models it never uses
    from store.questions.lineage import lineage
    from store.review.options import options_of

    def tell(page: Page, pages: int) -> None:
        if progress is not None:
            with suppress(OSError):  # nobody listens any more
                progress.write_text(f"{page.number}/{pages}")

    reading = pipeline.read(_bytes(location, limits), limits, context, tell)
    return Outcome(
        reading.record.model_dump_json(),
        reading.text.page_texts,
        layouts(reading.text),
        lineage().links(reading.record, {}),
        options_of(reading.record, reading.text, pipeline.gazetteer()),
    )


def context_for(record: Record, archive: Archive) -> list[str]:
    """Texts that may make a second reading better: what a document with a spoiled layer cites.

    Empty where its text needed no restoring, was read by OCR, or cites nothing that is stored.
    """
    spoiled = (Quality.BARE, Quality.GARBLED)
    restored = any(p.quality in spoiled and p.origin != Origin.OCR for p in record.source.pages)
    return archive.texts_cited(record) if restored else []


def store_outcome(
    archive: Archive, sha256: str, record: Record, outcome: Outcome, entry: Entry | None = None
) -> Document:
    """Keep what a worker found; ``record`` is that of the outcome, ``entry`` its file in a run."""
    return archive.save_reading(
        sha256, record, outcome.pages, outcome.layouts, outcome.links, entry, outcome.options
    )


def _bytes(location: str | Path, limits: Limits) -> bytes:
    if not is_url(location):
        return read_file(Path(location), limits)
    try:
        with fsspec.open(str(location), "rb") as file:
            return bytes(file.read())
    except (OSError, ImportError, ValueError) as error:
        raise FileMissing(
            f"{location} cannot be read: {error}.", "Check that this machine reaches it."
        ) from error
