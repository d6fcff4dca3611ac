"""One document, every step in order: a file's bytes become a record.

    bytes ─▶ pages of words ─▶ restored text ─▶ record
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.nlp import extract_record
from gazetteer.load import Gazetteer
from ingest.limits import Limits
from ingest.page import Document
from ingest.sources import read_document
from ingest.text_layer import judge
from normalize.document import restored_text
from normalize.restore import Restorer
from normalize.text import Text
from extract.record import Record


class Reading(NamedTuple):
    """A document on its way through the house: as read, as restored, as understood."""

    document: Document
    text: Text
    record: Record


def read(data: bytes, limits: Limits) -> Reading:
    """Read one document. Raises the errors of ``ingest.errors``."""
    document = read_document(data, limits)
    text = restored_text(document, restorer())
    record = extract_record(document, text, gazetteer())
    return Reading(document, text, record)


def restore_lines(lines: Sequence[str], context: Sequence[str] = ()) -> list[str]:
    """Restore plain text line for line; the answer has as many lines as were given."""
    quality = judge("\n".join(lines)).quality
    return [text for text, _ in restorer().restore(lines, [quality] * len(lines))]


@lru_cache(maxsize=1)
def restorer() -> Restorer:
    """The models of restoration, loaded once a process."""
    return Restorer.load()


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The authority file, loaded once a process."""
    return Gazetteer.load()
