"""Labels of head and closing from the truths, the model that learns them, and its out-of-fold figures."""

import argparse
import re
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite
from rapidfuzz import fuzz

from extract import zones as z
from extract.flattened import laid_out
from extract.layout import rules_of
from extract.segments import Segment
from extract.training.documents import Annotated, load
from extract.training.folds import folds
from extract.training.variety import varied
from gazetteer.abbreviations import expand
from normalize.folding import fold
from normalize.text import Text

# Strength of the regularisation, and rounds of L-BFGS.
PENALTY = {"c1": 0.05, "c2": 0.05, "max_iterations": 70, "feature.minfreq": 2}
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
    parts, last = aligner.parts, min(HEAD_SEGMENTS, len(aligner.parts))
    flats = [z._flat(p.text) for p in parts[:last]]
    letter = header.get("kind") in (None, "công văn")
    if number := header.get("number"):
        symbol = re.sub(r"\W", "", fold(re.split(r"[/-]", number, maxsplit=1)[-1]))
        for n, part in enumerate(parts[:last]):
            key = re.sub(r"\W", "", fold(part.text))
            if (
                len(key) < 45
                and symbol
                and fuzz.partial_ratio(symbol, key) > 85
                and len(key) >= len(symbol)
            ):
                aligner.mark([n], z.NUMBER)
                break
    if header.get("place") or header.get("issued_on"):
        place = fold(header.get("place") or "")
        for n, flat in enumerate(flats):
            if (
                re.search(r"ngay.{0,14}thang|thang.{1,6}nam", flat)
                and len(flat.split()) < 18
                and place in fold(flat)
            ):
                aligner.mark([n], z.DATED)
                break
    if header.get("kind") and not letter:
        kind = fold(header["kind"])
        for n, part in enumerate(parts[:last]):
            if fuzz.ratio(fold(part.text)[: len(kind) + 2], kind) > 84 and part.text[:3].isupper():
                aligner.mark([n], z.KIND)
                break
    found_title: list[int] = []
    if header.get("title"):
        begin = next((n for n, x in enumerate(aligner.labels) if x == f"B-{z.KIND}"), 0)
        found_title = aligner.run(header["title"], begin, last) or aligner.run(
            header["title"], 0, last
        )
        aligner.mark(found_title, z.TITLE)
    top = min(
        [n for n, x in enumerate(aligner.labels) if x and x[2:] in (z.KIND, z.TITLE)] or [last]
    )
    top = max(top, 8)
    if parent := header.get("parent_issuer"):
        aligner.mark(_named(aligner, parent, top, ""), z.PARENT)
    issuers = header.get("issuer") or []
    for issuer in [issuers] if isinstance(issuers, str) else issuers:
        aligner.mark(_named(aligner, issuer, top, header.get("parent_issuer") or ""), z.ISSUER)
    asked = next((n for n, flat in enumerate(flats) if z._CUES["address"].search(flat)), None)
    for addressee in header.get("addressees") or []:
        low = max((asked or 0), 0)
        aligner.mark(aligner.run(addressee, low, last), z.ADDRESSEE)
    if asked is not None and header.get("addressees") and aligner.labels[asked] is None:
        aligner.labels[asked] = f"B-{z.ADDRESS}"
    body = max([n for n, x in enumerate(aligner.labels) if x] or [-1]) + 1
    return body


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
    parts, end = aligner.parts, len(aligner.parts)
    flats = [z._flat(p.text) for p in parts]
    heads = [
        n for n in range(body, end) if z._CUES["recipients"].search(flats[n]) and len(flats[n]) < 45
    ]
    named: list[int] = []
    signers = truth.get("signers") or []
    position = heads[0] if heads else body
    for recipient in truth.get("recipients") or []:
        found = aligner.run(recipient["name"], position, min(position + 60, end), 8)
        if found:
            aligner.mark(found, z.RECIPIENT)
            named += found
            position = found[0]
    for filed in truth.get("filed_at") or []:
        key = fold(filed)
        for n in range(position, min(position + 40, end)):
            line = fold(parts[n].text)
            if z._CUES["filed"].search(flats[n]) and key.split()[:1] and key.split()[0] in line:
                if aligner.labels[n] is None:
                    aligner.labels[n] = f"B-{z.FILED}"
                named.append(n)
                break
    _go_on(aligner, named)
    for n in heads:
        if aligner.labels[n] is None and (named or n == heads[0]):
            near = [m for m in named if n <= m < n + 12]
            if near:
                aligner.labels[n] = f"B-{z.RECIPIENTS}"
                named.append(n)
    _fill(aligner)
    start = max(body, min(named) - 15) if named else max(body, end // 4)
    for signer in signers:
        key = fold(signer["name"])
        fits = [
            n for n in range(start, end)
            if aligner.labels[n] in (None, f"I-{z.RECIPIENT}") and fuzz.ratio(fold(parts[n].text)[-len(key) - 3 :], key) >= 82 and len(parts[n].text) < len(key) + 40
        ]  # fmt: skip
        if not fits:
            continue
        n = fits[0]
        aligner.labels[n] = f"B-{z.NAME}"
        named.append(n)
        said = fold(" ".join(str(signer.get(k) or "") for k in ("mark", "unit", "title")))
        for m in range(max(start, n - 22), n + 1):
            text = parts[m].text
            if aligner.labels[m] is None and text[:4].isupper() and (
                z.OFFICE.match(text.strip(" *.")) or z.MARK.match(text.strip(" *."))
                or (fuzz.partial_ratio(fold(text), said) > 88 and len(fold(text)) > 4)
            ):  # fmt: skip
                aligner.labels[m] = f"B-{z.OFFICE_LINE}"
                named.append(m)
    if not named:
        return end, end
    return min(named), max(named) + 1


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
    """A document as the model sees it."""

    name: str
    rows: list[list[str]]
    labels: list[str]
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
    return Example(one.name, rows, labels, [rows[n] for n in kept], [labels[n] for n in kept])


def _kept(labels: Sequence[str]) -> Iterator[int]:
    """The segments that are trained on: the long middle of the text and of annexes is left out."""
    middle = [n for n, label in enumerate(labels) if label == z.BODY]
    behind = [n for n, label in enumerate(labels) if label == z.BEHIND]
    left = set(middle[KEPT:-KEPT]) | set(behind[2 * KEPT :])
    return (n for n in range(len(labels)) if n not in left)


def train(examples: Sequence[Example]) -> bytes:
    """The model of these documents."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PENALTY)
    for one in examples:
        if one.kept:
            trainer.append(one.kept, one.kept_labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()


def main() -> None:
    """Print the figures of the ten folds by label; with ``--write`` train on all and keep the model."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument(
        "--truth", type=Path, required=True, help="folder of annotated documents with its INDEX.tsv"
    )
    parser.add_argument(
        "--write", action="store_true", help="train on all documents and write the model"
    )
    given = parser.parse_args()
    documents = [one for one in load(given.truth) if not one.written]
    if given.write:
        z.MODEL.write_bytes(train([e for one in documents for e in (example(one), *copies(one))]))
        return
    counts: Counter[tuple[str, str]] = Counter()
    for one, tagger in out_of_fold(documents):
        seen = example(one)
        counts.update(zip(seen.labels, tagger.labels(seen.rows), strict=True))
    for label in sorted({right for right, _ in counts}):
        hits = counts[label, label]
        right = sum(n for (a, _), n in counts.items() if a == label)
        made = sum(n for (_, b), n in counts.items() if b == label)
        print(f"{label:14} {right:6} F1 {2 * hits / (right + made):.3f}")


def out_of_fold(documents: Sequence[Annotated]) -> Iterator[tuple[Annotated, z.Tagger]]:
    """Each document with a tagger that has seen none of its issuer."""
    examples = {one.name: (example(one), *copies(one)) for one in documents}
    for fold_ in folds(documents):
        held = {one.name for one in fold_}
        tagger = z.Tagger(
            train([e for name, made in examples.items() if name not in held for e in made])
        )
        yield from ((one, tagger) for one in fold_)


if __name__ == "__main__":
    main()
