"""How sure a value is: a probability from independent cues, fitted on documents kept apart.

The cues are what the posterior of the model that found a value, or the reliability of its rule, and the
words' posteriors give together, how sure the rest of the document is, how the page was read, how much of
the words had to be restored, what kind of value it is, whether another value contradicts or confirms it,
and whether the gazetteer knows the unit. A logistic model weighs them. ``extract.training.confidence``
fits it to records that were read out of fold, and writes it with the errors measured at each threshold.
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
    FiledAt,
    Finding,
    Header,
    Pairing,
    Recipient,
    Record,
    Reference,
    Responsibility,
    Review,
    Section,
    Signer,
)  # fmt: skip
from extract.vocabulary import KIND_CODES
from ingest.page import Origin, Quality

MODEL = Path(__file__).parents[1] / "models" / "confidence.json"
# Probabilities outside of these say more than some hundred documents can.
FLOOR, CEILING = 0.02, 0.995
# The share of wrong values among the accepted that a user who says nothing wants at most: what the
# documents of the fit can promise.
ACCEPTED_ERROR = 0.05
# Actors of more words than this are seldom a name alone.
LONG_ACTOR = 8
# A number that ends with its type code ("11/CT") lost the code of who issued it.
_NO_CODE = re.compile(rf"[^/]+/(?:{'|'.join(KIND_CODES)})", re.IGNORECASE)

# Signs that names of recipients and filing places seldom have.
_ODD = re.compile(r"[^\w\s,.()&/-]|\d")

LISTS = (
    "references", "sections", "pairings", "deadlines", "responsibilities", "recipients", "filed_at",
    "signers", "contacts", "totals",
)  # fmt: skip


HEADER = tuple(name for name in Header.model_fields if name != "support")
# The group of fields that have no thresholds of their own.
DEFAULT = "default"


class Value(NamedTuple):
    """A finding of a record with its field and its JSON pointer."""

    field: str
    pointer: str
    finding: Finding


class Model(NamedTuple):
    """Weights by cue, and thresholds by the share of wrong values that they keep to, in rising order.

    The thresholds of a share go by groups of fields ("default" where a field has none of its own): in none of
    them is more wrong, and of all values at or above them no more is wrong with 90 % probability, over
    documents of the kind of the fit, of which there were ``documents``.
    """

    weights: Mapping[str, float]
    accepted: tuple[tuple[float, Mapping[str, float]], ...]
    documents: int

    def probability(self, cues: Mapping[str, float]) -> float:
        """The probability that a value with these cues is right."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in cues.items())
        return squeezed(1 / (1 + math.exp(-total)))

    def thresholds(self, error: float) -> Mapping[str, float] | None:
        """The thresholds that keep to a share of wrong values; nothing if none do."""
        return max((row for row in self.accepted if row[0] <= error), default=(0.0, None))[1]


@lru_cache(maxsize=1)
def model() -> Model:
    """The fitted model that ships with the program."""
    data = json.loads(MODEL.read_text(encoding="utf-8"))
    accepted = tuple((float(share), thresholds) for share, thresholds in data["accepted"].items())
    return Model(data["weights"], accepted, data["documents"])


def review_threshold(error: float = ACCEPTED_ERROR, field: str = DEFAULT) -> float:
    """The confidence below which values of a field wait, so that of the others at most this share is wrong.

    Where no threshold keeps to it, every value waits.
    """
    known = model().thresholds(error)
    return known.get(field_group(field), known[DEFAULT]) if known else 1.0


def review_thresholds(error: float = ACCEPTED_ERROR) -> dict[str, float]:
    """The threshold of each field, and of fields that have none of their own."""
    return {name: review_threshold(error, name) for name in (DEFAULT, *HEADER, *LISTS)}


def review_of(error: float) -> Review:
    """What a record says of the review that an accepted error asks for."""
    return Review(
        alpha=error,
        threshold=review_thresholds(error),
        guaranteed=model().thresholds(error) is not None,
        documents=model().documents,
    )


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
    whole = document_surety(record)
    found = [(value.finding, cues(record, value, whole)) for value in values(record)]
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


