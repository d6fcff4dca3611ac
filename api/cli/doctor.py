"""Whether everything that vanban needs is there and works: ``vanban doctor``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from api.cli.terminal import print_answer, read_settings
from ingest.errors import BadRequest, EngineFailed, VanbanError

if TYPE_CHECKING:
    from settings import Settings


# Bytes that must be free where originals are kept: ten files of the largest size allowed.
_FREE_FILES = 10


class Finding(NamedTuple):
    """What was looked at, what was found, and what to do where it is not well."""

    what: str
    found: str
    advice: str = ""


def doctor() -> None:
    """Check Tesseract, the models, the store and the disk; ends with 1 where something is amiss."""
    settings = read_settings()
    findings = [examined(what, look, settings) for what, look in CHECKS.items()]
    for one in findings:
        print_answer(f"{'amiss' if one.advice else 'well':<6} {one.what}: {one.found}\n")
        if one.advice:
            print_answer(f"       {one.advice}\n")
    if any(one.advice for one in findings):
        raise typer.Exit(1)


def examined(what: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    """What a check finds; whatever it raises is a finding too."""
    try:
        return Finding(what, look(settings))
    except VanbanError as error:
        return Finding(what, error.message, error.advice)
    except Exception as error:
        advice = "Install vanban anew; if that does not help, please report this."
        return Finding(what, f"{type(error).__name__}: {error}", advice)


def _settings(settings: Settings) -> str:
    from ingest.configured import settings_file
    from settings import unknown_variables

    if unknown := unknown_variables():
        raise BadRequest(f"{', '.join(unknown)}: no settings.", "docs/settings.md lists them all.")
    return str(settings_file() or "variables alone, no vanban.toml")


def _tesseract(settings: Settings) -> str:
    """A page with one word on it is read: engine and Vietnamese data are there and agree."""
    from PIL import Image, ImageDraw, ImageFont

    from ingest.ocr.engine import chosen_engine
    from ingest.ocr.tesseract import Segmentation

    page = Image.new("L", (600, 200), 255)
    ImageDraw.Draw(page).text((60, 60), "TRUONG", font=ImageFont.load_default(64), fill=0)
    engine = chosen_engine(settings.ocr)
    (lines,) = engine.read([page], 150, Segmentation.ONE_BLOCK, settings.limits)
    read = " ".join(word.text for line in lines for word in line.words)
    if not read:
        raise EngineFailed(
            "It reads nothing on a page with a word.", "Install tesseract-ocr-vie anew."
        )
    return f"{engine.name} reads"


def _office(_: Settings) -> str:
    """What may be missing: without it some kinds of files are refused."""
    from ingest.files.kinds import can_read
    from ingest.page import Kind

    read = [kind.name for kind in Kind if can_read(kind)]
    refused = [kind.name for kind in Kind if kind.name not in read]
    return f"{', '.join(read)}" + (f"; not {', '.join(refused)}" if refused else "")


def _models(_: Settings) -> str:
    from extract.nlp import build
    from pipeline import gazetteer, restorer

    restorer()
    return f"{len(build().pipe_names)} steps, {len(gazetteer().rows):,} rows of units"


def _store(settings: Settings) -> str:
    from sqlalchemy import make_url

    from api.cli.terminal import open_archive
    from store.database.engine import is_missing

    shown = make_url(settings.store).render_as_string(hide_password=True)
    if is_missing(settings.store):
        return f"none yet at {shown}; `vanban ingest` makes it"
    open_archive(settings).close()
    return shown


def _disk(settings: Settings) -> str:
    if "://" in settings.originals:
        return f"{settings.originals}, not on this machine"
    folder = Path(settings.originals).absolute()
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not os.access(there, os.W_OK):
        raise BadRequest(f"{there} cannot be written.", "Give it to the user who runs vanban.")
    free = shutil.disk_usage(there).free
    if free < _FREE_FILES * settings.limits.file_bytes:
        raise BadRequest(f"{free / 1e9:.1f} GB are free at {there}.", "Make room for originals.")
    return f"{free / 1e9:.0f} GB free at {there}"


CHECKS: dict[str, Callable[[Settings], str]] = {
    "settings": _settings,
    "text recognition": _tesseract,
    "kinds of files": _office,
    "models": _models,
    "store": _store,
    "disk": _disk,
}
