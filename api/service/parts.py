"""What all routes share."""

from concurrent.futures import Executor
from dataclasses import dataclass

from fastapi import Request

from api.service.hashing import Hashing
from api.service.intake import Intake
from api.service.once import OneTimeLink
from settings import Settings
from store.archive.archive import Archive


@dataclass(frozen=True, slots=True)
class Service:
    """The archive, its settings, the workers that read documents and draw pages, what
    lets the first administrator in, and where passwords are hashed."""

    settings: Settings
    archive: Archive
    intake: Intake
    painters: Executor
    signing_key: str
    once: OneTimeLink
    hashing: Hashing


def service(request: Request) -> Service:
    """The parts that the application was made with, for routes to depend on."""
    parts = request.app.state.service
    assert isinstance(parts, Service)
    return parts
