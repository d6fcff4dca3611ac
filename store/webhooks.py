"""Addresses that are told what happens, and what is to be sent to them.

A delivery is kept in the transaction in which the thing happened, and tried until it comes through or is
given up, so that neither a receiver that is down nor a service that is killed loses one. One may come
twice, where a service ends between sending it and keeping that it was sent: its number tells.
"""

import base64
import json
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from ingest.errors import BadRequest, Conflict, NotStored
from store.database.desk_tables import Delivery, Happening, Webhook
from store.database.engine import Database
from store.database.tables import Document
from store.words import signature

# How long after each try that failed the next comes: quickly where a receiver starts anew, and all in all
# for three days and a half, a weekend and a morning.
WAITS = tuple(timedelta(minutes=m) for m in (0.1, 0.5, 2, 10, 60, 180, 360, 720, 1440, 2400))
LEASE = timedelta(
    minutes=2
)  # who sends a delivery has it alone for so long; a try takes 20 seconds
LOG_LASTS = timedelta(days=30)  # of deliveries that came to their end
MOST_WEBHOOKS = 20  # each is told of every document
LONGEST_URL = 2000
SECRET = "whsec_"
"""Begins a secret, and the base64 of its bytes follows (Standard Webhooks)."""


class Refusal(StrEnum):
    """Why a delivery did not come through, where no status says so."""

    PRIVATE = "private"
    """The address leads into a network that is not public."""
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    STATUS = "status"
    """The answer's status is none of 200 to 299."""


class Due(NamedTuple):
    """A delivery whose time has come, and where it goes."""

    id: int
    url: str
    secret: str
    body: str


class Logged(NamedTuple):
    """A delivery with the address that it is for, and the name of its document."""

    delivery: Delivery
    url: str
    name: str | None


