"""How well and how fast pictures are read: ``python -m benchmarks.ocr --shared FOLDER [--part …]``.

``scans``     word errors on real scans with reference texts, beside plain Tesseract
``spoiled``   rendered pages, each spoiled in one way, beside plain Tesseract
``headers``   header fields of the scans of one office
``tables``    cells and rows of rendered tables: ruled, without lines, over several pages
``speed``     40 scanned pages to restored text, beside ocrmypdf and two tesseract command lines

Plain Tesseract is the program as it comes: Vietnamese, ``--psm 3``, 300 dpi, one thread. All figures
of a part come from one run; on a machine that does other work only their ratios mean something.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import ocr_headers, ocr_scans, ocr_speed, ocr_spoiled, ocr_tables

PARTS: dict[str, Callable[[Path], None]] = {
    "scans": ocr_scans.measure,
    "spoiled": ocr_spoiled.measure,
    "headers": ocr_headers.measure,
    "tables": ocr_tables.measure,
    "speed": ocr_speed.measure,
}


def main() -> None:
    """Measure the parts asked for, all of them by default, and print their tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder of reference documents")
    parser.add_argument("--part", action="append", choices=list(PARTS), help="may be given again")
    arguments = parser.parse_args()
    for name in arguments.part or PARTS:
        print(f"\n== {name}")
        PARTS[name](arguments.shared)


if __name__ == "__main__":
    main()
