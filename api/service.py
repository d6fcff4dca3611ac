"""What all routes share."""

from concurrent.futures import Executor
from dataclasses import dataclass

from fastapi import Request

from api.intake import Intake
from settings import Settings
from store.archive import Archive


@dataclass(frozen=True, slots=True)
class Service:
    """The archive, its settings, and the workers that read documents and draw pages."""

    settings: Settings
    archive: Archive
    intake: Intake
    painters: Executor


def service(request: Request) -> Service:
    """The parts that the application was made with, for routes to depend on."""
    parts = request.app.state.service
    assert isinstance(parts, Service)
    return parts
