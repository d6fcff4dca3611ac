"""Which engine reads pages, as settings that load no engine."""

from typing import Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ingest.configured import FileSettings


class OcrSettings(FileSettings):
    """Which engine reads, and how many pages at a time. Workers read them where their parent did."""

    table = "ocr"

    model_config = SettingsConfigDict(env_prefix="VANBAN_OCR__", frozen=True)

    engine: Literal["auto", "tesserocr", "tesseract"] = Field(
        "auto",
        description="OCR engine: the library, the program, or the library where it is installed",
    )
    processes: int = Field(
        0,
        ge=0,
        le=64,
        description="pages of a document read at a time; 0 is one for each processor, "
        "or one where documents are read side by side",
    )
