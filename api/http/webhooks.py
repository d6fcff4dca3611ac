"""The routes and the page of webhooks, and the clock by which they are sent."""

import asyncio
import logging
import time
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import documented
from api.rendering.page import Visitor
from api.service.access import CheckedRoute, Reviewer
from api.service.parts import Service, service
from batch.deliver import send_due
from ingest.errors import VanbanError
from store.archive.archive import Archive
from store.database.desk_tables import Happening, Webhook
from store.webhooks import LOG_LASTS, LONGEST_URL, Logged, Refusal

router = APIRouter(route_class=CheckedRoute)
pages = APIRouter(route_class=CheckedRoute, include_in_schema=False)
Shared = Annotated[Service, Depends(service)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
_LISTED = 100  # deliveries on the page
_SECONDS = 2.0  # from one look at the outbox to the next; it is one look-up in an index
_HOUR = 3600.0
_log = logging.getLogger(__name__)


class NewWebhook(BaseModel):
    """An address that is to be told of happenings."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(min_length=1, max_length=LONGEST_URL, examples=["https://example.org/vanban"])
    happenings: list[Happening] = Field(min_length=1, max_length=len(Happening))


class WebhookInfo(BaseModel):
    """A webhook; ``secret``, by which its deliveries are signed, is told when it is made and never again."""

    number: int
    url: str
    happenings: list[Happening]
    made_by: str
    made_at: datetime
    secret: str | None = None

    @classmethod
    def of(cls, row: Webhook, secret: str | None = None) -> "WebhookInfo":
        """A row of the store."""
        return cls(
            number=row.id, url=row.url, made_by=row.made_by, made_at=row.made_at, secret=secret,
            happenings=[Happening(one) for one in row.happenings.split(",")],
        )  # fmt: skip


class DeliveryInfo(BaseModel):
    """What was or is to be sent; without ``due_at`` and ``delivered_at`` it was given up."""

    number: int
    url: str
    happening: Happening
    document: str
    made_at: datetime
    due_at: datetime | None
    delivered_at: datetime | None
    tries: int
    status: int | None
    reason: Refusal | None

    @classmethod
    def of(cls, one: Logged) -> "DeliveryInfo":
        """A row of the log."""
        row = one.delivery
        fields = ("happening", "document", "made_at", "due_at", "delivered_at", "tries", "status")
        told = {name: getattr(row, name) for name in fields}
        reason = Refusal(row.reason) if row.reason else None
        return cls(number=row.id, url=one.url, reason=reason, **told)


@router.get("/webhooks", responses=documented(422))
def webhooks(shared: Shared) -> list[WebhookInfo]:
    """The addresses that are told what happens."""
    return [WebhookInfo.of(row) for row in shared.archive.webhooks.all()]


@router.post("/webhooks", status_code=201, responses=documented(422))
def add(shared: Shared, wish: NewWebhook, reviewer: Reviewer) -> WebhookInfo:
    """Tell an address of what happens from now on; its secret is told in this answer alone."""
    row = shared.archive.webhooks.add(wish.url, wish.happenings, reviewer)
    return WebhookInfo.of(row, row.secret)


@router.delete("/webhooks/{number}", status_code=204, responses=documented(404, 422))
def end(shared: Shared, number: Number) -> None:
    """Tell an address no more."""
    shared.archive.webhooks.end(number)


@router.get("/deliveries", responses=documented(422))
def deliveries(
    shared: Shared, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> list[DeliveryInfo]:
    """What was sent to webhooks in the last days, and what waits, the latest first."""
    return [DeliveryInfo.of(one) for one in shared.archive.webhooks.log(limit)]


@router.post("/deliveries/{number}/again", status_code=204, responses=documented(404, 409, 422))
def again(shared: Shared, number: Number) -> None:
    """Send a delivery once more."""
    shared.archive.webhooks.again(number)


@pages.get("/pages/webhooks")
def webhooks_page(visit: Visitor) -> HTMLResponse:
    """The webhooks, and the log of what was sent to them."""
    return visit.page(
        "webhooks.html",
        webhooks=[WebhookInfo.of(row) for row in visit.archive.webhooks.all()],
        log=visit.archive.webhooks.log(_LISTED),
        happenings=list(Happening),
        private=visit.shared.settings.private_urls,
    )


async def send_for_ever(archive: Archive, private: bool) -> None:
    """Send what is due, until cancelled; by the hour the log forgets what is old."""
    forgot = float("-inf")
    while True:
        try:
            await asyncio.to_thread(send_due, archive, private)
            if time.monotonic() - forgot > _HOUR:
                await asyncio.to_thread(archive.webhooks.forget, datetime.now(UTC) - LOG_LASTS)
                forgot = time.monotonic()
        except VanbanError as error:
            _log.warning("the webhooks were not sent: %s", error)
        except Exception:  # the next look may go better; without this there would be none
            _log.exception("the webhooks were not sent")
        await asyncio.sleep(_SECONDS)
