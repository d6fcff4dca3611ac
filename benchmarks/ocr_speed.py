"""Pages a minute and memory: scans to restored text, and born-digital pages to words with boxes."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import psutil
from PIL import Image

from benchmarks.ocr_spoiled import renderer
from benchmarks.plain import page_pictures, plain_text
from ingest.limits import Limits
from ingest.pdf.file import PdfFile

PAGES = 40
# The resolutions of the page pictures that all programs are given: what 11 of 18 real scans have, and
# what offices also scan at. The second costs Tesseract less and our reading, at 150 dpi, the same.
SCAN_DPIS = (300, 200)
BORN_DIGITAL_PAGES = 200
# Looking more often takes time from what is timed; the system keeps the peaks.
_LOOK_SECONDS = 0.5


def measure(shared: Path) -> None:
    """Print wall times of the same 40 pages, memory of the workers, and born-digital pages/s."""
    for dpi in SCAN_DPIS:
        _scanned(shared, dpi)
    _as_they_are(shared)
    print(f"born-digital: {_born_digital(shared):.0f} pages/s a core")


def _scanned(shared: Path, dpi: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        document, files = _document(shared, folder, dpi)
        print(f"{PAGES} scanned pages at {dpi} dpi, {os.cpu_count()} processors")
        here, memory = _reading_time(document)
        plain = _timed(lambda: _in_pairs(files))
        _print("tesseract, two command lines", plain)
        print(f"  wall time against these: {here / plain:.2f}")
        _against_ocrmypdf(document, here)
        for kind, most in memory.items():
            print(f"  most memory of a process, {kind}: {most / 2**20:.0f} MiB")


def _as_they_are(shared: Path) -> None:
    """The pages of the scans as the offices made them, whatever their resolution."""
    with TemporaryDirectory() as name, pikepdf.new() as document:
        file = Path(name) / "scans.pdf"
        for scan in _scans_without_text(shared):
            with pikepdf.open(scan) as pages:
                for page in pages.pages:
                    if "/Annots" in page:  # fields of signatures belong to their own file
                        del page["/Annots"]
                    document.pages.append(page)
        del document.pages[PAGES:]
        document.save(file)
        print(f"the same {PAGES} scanned pages as they are")
        _against_ocrmypdf(file, _reading_time(file)[0])


def _document(shared: Path, folder: Path, dpi: int) -> tuple[Path, list[Path]]:
    """The first 40 scanned pages as one PDF of pictures, and as picture files."""
    pictures: list[Image.Image] = []
    for scan in _scans_without_text(shared):
        pictures += page_pictures(scan.read_bytes(), dpi)
    pictures = pictures[:PAGES]
    document = folder / "scans.pdf"
    pictures[0].save(
        document, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi, quality=90
    )
    files = [folder / f"{number:02}.png" for number in range(len(pictures))]
    for picture, file in zip(pictures, files, strict=True):
        picture.save(file, compress_level=1, dpi=(dpi, dpi))
    return document, files


def _scans_without_text(shared: Path) -> list[Path]:
    return [scan for scan in sorted((shared / "scans").glob("*.pdf")) if not _has_text(scan)]


def _has_text(scan: Path) -> bool:
    with PdfFile(scan.read_bytes(), Limits()) as file, file.page(0) as page:
        return bool(page.lines())


def _reading_time(document: Path) -> tuple[float, dict[str, int]]:
    """Wall time of our reading, printed, and the memory of its processes."""
    program = Path(sys.executable).parent / "vanban"
    seconds, memory = _watched([str(program), "text", str(document)])
    _print("vanban text (restored)", seconds)
    return seconds, memory


def _against_ocrmypdf(document: Path, here: float) -> None:
    if not (program := shutil.which("ocrmypdf")):
        print("ocrmypdf is not installed")
        return
    made = document.with_name("out.pdf")
    command = [program, "-j2", "-l", "vie", "--output-type", "pdf", str(document), str(made)]
    other = _timed(lambda: _quietly(command))
    _print("ocrmypdf -j2", other)
    print(f"  pages a minute against it: {other / here:.2f}")


def _in_pairs(files: Sequence[Path]) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(plain_text, files))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _quietly(command: list[str]) -> None:
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    subprocess.run(command, capture_output=True, check=True, env=environment)


def _watched(command: list[str]) -> tuple[float, dict[str, int]]:
    """Wall time of a program, and the most memory (bytes) of it and of any process it started."""
    most = {"reader": 0, "OCR worker": 0}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_LOOK_SECONDS):
            _note_memory(process.pid, most)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    return seconds, most


def _note_memory(pid: int, most: dict[str, int]) -> None:
    try:
        most["reader"] = _peak(pid)
        for child in psutil.Process(pid).children(recursive=True):
            most["OCR worker"] = max(most["OCR worker"], _peak(child.pid))
    except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError, StopIteration):
        return


def _peak(pid: int) -> int:
    """The most memory (bytes) that a process has had so far, as Linux keeps it."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024


def _born_digital(shared: Path) -> float:
    """Pages a second of PDFium's words with boxes, one process."""
    render = renderer(shared)
    text = (shared / "texts" / "038.txt").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "born.pdf"
        render.write_text_pdf(text, str(file), pages=BORN_DIGITAL_PAGES)
        data = file.read_bytes()
    start = time.process_time()
    with PdfFile(data, Limits()) as pdf:
        for index in range(len(pdf)):
            with pdf.page(index) as page:
                page.lines()
    return BORN_DIGITAL_PAGES / (time.process_time() - start)


def _print(name: str, seconds: float) -> None:
    print(f"{name:32}{seconds:7.1f} s{60 * PAGES / seconds:8.1f} pages/min", flush=True)
