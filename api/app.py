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

from api import (
    cascade,
    cascade_pages,
    documents,
    events,
    exports,
    fits,
    gazetteer,
    metrics,
    pages,
    people,
    problems,
    questions,
    review,
    wastebin,
)
from api.body import BodyLimit
from api.guard import LOCAL_NAMES, Guard
from api.hashing import Hashing
from api.intake import Intake
from api.once import OneTimeLink
from api.problems import documented
from api.service import Service
from batch import Processes
from settings import Settings
from store.archive import Archive

PICTURE_SECONDS = 30.0  # drawing one page takes well below a second; a hostile one may hang
_STATIC = Path(__file__).parent / "static"


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

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        emptying = asyncio.create_task(wastebin.empty_by_the_hour(archive, settings.bin_days))
        yield
        emptying.cancel()
        for mine, given in ((own_readers, readers), (own_painters, painters)):
            if given is None:
                mine.shutdown(wait=False, cancel_futures=True)

    app = FastAPI(
        title="vanban",
        description="Vietnamese official documents, scanned or spoiled, as structured data.",
        version=_version(),
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from another site
        redoc_url=None,
    )
    intake = Intake(archive, own_readers, settings.limits, settings.waiting)
    key = archive.accounts.signing_key()
    app.state.service = Service(
        settings, archive, intake, own_painters, key, OneTimeLink(), Hashing()
    )
    app.state.throttle = people.Throttle()
    problems.install(app)
    app.add_middleware(BodyLimit, file_bytes=limits.file_bytes)
    metrics.install(app)
    app.add_middleware(Guard, names=(*LOCAL_NAMES, *settings.names))
    for routes in (
        documents, wastebin, exports, events, review, gazetteer, questions, people, fits, metrics,
        cascade,
    ):  # fmt: skip
        app.include_router(routes.router, responses=documented(400, 401, 403))
    for shown in (pages.router, cascade_pages.router, people.pages, fits.pages):
        app.include_router(shown)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app


def _version() -> str:
    try:
        return version("vanban")
    except PackageNotFoundError:
        return "0"
