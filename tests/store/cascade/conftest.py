"""The own cascade, read once for all tests of the room."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import pipeline
from extract.record import Record
from ingest.limits import Limits
from samples.make import CASCADE
from store.archive.archive import Archive
from store.documents.originals import content_hash


class Read(NamedTuple):
    """A document of the cascade: bytes, record, text page by page."""

    data: bytes
    record: Record
    pages: list[str]


@pytest.fixture(scope="session")
def cascade() -> dict[str, Read]:
    """The documents of the own cascade by their names without suffix."""
    found = {}
    for path in sorted(CASCADE.iterdir()):
        data = path.read_bytes()
        reading = pipeline.read(data, Limits())
        found[path.stem] = Read(data, reading.record, list(reading.text.page_texts))
    return found


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    """What is true of the own cascade."""
    told: dict[str, Any] = json.loads((CASCADE.parent / "truth.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="session")
def names(cascade: dict[str, Read]) -> dict[str, str]:
    """The names of the documents of the cascade by their identities."""
    return {content_hash(one.data): name for name, one in cascade.items()}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive on SQLite."""
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


def fill(archive: Archive, cascade: dict[str, Read], order: list[str] | None = None) -> None:
    """Keep the documents of a cascade in an archive, in an order of their names."""
    for name in order or list(cascade):
        one = cascade[name]
        sha256 = archive.accept(one.data, name)[0].sha256
        archive.save_reading(sha256, one.record, one.pages)
