"""Spoiled layers as scanners make them: ``python -m normalize.training prints SHARED TARGET``.

Documents of the shared folder that have a sound text are printed to pictures, a page at a time, and read
by Tesseract's English model. Each gives ``NAME.pdf`` (the pictures with that layer), ``NAME.eng.txt`` (the
layer alone), ``NAME.txt`` (the sound text) and ``NAME.pairs.tsv`` (lines as read and as printed).
"""

import csv
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pypdfium2 as pdfium

from ingest.limits import Limits
from ingest.page import Box, Word
from ingest.pdf.file import POINTS_PER_INCH
from ingest.sources import read_document, read_file
from normalize.training.laid_out import write_pdf
from normalize.training.pairs import align

FORMS = ("pdf", "docx", "text")
DPI = 200
# Texts longer than this (bytes) print on more pages than they add in heads and closings.
LONGEST_TEXT = 8_000
# Words that stand this much (share of their height) within a line read belong to it; sideways it may
# have lost its first or last word, of a few letters.
WITHIN, ASIDE = 0.5, 0.06


class Document(NamedTuple):
    """A document of the shared folder: its name, what it is, and its file."""

    name: str
    form: str
    file: Path


class ReadLine(NamedTuple):
    """A line as the English model reads it, its box in fractions of the page."""

    text: str
    box: Box


def documents(shared: Path, forms: Sequence[str] = FORMS) -> list[Document]:
    """Those that can be printed, the shortest first; long texts are left out."""
    with (shared / "truth" / "INDEX.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    found = [Document(r["name"], r["form"], shared / r["document"]) for r in rows]
    found = [one for one in found if one.form in forms]
    short = [o for o in found if o.form != "text" or o.file.stat().st_size <= LONGEST_TEXT]
    return sorted(short, key=lambda one: (_pages(one), one.file.stat().st_size))


def _pages(document: Document) -> int:
    if document.form == "pdf":
        with pdfium.PdfDocument(document.file) as file:
            return len(file)
    return 2


def printed(document: Document, folder: Path, font: str) -> Path:
    """The document as a PDF with a sound text layer: its own, or laid out as offices do."""
    if document.form == "pdf":
        return document.file
    text = document.file.read_text(encoding="utf-8") if document.form == "text" else ""
    if not text:
        read = read_document(read_file(document.file, Limits()), Limits())
        text = "\n".join(line.text for page in read.pages for line in page.lines)
    target = folder / "printed.pdf"
    write_pdf(text, target, font)
    return target


def scanned(page: pdfium.PdfPage, folder: Path, dpi: int) -> tuple[Path, str, list[ReadLine]]:
    """A page as a scanner hands it on: a PDF of one page, the text of its layer and its lines."""
    picture, stem = folder / "page.png", folder / "page"
    image = page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil()
    image.save(picture, dpi=(dpi, dpi))
    command = ["tesseract", str(picture), str(stem), "-l", "eng", "txt", "pdf", "tsv"]
    subprocess.run(
        command, check=True, capture_output=True, timeout=180, env={"OMP_THREAD_LIMIT": "1"}
    )
    text = stem.with_suffix(".txt").read_text(encoding="utf-8").replace("\f", "")
    table = stem.with_suffix(".tsv").read_text(encoding="utf-8")
    return stem.with_suffix(".pdf"), text, list(_lines(table, *image.size))


def _lines(table: str, width: int, height: int) -> Iterator[ReadLine]:
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if (row["text"] or "").strip():
            key = row["block_num"], row["par_num"], row["line_num"]
            lines.setdefault(key, []).append(row)
    for words in lines.values():
        left, top = (min(int(w[side]) for w in words) for side in ("left", "top"))
        right = max(int(w["left"]) + int(w["width"]) for w in words)
        bottom = max(int(w["top"]) + int(w["height"]) for w in words)
        box = Box(left / width, top / height, right / width, bottom / height)
        yield ReadLine(" ".join(w["text"] for w in words), box)


def paired(lines: Sequence[ReadLine], words: Sequence[Word]) -> list[tuple[str, str]]:
    """Each line read with the words printed there, in the order of printing; words that no line
    covers stand at the end beside nothing."""
    owned: list[list[Word]] = [[] for _ in lines]
    lost = []
    for word in words:
        shares = [_share(line.box, word.box) for line in lines]
        best = max(range(len(lines)), key=shares.__getitem__, default=None)
        if best is None or shares[best] < WITHIN:
            lost.append(word)
        else:
            owned[best].append(word)
    pairs = []
    for line, own in zip(lines, owned, strict=True):
        across = sorted(own, key=lambda word: word.box.left if word.box else 0.0)
        pairs.append((line.text, " ".join(word.text for word in across)))
    return [*pairs, ("", " ".join(word.text for word in lost))] if lost else pairs


def _share(line: Box, word: Box | None) -> float:
    """The share of a word's height within a line; none where it stands aside."""
    if word is None or not line.left - ASIDE <= (word.left + word.right) / 2 <= line.right + ASIDE:
        return 0.0
    both = min(line.bottom, word.bottom) - max(line.top, word.top)
    return both / max(1e-9, word.bottom - word.top)


def spoil(document: Document, target: Path, dpi: int = DPI, font: str = "liberation") -> None:
    """Print a document, read it, and write the four files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = printed(document, folder, font)
        pages = read_document(read_file(sound, Limits()), Limits()).pages
        layers, rows = [], []
        with pdfium.PdfDocument(sound) as file, pdfium.PdfDocument.new() as whole:
            file.init_forms()
            for number, page in enumerate(pages):
                layer, text, lines = scanned(file[number], folder, dpi)
                layers.append(text)
                words = [word for line in page.lines for word in line.words]
                rows += [(page.number, *pair) for pair in paired(lines, words)]
                with pdfium.PdfDocument(layer) as one:
                    whole.import_pages(one)
            whole.save(target / f"{document.name}.pdf")
    (target / f"{document.name}.eng.txt").write_text("\f".join(layers), encoding="utf-8")
    text = "\f".join("\n".join(line.text for line in page.lines) for page in pages)
    (target / f"{document.name}.txt").write_text(text, encoding="utf-8")
    with (target / f"{document.name}.pairs.tsv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter="\t").writerows([("page", "read", "printed"), *rows])


def spoil_all(shared: Path, target: Path, dpi: int, font: str) -> Iterator[str]:
    """Print and read all documents that are not there yet; their names as they are done."""
    target.mkdir(parents=True, exist_ok=True)
    for document in documents(shared):
        if not (target / f"{document.name}.pairs.tsv").exists():
            spoil(document, target, dpi, font)
            yield document.name


def half_of(group: str) -> str:
    """The half that a group of issuers belongs to: models learn from A, B is kept apart."""
    return "AB"[crc32(group.encode()) % 2]


def word_pairs(shared: Path, folder: Path, half: str) -> Counter[tuple[str, str]]:
    """Words as printed and as read, from the prints of one half."""
    with (shared / "truth" / "INDEX.tsv").open(encoding="utf-8") as stream:
        rows = [
            r for r in csv.DictReader(stream, delimiter="\t") if half_of(r["issuer_group"]) == half
        ]
    pairs: Counter[tuple[str, str]] = Counter()
    for file in (folder / f"{row['name']}.pairs.tsv" for row in rows):
        if file.exists():
            with file.open(encoding="utf-8", newline="") as stream:
                for line in csv.DictReader(stream, delimiter="\t"):
                    pairs.update(align(line["printed"].split(), line["read"].split()))
    return pairs
