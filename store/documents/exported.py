"""A document and its record, as exports get them."""

from typing import NamedTuple

from extract.record import Record
from store.database.tables import Document


class Export(NamedTuple):
    """A document and its record, as exports get them."""

    document: Document
    record: Record
