"""A service over an empty archive whose readings are made by hand."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from ingest.limits import Limits
from settings import Settings
from store.archive.archive import Archive
from tests.readings import Readers, scanned_pdf

MAX_BYTES = 200_000


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


@pytest.fixture
def readers() -> Readers:
    return Readers()


@pytest.fixture
def client(archive: Archive, readers: Readers) -> Iterator[TestClient]:
    settings = Settings(login=False, reviewer="Lan", limits=Limits(file_bytes=MAX_BYTES))
    with ThreadPoolExecutor(1) as painters:
        app = create_app(archive, settings, readers, painters)
        with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
            yield client


@pytest.fixture
def pdf(tmp_path: Path) -> bytes:
    return scanned_pdf(tmp_path / "scan.pdf")


@pytest.fixture
def stored(client: TestClient, pdf: bytes) -> str:
    """The address of a document that was uploaded."""
    return str(
        client.post("/documents?wait=true", files={"file": ("scan.pdf", pdf)}).headers["Location"]
    )