class Webhooks:
    """The webhooks of a store and their outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Webhook]:
        """Those that are told, oldest first."""
        with self._database.read() as session:
            return _standing(session)

    def add(self, url: str, happenings: Collection[Happening], reviewer: str) -> Webhook:
        """Tell an address of some happenings from now on; its secret is made here.

        BadRequest where it is no web address, or where there are too many.
        """
        if not is_address(url):
            raise BadRequest(f"{url!r} is no web address.", "Give one as https://HOST/PATH.")
        if not happenings:
            raise BadRequest("Nothing is to be told.", "Choose read, settled or both.")
        row = Webhook(
            url=url,
            happenings=",".join(one for one in Happening if one in happenings),
            secret=SECRET + base64.b64encode(secrets.token_bytes(24)).decode(),
            made_by=signature(reviewer),
            made_at=datetime.now(UTC),
        )
        with self._database.write() as session:
            if len(_standing(session)) >= MOST_WEBHOOKS:
                raise BadRequest(f"There are {MOST_WEBHOOKS} webhooks.", "Take one away first.")
            session.add(row)
        return row

    def end(self, number: int) -> None:
        """Tell an address no more, nor of what waits; its log stays. NotStored where there is none."""
        with self._database.write() as session:
            row = session.get(Webhook, number)
            if row is None or row.ended_at is not None:
                raise NotStored(f"There is no webhook {number}.", "List the webhooks.")
            row.ended_at = datetime.now(UTC)
            waiting = update(Delivery).where(Delivery.webhook == number)
            session.execute(waiting.values(due_at=None))

    def log(self, limit: int = 100) -> list[Logged]:
        """What was and is to be sent, the latest first."""
        latest = (
            select(Delivery, Webhook.url, Document.name)
            .join(Webhook, Webhook.id == Delivery.webhook)
            .outerjoin(Document, Document.sha256 == Delivery.document)
            .order_by(Delivery.id.desc())
            .limit(limit)
        )
        with self._database.read() as session:
            return [Logged(*row) for row in session.execute(latest)]

    def again(self, number: int) -> None:
        """Send a delivery once more from the first try; Conflict where its webhook is gone."""
        with self._database.write() as session:
            row = session.get(Delivery, number)
            if row is None:
                raise NotStored(f"There is no delivery {number}.", "List the log.")
            if session.get_one(Webhook, row.webhook).ended_at is not None:
                raise Conflict("Its webhook was taken away.", "Add the address anew.")
            row.due_at, row.tries, row.delivered_at = datetime.now(UTC), 0, None

    def waiting(self) -> list[int]:
        """The webhooks that have a delivery which is due."""
        due = select(Delivery.webhook).where(Delivery.due_at <= datetime.now(UTC)).distinct()
        with self._database.read() as session:
            return list(session.scalars(due))

    def unsent(self) -> int:
        """How many deliveries have not come through and are still tried."""
        wanted = select(func.count()).where(Delivery.due_at.is_not(None))
        with self._database.read() as session:
            return session.scalar(wanted) or 0

    def claim(self, webhook: int) -> Due | None:
        """The first delivery of a webhook that is due, this caller's for the time of a LEASE."""
        now = datetime.now(UTC)
        first = (
            select(Delivery.id, Webhook.url, Webhook.secret, Delivery.body)
            .join(Webhook, Webhook.id == Delivery.webhook)
            .where(Delivery.webhook == webhook, Delivery.due_at <= now)
            .order_by(Delivery.due_at, Delivery.id)
            .limit(1)
        )
        with self._database.write() as session:
            found = session.execute(first).first()
            if found is None:
                return None
            mine = update(Delivery).where(Delivery.id == found.id, Delivery.due_at <= now)
            taken = session.execute(mine.values(due_at=now + LEASE))
            assert isinstance(taken, CursorResult)
            return Due(*found) if taken.rowcount else None

    def sent(self, number: int, status: int) -> None:
        """Keep that a delivery came through."""
        with self._database.write() as session:
            row = session.get_one(Delivery, number)
            row.tries += 1
            row.status, row.reason, row.due_at = status, None, None
            row.delivered_at = datetime.now(UTC)

    def failed(self, number: int, reason: Refusal, status: int | None = None) -> None:
        """Keep that a delivery did not, and when it is tried again: never, after the last of WAITS."""
        with self._database.write() as session:
            row = session.get_one(Delivery, number)
            ended = session.get_one(Webhook, row.webhook).ended_at is not None
            left = WAITS[row.tries :]
            row.due_at = datetime.now(UTC) + left[0] if left and not ended else None
            row.tries += 1
            row.status, row.reason = status, reason

    def forget(self, before: datetime) -> None:
        """Drop from the log what came to its end and was made before a moment."""
        old = delete(Delivery).where(Delivery.due_at.is_(None), Delivery.made_at < before)
        with self._database.write() as session:
            session.execute(old)


def announce(session: Session, document: Document, happening: Happening) -> None:
    """Keep for each webhook that wants it that something happened to a document outside the bin."""
    if document.deleted_at is not None:
        return
    wanting = [one for one in _standing(session) if happening in one.happenings.split(",")]
    if not wanting:
        return
    now = datetime.now(UTC)
    body = json.dumps(
        {"type": f"document.{happening}", "timestamp": now.isoformat(), "data": _told(document)},
        ensure_ascii=False,
    )
    session.add_all(
        Delivery(
            webhook=one.id, happening=happening, document=document.sha256, body=body,
            made_at=now, due_at=now, tries=0,
        )
        for one in wanting
    )  # fmt: skip


def is_address(url: str) -> bool:
    """Whether a URL is one that can be told: http or https, with a host, without a password in it."""
    try:
        parsed = urlsplit(url)
        host, _ = parsed.hostname, parsed.port
    except ValueError:
        return False
    fits = parsed.scheme in ("http", "https") and bool(host) and "@" not in parsed.netloc
    return fits and len(url) <= LONGEST_URL and url.isascii() and url.isprintable()


def _standing(session: Session) -> list[Webhook]:
    wanted = select(Webhook).where(Webhook.ended_at.is_(None)).order_by(Webhook.id)
    return list(session.scalars(wanted))


def _told(document: Document) -> dict[str, str | None]:
    """What a receiver learns of a document; its record it asks for, with a token of its own."""
    return {
        "id": document.sha256,
        "name": document.name,
        "state": document.state,
        "number": document.number,
        "title": document.title,
        "issued_on": document.issued_on,
        "record": f"/documents/{document.sha256}",
    }
