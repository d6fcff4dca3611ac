"""Electronic signatures as evidence: in the file itself, and as the notes that programs print."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from asn1crypto import cms

from ingest.page import Box, Line, Signature, Trace
from ingest.pdf.file import PdfSignature

_LABEL = r"(?:Người ký|Ký bởi|Được ký bởi|Ký số bởi|Digitally signed by|Signed by)\s*:"
_OTHER_LABEL = r"(?:Cơ quan|Email|Thời gian ký|Ngày ký|Giờ ký|Date|Signing time)\s*:"
_SIGNER = re.compile(rf"{_LABEL}\s*(?P<signer>.+?)\s*(?={_OTHER_LABEL}|$)", re.IGNORECASE)
# "03/02/2025 10:47:25", "16.04.2020 07:37:07 +07:00", "2024-06-07T14:57:18+07:00".
_MOMENT = re.compile(
    r"(?:(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})|(?P<y2>\d{4})[-./](?P<m2>\d{2})[-./](?P<d2>\d{2}))"
    r"[\sT]+(?P<time>\d{2}:\d{2}:\d{2})\s*(?P<offset>[+-]\d{2}:?\d{2})?"
)
_PDF_DATE = re.compile(
    r"D:(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?P<time>\d{6})(?P<offset>[+-]\d{2}'?\d{2}|Z)?"
)


def is_note(text: str) -> bool:
    """Whether a text is the note of a signing program: who signed, or a time to the second.

    >>> is_note("Ký bởi: Ủy ban nhân dân tỉnh"), is_note("911")
    (True, False)
    """
    return re.search(_LABEL, text, re.IGNORECASE) is not None or _MOMENT.search(text) is not None


def note_signature(lines: Sequence[Line], page: int) -> Signature:
    """What a note says; its lines in their order."""
    text = " ".join(line.text for line in lines)
    named = _SIGNER.search(text)
    return Signature(
        Trace.NOTE, named["signer"] if named else None, _moment(text), text, page, _around(lines)
    )


def file_signatures(items: Iterable[PdfSignature]) -> Iterator[Signature]:
    """The signatures of a PDF with the name in the certificate; whether they hold is not checked."""
    for item in items:
        yield Signature(
            Trace.CERTIFICATE, _certified_name(item.contents), _pdf_moment(item.time), item.time
        )


def _moment(text: str) -> str | None:
    found = _MOMENT.search(text)
    if found is None:
        return None
    year, month, day = (found[k] or found[f"{k}2"] for k in "ymd")
    offset = found["offset"] or ""
    return _iso(f"{year}-{int(month):02}-{int(day):02}T{found['time']}{offset}")


def _pdf_moment(text: str) -> str | None:
    found = _PDF_DATE.match(text)
    if found is None:
        return None
    clock = ":".join(re.findall("..", found["time"]))
    offset = (found["offset"] or "").replace("'", "")
    return _iso(f"{found['y']}-{found['m']}-{found['d']}T{clock}{offset}")


def _iso(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _certified_name(contents: bytes) -> str | None:
    """The common name of the certificate whose key made the signature."""
    try:
        signed = cms.ContentInfo.load(contents)["content"]
        serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
        for choice in signed["certificates"]:
            if choice.chosen.serial_number == serial:
                name = choice.chosen.subject.native.get("common_name")
                return str(name) if name else None
    # A foreign structure may fail anywhere inside asn1crypto; then the name is not known.
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None
    return None


def _around(lines: Sequence[Line]) -> Box | None:
    return Line("", tuple(word for line in lines for word in line.words)).box
