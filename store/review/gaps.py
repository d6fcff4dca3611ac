"""What a document of its kind should have and was not found, and where it most likely stands."""

from collections.abc import Iterator
from typing import NamedTuple

from extract.record import Evidence, Finding, Record
from store.review.additions import NEW

RULE = "gap"  # what made the evidence of a value that was not found
# A letterhead with number, date and title takes the upper two fifths of a page, recipients and signature
# the lower three fifths; what a plan charges stands anywhere below the head.
HEAD, CLOSING, BODY = (0.0, 0.0, 1.0, 0.4), (0.0, 0.4, 1.0, 1.0), (0.0, 0.0, 1.0, 1.0)


class _Expected(NamedTuple):
    """``absent`` is the probability that a document in which it was not found has none."""

    pointer: str
    absent: float
    part: tuple[float, float, float, float]


# Of the 147 documents that confidence was fitted to, read out of fold, so many lacked what had not been found:
# number 3 of 5, day 2 of 5, title 1 of 1, issuer and kind 0 of 0 and 1, signer 3 of 17, recipients 8 of 9,
# duties 3 of 14; with one more of either added to each.
_OF_ALL = (
    _Expected("/header/issuer", 0.5, HEAD),
    _Expected("/header/number", 0.57, HEAD),
    _Expected("/header/issued_on", 0.43, HEAD),
    _Expected("/header/title", 0.67, HEAD),
    _Expected("/signers", 0.21, CLOSING),
    _Expected("/recipients", 0.82, CLOSING),
)
_KIND = _Expected("/header/kind", 0.33, HEAD)
_DUTIES = _Expected("/responsibilities", 0.25, BODY)
# What is issued with another document has neither number nor closing of its own.
_ISSUED_WITH = ("quy chế", "quy định", "biên bản")
_OF_THEIR_OWN = ("/header/number", "/signers", "/recipients")
_CHARGING = ("kế hoạch", "chỉ thị", "hướng dẫn", "chương trình", "phương án", "công điện")


class Gap(NamedTuple):
    """A value that was not found; ``evidence`` is the part of a page where it most likely stands."""

    pointer: str
    absent: float
    evidence: Evidence


def gaps(record: Record) -> Iterator[Gap]:
    """What a record lacks that a document of its kind has.

    Of a document whose kind is not known nothing is expected but the kind, and that only where its head
    has an issuer or a number.
    """
    for expected in _expected(record):
        part, _, name = expected.pointer[1:].partition("/")
        value = getattr(record.header, name) if name else getattr(record, part)
        if value is None or value == []:
            pointer = f"{expected.pointer}/{NEW}" if isinstance(value, list) else expected.pointer
            yield Gap(pointer, expected.absent, _place(record, expected))


def _expected(record: Record) -> Iterator[_Expected]:
    header = record.header
    kind = (header.kind or "").lower()
    if not kind:
        if header.issuer or header.number:
            yield _KIND
        return
    for one in _OF_ALL:
        if kind not in _ISSUED_WITH or one.pointer not in _OF_THEIR_OWN:
            yield one
    if kind in _CHARGING:
        yield _DUTIES


def _place(record: Record, expected: _Expected) -> Evidence:
    """Beside what was found of the same part of the document; else on its first or last page."""
    last = max(len(record.source.pages), 1)
    beside: list[Finding]
    if expected.part is HEAD:
        beside, page = list(record.header.support.values()), 1
    elif expected.part is CLOSING:
        beside, page = [*record.signers, *record.recipients, *record.filed_at], last
    else:
        beside, page = [], min(2, last)
    found = [one.evidence[0].page for one in beside if one.evidence]
    return Evidence(
        page=min(found, default=page), boxes=[expected.part], raw="", text="", rule=RULE
    )
