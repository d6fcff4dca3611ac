"""The package of a Word file: opened within limits, mended where python-docx would refuse it.

Word opens macro documents, templates and the Strict variant of the format, and looks past relations
to parts that are missing; python-docx does none of that. Such a package is packed anew before it is
opened. Macros are never run: nothing here knows of them.
"""

import io
import posixpath
import re
import zipfile
from typing import Any
from urllib.parse import unquote

import docx
from docx.document import Document as WordDocument
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from ingest.errors import BrokenFile, LimitExceeded
from ingest.limits import Limits

_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE_DOCUMENT = "/officeDocument"
# Strict names of ISO/IEC 29500 and the transitional ones, which differ only in this.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"


def open_word(data: bytes, limits: Limits) -> WordDocument:
    """The document of a DOCX, DOCM, DOTX or DOTM, Strict or not.

    Raises BrokenFile, and LimitExceeded where it unpacks to more than the limit.
    """
    check_unpacked(data, limits, "DOCX")
    try:
        return docx.Document(io.BytesIO(data))
    # python-docx and lxml let errors of many kinds through on what they do not expect.
    except Exception:
        return _open_mended(data)


def _open_mended(data: bytes) -> WordDocument:
    try:
        return docx.Document(io.BytesIO(_mended(data)))
    except Exception as error:
        raise damaged() from error


def damaged() -> BrokenFile:
    """The error for a Word file that cannot be read."""
    return BrokenFile("The DOCX is damaged.", "Save it again in Word.")


def check_unpacked(data: bytes, limits: Limits, what: str) -> None:
    """Refuse a zip bomb by the sizes that it declares, which zipfile then holds it to.

    ``what`` the file is called. Raises BrokenFile and LimitExceeded.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BrokenFile(f"The {what} is damaged or cut off.", "Copy it again.") from error
    if unpacked > limits.unpacked_bytes:
        raise LimitExceeded(
            f"The {what} unpacks to {unpacked} bytes; the limit is {limits.unpacked_bytes}.",
            "Save it with smaller pictures, or raise VANBAN_LIMITS__UNPACKED_BYTES.",
        )


def _mended(data: bytes) -> bytes:
    """The package with transitional names, without relations that lead nowhere, as a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            parts[name] = _STRICT.sub(_TRANSITIONAL, content)
    main = ""
    for name in [name for name in parts if name.endswith(".rels")]:
        relations = parse_xml(parts[name])
        main = _drop_dead(relations, name, parts) or main
        parts[name] = serialize_part_xml(relations)
    types = parse_xml(parts[_CONTENT_TYPES])
    _declare(types, main)
    parts[_CONTENT_TYPES] = serialize_part_xml(types)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as mended:
        for name, content in parts.items():
            mended.writestr(name, content)
    return packed.getvalue()


def _drop_dead(relations: Any, name: str, parts: dict[str, bytes]) -> str:
    """Take out relations to parts that are not there; the main part, if these name it."""
    folder = posixpath.dirname(posixpath.dirname(name))
    main = ""
    for relation in relations.findall(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = unquote(relation.get("Target", ""))
        part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if part not in parts:
            relations.remove(relation)
        elif folder == "" and relation.get("Type", "").endswith(_OFFICE_DOCUMENT):
            main = part
    return main


def _declare(types: Any, main: str) -> None:
    """Let the content types call the main part a document, whatever it was saved as."""
    for override in types.findall(f"{_TYPES}Override"):
        if override.get("PartName", "").lstrip("/") == main:
            override.set("ContentType", _MAIN_TYPE)
