"""vanban for programs: read a document, restore a text, ask an archive.

>>> import vanban
>>> vanban.restore("Ke hoach nam hoc")
'Kế hoạch năm học'
>>> letter = '''UBND HUYỆN ĐÔNG ANH
... Số: 12/KH-UBND
... Đông Anh, ngày 05 tháng 9 năm 2023
... KẾ HOẠCH
... Tổ chức khai giảng năm học 2023-2024'''
>>> record = vanban.read(letter.encode())
>>> record.header.number, record.header.issued_on
('12/KH-UBND', '2023-09-05')
>>> import tempfile
>>> with vanban.Archive(f"sqlite:///{tempfile.mkdtemp()}/vanban.db") as archive:
...     identity = archive.add(letter.encode(), "khai-giang.txt")
...     [hit.page for hit in archive.search("khai giang")], archive.record(identity).header.kind
([1], 'kế hoạch')

Everything raises ``VanbanError`` with ``message``, ``advice`` and a stable ``code``; limits and engines are
those of the settings (docs/settings.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extract.record import Record
from ingest.errors import VanbanError
from settings import Settings

if TYPE_CHECKING:
    from store.database.tables import Document
    from store.questions.answers import Citations, DueDay, DutyOf, Naming, PairedWith
    from store.questions.facets import Filters
    from store.questions.search import Hit

__all__ = ["Archive", "Record", "VanbanError", "read", "restore"]

Source = str | PathLike[str] | bytes


def read(source: Source) -> Record:
    """The record of one document, from its path or its bytes; nothing is stored."""
    import pipeline

    return pipeline.read(_bytes(source), Settings().limits).record


def restore(text: str, context: Iterable[str] = ()) -> str:
    """A text with its words repaired, line for line; ``context`` are texts whose names may occur."""
    from normalize.document import restore_plain
    from pipeline import gazetteer, lexicon

    known = [line for one in context for line in one.split("\n")]
    return "\n".join(restore_plain(text.split("\n"), known, gazetteer().names_near, lexicon()))


class Archive:
    """A store of documents and their records, by the URL of its database; made where it is missing.

    Without a URL it is that of the settings. ``originals`` is where the files lie: the folder beside a
    store in a file, else that of the settings.
    """

    def __init__(self, url: str = "", originals: str = "") -> None:
        from store.archive import archive

        settings = Settings()
        beside = Path(url.removeprefix("sqlite:///")).parent / "originals"
        kept = str(beside) if url.startswith("sqlite:///") else settings.originals
        self._archive = archive.Archive(url or settings.store, originals or kept)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._archive.close()

    def add(self, source: Source, name: str = "") -> str:
        """Read a document into the archive; its identity. One that is there is not read again."""
        from batch.reading import read_original, store_outcome
        from ingest.files.kinds import kind_of
        from store.database.tables import READ

        data = _bytes(source)
        kind_of(data)  # what is of no kind that can be read is refused, not kept
        named = name or ("" if isinstance(source, bytes) else Path(source).name)
        document, _ = self._archive.accept(data, named)
        if document.state not in READ:
            try:
                outcome = read_original(self._archive.location(document.sha256), Settings().limits)
            except VanbanError as error:
                self._archive.fail(document.sha256, str(error), error.code)
                raise
            read_record = Record.model_validate_json(outcome.record)
            store_outcome(self._archive, document.sha256, read_record, outcome)
        return document.sha256

    def documents(self, limit: int = 100) -> list[Document]:
        """The documents, those received last first."""
        return self._archive.documents(limit)

    def record(self, identity: str) -> Record:
        """The record of a document with what reviewers settled, by its identity or the first letters of it."""
        return self._archive.record(identity)

    def search(self, words: str, limit: int = 20, filters: Filters | None = None) -> list[Hit]:
        """The pages that have all words: exact with diacritics, any spelling without."""
        return self._archive.search(words, limit, filters)

    def deadlines(self, first: date, last: date, unit: str = "", limit: int = 100) -> list[DueDay]:
        """What falls due between two days, both included, recurring deadlines on each of their days."""
        return self._archive.questions.deadlines(first, last, limit, unit or None)

    def pairings(self, unit: str, limit: int = 100) -> list[PairedWith]:
        """Whom a unit is twinned with, under all its names."""
        return self._archive.questions.pairings(unit, limit)

    def duties(self, actor: str, limit: int = 100) -> list[DutyOf]:
        """The tasks of a unit, or of a class such as "trường tiểu học"."""
        return self._archive.questions.duties(actor, limit)

    def citations(self, document: str, limit: int = 100) -> Citations:
        """What a document cites and what cites it, by identity or number."""
        return self._archive.questions.citations(document, limit)

    def mentions(self, unit: str, limit: int = 100) -> list[Naming]:
        """The documents that name a unit under any of its names."""
        return self._archive.questions.mentions(unit, limit)


def _bytes(source: Source) -> bytes:
    from ingest.sources import read_file

    return source if isinstance(source, bytes) else read_file(Path(source), Settings().limits)
