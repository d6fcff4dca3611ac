"""The deadlines of an archive as a calendar (RFC 5545), which any calendar program subscribes to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from extract.record import Deadline
from store.calendar import Due, due_times, occurrences, recurrence_rule
from store.exports.sheets import Export
from store.tables import Document

# Where neither the document nor its arrival has a day; never met in a store.
_LONG_AGO = date(2000, 1, 1)
_A_YEAR = timedelta(days=366)
_SUMMARY_LETTERS = 120


def calendar_file(exports: Iterable[Export]) -> bytes:
    """An event for every due time, all day long; recurring ones with their rule."""
    calendar = Calendar()
    calendar.add("prodid", "-//vanban//deadlines//VI")
    calendar.add("version", "2.0")
    for document, record in exports:
        head = record.header
        for number, deadline in enumerate(record.deadlines):
            for part, due in enumerate(due_times(deadline, head.issued_on, head.period)):
                for event in _events(document, deadline, due, f"{number}.{part}"):
                    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(document: Document, deadline: Deadline, due: Due, part: str) -> Iterator[Event]:
    day = due.day or _first_day(due, document)
    if day is None or (due.until is not None and day > due.until):
        return
    event = Event()
    digest = sha256(f"{document.sha256}/{part}".encode()).hexdigest()[:32]
    event.add("uid", f"{digest}@vanban")
    event.add("dtstamp", document.finished_at or datetime.now(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    summary = " ".join(deadline.task.split())[:_SUMMARY_LETTERS]
    event.add("summary", summary or deadline.text)
    source = document.number or document.name
    actors = f"{', '.join(deadline.actors)}: " if deadline.actors else ""
    event.add("description", f"{actors}{deadline.task}\n{deadline.text}\n{source}")
    event.add("transp", "TRANSPARENT")
    if due.rule is not None:
        rule = recurrence_rule(due.rule)
        if due.until is not None:
            rule["UNTIL"] = due.until
        event.add("rrule", rule)
    yield event


def _first_day(due: Due, document: Document) -> date | None:
    """The first day of a rule: on or after the day of the document, or that of its arrival."""
    arrived = document.accepted_at.date() if document.accepted_at else _LONG_AGO
    since = due.since or arrived
    return next(occurrences(due.rule or "", since, since + _A_YEAR), None)
