"""The settings and limits of the program: one validated model, read from ``VANBAN_*`` variables
and, where these say nothing, from ``vanban.toml``."""

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from ingest.clock import ClockSettings
from ingest.configured import settings_file
from ingest.limits import Limits
from ingest.ocr.settings import OcrSettings

AUTO = "auto"


class SignOnSettings(BaseModel):
    """A provider of OpenID Connect by which people log in, beside names and passwords."""

    model_config = ConfigDict(extra="forbid")

    issuer: str = Field(
        "", description="address of the provider as its tokens have it; none is no sign-on"
    )
    client: str = Field("", description="identity of this service at the provider")
    secret: SecretStr = Field(SecretStr(""), description="secret of this service at the provider")
    claim: str = Field(
        "preferred_username",
        description="claim that becomes the name of an account; `email`, then `sub`, where it is missing",
    )
    rights: Literal["reader", "reviewer", "administrator", "none"] = Field(
        "reader", description="rights of who comes for the first time; none lets nobody new in"
    )


class Settings(ClockSettings):
    """Each setting with its unit, range and default; ``docs/settings.md`` lists them."""

    model_config = SettingsConfigDict(
        env_prefix="VANBAN_", env_nested_delimiter="__", extra="forbid"
    )

    store: str = Field(
        AUTO,
        description="where records are kept, as a database URL; auto is vanban.db in the user's "
        "folder for data",
    )
    originals: str = Field(
        AUTO,
        description="folder or fsspec URL of the files received, by content hash; auto is originals "
        "in the user's folder for data",
    )
    host: str = Field("127.0.0.1", description="address that the service listens on")
    port: int = Field(8765, ge=1, le=65535, description="TCP port of the service")
    workers: int = Field(
        0, ge=0, le=256, description="processes of a batch; 0 is one for each processor"
    )
    reviewer: str = Field(
        "local", min_length=1, max_length=80, description="name under which corrections are kept"
    )
    login: bool = Field(
        True,
        description="whether people and programs say who they are; without it whoever reaches "
        "this machine's own address is administrator",
    )
    names: list[str] = Field(
        [], description="names and addresses besides this machine's own that the service answers to"
    )
    waiting: int = Field(
        200, ge=1, le=100_000, description="uploads that may wait to be read; more are answered 503"
    )
    private_urls: bool = Field(
        False,
        description="whether web addresses given to `vanban ingest` and those of webhooks and mail servers may lead to "
        "this machine and its network",
    )
    folders: list[str] = Field(
        [],
        description="folders of this machine in which a page may set up folders to look at",
    )
    ocr: OcrSettings = Field(
        default_factory=OcrSettings, description="how pictures of pages are read"
    )
    accepted_error: float = Field(
        0.05,
        ge=0.0,
        le=0.5,
        description="share of wrong values that may be among those that no person looks at",
    )
    audit: int = Field(
        30,
        ge=0,
        le=1000,
        description="one of so many values that would be accepted is asked for all the same, unmarked; "
        "0 is none",
    )
    bin_days: int = Field(
        30,
        ge=0,
        le=3650,
        description="days that a deleted document can be restored; 0 keeps it until the bin is emptied "
        "by hand",
    )
    log: Literal["text", "json"] = Field(
        "text", description="form of the log of the service, on standard error"
    )
    sign_on: SignOnSettings = Field(SignOnSettings(), description="provider by which people log in")
    limits: Limits = Field(Limits(), description="what a file from outside may cost")

    @model_validator(mode="after")
    def _own_folder(self) -> "Settings":
        folder = platformdirs.user_data_path("vanban")
        if self.store == AUTO:
            self.store = f"sqlite:///{folder / 'vanban.db'}"
        if self.originals == AUTO:
            self.originals = str(folder / "originals")
        return self


def unknown_variables(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The variables that begin like a setting and are none, as misspelt ones."""
    known = {*variables()}
    return sorted(one for one in environment if one.startswith("VANBAN_") and one not in known)


def current() -> Settings:
    """The settings as they are now, for those who ask again and again: made anew only after a change.

    Making them takes 2 ms, of which a document that is stored asked six times.
    """
    file = settings_file()
    state = (file.absolute(), file.stat().st_mtime_ns) if file else None
    return _settings(frozenset(os.environ.items()), Path.cwd(), state)


@lru_cache(maxsize=4)
def _settings(environment: frozenset[tuple[str, str]], folder: Path, file: object) -> Settings:
    return Settings()


def variables() -> list[str]:
    """The names of all settings as variables."""
    return [*_variables(Settings, "VANBAN_")]


def _variables(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield f"{prefix}{name.upper()}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _variables(field.annotation, f"{prefix}{name.upper()}__")
