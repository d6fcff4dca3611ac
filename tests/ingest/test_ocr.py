"""Tesseract at work, and doubles of it that misbehave."""

import os
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytesseract
import pytest
from PIL import Image
from rapidfuzz import fuzz

from ingest import ocr
from ingest.errors import EngineFailed, EngineMissing
from ingest.limits import Limits
from tests.ingest.conftest import LETTER

Double = Callable[[str], None]


@pytest.fixture
def double(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Double:
    """Puts a shell script in the place of tesseract."""

    def put(script: str) -> None:
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\ncd {tmp_path}\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(program))

    return put


HEADER = (
    "level page_num block_num par_num line_num word_num left top width height conf text"
).replace(" ", "\\t")


def test_words_with_boxes_and_confidence(page_image: Image.Image, limits: Limits) -> None:
    lines = ocr.read_lines(page_image, 200, limits)
    assert len(lines) == len(LETTER)
    assert fuzz.ratio(" ".join(LETTER), " ".join(line.text for line in lines)) > 97
    assert all(0.5 < (word.confidence or 0) <= 1 for line in lines for word in line.words)
    box = lines[0].box
    assert box is not None
    assert box.left == pytest.approx(0.06, abs=0.01)
    assert 0.1 < box.top < box.bottom < 0.25


def test_two_columns_on_one_line_stay_apart(page_image: Image.Image, limits: Limits) -> None:
    wide = Image.new("L", (1700, 500), 255)
    wide.paste(page_image.crop((0, 50, 620, 110)), (0, 50))
    wide.paste(page_image.crop((0, 50, 620, 110)), (1000, 50))
    texts = [line.text for line in ocr.read_lines(wide, 200, limits)]
    assert len(texts) == 2 or "   " in texts[0]


def test_a_blank_page_has_no_lines(limits: Limits) -> None:
    assert ocr.read_lines(Image.new("L", (600, 400), 255), 200, limits) == ()


def test_a_hanging_program_is_killed_with_its_group(
    double: Double, page_image: Image.Image, tmp_path: Path
) -> None:
    double("sleep 60 & echo $! > child; wait")
    with pytest.raises(EngineFailed, match=r"0\.5 seconds"):
        ocr.read_lines(page_image, 200, Limits(ocr_seconds=0.5))
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        if not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie":
            break
        time.sleep(0.02)
    else:
        os.kill(child, signal.SIGKILL)
        pytest.fail("the child of the program is still running")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'out of cheese' >&2; exit 3", "code 3: out of cheese"),
        ("kill -9 $$", "signal 9"),
        ("cat > /dev/null; exit 0", "understood"),
        (r"printf '\377\376\n'", "understood"),
        ("echo 'no table at all'", "understood"),
        (f"printf '{HEADER}\\n5\\t1\\t1\\n5\\t1\\n'", "understood"),
    ],
)
def test_failures_are_told(
    double: Double, page_image: Image.Image, limits: Limits, script: str, message: str
) -> None:
    double(script)
    with pytest.raises(EngineFailed, match=message):
        ocr.read_lines(page_image, 200, limits)


def test_a_table_without_rows_is_a_page_without_words(
    double: Double, page_image: Image.Image, limits: Limits
) -> None:
    double(f"cat > /dev/null; printf '{HEADER}\\n'")
    assert ocr.read_lines(page_image, 200, limits) == ()


def test_one_thread_is_asked_for(double: Double, page_image: Image.Image, limits: Limits) -> None:
    double('test "$OMP_THREAD_LIMIT" = 1 || exit 7; cat > /dev/null; exit 8')
    with pytest.raises(EngineFailed, match="code 8"):
        ocr.read_lines(page_image, 200, limits)


def test_a_missing_program_or_language_names_the_package(
    double: Double, page_image: Image.Image, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    double("echo 'Error opening data file vie.traineddata' >&2; exit 1")
    with pytest.raises(EngineMissing, match="apt-get install tesseract-ocr-vie"):
        ocr.read_lines(page_image, 200, limits)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nowhere/tesseract")
    with pytest.raises(EngineMissing, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
        ocr.read_lines(page_image, 200, limits)


def test_no_turn_is_found_without_the_data_for_it(
    double: Double, page_image: Image.Image, limits: Limits
) -> None:
    double("echo 'Error opening data file osd.traineddata' >&2; exit 1")
    assert ocr.find_turn(page_image, 200, limits) is None
    double("cat > /dev/null; echo 'Orientation confidence: nonsense'")
    assert ocr.find_turn(page_image, 200, limits) is None
