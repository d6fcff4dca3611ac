"""Training of the zones of head and closing: labels from the truths, by alignment."""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from extract.training.documents import Annotated
from extract.training.learners import Penalties, train_tagger
from extract.training.variety import varied
from extract.vocabulary import MARK, OFFICE
from extract.zones import zones as z
from extract.zones.flattened import laid_out
from extract.zones.layout import rules_of
from extract.zones.segments import Segment
from gazetteer.authority.abbreviations import expand
from normalize.folding import fold
from normalize.text import Text

PENALTIES = Penalties(c1=0.05, c2=0.05, rounds=70)
# Segments of the text that are kept for training behind the head and before the closing.
KEPT = 25
# Changed copies of each document in training.
COPIES = 2
# How like (0-100) a segment must be to the stretch of the value that it prints.
ALIKE = 78
_LABELS = re.compile(r"^\W*(?:v/\s?v|kính gửi|lưu|nơi nhận)\b\W*", re.IGNORECASE)


def _key(text: str) -> str:
    return fold(expand(text)) or fold(text)


@dataclass
class _Aligner:
    """The segments of a document with the labels found so far."""

    parts: Sequence[Segment]
    labels: list[str | None]

    def __post_init__(self) -> None:
        self.keys = [_key(_LABELS.sub("", part.text)) for part in self.parts]

    def run(self, value: str, first: int, last: int, reach: int = 8) -> list[int]:
        """The segments that print a value, from the start that fits it best."""
        best: tuple[float, list[int]] = (0.0, [])
        key = _key(value)
        for start in range(first, min(last, len(self.parts))):
            if self.labels[start] is None and (found := self._from(start, key, last, reach)):
                done = fuzz.ratio(" ".join(self.keys[n] for n in found)[: len(key) + 4], key)
                if done > best[0] + 1:
                    best = done, found
        return best[1] if best[0] >= 70 else []

    def _from(self, start: int, key: str, last: int, reach: int) -> list[int]:
        found: list[int] = []
        at = 0
        skipped = 0
        for n in range(start, min(last, len(self.parts))):
            rest = key[at:].strip()
            if len(rest) < 3 or skipped > reach:
                break
            mine = self.keys[n]
            fits = self.labels[n] is None and len(mine) > 1 and self._fits(mine, rest)
            if not fits and not found:
                return []
            if fits:
                found.append(n)
                at = len(key) - len(rest) + len(mine)
                skipped = 0
            else:
                skipped += 1
        return found

    @staticmethod
    def _fits(mine: str, rest: str) -> bool:
        if len(mine) <= len(rest) + 3:
            return fuzz.ratio(mine, rest[: len(mine)]) >= ALIKE
        return len(rest) > 5 and fuzz.ratio(mine[: len(rest)], rest) >= ALIKE + 7

    def mark(self, numbers: Iterable[int], label: str) -> None:
        for place, n in enumerate(numbers):
            if self.labels[n] is None:
                self.labels[n] = f"{'I' if place else 'B'}-{label}"


def labelled(text: Text, truth: dict[str, Any]) -> tuple[list[Segment], list[str]]:
    """The segments of a document and their labels."""
    parts = list(z.zoned_segments(text))
    aligner = _Aligner(parts, [None] * len(parts))
    body = _head(aligner, truth["header"])
    closing, end = _closing(aligner, truth, body)
    labels = []
    for n, label in enumerate(aligner.labels):
        other = (
            z.HEAD if n < body else z.BODY if n < closing else z.CLOSING if n < end else z.BEHIND
        )
        labels.append(label or other)
    return parts, labels


HEAD_SEGMENTS = 60


def _head(aligner: _Aligner, header: dict[str, Any]) -> int:
    """Label the head; the number of the segment at which the text begins."""
    last = min(HEAD_SEGMENTS, len(aligner.parts))
    _number(aligner, header.get("number") or "", last)
    _dated(aligner, header, last)
    _kind(aligner, header.get("kind") or "", last)
    if title := header.get("title"):
        begin = next((n for n, x in enumerate(aligner.labels) if x == f"B-{z.KIND}"), 0)
        aligner.mark(aligner.run(title, begin, last) or aligner.run(title, 0, last), z.TITLE)
    _letterhead(aligner, header, last)
    _addressees(aligner, header.get("addressees") or [], last)
    return max([n for n, x in enumerate(aligner.labels) if x] or [-1]) + 1


# A number, a line of place and date are longer than this many letters or words in no head.
NUMBER_LETTERS, DATE_WORDS = 45, 18


