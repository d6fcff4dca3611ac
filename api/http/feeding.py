"""The sources that the service looks at by itself: what they bring goes the way of an upload."""

import asyncio
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from api.http.uploads import members
from api.service.intake import Busy, Intake
from batch.mailbox import FeedFailed, FeedFault, Mail, Place, new_mails
from batch.mails import Read
from batch.watch import Looks
from ingest.errors import LimitExceeded, VanbanError
from ingest.sources import read_file
from settings import Settings
from store.archive.archive import Archive
from store.database.desk_tables import Feed, FeedKind
from store.feeds import Brought

# From one look to the next: a folder costs a listing, a mail box a login at a server of others.
_FOLDER_SECONDS, _MAILBOX_SECONDS = 2.0, 60.0
_TOLD_SECONDS = 60.0  # how old the time of the last look may be that the page shows
_MAILS = 20  # of one look: the others come at the next, after those of other sources
_BODIES = ("body.txt", "body.html")  # of a mail (batch.packed): what is sent is attached
_log = logging.getLogger(__name__)


class Feeder:
    """Looks at the sources of an archive and gives what they bring to the intake."""

    def __init__(self, archive: Archive, intake: Intake, settings: Settings) -> None:
        self._archive, self._intake, self._settings = archive, intake, settings
        self._limits = settings.limits
        self._looks: dict[int, Looks] = {}
        self._last: dict[int, float] = {}

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            try:
                feeds = await asyncio.to_thread(self._archive.feeds.all)
            except VanbanError as error:
                _log.warning("the sources are not known: %s", error)
                feeds = []
            for feed in feeds:
                try:
                    await self.look(feed)
                except VanbanError as error:
                    _log.warning("source %s was not looked at: %s", feed.id, error)
                except Exception:  # the next look may go better; without this there would be none
                    _log.exception("source %s was not looked at", feed.id)
            await asyncio.sleep(_FOLDER_SECONDS)

    async def look(self, feed: Feed) -> None:
        """Take what a source has that is new, where its time has come."""
        pause = _MAILBOX_SECONDS if feed.kind == FeedKind.MAILBOX else 0.0
        if time.monotonic() - self._last.get(feed.id, float("-inf")) < pause:
            return
        try:
            if feed.kind == FeedKind.MAILBOX:
                await self._mailbox(feed)
            else:
                await self._folder(feed)
        except Busy:  # what is left comes at the next look
            return
        except FeedFailed as error:
            await asyncio.to_thread(
                self._archive.feeds.failed, feed.id, str(error), error.fault.value
            )
        self._last[feed.id] = time.monotonic()

    async def _folder(self, feed: Feed) -> None:
        folder = Path(feed.place)
        if not await asyncio.to_thread(folder.is_dir):
            raise FeedFailed(FeedFault.MISSING, feed.place)
        looks = self._looks.setdefault(feed.id, Looks(folder))
        ready = await asyncio.to_thread(looks.ready)
        taken = await asyncio.to_thread(self._archive.feeds.taken, feed.id) if ready else {}
        brought: list[Brought] = []
        for path in ready:
            name = str(path.relative_to(folder))
            if _is_newer(path, taken.get(name)):
                found = await self._file(path)
                brought = [one._replace(name=name) for one in found]
                await asyncio.to_thread(self._archive.feeds.looked, feed.id, brought)
            looks.took(path)
        if not brought and _to_be_told(feed):
            await asyncio.to_thread(self._archive.feeds.looked, feed.id, [])

    async def _file(self, path: Path) -> list[Brought]:
        """What becomes of a file of a folder, or of what is packed in it."""
        try:
            data = await asyncio.to_thread(read_file, path, self._limits)
        except VanbanError as error:
            return [Brought(path.name, None, str(error), error.code)]
        return [await self._take(*one) for one in members([(path.name, data)], self._limits)]

    async def _mailbox(self, feed: Feed) -> None:
        for mail in await asyncio.to_thread(self._mails, feed):
            brought = [await self._take(*one) for one in self._attached(mail)]
            await asyncio.to_thread(self._archive.feeds.looked, feed.id, brought, mail.position)
        await asyncio.to_thread(self._archive.feeds.looked, feed.id, [])

    def _mails(self, feed: Feed) -> list[Mail]:
        found = new_mails(
            Place.of(feed.place), feed.secret or "", feed.position, self._limits.file_bytes,
            self._settings.private_urls,
        )  # fmt: skip
        return list(islice(found, _MAILS))

    def _attached(self, mail: Mail) -> Iterator[tuple[str, Read]]:
        """What is attached to a mail; one that is too large stands for itself."""
        if mail.data is None:
            yield f"mail {mail.position}", _too_large
            return
        for name, read in members([("mail.eml", mail.data)], self._limits):
            if name not in _BODIES:
                yield name, read

    async def _take(self, name: str, read: Read) -> Brought:
        """Give a file to the intake; raises Busy."""
        try:
            data = await asyncio.to_thread(read)
            kept = await self._intake.accept(data, name)
        except Busy:
            raise
        except VanbanError as error:
            return Brought(name, None, str(error), error.code)
        return Brought(name, kept.identity)


def _to_be_told(feed: Feed) -> bool:
    """Whether a look that found nothing is worth a row: not each, every two seconds."""
    if feed.looked_at is None or feed.reason_code is not None:
        return True
    return (datetime.now(UTC) - feed.looked_at).total_seconds() > _TOLD_SECONDS


def _is_newer(path: Path, taken: datetime | None) -> bool:
    """Whether a file was written, or put there, after it was last taken."""
    if taken is None:
        return True
    try:
        status = path.stat()
    except OSError:
        return False
    return max(status.st_mtime, status.st_ctime) > taken.timestamp()


def _too_large() -> bytes:
    raise LimitExceeded(
        "The mail is larger than a file may be.", "Raise VANBAN_LIMITS__FILE_BYTES."
    )
