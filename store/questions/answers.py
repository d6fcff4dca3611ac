"""Answers to what people ask of an archive, as ``store.questions.questions`` gives them."""

from dataclasses import dataclass
from datetime import date

from store.database.tables import Role


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as answers name it."""

    document: str
    name: str
    number: str | None
    title: str | None
    issued_on: str | None


@dataclass(frozen=True, slots=True)
class DueDay:
    """A deadline on one day; ``rule`` where it recurs."""

    day: date
    rule: str | None
    text: str
    task: str
    actors: tuple[str, ...]
    paper: Paper


@dataclass(frozen=True, slots=True)
class PairedWith:
    """One pairing of a unit: its name there, and those of the others."""

    unit: str
    others: tuple[str, ...]
    paper: Paper


@dataclass(frozen=True, slots=True)
class DutyOf:
    """A task, who does it, with whom, and to whom it is reported."""

    actor: str
    task: str
    partners: tuple[str, ...]
    report_to: tuple[str, ...]
    paper: Paper


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that is cited; ``stored`` is where the store has it."""

    kind: str
    number: str | None
    issued_on: str | None
    issuer: str | None
    title: str | None
    stored: Paper | None


@dataclass(frozen=True, slots=True)
class Citations:
    """What a document cites, and the documents that cite it."""

    paper: Paper
    cites: tuple[Cited, ...]
    cited_by: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """A document that names a unit: in which role, under which name, and what that is today."""

    role: Role
    name: str
    today: tuple[str, ...]
    paper: Paper
