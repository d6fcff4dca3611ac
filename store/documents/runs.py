"""Batches and their accounts: what became of every file, kept so that a killed run goes on.

What became of a file is written in the transaction that keeps its reading. A run that was killed
is found again by its sources; its files that are written are not met again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from store.database.engine import Database
from store.database.tables import Outcome, Rejected, Run, RunFile
from store.words import storable


class Entry(NamedTuple):
    """A file of a run."""

    run: int
    location: str


class Filed(NamedTuple):
    """A file of a run that is accounted for; ``document`` is None where it never became one."""

    location: str
    outcome: Outcome
    document: str | None


class Failure(NamedTuple):
    """A file that could not be read, and why."""

    location: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunAccount:
    """How a run ended: every file met is in exactly one of the four counts.

    ``known`` files were in the store, read to the end, before they were met. ``pages`` are those
    of the documents that were read.
    """

    run: int
    started_at: datetime
    finished_at: datetime | None
    done: int = 0
    review: int = 0
    failed: int = 0
    known: int = 0
    pages: int = 0

    @property
    def total(self) -> int:
        """The number of files that are accounted for."""
        return self.done + self.review + self.failed + self.known


class Runs:
    """The batches of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, sources: Sequence[str]) -> tuple[int, list[Filed]]:
        """Go on with the unfinished run over these sources, or begin one; what it has filed."""
        named = json.dumps(list(sources))
        unfinished = select(Run.id).where(Run.sources == named, Run.finished_at.is_(None))
        with self._database.write() as session:
            run = session.scalar(unfinished.order_by(Run.id.desc()).limit(1))
            if run is None:
                started = Run(sources=named, started_at=datetime.now(UTC))
                session.add(started)
                session.flush()
                return started.id, []
            filed = select(RunFile.location, RunFile.outcome, RunFile.document)
            rows = session.execute(filed.where(RunFile.run == run))
            return run, [Filed(where, Outcome(outcome), doc) for where, outcome, doc in rows]

    def known(self, entry: Entry, document: str) -> None:
        """Account for a file whose bytes the store had."""
        with self._database.write() as session:
            file_entry(session, entry, Outcome.KNOWN, document)

    def reject(self, entry: Entry, reason: str, code: str) -> None:
        """Account for a file that cannot become a document, and put it into quarantine."""
        with self._database.write() as session:
            file_entry(session, entry, Outcome.FAILED, None, reason)
            kept = Rejected(
                location=storable(entry.location),
                reason=storable(reason),
                reason_code=code,
                failed_at=datetime.now(UTC),
            )
            session.merge(kept)

    def rejected(self) -> list[Failure]:
        """The files in quarantine that never became documents."""
        waiting = select(Rejected.location, Rejected.reason).order_by(Rejected.location)
        with self._database.read() as session:
            return [Failure(*row) for row in session.execute(waiting)]

    def finish(self, run: int) -> RunAccount:
        """Close a run; its account."""
        with self._database.write() as session:
            row = session.get_one(Run, run)
            row.finished_at = datetime.now(UTC)
        return self.account(run)

    def account(self, run: int) -> RunAccount:
        """The account of a run, counted from its files."""
        files = select(RunFile.outcome, func.count(), func.sum(RunFile.pages))
        with self._database.read() as session:
            row = session.get_one(Run, run)
            counted = session.execute(files.where(RunFile.run == run).group_by(RunFile.outcome))
            rows = [(str(outcome), count, pages) for outcome, count, pages in counted]
        counts = {outcome: count for outcome, count, _ in rows}
        return RunAccount(
            run, row.started_at, row.finished_at, **counts, pages=sum(p for *_, p in rows)
        )

    def failures(self, run: int) -> list[Failure]:
        """The files of a run that failed, with the reasons."""
        failed = select(RunFile.location, RunFile.reason).where(
            RunFile.run == run, RunFile.outcome == Outcome.FAILED
        )
        with self._database.read() as session:
            rows = session.execute(failed.order_by(RunFile.location))
            return [Failure(location, reason or "") for location, reason in rows]

    def accounts(self, limit: int = 20) -> list[RunAccount]:
        """The accounts of the latest runs, newest first."""
        with self._database.read() as session:
            latest = session.scalars(select(Run.id).order_by(Run.id.desc()).limit(limit)).all()
        return [self.account(run) for run in latest]


def file_entry(
    session: Session,
    entry: Entry,
    outcome: Outcome,
    document: str | None,
    reason: str | None = None,
    pages: int = 0,
) -> None:
    """Write what became of a file of a run; one that is in quarantine leaves it."""
    session.merge(
        RunFile(
            run=entry.run,
            location=storable(entry.location),
            document=document,
            outcome=outcome,
            reason=storable(reason) if reason else None,
            pages=pages,
        )
    )
    if document is not None:
        session.execute(delete(Rejected).where(Rejected.location == storable(entry.location)))
