"""Documents that one PDF holds together: read by themselves beside the whole, which stays as it is."""

import hashlib
from collections.abc import Iterable, Iterator

from batch.sources import SourceFile, Sources
from extract.zones.parts_told import parts_told
from ingest.errors import VanbanError
from store.archive.archive import Archive


def parts_of(
    files: Iterable[SourceFile], sources: Sources, archive: Archive
) -> Iterator[list[SourceFile]]:
    """The documents of each PDF among files that holds several, as its record in the archive tells."""
    for file in files:
        if file.is_pdf and file.cut is None:
            try:
                record = archive.reviewed(hashlib.sha256(sources.read(file)).hexdigest()).record
            except VanbanError:  # its account says so
                continue
            pages = parts_told(record)
            if len(pages) > 1:
                yield [file.part(one.first, one.last) for one in pages]
