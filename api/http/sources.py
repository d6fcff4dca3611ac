"""The routes and the page of the sources that the service looks at by itself."""

from datetime import datetime
from pathlib import Path as FilePath
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import documented
from api.rendering.page import Visitor
from api.service.access import CheckedRoute, NotAllowed, Reviewer
from api.service.parts import Service, service
from batch.mailbox import Place
from ingest.errors import FileMissing
from store.archive.archive import Archive
from store.database.desk_tables import Feed, FeedFile, FeedKind

router = APIRouter(route_class=CheckedRoute)
pages = APIRouter(route_class=CheckedRoute, include_in_schema=False)
Shared = Annotated[Service, Depends(service)]
_LISTED = 50  # files on the page


class NewFolder(BaseModel):
    """A folder of the service's machine that is to be looked at."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal[FeedKind.FOLDER]
    path: str = Field(min_length=1, max_length=1000, examples=["/srv/scans"])


class NewMailbox(BaseModel):
    """A mail box whose attachments are to be taken; without ``tls`` only in one's own network."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal[FeedKind.MAILBOX]
    host: str = Field(min_length=1, max_length=253, pattern=r"^[\w.:-]+$", examples=["mail.vn"])
    port: int = Field(993, ge=1, le=65535)
    user: str = Field(min_length=1, max_length=200, examples=["vanthu@phongban.vn"])
    password: str = Field(min_length=1, max_length=500)
    folder: str = Field("INBOX", min_length=1, max_length=200)
    tls: bool = True


class SourceInfo(BaseModel):
    """A source without its password; ``fault`` says why it could not be looked at the last time."""

    number: int
    kind: FeedKind
    place: str
    made_by: str
    made_at: datetime
    looked_at: datetime | None
    fault: str | None
    detail: str | None

    @classmethod
    def of(cls, row: Feed) -> "SourceInfo":
        """A row of the store."""
        return cls(
            number=row.id, kind=row.kind, place=row.place, made_by=row.made_by, made_at=row.made_at,
            looked_at=row.looked_at, fault=row.reason_code, detail=row.reason,
        )  # fmt: skip


class BroughtFile(BaseModel):
    """A file that a source brought: the document that it became, or the problem that kept it out."""

    source: int
    name: str
    document: str | None
    problem: str | None
    detail: str | None
    taken_at: datetime

    @classmethod
    def of(cls, row: FeedFile) -> "BroughtFile":
        """A row of the store."""
        return cls(
            source=row.feed, name=row.name, document=row.document, problem=row.reason_code,
            detail=row.reason, taken_at=row.taken_at,
        )  # fmt: skip


@router.get("/sources", responses=documented(422))
def sources(shared: Shared) -> list[SourceInfo]:
    """The folders and mail boxes that the service looks at."""
    return [SourceInfo.of(row) for row in shared.archive.feeds.all()]


@router.post("/sources", status_code=201, responses=documented(404, 409, 422))
def add(
    shared: Shared,
    wish: Annotated[NewFolder | NewMailbox, Field(discriminator="kind")],
    reviewer: Reviewer,
) -> SourceInfo:
    """Look at a folder or a mail box from now on."""
    if isinstance(wish, NewFolder):
        folder = _permitted(wish.path, shared.settings.folders)
        return SourceInfo.of(add_folder(shared.archive, folder, reviewer))
    place = Place(wish.host, wish.port, wish.user, wish.folder, wish.tls)
    return SourceInfo.of(add_mailbox(shared.archive, str(place), wish.password, reviewer))


@router.delete("/sources/{number}", status_code=204, responses=documented(404, 422))
def end(shared: Shared, number: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> None:
    """Look at a source no more; its password is forgotten, its documents stay."""
    shared.archive.feeds.end(number)


@router.get("/sources/files", responses=documented(422))
def files(shared: Shared, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[BroughtFile]:
    """What the sources brought, the latest first."""
    return [BroughtFile.of(row) for row in shared.archive.feeds.log(limit)]


@pages.get("/pages/sources")
def sources_page(visit: Visitor) -> HTMLResponse:
    """The sources, how the last look at each went, and what they brought."""
    return visit.page(
        "sources.html",
        sources=[SourceInfo.of(row) for row in visit.archive.feeds.all()],
        files=[BroughtFile.of(row) for row in visit.archive.feeds.log(_LISTED)],
        folders=visit.shared.settings.folders,
        private=visit.shared.settings.private_urls,
    )


def add_folder(archive: Archive, folder: FilePath, by: str) -> Feed:
    """Have a folder looked at. FileMissing where it is none."""
    if not folder.is_dir():
        raise FileMissing(f"{folder} is no folder.", "Make it, or check the path.")
    return archive.feeds.add(FeedKind.FOLDER, str(folder), by)


def add_mailbox(archive: Archive, place: str, password: str, by: str) -> Feed:
    """Have a mail box looked at, given as ``imaps://USER@HOST/FOLDER``. BadRequest where it is none."""
    return archive.feeds.add(FeedKind.MAILBOX, str(Place.of(place)), by, password)


def _permitted(path: str, folders: list[str]) -> FilePath:
    """A folder in one of those that the settings open: a page may not read the whole machine."""
    folder = FilePath(path).resolve()
    if not any(folder.is_relative_to(FilePath(one).resolve()) for one in folders):
        raise NotAllowed(
            f"{path} lies in none of the folders that may be looked at.",
            "Name its folder in VANBAN_FOLDERS, or use `vanban source add`.",
        )
    return folder
