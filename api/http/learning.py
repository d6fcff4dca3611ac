"""The routes of learning: what was fitted to settled values, fitting anew, taking back."""

import threading
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

import pipeline
from api.http.problems import documented
from api.rendering.page import Language, page
from api.service.access import CheckedRoute, Reviewer
from api.service.parts import Service, service
from ingest.errors import Conflict
from store.learning.fitting import FitInfo, Report, learn

router = APIRouter(route_class=CheckedRoute)
pages = APIRouter(route_class=CheckedRoute, include_in_schema=False)
Shared = Annotated[Service, Depends(service)]
_one_at_a_time = threading.Lock()


class LearnRequest(BaseModel):
    """Whether to tell only what would be gained."""

    model_config = ConfigDict(extra="forbid")

    dry_run: bool = Field(False, description="change nothing")


class FitList(BaseModel):
    """The fits, newest first."""

    fits: list[FitInfo]


@router.get("/learn", responses=documented(422))
def fits(shared: Shared) -> FitList:
    """What was fitted to settled values, when, by whom, and what it gained."""
    number = shared.archive.fits.in_force().number
    return FitList(fits=[FitInfo.of(row, number) for row in shared.archive.fits.all()])


@router.post("/learn", responses=documented(400, 409, 422))
def learn_now(shared: Shared, wish: LearnRequest, reviewer: Reviewer) -> Report:
    """Fit to what reviewers settled; kept where it is better on decisions kept apart."""
    if not _one_at_a_time.acquire(blocking=False):
        raise Conflict("A fit is being made.", "Wait for it, then load the list of fits.")
    try:
        wanted = shared.settings.accepted_error
        return learn(shared.archive, pipeline.restorer, reviewer, wanted, dry_run=wish.dry_run)
    finally:
        _one_at_a_time.release()


@router.post("/learn/undo", responses=documented(409, 422))
def undo(shared: Shared, reviewer: Reviewer) -> FitList:
    """Take the fit in force back; the one before it holds again."""
    shared.archive.fits.undo(reviewer)
    shared.archive.weigh_again()
    return fits(shared)


@pages.get("/pages/learning")
def learning_page(request: Request, shared: Shared, lang: Language = "vi") -> HTMLResponse:
    """The fits with what they gained, and buttons to try, learn and take back."""
    return page(request, "learning.html", lang, {"fits": fits(shared).fits})
