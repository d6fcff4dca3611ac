"""The HTTP service, put together."""

import asyncio
import os
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.http import (
    accounts,
    cascade,
    documents,
    events,
    exports,
    learning,
    metrics,
    problems,
    questions,
    review,
    searches,
    sign_on,
    sources,
    units,
    uploads,
    wastebin,
    webhooks,
)
from api.http.body import BodyLimit
from api.http.feeding import Feeder
from api.http.guard import LOCAL_NAMES, Guard
from api.http.problems import documented
from api.pages import cascade as cascade_pages
from api.pages import described, document, inbox, search
from api.pages import questions as question_pages
from api.service.hashing import Hashing
from api.service.intake import Intake
from api.service.once import OneTimeLink
from api.service.parts import Service
from api.service.provider import Provider
from batch import Processes
from settings import Settings
from store.archive.archive import Archive

PICTURE_SECONDS = 30.0  # drawing one page takes well below a second; a hostile one may hang
_STATIC = Path(__file__).parent / "rendering" / "static"
# Routers by the tag under which the description has their routes.
FOR_PROGRAMS = (
    ("documents", uploads.router), ("documents", documents.router), ("documents", events.router),
    ("searches", searches.router), ("bin", wastebin.router), ("exports", exports.router), ("review", review.router),
    ("units", units.router), ("questions", questions.router), ("accounts", accounts.router),
    ("learning", learning.router), ("webhooks", webhooks.router), ("sources", sources.router), ("service", metrics.router), ("cascade", cascade.router),
)  # fmt: skip
FOR_PEOPLE = (
    inbox.router, document.router, search.router, question_pages.router, described.router,
    cascade_pages.router, accounts.pages, sign_on.router, learning.pages, webhooks.pages, sources.pages,
)  # fmt: skip


def create_app(
    archive: Archive,
    settings: Settings,
    readers: Executor | None = None,
    painters: Executor | None = None,
) -> FastAPI:
    """The service over an archive.

    ``readers`` read documents and ``painters`` draw pages; by default both are processes that
    are killed when they crash or hang, and end with the service.
    """
    limits = settings.limits
    own_readers = readers or Processes(
        settings.workers or os.cpu_count() or 1, limits.document_seconds, limits.document_memory
    )
    own_painters = painters or Processes(1, PICTURE_SECONDS)
    intake = Intake(archive, own_readers, settings.limits, settings.waiting)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        own_work = [
            asyncio.create_task(wastebin.empty_by_the_hour(archive, settings.bin_days)),
            asyncio.create_task(webhooks.send_for_ever(archive, settings.private_urls)),
            asyncio.create_task(Feeder(archive, intake, settings).run()),
        ]
        yield
        for one in own_work:
            one.cancel()
        for mine, given in ((own_readers, readers), (own_painters, painters)):
            if given is None:
                mine.shutdown(wait=False, cancel_futures=True)

    app = FastAPI(
        title="vanban",
        description="Vietnamese official documents, scanned or spoiled, as structured data.",
        version=_version(),
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from another site; api.pages.described has one that does not
        redoc_url=None,
    )
    key = archive.accounts.signing_key()
    app.state.service = Service(
        settings, archive, intake, own_painters, key, OneTimeLink(), Hashing()
    )
    app.state.throttle = accounts.Throttle()
    app.state.provider = Provider(settings.sign_on) if settings.sign_on.issuer else None
    problems.install(app)
    app.add_middleware(BodyLimit, file_bytes=limits.file_bytes)
    metrics.install(app)
    app.add_middleware(Guard, names=(*LOCAL_NAMES, *settings.names))
    for tag, routes in FOR_PROGRAMS:
        app.include_router(routes, tags=[tag], responses=documented(400, 401, 403))
    for shown in FOR_PEOPLE:
        app.include_router(shown)
    app.mount("/static/swagger", StaticFiles(directory=described.files()), name="swagger")
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app


def _version() -> str:
    try:
        return version("vanban")
    except PackageNotFoundError:
        return "0"
