"""Settings are variables; what these leave open stands in ``vanban.toml``."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import platformdirs
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource

from ingest.errors import BadRequest

FILE = "vanban.toml"


class FileSettings(BaseSettings):
    """Settings that a table of the file may hold; ``table`` is its name, "" the file itself."""

    table: ClassVar[str] = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments go before variables, variables before the file."""
        found = file_settings()
        return init_settings, env_settings, InitSettingsSource(
            settings_cls, found.get(cls.table, {}) if cls.table else found
        )  # fmt: skip


def settings_file() -> Path | None:
    """The file that counts: the one in this folder, else the user's own, else none."""
    files = (Path(FILE), platformdirs.user_config_path("vanban") / FILE)
    return next((file for file in files if file.is_file()), None)


def file_settings() -> dict[str, Any]:
    """What the file says; BadRequest where it cannot be read."""
    file = settings_file()
    return _read(file.absolute(), file.stat().st_mtime_ns) if file else {}


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> dict[str, Any]:
    """A file of a certain state: settings are asked for again and again."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(f"{file} cannot be read: {error}.", "Correct the file.") from error
