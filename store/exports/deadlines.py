"""The deadlines of an archive as a calendar (RFC 5545), which any calendar program subscribes to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event, vRecur

from extract.record import Deadline
from store.database.tables import Document
from store.documents.exported import Export
from store.questions.calendar import Due, due_times

_SUMMARY_LETTERS = 120


def calendar_file(exports: Iterable[Export]) -> bytes:
    """An event for every due time, all day long; recurring ones with their rule."""
    calendar = Calendar()
    calendar.add("prodid", "-//vanban//deadlines//VI")
    calendar.add("version", "2.0")
    for document, record in exports:
        for number, (deadline, due) in enumerate(due_times(record, document.accepted_at.date())):
            if event := _event(document, deadline, due, number):
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(document: Document, deadline: Deadline, due: Due, number: int) -> Event | None:
    day = due.begins()
    if day is None:
        return None
    event = Event()
    digest = sha256(f"{document.sha256}/{number}".encode()).hexdigest()[:32]
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
        # DTSTART says what steps are counted from; here that is the first day itself.
        rule = vRecur.from_ical(due.rule.rpartition("RRULE:")[2])
        if due.until is not None:
            rule["UNTIL"] = due.until
        event.add("rrule", rule)
    return event