def _number(aligner: _Aligner, number: str, last: int) -> None:
    symbol = re.sub(r"\W", "", fold(re.split(r"[/-]", number, maxsplit=1)[-1]))
    for n, part in enumerate(aligner.parts[:last]):
        key = re.sub(r"\W", "", fold(part.text))
        fits = len(symbol) <= len(key) < NUMBER_LETTERS
        if symbol and fits and fuzz.partial_ratio(symbol, key) > 85:
            aligner.mark([n], z.NUMBER)
            return


def _dated(aligner: _Aligner, header: dict[str, Any], last: int) -> None:
    place = fold(header.get("place") or "")
    for n, part in enumerate(aligner.parts[:last]):
        flat = z.bare(part.text)
        short = len(flat.split()) < DATE_WORDS and place in fold(flat)
        if (place or header.get("issued_on")) and short and _DATED.search(flat):
            aligner.mark([n], z.DATED)
            return


_DATED = re.compile(r"ngay.{0,14}thang|thang.{1,6}nam")


def _kind(aligner: _Aligner, kind: str, last: int) -> None:
    """Label the line of the kind; a letter has none."""
    key = fold(kind)
    for n, part in enumerate(aligner.parts[:last]):
        if not key or kind == "công văn":
            return
        if fuzz.ratio(fold(part.text)[: len(key) + 2], key) > 84 and part.text[:3].isupper():
            aligner.mark([n], z.KIND)
            return


# A letterhead ends at kind and title; where neither is known, it has this many segments at least.
LETTERHEAD = 8


def _letterhead(aligner: _Aligner, header: dict[str, Any], last: int) -> None:
    titled = [n for n, x in enumerate(aligner.labels) if x and x[2:] in (z.KIND, z.TITLE)]
    top = max(min(titled or [last]), LETTERHEAD)
    parent, issuers = header.get("parent_issuer") or "", header.get("issuer") or []
    if parent:
        aligner.mark(_named(aligner, parent, top, ""), z.PARENT)
    for issuer in [issuers] if isinstance(issuers, str) else issuers:
        aligner.mark(_named(aligner, issuer, top, parent), z.ISSUER)


def _addressees(aligner: _Aligner, names: Sequence[str], last: int) -> None:
    asked = (n for n in range(last) if z.CUES["address"].search(z.bare(aligner.parts[n].text)))
    first = next(asked, None)
    for name in names:
        aligner.mark(aligner.run(name, first or 0, last), z.ADDRESSEE)
    if first is not None and names and aligner.labels[first] is None:
        aligner.labels[first] = f"B-{z.ADDRESS}"


def _named(aligner: _Aligner, name: str, last: int, parent: str) -> list[int]:
    """The segments of a letterhead's unit; its place may be printed with its parent only."""
    found = aligner.run(name, 0, last, 3)
    if found:
        return found
    words = _key(name).split()
    inside = set(_key(parent).split())
    while words and words[-1] in inside:
        words.pop()
        if words and (found := aligner.run(" ".join(words), 0, last, 3)):
            return found
    return []


