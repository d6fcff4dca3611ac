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

from ingest.errors import EngineFailed, EngineMissing
from ingest.limits import Limits
from ingest.ocr import tesseract, tesserocr_engine
from ingest.ocr.engine import Engine, OcrSettings, chosen_engine
from ingest.ocr.tesseract import Segmentation, TesseractProgram
from ingest.page import Line
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


@pytest.fixture(params=["tesseract", "tesserocr"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both engines, one after the other."""
    return chosen_engine(OcrSettings(engine=request.param))


def read_lines(
    image: Image.Image, dpi: int, limits: Limits, engine: Engine | None = None
) -> tuple[Line, ...]:
    """What an engine, the program where none is named, reads on one picture."""
    reader = engine or TesseractProgram()
    (lines,) = reader.read([image], dpi, Segmentation.COLUMNS, limits)
    return lines


HEADER = (
    "level page_num block_num par_num line_num word_num left top width height conf text"
).replace(" ", "\\t")


def test_words_with_boxes_and_confidence(
    page_image: Image.Image, limits: Limits, engine: Engine
) -> None:
    lines = read_lines(page_image, 200, limits, engine)
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
    texts = [line.text for line in read_lines(wide, 200, limits)]
    assert len(texts) == 2 or "   " in texts[0]


def test_a_blank_page_has_no_lines(limits: Limits, engine: Engine) -> None:
    assert read_lines(Image.new("L", (600, 400), 255), 200, limits, engine) == ()


def test_both_engines_read_the_same(page_image: Image.Image, limits: Limits) -> None:
    program, library = (
        read_lines(page_image, 200, limits, chosen_engine(OcrSettings(engine=name)))
        for name in ("tesseract", "tesserocr")
    )
    assert [line.text for line in program] == [line.text for line in library]
    for one, other in zip(program, library, strict=True):
        assert one.box is not None
        assert other.box is not None
        assert one.box.left == pytest.approx(other.box.left, abs=0.005)
        assert one.box.bottom == pytest.approx(other.box.bottom, abs=0.01)


def test_several_pictures_are_read_in_one_call(
    page_image: Image.Image, limits: Limits, engine: Engine
) -> None:
    strips = [page_image.crop((0, 50 + 90 * n, 1000, 140 + 90 * n)) for n in range(4)]
    read = engine.read(strips, 200, Segmentation.ONE_BLOCK, limits)
    texts = [" ".join(line.text for line in lines) for lines in read]
    assert [fuzz.ratio(*pair) > 90 for pair in zip(texts, LETTER, strict=True)] == [True] * 4
    assert engine.read([], 200, Segmentation.ONE_BLOCK, limits) == []


def test_a_library_worker_at_its_limit_is_killed_and_replaced(page_image: Image.Image) -> None:
    engine = chosen_engine(OcrSettings(engine="tesserocr"))
    noise = Image.effect_noise((3000, 3000), 90)
    with pytest.raises(EngineFailed, match=r"0\.05 seconds"):
        read_lines(noise, 200, Limits(ocr_seconds=0.05), engine)
    assert len(read_lines(page_image, 200, Limits(), engine)) == len(LETTER)


def test_a_library_worker_that_dies_is_told(
    page_image: Image.Image, limits: Limits, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dying = tmp_path / "worker.py"
    dying.write_text("import sys; sys.stdin.buffer.readline(); sys.exit(3)")
    monkeypatch.setattr(tesserocr_engine, "_WORKER", dying)
    with pytest.raises(EngineFailed, match="without an answer"):
        read_lines(page_image, 200, limits, tesserocr_engine.TesserocrEngine())


def test_the_setting_decides_which_engine_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANBAN_OCR__ENGINE", "tesseract")
    assert chosen_engine().name == "tesseract"
    monkeypatch.setattr(tesserocr_engine, "is_installed", lambda: False)
    assert chosen_engine(OcrSettings(engine="auto")).name == "tesseract"
    with pytest.raises(EngineMissing, match="pip install tesserocr"):
        chosen_engine(OcrSettings(engine="tesserocr"))


def test_a_hanging_program_is_killed_with_its_group(
    double: Double, page_image: Image.Image, tmp_path: Path
) -> None:
    double("sleep 60 & echo $! > child; wait")
    with pytest.raises(EngineFailed, match=r"0\.5 seconds"):
        read_lines(page_image, 200, Limits(ocr_seconds=0.5))
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
        read_lines(page_image, 200, limits)


def test_a_table_without_rows_is_a_page_without_words(
    double: Double, page_image: Image.Image, limits: Limits
) -> None:
    double(f"cat > /dev/null; printf '{HEADER}\\n'")
    assert read_lines(page_image, 200, limits) == ()


def test_one_thread_is_asked_for(double: Double, page_image: Image.Image, limits: Limits) -> None:
    double('test "$OMP_THREAD_LIMIT" = 1 || exit 7; cat > /dev/null; exit 8')
    with pytest.raises(EngineFailed, match="code 8"):
        read_lines(page_image, 200, limits)


def test_a_missing_program_or_language_names_the_package(
    double: Double, page_image: Image.Image, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    double("echo 'Error opening data file vie.traineddata' >&2; exit 1")
    with pytest.raises(EngineMissing, match="apt-get install tesseract-ocr-vie"):
        read_lines(page_image, 200, limits)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nowhere/tesseract")
    with pytest.raises(EngineMissing, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
        read_lines(page_image, 200, limits)


def test_no_turn_is_found_without_the_data_for_it(
    double: Double, page_image: Image.Image, limits: Limits
) -> None:
    double("echo 'Error opening data file osd.traineddata' >&2; exit 1")
    assert tesseract.find_turn(page_image, 200, limits) is None
    double("cat > /dev/null; echo 'Orientation confidence: nonsense'")
    assert tesseract.find_turn(page_image, 200, limits) is None
