"""``vanban debug``: the drawing of a page, and what is told about it."""

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from api.cli.app import app
from ingest.inspection import inspect
from ingest.limits import Limits
from ingest.page import Box, Document, Kind, Line, Origin, Page, Quality, Word
from tests.readings import scanned_pdf

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"


def test_a_table_is_drawn_and_told(tmp_path: Path) -> None:
    output = tmp_path / "seen.png"
    arguments = [
        "debug",
        str(SAMPLES / "ket-nghia-bang.pdf"),
        "--page",
        "2",
        "--output",
        str(output),
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert "tables by ruling lines" in result.output
    assert "0 doubtful words" in result.output
    drawn = Image.open(output).convert("RGB").getcolors(1_000_000)
    assert drawn is not None
    assert {(0x80, 0x30, 0xB0), (0x20, 0x50, 0xD0)} <= {colour for _, colour in drawn}


@pytest.mark.parametrize("name", ["ket-nghia-bang.pdf", "ke-hoach-nam-hoc.docx"])
def test_what_has_no_such_page_is_told(name: str, tmp_path: Path) -> None:
    arguments = ["debug", str(SAMPLES / name), "--page", "99", "--output", str(tmp_path / "x.png")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 12
    assert not (tmp_path / "x.png").exists()


def test_doubtful_words_are_red_and_listed(tmp_path: Path) -> None:
    data = scanned_pdf(tmp_path / "scan.pdf")
    words = (
        Word("rõ", Box(0.1, 0.1, 0.2, 0.12), 0.95),
        Word("mờ", Box(0.3, 0.1, 0.4, 0.12), 0.8),
        Word("nhòe", Box(0.5, 0.1, 0.6, 0.12), 0.3),
    )
    page = Page(1, (Line("rõ mờ nhòe", words),), Origin.OCR, Quality.ABSENT, "no text")
    seen = inspect(Document("0", Kind.PDF, (page,)), data, 1, Limits())
    assert [word.text for word in seen.doubtful] == ["nhòe"]
    at = [
        seen.picture.getpixel(
            (round(w.box.left * seen.picture.width), round(0.11 * seen.picture.height))
        )
        for w in words
        if w.box
    ]
    assert at == [(0x2A, 0x9D, 0x3A), (0xE0, 0x8A, 0x00), (0xD0, 0x20, 0x20)]