def _closing(aligner: _Aligner, truth: dict[str, Any], body: int) -> tuple[int, int]:
    """Label the closing: the first of its segments and the one behind its last."""
    end = len(aligner.parts)
    flats = [z.bare(part.text) for part in aligner.parts]
    heads = [
        n for n in range(body, end)
        if z.CUES["recipients"].search(flats[n]) and len(flats[n]) < NUMBER_LETTERS
    ]  # fmt: skip
    named = _list(aligner, truth, heads[0] if heads else body)
    _go_on(aligner, named)
    for n in heads:
        if aligner.labels[n] is None and any(n <= m < n + 12 for m in named):
            aligner.labels[n] = f"B-{z.RECIPIENTS}"
            named.append(n)
    _fill(aligner)
    start = max(body, min(named) - 15) if named else max(body, end // 4)
    for signer in truth.get("signers") or []:
        named += _signed(aligner, signer, start)
    return (min(named), max(named) + 1) if named else (end, end)


def _list(aligner: _Aligner, truth: dict[str, Any], position: int) -> list[int]:
    """Label recipients and where copies are kept, from a position on."""
    end, named = len(aligner.parts), list[int]()
    for recipient in truth.get("recipients") or []:
        if found := aligner.run(recipient["name"], position, min(position + LIST_REACH, end), 8):
            aligner.mark(found, z.RECIPIENT)
            named += found
            position = found[0]
    for filed in truth.get("filed_at") or []:
        first = next(iter(fold(filed).split()), "?")
        for n in range(position, min(position + 40, end)):
            text = aligner.parts[n].text
            if z.CUES["filed"].search(z.bare(text)) and first in fold(text):
                aligner.labels[n] = aligner.labels[n] or f"B-{z.FILED}"
                named.append(n)
                break
    return named


def _signed(aligner: _Aligner, signer: dict[str, Any], start: int) -> list[int]:
    """Label the line that names a signer and the offices above it."""
    key, parts = fold(signer["name"]), aligner.parts
    at = next((n for n in range(start, len(parts)) if _names(aligner, n, key)), None)
    if at is None:
        return []
    aligner.labels[at] = f"B-{z.NAME}"
    said = fold(" ".join(str(signer.get(k) or "") for k in ("mark", "unit", "title")))
    found = [at]
    for n in range(max(start, at - 22), at + 1):
        text, inner = parts[n].text, parts[n].text.strip(" *.")
        office = OFFICE.match(inner) or MARK.match(inner)
        like = len(fold(text)) > 4 and fuzz.partial_ratio(fold(text), said) > 88
        if aligner.labels[n] is None and text[:4].isupper() and (office or like):
            aligner.labels[n] = f"B-{z.OFFICE_LINE}"
            found.append(n)
    return found


def _names(aligner: _Aligner, n: int, key: str) -> bool:
    text, free = aligner.parts[n].text, aligner.labels[n] in (None, f"I-{z.RECIPIENT}")
    return free and fuzz.ratio(fold(text)[-len(key) - 3 :], key) >= 82 and len(text) < len(key) + 40


def _fill(aligner: _Aligner) -> None:
    """Items of Nơi nhận that the truth leaves out or that were read too badly to be known again are items too."""
    heads = [n for n, label in enumerate(aligner.labels) if label == f"B-{z.RECIPIENTS}"]
    for head in heads:
        ends = (
            n
            for n in range(head, min(head + LIST_REACH, len(aligner.labels)))
            if aligner.labels[n] == f"B-{z.FILED}"
        )
        for n in range(head + 1, next(ends, head + 1)):
            if aligner.labels[n] is None and re.match(r"\s*[-–+•*]\s*\w", aligner.parts[n].text):
                aligner.labels[n] = f"B-{z.RECIPIENT}"


# Segments in which the last line of Nơi nhận stands below its heading.
LIST_REACH = 60


def _go_on(aligner: _Aligner, named: list[int]) -> None:
    """Lines that go on with an item which did not end: what is left of its purpose, for one."""
    for n in sorted(named):
        text, below = aligner.parts[n].text, n + 1
        label = (aligner.labels[n] or "")[2:]
        while below < len(aligner.parts) and below < n + 4 and aligner.labels[below] is not None:
            below += 1
        if below >= len(aligner.parts) or label not in (z.RECIPIENT, z.FILED):
            continue
        rest = aligner.parts[below].text
        open_end = text.count("(") > text.count(")") or not re.search(r"[;.,]\s*$", text)
        if open_end and rest[:1].islower() and not rest.isupper() and len(rest) < 60:
            aligner.labels[below] = f"I-{label}"
            named.append(below)


@dataclass(frozen=True)
class Example:
    """The segments of a document that the model is trained on."""

    kept: list[list[str]]
    kept_labels: list[str]


def example(one: Annotated) -> Example:
    """A document as it is read."""
    return _example(one, laid_out(one.text))


def copies(one: Annotated, count: int = COPIES) -> list[Example]:
    """A document with changes in how it is printed."""
    seeds = (zlib.crc32(f"{one.name} {n}".encode()) for n in range(count))
    return [_example(one, varied(laid_out(one.text), seed)) for seed in seeds]


def _example(one: Annotated, text: Text) -> Example:
    parts, labels = labelled(text, one.truth)
    rows = z.features(text, parts, rules_of(text).places(len(text.lines)))
    kept = list(_kept(labels))
    return Example([rows[n] for n in kept], [labels[n] for n in kept])


def _kept(labels: Sequence[str]) -> Iterator[int]:
    """The segments that are trained on: the long middle of the text and of annexes is left out."""
    middle = [n for n, label in enumerate(labels) if label == z.BODY]
    behind = [n for n, label in enumerate(labels) if label == z.BEHIND]
    left = set(middle[KEPT:-KEPT]) | set(behind[2 * KEPT :])
    return (n for n in range(len(labels)) if n not in left)


def write(examples: Iterable[Example], folder: Path) -> None:
    """Train the model and write it."""
    kept = ((one.kept, one.kept_labels) for one in examples)
    train_tagger(folder / "zones.crfsuite", kept, PENALTIES)
