"""What a reviewer needs to know: the least sure values, the same case elsewhere, how far it is."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance.Levenshtein import normalized_similarity as ratio
from sqlalchemy import ColumnElement, delete, func, literal_column, select, true
from sqlalchemy.orm import Session

from normalize.folding import canonical, fold
from store.database.engine import Database
from store.database.tables import (
    LEADING,
    Decision,
    Document,
    JudgedValue,
    OpenValue,
    ValueOptions,
    Verdict,
    in_bin,
)

Options = dict[str, list[tuple[str, float]]]
"""By pointer: other readings of the value with their probabilities (0-1), likeliest first."""

MOST_OPTIONS = 5  # a reviewer chooses one by the keys 1 to 5
LEAST = 0.005  # less likely readings help nobody: one in two hundred
RECENT = 1000  # decisions that are looked through for values like one: milliseconds
# How like two values are, folded, of which one may be the other misread (0-1; chosen by hand): one
# letter of five may differ.
ALIKE = 0.8
MOST_SAME = 200  # values settled in one go: as many as a person can look through
_DIGITS = re.compile(r"\d+")
_UNITS = re.compile(
    r"/header/(issuer/\d+|parent_issuer)|/pairings/\d+/units/\d+/name|/recipients/\d+/name"
    r"|/responsibilities/\d+/actor|/references/\d+/issuer"
)


class Waiting(NamedTuple):
    """An open value in one place of the archive."""

    document: str
    name: str
    pointer: str
    value: str
    confidence: float


class Progress(NamedTuple):
    """How many values nobody has settled yet, those that were not found among them, and how many someone has."""

    open: int
    settled: int


class Review:
    """The open values of a store, seen across all its documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def options(
        self, places: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], list[tuple[str, float]]]:
        """What values may read instead, by document and pointer; left out where nothing is known."""
        documents = {document for document, _ in places}
        rows = select(ValueOptions).where(ValueOptions.document.in_(documents))
        wanted = set(places)
        with self._database.read() as session:
            return {
                (row.document, row.pointer): [(text, p) for text, p in json.loads(row.options)]
                for row in session.scalars(rows)
                if (row.document, row.pointer) in wanted
            }

    def settled_like(self, values: Sequence[tuple[str, str]]) -> list[list[tuple[str, float]]]:
        """For each pointer and value: what lately settled values of its case it may have meant.

        Each with its likeness (0-1). Digits must be the same: another number is another value.
        """
        verdicts = (Verdict.ACCEPT, Verdict.CORRECT)
        lately = select(Decision.pointer, Decision.after).where(
            Decision.verdict.in_(verdicts), ~in_bin(Decision.document)
        )
        by_case: dict[str, set[str]] = {}
        with self._database.read() as session:
            rows = session.execute(lately.order_by(Decision.id.desc()).limit(RECENT))
            for pointer, after in rows:
                by_case.setdefault(_case(pointer), set()).add(after)
        return [_alike(value, by_case.get(_case(pointer), ())) for pointer, value in values]

    def progress(self, document: str | None = None) -> Progress:
        """The state of the review, of one document (full identity) or of all."""
        waiting, settled = (
            select(func.count())
            .select_from(table)
            .where(table.document == document if document else true())
            for table in (OpenValue, JudgedValue)
        )
        # What lies in the bin is little: counted on its own, no more than that is looked at.
        binned = settled.where(in_bin(JudgedValue.document))
        with self._database.read() as session:
            open_, every, gone = (session.scalar(one) or 0 for one in (waiting, settled, binned))
        return Progress(open_, every - gone)

    def same_case(self, document: str, pointer: str, value: str) -> list[Waiting]:
        """The other open values that read the same in the same part of a record.

        All places in which a unit is named count as one part. The least sure first, at most
        MOST_SAME.
        """
        # Written out, not bound, and not beside another condition on the value: only so databases see
        # that it is what they have an index of.
        beginning: ColumnElement[str] = literal_column(f"substr(open_values.value, 1, {LEADING})")
        alike = (
            select(OpenValue.document, OpenValue.pointer, OpenValue.value, OpenValue.confidence)
            .where(beginning == value[:LEADING])
            .order_by(OpenValue.confidence, OpenValue.id)
            .execution_options(yield_per=MOST_SAME)
        )
        wanted = _case(pointer)
        with self._database.read() as session:
            others = (
                row
                for row in session.execute(alike)
                if row.value == value
                and _case(row.pointer) == wanted
                and (row.document, row.pointer) != (document, pointer)
            )
            found = list(islice(others, MOST_SAME))
            named = select(Document.sha256, Document.name)
            named = named.where(Document.sha256.in_({row.document for row in found}))
            names = {row.sha256: row.name for row in session.execute(named)}
        return [
            Waiting(row.document, names[row.document], row.pointer, row.value, row.confidence)
            for row in found
        ]


def is_unit(pointer: str) -> bool:
    """Whether the value at a pointer is the name of a unit."""
    return _UNITS.fullmatch(pointer) is not None


def ranked(options: Iterable[tuple[str, float]], value: str) -> list[tuple[str, float]]:
    """Readings other than a value, likeliest first, each once and at most MOST_OPTIONS."""
    best: dict[str, tuple[str, float]] = {}
    for text, chance in sorted(options, key=lambda one: (-one[1], one[0])):
        best.setdefault(_written(text), (text, round(chance, 4)))
    best.pop(_written(value), None)
    return [one for one in best.values() if one[1] >= LEAST][:MOST_OPTIONS]


def with_settled(
    options: list[tuple[str, float]], alike: list[tuple[str, float]], value: str, confidence: float
) -> list[tuple[str, float]]:
    """Readings, and settled values like this one, which share by likeness what is left.

    Readings were weighed when the document was read; a fit may have made the value surer since.
    """
    share = min(1.0, (1.0 - confidence) / max(sum(chance for _, chance in options), 1e-9))
    options = [(text, chance * share) for text, chance in options]
    known = {_written(text) for text, _ in options}
    new = [(text, likeness) for text, likeness in alike if _written(text) not in known]
    left = max(0.0, 1.0 - confidence - sum(chance for _, chance in options))
    whole = 1.0 + sum(likeness for _, likeness in new)  # 1 stands for none of them
    return ranked([*options, *((text, left * one / whole) for text, one in new)], value)


def keep_options(session: Session, sha256: str, options: Options) -> None:
    """Replace what the values of a document may read instead."""
    session.execute(delete(ValueOptions).where(ValueOptions.document == sha256))
    for pointer, readings in options.items():
        session.add(
            ValueOptions(
                document=sha256, pointer=pointer, options=json.dumps(readings, ensure_ascii=False)
            )
        )


def _alike(value: str, others: Iterable[str]) -> list[tuple[str, float]]:
    folded, digits = fold(value), _DIGITS.findall(value)
    found = (
        (other, ratio(folded, fold(other))) for other in others if _DIGITS.findall(other) == digits
    )
    return [(other, likeness) for other, likeness in found if likeness >= ALIKE and other != value]


def _written(text: str) -> str:
    """A form in which writings that differ in case, spaces or Unicode alone are the same."""
    return " ".join(canonical(text).casefold().split())


def _case(pointer: str) -> str:
    return "unit" if is_unit(pointer) else re.sub(r"\d+", "*", pointer)
