"""Many different documents out of the project's own samples: texts, letters, scans, bad files.

Texts get other numbers, days and words; scans are the sample scans with a comment of their own
behind the last byte, so that each is another document and reads as the sample does.
"""

import random
import shutil
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
# One file in this many is a scan, a copy of one before, or cannot be read.
SCAN, COPY, BAD = 10, 23, 29


def make_documents(folder: Path, count: int, seed: int = 1, scans: bool = True) -> None:
    """Write ``count`` files into a new folder: some in subfolders, some in a ZIP archive."""
    rng = random.Random(seed)
    shutil.rmtree(folder, ignore_errors=True)
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("truth/*.txt"))]
    pictures = [
        SAMPLES / "documents" / name for name in ("ke-hoach-quet.pdf", "huong-dan-chup.jpg")
    ]
    before: list[bytes] = []
    packed = zipfile.ZipFile(_in(folder, "packed.zip"), "w", zipfile.ZIP_DEFLATED)
    with packed:
        for number in range(count):
            name = f"{number % 7}/{number:05d}.txt"
            if number % BAD == BAD - 1:
                data = rng.choice((b"", b"OggS\x00\x02" + rng.randbytes(40), b"%PDF-1.4\nbroken"))
            elif number % COPY == COPY - 1 and before:
                data = rng.choice(before)
            elif scans and number % SCAN == SCAN - 1:
                picture = rng.choice(pictures)
                name = name.replace(".txt", picture.suffix)
                data = picture.read_bytes() + f"\n%{number}".encode()
            else:
                data = _varied(rng.choice(texts), number, rng).encode()
                before.append(data)
            if number % 11 == 10:
                packed.writestr(name, data)
            else:
                _in(folder, name).write_bytes(data)


def _varied(text: str, number: int, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines.insert(at, f"Số: {number}/KH-PGDĐT, ngày {rng.randint(1, 28)} tháng {rng.randint(1, 12)}")
    return "\n".join(lines)


def _in(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
