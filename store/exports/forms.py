"""The forms in which documents leave an archive, and the bytes of each."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import PurePath
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.archive.archive import Archive
    from store.database.tables import Document
    from store.documents.exported import Export


class Form(StrEnum):
    """The forms in which an archive is exported."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    ICS = "ics"
    TT02 = "tt02-2019"
    TT05 = "tt05-2025"


def export_parts(exports: Iterable[Export], form: Form) -> Iterable[bytes]:
    """The bytes of an export, in parts where it can be long."""
    from store.exports.deadlines import calendar_file
    from store.exports.metadata import metadata_sheet
    from store.exports.sheets import csv_lines, documents_sheet, json_lines, workbook

    match form:
        case Form.JSONL:
            return json_lines(exports)
        case Form.XLSX:
            return [workbook(exports)]
        case Form.ICS:
            return [calendar_file(exports)]
        case Form.CSV:
            sheet = documents_sheet(exports)
        case _:
            sheet = metadata_sheet(form.value, exports)
    return csv_lines(sheet.columns, sheet.rows)


def pack_originals(archive: Archive, documents: Iterable[Document], out: IO[bytes]) -> None:
    """Write the files of documents as they came into a ZIP; of one name the later ones are numbered.

    Raises FileMissing where an original is gone.
    """
    names = _Names()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for document in documents:
            packed.writestr(names.unused(document.name), archive.data(document.sha256))


class _Names:
    """Names of the files of a ZIP, which are the same in any case of letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def unused(self, name: str) -> str:
        """The name, with a number before its ending where it is taken."""
        path, wanted = PurePath(name), name.lower()
        number = self._numbers.get(wanted, 1)
        while name.lower() in self._taken:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        self._numbers[wanted] = number
        self._taken.add(name.lower())
        return name
