"""One document, every step in order: a file's bytes become a record.

bytes ─▶ pages of words ─▶ restored text ─▶ record

What restores and what extracts is imported where it is needed: with its models that takes a second or
two, in which OCR reads the first pages.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ingest.files.kinds import kind_of
from ingest.page import SHEET_KINDS, WORD_KINDS, Kind
from ingest.sources import read_document
from ingest.within import within
from settings import current
from store.glance import holds

if TYPE_CHECKING:
    from extract.record import Record
    from gazetteer.authority.overlay import Change
    from gazetteer.load import Gazetteer
    from ingest.limits import Limits
    from ingest.page import Document, Page
    from ingest.pages import Told
    from normalize.lexicon import Lesson, Lexicon
    from normalize.restore import Restorer
    from normalize.text import Text


# Kinds that seldom need restoring: its models, a second to load, wait until the pages have been judged.
_MOSTLY_SOUND = (Kind.TEXT, *WORD_KINDS, *SHEET_KINDS)


class Reading(NamedTuple):
    """A document on its way through the house: as read, as restored, as understood."""

    document: Document
    text: Text
    record: Record


def read(
    data: bytes, limits: Limits, context: Sequence[str] = (), told: Told | None = None
) -> Reading:
    """Read one document; ``context`` are sound texts of the same archive, such as those it cites.

    ``told`` hears of each page that has been read.
    Raises the errors of ``ingest.errors``.
    """
    document, text = _restored(data, limits, context, told, _load_extraction)
    from extract.zones.parts import note_beginnings

    reading = _extracted(document, text, limits)
    note_beginnings(reading.record, text)
    return reading


def read_parts(data: bytes, limits: Limits) -> list[Reading]:
    """Read each document of a file that holds several by itself; one where it holds one.

    The evidence keeps the pages of the file. Raises the errors of ``ingest.errors``.
    """
    document, text = _restored(data, limits, (), None, _load_extraction)
    from extract.zones.parts import beginnings, part_of
    from extract.zones.parts_told import parts_of

    begins = list(beginnings(text))
    if not begins:
        return [_extracted(document, text, limits)]
    parts = parts_of(begins, len(document.pages))
    return [_extracted(*part_of(document, text, pages), limits) for pages in parts]


def restore(
    data: bytes, limits: Limits, context: Sequence[str] = (), told: Told | None = None
) -> tuple[Document, Text]:
    """Read and restore one document, as ``read`` does, without its record."""
    return _restored(data, limits, context, told)


def _extracted(document: Document, text: Text, limits: Limits) -> Reading:
    from extract.nlp import extract_record

    error = current().accepted_error
    with within(limits.text_seconds, "TEXT_SECONDS"):
        record = extract_record(document, text, gazetteer(), accepted_error=error)
    return Reading(document, text, record)


def _restored(
    data: bytes,
    limits: Limits,
    context: Sequence[str],
    told: Told | None,
    load_more: Callable[[], object] | None = None,
) -> tuple[Document, Text]:
    with ThreadPoolExecutor(1) as aside:  # models load, and words are looked up, while OCR reads
        if kind_of(data) not in _MOSTLY_SOUND:
            aside.submit(restorer)
        names = aside.submit(gazetteer)
        if load_more:
            aside.submit(load_more)

        def met(page: Page, pages: int) -> None:
            aside.submit(_meet, page)
            if told:
                told(page, pages)

        document = read_document(data, limits, met)
        near = names.result().names_near
    from normalize.document import is_kept, restored_text

    model = None if all(map(is_kept, document.pages)) else restorer()
    return document, restored_text(document, model, context, near, lexicon())


@lru_cache(maxsize=1)
def restorer() -> Restorer:
    """The models of restoration, loaded once a process."""
    with _kept():
        from normalize.restore import Restorer

        return Restorer.load()


def gazetteer() -> Gazetteer:
    """The authority file with the changes kept in the store, loaded anew when there are more."""
    url = current().store
    if not holds(url, "gazetteer_changes"):
        return _gazetteer(())
    from store.overlay import stored_changes

    return _gazetteer(stored_changes(url))


def lexicon() -> Lexicon:
    """What reviewers corrected, from the store, loaded anew when there is more."""
    url = current().store
    if not holds(url, "word_lessons"):
        return _lexicon(())
    from store.review.lessons import stored_lessons

    return _lexicon(stored_lessons(url))


@lru_cache(maxsize=1)
def _load_extraction() -> None:
    with _kept():
        from extract.nlp import build

        build()
        gazetteer().candidates("Ủy ban nhân dân")  # any name: the first search makes the index


def _meet(page: Page) -> None:
    from normalize.document import is_kept, meet

    if not is_kept(page):
        meet(page, restorer())


@lru_cache(maxsize=1)
def _gazetteer(changes: Sequence[Change]) -> Gazetteer:
    from gazetteer.authority.memory import uncollected

    with uncollected():  # it may be replaced, so it is not kept from being garbage
        from gazetteer.load import Gazetteer

        return Gazetteer.load(changes=changes)


@lru_cache(maxsize=1)
def _lexicon(lessons: Sequence[Lesson]) -> Lexicon:
    from normalize.lexicon import Lexicon

    return Lexicon(lessons)


@contextmanager
def _kept() -> Iterator[None]:
    """What is made in here stays as long as the process: Python need not look through it for garbage,
    which takes a sixth of a first answer and half a second of the reading of 40 pages."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collects:
            gc.enable()
