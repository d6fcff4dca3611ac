"""One document, every step in order: a file's bytes become a record.

bytes ─▶ pages of words ─▶ restored text ─▶ record
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

from extract.record import Record
from gazetteer.load import Gazetteer
from gazetteer.overlay import Change
from ingest.limits import Limits
from ingest.page import Document
from ingest.pages import Told
from ingest.sources import read_document
from normalize.document import restored_text
from normalize.lexicon import Lesson, Lexicon
from normalize.restore import Restorer
from normalize.text import Text
from settings import Settings
from store.lessons import stored_lessons
from store.overlay import stored_changes


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
    document, text = restore(data, limits, context, told)
    from extract.nlp import extract_record  # with spaCy half a second, which text alone can spare

    return Reading(document, text, extract_record(document, text, gazetteer()))


def restore(
    data: bytes, limits: Limits, context: Sequence[str] = (), told: Told | None = None
) -> tuple[Document, Text]:
    """Read and restore one document, as ``read`` does, without its record."""
    with ThreadPoolExecutor(1) as aside:  # the models load while OCR reads
        models = aside.submit(lambda: (restorer(), gazetteer(), lexicon()))
        document = read_document(data, limits, told)
        model, names, learned = models.result()
    return document, restored_text(document, model, context, names.names_near, learned)


@lru_cache(maxsize=1)
def restorer() -> Restorer:
    """The models of restoration, loaded once a process."""
    return Restorer.load()


def gazetteer() -> Gazetteer:
    """The authority file with the changes kept in the store, loaded anew when there are more."""
    return _gazetteer(stored_changes(Settings().store))


def lexicon() -> Lexicon:
    """What reviewers corrected, from the store, loaded anew when there is more."""
    return _lexicon(stored_lessons(Settings().store))


@lru_cache(maxsize=1)
def _gazetteer(changes: Sequence[Change]) -> Gazetteer:
    return Gazetteer.load(changes=changes)


@lru_cache(maxsize=1)
def _lexicon(lessons: Sequence[Lesson]) -> Lexicon:
    return Lexicon(lessons)
