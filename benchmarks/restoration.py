"""How well and how fast text is restored: ``python -m benchmarks.restoration [--shared FOLDER]``.

With ``--prints FOLDER`` (see ``python -m normalize.training prints``) spoiled layers by part of the document
come last.

Without a folder of reference documents only the project's own samples are measured. With pyvi
installed (``pip install vanban[bench]``) its ``add_accents`` stands beside each row.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from benchmarks import ocr_scans, spoiled_layers
from benchmarks.drawing import draw_reliability
from benchmarks.scoring import (
    Bin,
    TextScore,
    calibration_error,
    draw_curve,
    reliability,
    score_lines,
    words,
)
from gazetteer.load import Gazetteer
from normalize.folding import canonical, strip_diacritics
from normalize.reading import Treatment
from normalize.restore import Restorer
from normalize.source import NamesNear, RestoredLine, Source

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@dataclass(frozen=True)
class Case:
    """A text to restore: its truth, what is given, how it is treated, and its context."""

    name: str
    truth: list[str]
    given: list[str]
    treatment: Treatment
    context: tuple[str, ...] = ()


def bare(text: str) -> str:
    """A text as it is after its diacritics were lost."""
    return strip_diacritics(canonical(text))


def cases(shared: Path | None) -> Iterator[Case]:
    """All texts to measure."""
    own = sorted((SAMPLES / "truth").glob("*.txt"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in own)
    yield _bare_case("own samples, bare", text)
    if shared is None:
        return
    seeds = {file.name[:3]: file for file in (shared / "seeds").glob("*.txt")}
    truths = {name: (shared / "gold" / f"{name}.txt").read_text(encoding="utf-8") for name in seeds}
    spoiled = seeds["000"].read_text(encoding="utf-8").split("\n")
    truth = truths["000"].split("\n")
    yield Case("seed 000, spoiled", truth, spoiled, Treatment.SPOILED)
    yield Case("seed 000, context 001", truth, spoiled, Treatment.SPOILED, (truths["001"],))
    for name in ("001", "003"):
        yield _bare_case(f"seed {name}, bare", truths[name])
    files = sorted((shared / "texts").glob("*.txt"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    yield _bare_case("texts, bare", text)
    yield Case("texts, sound", text.split("\n"), text.split("\n"), Treatment.KEEP)


def _bare_case(name: str, text: str) -> Case:
    return Case(name, text.split("\n"), bare(text).split("\n"), Treatment.MARKS)


def peer() -> Callable[[str], str] | None:
    """pyvi's ``add_accents``; a line on which it fails comes back as it was."""
    try:
        from pyvi import ViUtils
    except ImportError:
        return None

    def accents(line: str) -> str:
        try:
            return str(ViUtils.add_accents(line))
        except (KeyError, IndexError):
            return line

    return accents


def main() -> None:
    """Measure and print the table and the reliability curve of spoiled text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder of reference documents")
    parser.add_argument("--no-peer", action="store_true", help="leave pyvi out (it is slow)")
    parser.add_argument("--scans", action="store_true", help="also read the scans (a minute)")
    parser.add_argument("--prints", type=Path, help="folder of printed and misread documents")
    parser.add_argument("--curve", type=Path, help="SVG file for the reliability curve")
    arguments = parser.parse_args()
    restorer = Restorer.load()
    restorer.restore([Source("Ke hoach", Treatment.SPOILED)])
    gazetteer = Gazetteer.load()
    names = gazetteer.names_near
    names("huyện Gia Lâm")
    add_accents = None if arguments.no_peer else peer()
    print(f"{'text':24}{'words':>7}{'given':>8}{'right':>8}{'harm':>8}{'words/s':>9}{'pyvi':>8}")
    spoiled: tuple[Case, list[RestoredLine]] | None = None
    for case in cases(arguments.shared):
        answers, seconds = _timed(restorer, case, names)
        print(_row(case, [answer.text for answer in answers], seconds, add_accents))
        if case.treatment is Treatment.SPOILED and not case.context:
            spoiled = case, answers
    if spoiled:
        curve = _reliability(*spoiled)
        title = f"Word confidence, {spoiled[0].name}"
        print(f"\n{title}: calibration error {calibration_error(curve):.4f}")
        print(draw_curve(curve))
        if arguments.curve:
            draw_reliability(curve, title, arguments.curve)
    if arguments.scans and arguments.shared:
        ocr_scans.measure(arguments.shared)
    if arguments.prints and arguments.shared:
        spoiled_layers.measure(arguments.shared, arguments.prints, restorer, gazetteer)


def _timed(restorer: Restorer, case: Case, names: NamesNear) -> tuple[list[RestoredLine], float]:
    restorer.source.of.cache_clear()
    start = time.process_time()
    answers = restorer.restore(
        [Source(line, case.treatment) for line in case.given], case.context, names
    )
    return answers, time.process_time() - start


def _row(
    case: Case, got: Sequence[str], seconds: float, add_accents: Callable[[str], str] | None
) -> str:
    before = score_lines(case.truth, case.given)
    after = score_lines(case.truth, got, case.given)
    beside = _peer_score(case, add_accents)
    theirs = f"{beside.accuracy:8.4f}" if beside else f"{'-':>8}"
    return (
        f"{case.name:24}{after.words:7}{before.accuracy:8.4f}{after.accuracy:8.4f}"
        f"{after.harmed / after.words:8.4f}{after.words / seconds:9.0f}{theirs}"
    )


def _peer_score(case: Case, add_accents: Callable[[str], str] | None) -> TextScore | None:
    if add_accents is None or case.treatment is Treatment.KEEP:
        return None
    return score_lines(case.truth, [add_accents(line) for line in case.given])


def _reliability(case: Case, answers: Sequence[RestoredLine]) -> list[Bin]:
    confidences, rights = [], []
    for truth, answer in zip(case.truth, answers, strict=True):
        expected = words(truth)
        made = [(w, r.confidence) for r in answer.readings for w in words(r.text)]
        edits = Levenshtein.editops(expected, [w for w, _ in made])
        wrong = {edit.dest_pos for edit in edits if edit.tag != "delete"}
        confidences += [confidence for _, confidence in made]
        rights += [position not in wrong for position in range(len(made))]
    return reliability(confidences, rights)


if __name__ == "__main__":
    main()