def document_surety(record: Record) -> float:
    """The log odds of the mean confidence of all findings, before they are calibrated."""
    known = [value.finding.confidence for value in values(record)]
    return logit(sum(known) / len(known)) if known else 0.0


def cues(record: Record, value: Value, whole: float) -> dict[str, float]:
    """What speaks for a value and against it, by name; ``whole`` is the surety of its document."""
    finding = value.finding
    group = field_group(value.field)
    flagged = any(flag.pointer.startswith(value.pointer) for flag in record.flags if flag.pointer)
    words = " ".join(e.text for e in finding.evidence).split()
    known = {
        "bias": 1.0,
        "surety": logit(finding.confidence),
        f"surety {group}": logit(finding.confidence),
        "document": whole,
        "restored": _restored(finding.evidence),
        "words": math.log1p(len(words)),
        "flagged": float(flagged),
        f"field {group}": 1.0,
        f"words {group}": math.log1p(len(words)),
    }
    if finding.evidence:
        known[f"rule {finding.evidence[0].rule}"] = 1.0
    for page in {e.page for e in finding.evidence}:
        how = _reading(record, page)
        known |= how | {f"{name} {group}": one for name, one in how.items()}
    known |= _of_kind(record, finding)
    if value.field in Header.model_fields:
        known["head agrees"] = float(_agrees(record))
    return known


def _of_kind(record: Record, finding: Finding) -> dict[str, float]:
    """What can be told of a value of one kind."""
    if isinstance(finding, Pairing):
        scores = [unit.score or 0.0 for unit in finding.units]
        return {"units known": sum(scores) / max(len(scores), 1)}
    if isinstance(finding, Responsibility):
        return _of_duty(record, finding)
    if isinstance(finding, Section):
        return _of_section(finding)
    if isinstance(finding, Signer):
        alone = any(e.rule == "signer-alone" for e in finding.evidence)
        return {"no office": float(alone), "two syllables": float(len(finding.name.split()) < 3)}
    if isinstance(finding, Deadline):
        dated = finding.edtf is not None or finding.recurrence is not None
        return {"no date": float(not dated), f"relation {finding.relation}": 1.0}
    if isinstance(finding, Reference):
        return {
            "dated": float(finding.issued_on is not None),
            "no issuing code": float(bool(_NO_CODE.fullmatch(finding.number or ""))),
            "no number": float(finding.number is None),
        }
    if isinstance(finding, Recipient | FiledAt):
        return {f"odd signs {type(finding).__name__}": float(bool(_ODD.search(finding.name)))}
    return {}


def _of_duty(record: Record, duty: Responsibility) -> dict[str, float]:
    words = duty.actor.split()
    others = sum(other.actor == duty.actor for other in record.responsibilities)
    return {
        "long actor": float(len(words) > LONG_ACTOR),
        "one word": float(len(words) == 1),
        "own actor": float(duty.task.startswith(duty.actor)),
        "actor in task": float(duty.actor.lower() in duty.task.lower()),
        "actor again": math.log1p(others),
        "class": float(duty.actor_class is not None),
        "begins inside": float(duty.task[:1].islower()),
        "no verb": float(duty.verb is None),
    }


def _of_section(section: Section) -> dict[str, float]:
    """What a heading looks like. How its label is written tells nothing out of fold (AUROC .849 with it, .851
    without)."""
    known = {"no heading": float(section.heading is None)}
    if section.heading:
        known["heading words"] = math.log1p(len(section.heading.split()))
        known["heading ends"] = float(section.heading[-1] in ".;,")
        known["capitals"] = float(section.heading.isupper())
    return known


def field_of(pointer: str) -> str:
    """The field of a JSON pointer: "number" of "/header/number", "deadlines" of "/deadlines/3/edtf"."""
    first, second, *_ = (*pointer[1:].split("/"), "")
    return second if first == "header" else first


def field_group(field: str) -> str:
    """Fields of the head by themselves where one goes by its own rules, else together."""
    own = ("issuer", "number", "title", "issued_on")
    return "head" if field in HEADER and field not in own else field


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
