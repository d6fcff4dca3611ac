"""Files that are wrong in the ways of their kinds: PDF, DOCX, ZIP, TIFF, text in all encodings."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?![\w.])")
_NAME = re.compile(rb"/[A-Z][A-Za-z0-9]+")
_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_TAG = re.compile(rb"<[^<>]+>")
_ODD_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e309")
_ODD_LETTERS = "\0\t\x1b\u200b\u202e\ufeff\ufffd\u0301ﷺ𝕏"
_ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1258", "cp1252", "latin-1", "utf-7",
    "cp437", "shift_jis",
)  # fmt: skip


class Mutant(NamedTuple):
    """A file to be read, and how it was made."""

    kind: str
    how: str
    data: bytes


Mutation = Callable[[bytes, random.Random], bytes]


def mutants(count: int, seed: int = 1) -> Iterator[Mutant]:
    """So many files, the kinds in turn; the same for the same seed."""
    rng = random.Random(seed)
    bases = {kind: make() for kind, make in _BASES.items()}
    for number in range(count):
        kind = list(bases)[number % len(bases)]
        data = rng.choice(bases[kind])
        names = []
        for mutate in rng.choices(_MUTATIONS[kind], k=rng.randint(1, 3)):
            data = mutate(data, rng)
            names.append(mutate.__name__.strip("_"))
        yield Mutant(kind, " ".join(names), data)


def _flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 1 + len(data) // 200)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _take_out(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.randint(1, 5000) :]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    piece = data[start : start + rng.randint(1, 300)]
    return data[:start] + piece * rng.choice((2, 50, 2000)) + data[start:]


def _odd_number(data: bytes, rng: random.Random) -> bytes:
    return _replaced(data, _NUMBER, rng, lambda _: rng.choice(_ODD_NUMBERS))


def _other_name(data: bytes, rng: random.Random) -> bytes:
    names = _NAME.findall(data) or [b"/X"]
    return _replaced(data, _NAME, rng, lambda _: rng.choice(names))


def _double_object(data: bytes, rng: random.Random) -> bytes:
    objects = _OBJECT.findall(data) or [b""]
    return _replaced(data, _OBJECT, rng, lambda found: found + b"\n" + rng.choice(objects))


def _swap_stream(data: bytes, rng: random.Random) -> bytes:
    streams = _STREAM.findall(data) or [b""]
    return _replaced(data, _STREAM, rng, lambda _: rng.choice(streams))


def _lead_in_a_circle(data: bytes, rng: random.Random) -> bytes:
    references = re.compile(rb"\d+ 0 R")
    return _replaced(data, references, rng, lambda _: b"%d 0 R" % rng.randint(0, 30))


def _replaced(
    data: bytes, pattern: re.Pattern[bytes], rng: random.Random, new: Callable[[bytes], bytes]
) -> bytes:
    found = list(pattern.finditer(data))
    for match in sorted(
        rng.sample(found, min(len(found), rng.randint(1, 5))), key=lambda m: -m.start()
    ):
        data = data[: match.start()] + new(match[0]) + data[match.end() :]
    return data


def _mutate_part(data: bytes, rng: random.Random) -> bytes:
    """Change the XML of a part of an Office file and pack it again."""
    return _repacked(data, rng, lambda name, part: _mutated_xml(part, rng))


def _drop_part(data: bytes, rng: random.Random) -> bytes:
    return _repacked(data, rng, lambda name, part: None)


def _swell_part(data: bytes, rng: random.Random) -> bytes:
    return _repacked(data, rng, lambda name, part: part + b"A" * rng.choice((10, 10**6, 3 * 10**7)))


def _rename_part(data: bytes, rng: random.Random) -> bytes:
    names = ("../../etc/passwd", "a\nb.txt", "C:\\x.pdf", "/x", "word/document.xml", "x" * 300)
    return _repacked(data, rng, lambda name, part: part, lambda name: rng.choice(names))


def _repacked(
    data: bytes,
    rng: random.Random,
    change: Callable[[str, bytes], bytes | None],
    rename: Callable[[str], str] = lambda name: name,
) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [(name, packed.read(name)) for name in packed.namelist()]
    except Exception:  # an earlier mutation may have spoiled it
        return _flip(data, rng)
    if not parts:
        return data
    chosen = rng.randrange(len(parts))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (name, part) in enumerate(parts):
            changed = change(name, part) if number == chosen else part
            if changed is not None:
                packed.writestr(rename(name) if number == chosen else name, changed)
    return out.getvalue()


def _mutated_xml(part: bytes, rng: random.Random) -> bytes:
    tags = _TAG.findall(part) or [b"<a>"]
    way = rng.randrange(5)
    if way == 0:
        return _replaced(part, _TAG, rng, lambda _: rng.choice(tags))
    if way == 1:
        return _replaced(part, _TAG, rng, lambda found: found * rng.choice((2, 300)))
    if way == 2:
        return _replaced(part, _NUMBER, rng, lambda _: rng.choice(_ODD_NUMBERS))
    if way == 3:
        bomb = (
            b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 1000 + b'"><!ENTITY z "' + b"&x;" * 1000 + b'">]>'
        )
        return part.replace(b"?>", b"?>" + bomb, 1)
    return _flip(part, rng)


def _odd_letters(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    for _ in range(rng.randint(1, 40)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_ODD_LETTERS) + text[at:]
    return text.encode("utf-8", "replace")


def _one_letter(data: bytes, rng: random.Random) -> bytes:
    letter = rng.choice(("a", "1", " ", ".", "ế", "(", "-", "|", "1.", "a)", "/")).encode()
    at = rng.randrange(len(data) + 1)
    return data[:at] + letter * rng.choice((100, 3000, 20_000)) + data[at:]


def _no_breaks(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"\n", rng.choice((b" ", b"", b"\n\n\n", b"\r", b"\x0c")))


def _encoded(data: bytes, rng: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def _texts() -> list[bytes]:
    return [path.read_bytes() for path in sorted(SAMPLES.glob("truth/*.txt"))]


def _pdfs() -> list[bytes]:
    paths = sorted(SAMPLES.glob("documents/*.pdf"), key=lambda path: path.stat().st_size)
    return [path.read_bytes() for path in paths if path.stat().st_size < 200_000]


def _office() -> list[bytes]:
    return [path.read_bytes() for path in sorted(SAMPLES.glob("documents/*.docx"))]


def _zips() -> list[bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number, text in enumerate(_texts()[:3]):
            packed.writestr(f"văn bản {number}.txt", text)
    return [out.getvalue()]


def _tiffs() -> list[bytes]:
    picture = Image.new("L", (500, 160), 255)
    ImageDraw.Draw(picture).text((20, 60), "UBND QUAN LONG BIEN  So: 12/KH-UBND", fill=0)
    made = []
    for pack in ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "group4"):
        out = io.BytesIO()
        (picture.convert("1") if pack == "group4" else picture).save(
            out, "TIFF", compression=pack, dpi=(150, 150)
        )
        made.append(out.getvalue())
    return made


_BASES: dict[str, Callable[[], list[bytes]]] = {
    "pdf": _pdfs, "docx": _office, "text": _texts, "zip": _zips, "tiff": _tiffs,
}  # fmt: skip
_ANY: list[Mutation] = [_flip, _cut, _take_out, _repeat]
_MUTATIONS: dict[str, list[Mutation]] = {
    "pdf": [*_ANY, _odd_number, _other_name, _double_object, _swap_stream, _lead_in_a_circle],
    "docx": [_flip, _mutate_part, _mutate_part, _drop_part, _swell_part, _rename_part],
    "text": [*_ANY, _odd_letters, _one_letter, _no_breaks, _encoded],
    "zip": [*_ANY, _drop_part, _swell_part, _rename_part],
    "tiff": [*_ANY, _odd_number],
}
