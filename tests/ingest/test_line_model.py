"""The recogniser of lines: there or not, and what it reads."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.handwriting import line_model
from ingest.handwriting.strings import spelling
from tests.ingest.conftest import FONT


@pytest.fixture(autouse=True)
def anew() -> None:
    line_model._loaded.cache_clear()


def test_without_the_extra_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_model, "PACKAGE", "no-such-package")
    assert line_model.line_model() is None


def test_files_other_than_the_known_ones_are_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "asterocr" / "assets").mkdir(parents=True)
    for name in ("asternet.onnx", "vocab.json"):
        (tmp_path / "asterocr" / "assets" / name).write_bytes(b"{}")
    wheel = SimpleNamespace(locate_file=lambda name: tmp_path / name)
    monkeypatch.setattr(line_model, "distribution", lambda name: wheel)
    monkeypatch.setattr(line_model, "AsterNet", lambda *files: pytest.fail("it was loaded"))
    assert line_model.line_model() is None


def test_it_reads_a_line_of_print_and_none_of_its_package_is_imported() -> None:
    model = line_model.line_model()
    if model is None:
        pytest.skip("the extra `handwriting` is not installed")
    strip = Image.new("L", (300, 40), 255)
    ImageDraw.Draw(strip).text((6, 4), "Số: 28/QĐ-UBND", font=ImageFont.truetype(FONT, 26), fill=0)
    assert spelling(model.read(np.asarray(strip, np.uint8))).text == "Số: 28/QĐ-UBND"
    assert "asterocr" not in sys.modules
