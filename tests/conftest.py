"""Stores on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from extract.learned.confidence import DEFAULT
from extract.nlp import build
from store.archive.archive import Archive
from store.review import waiting
from tests.databases import new_database, postgresql_server

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own."""
    with postgresql_server() as words:
        yield words


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store, once on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/deep/store.db"
    return new_database(request.getfixturevalue("server"))


@pytest.fixture
def any_archive(store_url: str, tmp_path: Path) -> Iterator[Archive]:
    """An empty archive, once on each database."""
    archive = Archive(store_url, tmp_path / "originals")
    yield archive
    archive.close()


@pytest.fixture
def rules_alone() -> Iterator[None]:
    """Duties as the rules read them, which is one cue of the models that decide."""
    with build().select_pipes(disable=["duties"]):
        yield


@pytest.fixture
def one_bar(monkeypatch: pytest.MonkeyPatch) -> float:
    """One confidence below which values of all fields wait, whatever the fit says."""
    monkeypatch.setattr(waiting, "review_thresholds", lambda error: {DEFAULT: 0.84})
    return 0.84
