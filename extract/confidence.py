"""How sure a value is: a probability from independent cues, fitted on documents kept apart.

The cues are what the words' posteriors and the reliability of the rule give together, how the page
was read, how much of the words had to be restored, whether another value contradicts or confirms it,
and whether the gazetteer knows the unit. A logistic model weighs them; ``benchmarks.calibration`` fits
its coefficients and writes them with the errors measured on documents that each fit had not seen.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extract.record import (
    Deadline,
    Evidence,
    Finding,
    Header,
    Pairing,
    Record,
    Reference,
    Responsibility,
    Signer,
)  # fmt: skip
from extract.vocabulary import KIND_CODES
from ingest.page import Origin, Quality

MODEL = Path(__file__).with_name("confidence.json")
# Probabilities outside of these say more than some hundred documents can.
FLOOR, CEILING = 0.02, 0.995
# The share of wrong values among the accepted that a user who says nothing wants at most.
ACCEPTED_ERROR = 0.01
# Actors of more words than this are seldom a name alone.
LONG_ACTOR = 8
# A number that ends with its type code ("11/CT") lost the code of who issued it.
_NO_CODE = re.compile(rf"[^/]+/(?:{'|'.join(KIND_CODES)})", re.IGNORECASE)

LISTS = (
    "references", "sections", "pairings", "deadlines", "responsibilities", "recipients", "filed_at",
    "signers", "contacts", "totals",
)  # fmt: skip


class Value(NamedTuple):
    """A finding of a record with its field and its JSON pointer."""

    field: str
    pointer: str
    finding: Finding


class Model(NamedTuple):
    """Weights by cue, and for thresholds in rising order the share of wrong values at or above."""

    weights: Mapping[str, float]
    accepted: tuple[tuple[float, float], ...]

    def probability(self, cues: Mapping[str, float]) -> float:
        """The probability that a value with these cues is right."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in cues.items())
        return squeezed(1 / (1 + math.exp(-total)))


@lru_cache(maxsize=1)
def model() -> Model:
    """The fitted model that ships with the program."""
    data = json.loads(MODEL.read_text(encoding="utf-8"))
    return Model(data["weights"], tuple((t, error) for t, error in data["accepted"]))


def review_threshold(error: float = ACCEPTED_ERROR) -> float:
    """The confidence below which values wait for a person, so that of the others at most this share is wrong.

    Where no threshold keeps to it, every value waits.
    """
    return next((t for t, share in model().accepted if share <= error), 1.0)


def values(record: Record) -> Iterator[Value]:
    """All findings of a record, each once."""
    for name, finding in record.header.support.items():
        yield Value(name, f"/header/{name}", finding)
    for field in LISTS:
        for n, item in enumerate(getattr(record, field)):
            yield Value(field, f"/{field}/{n}", item)


# A number with "?" and a date with "XX" are right as far as they go, but wait for a person to complete
# them, whatever the threshold of review.
UNFINISHED = 0.5
_GAPS = {"number": "?", "issued_on": "XX"}


def calibrate(record: Record) -> None:
    """Give every value of a record the probability that the fitted model finds."""
    found = [(value.finding, cues(record, value)) for value in values(record)]
    for finding, known in found:
        finding.confidence = model().probability(known)
    cap_unfinished(record)


def cap_unfinished(record: Record) -> None:
    """Let numbers and dates with gaps wait for a person."""
    for field, gap in _GAPS.items():
        if (support := record.header.support.get(field)) and gap in str(
            getattr(record.header, field)
        ):
            support.confidence = min(support.confidence, UNFINISHED)


def cues(record: Record, value: Value) -> dict[str, float]:
    """What speaks for a value and against it, by name."""
    finding = value.finding
    flagged = any(flag.pointer.startswith(value.pointer) for flag in record.flags if flag.pointer)
    words = " ".join(e.text for e in finding.evidence).split()
    known = {
        "bias": 1.0,
        "surety": logit(finding.confidence),
        "restored": _restored(finding.evidence),
        "words": math.log1p(len(words)),
        "flagged": float(flagged),
        f"field {field_group(value.field, record.header)}": 1.0,
    }
    for page in {e.page for e in finding.evidence}:
        known |= _reading(record, page)
    if isinstance(finding, Pairing):
        scores = [unit.score or 0.0 for unit in finding.units]
        known["units known"] = sum(scores) / max(len(scores), 1)
    if isinstance(finding, Responsibility):
        known["long actor"] = float(len(finding.actor.split()) > LONG_ACTOR)
        known["own actor"] = float(finding.task.startswith(finding.actor))
        known["begins inside"] = float(finding.task[:1].islower())
    if isinstance(finding, Signer):
        known["no office"] = float(any(e.rule == "signer-alone" for e in finding.evidence))
        known["two syllables"] = float(len(finding.name.split()) < 3)
    if isinstance(finding, Deadline):
        known["no date"] = float(finding.edtf is None and finding.recurrence is None)
    if isinstance(finding, Reference):
        known["dated"] = float(finding.issued_on is not None)
        known["no issuing code"] = float(bool(_NO_CODE.fullmatch(finding.number or "")))
    if value.field in Header.model_fields:
        known["head agrees"] = float(_agrees(record))
    return known


def field_group(field: str, header: Header) -> str:
    """Fields of the head by themselves where one goes by its own rules, else together."""
    own = ("issuer", "number", "title", "issued_on")
    return field if field in own or field not in header.model_fields else "head"


def squeezed(probability: float) -> float:
    """A probability no bolder than the documents of the fit allow."""
    return min(CEILING, max(FLOOR, probability))


def logit(probability: float) -> float:
    """The log odds of a probability."""
    kept = squeezed(probability)
    return math.log(kept / (1 - kept))


def _restored(evidence: list[Evidence]) -> float:
    """The share of words that restoration changed."""
    pairs = [
        (raw, text)
        for e in evidence
        for raw, text in zip(e.raw.split(), e.text.split(), strict=False)
    ]
    return sum(raw != text for raw, text in pairs) / max(len(pairs), 1)


def _reading(record: Record, number: int) -> dict[str, float]:
    """How the page was read."""
    page = next((p for p in record.source.pages if p.page == number), None)
    if page is None:
        return {}
    if page.origin == Origin.OCR:
        return {"read by OCR": 1.0}
    return {"spoiled page": 1.0} if page.quality in (Quality.BARE, Quality.GARBLED) else {}


def _agrees(record: Record) -> bool:
    """Whether number, kind, issuer and date of the head are all there and fit one another."""
    header = record.header
    whole = header.number and header.kind and header.issuer and header.issued_on
    head_flags = any(flag.pointer.startswith("/header/") for flag in record.flags)
    return bool(whole) and "?" not in (header.number or "") and not head_flags
