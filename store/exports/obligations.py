"""What a unit must do as a calendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from store.cascade.obligations import Obligation

_SUMMARY_LETTERS = 120


def calendar_of(obligations: Iterable[Obligation]) -> bytes:
    """An event, all day long, for every duty on the day by which it is due."""
    calendar = Calendar()
    calendar.add("prodid", "-//vanban//obligations//VI")
    calendar.add("version", "2.0")
    for one in obligations:
        event = Event()
        said = f"{one.order.document}/{one.unit}/{one.day}/{one.task}"
        event.add("uid", f"{sha256(said.encode()).hexdigest()[:32]}@vanban")
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", " ".join(one.task.split())[:_SUMMARY_LETTERS])
        event.add("description", f"{one.unit}: {one.task}\n{one.order.label}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
