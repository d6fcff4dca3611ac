"""Train what extraction decides by learning, and measure it: ``python -m extract.training --truth FOLDER``.

Every fold keeps some issuers apart: all models are trained on the other documents, and the whole
extraction is run with them over those kept apart. What is printed, and what confidence is fitted to, are
these records. They are kept beside (``var/training/out-of-fold``). ``--write`` then trains on all
documents and puts models, figures and a row of history into the project.

``--truth`` may be given several times. ``--gain`` then also tells what the other folders do for the documents
of the first: the table of these by models trained on them alone, and by models trained on all. ``--back`` puts
back what the last ``--write`` replaced.
"""

import argparse
import json
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from extract.learned.confidence import calibrate
from extract.learned.models import SHIPPED, Numbers, models_of, tagger
from extract.nlp import extract_record, read_draft
from extract.record import Record
from extract.training import confidence, duties, labels, times, zones
from extract.training.documents import CACHE, Annotated, copies, load
from extract.training.duties import Case
from extract.training.figures import keep_history, table
from extract.training.folds import folds
from extract.training.times import Sample

T = TypeVar("T")
# Where --write keeps what it replaces.
BEFORE = CACHE / "before"
# Fewer documents leave some model without examples of both answers.
LEAST = 20


@dataclass
class Example:
    """A document with what each model learns from it."""

    document: Annotated
    zones: list[zones.Example]
    case: Case
    sample: Sample


_examples: dict[str, Example] = {}
_copies: dict[str, list[Annotated]] = {}
_folds: list[list[str]] = []


def example(document: Annotated) -> Example:
    """Read a document up to what the models decide, and lay its truth beside it."""
    from pipeline import gazetteer

    draft = read_draft(document.document, document.text, gazetteer(), before="deadlines")
    return Example(
        document,
        zones_of(document),
        duties.case_of(document, draft),
        times.sample(document, draft),
    )


def examples(documents: Sequence[Annotated], processes: int) -> list[Example]:
    """All documents laid beside their truths; their heads are read with zones learned from them all."""
    folder = CACHE / "folds" / "all"
    folder.mkdir(parents=True, exist_ok=True)
    zones.write((copy for one in documents for copy in zones_of(one)), folder)
    forked = get_context("fork")
    with models_of(folder), ProcessPoolExecutor(processes, mp_context=forked) as pool:
        return list(pool.map(example, documents))


def zones_of(document: Annotated) -> list[zones.Example]:
    """A document as it is read and with changes in how it is printed; written ones teach no zones.

    Nor do copies: with them spoiled layers had .848 of all entries in the place of .845, and addressees of sound
    documents .966 in the place of .983.
    """
    return [] if document.written else [zones.example(document), *zones.copies(document)]


def train(names: Sequence[str], folder: Path) -> None:
    """Train all models on some documents and write them into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [_examples[name] for name in names]
    zones.write((copy for one in chosen for copy in one.zones), folder)
    times.write([one.sample for one in chosen], folder)
    duties.write_doers([one.case for one in chosen], folder)
    cases = [one.case for one in chosen if not one.document.written]
    duties.write(cases, [duties.seen(case) for case in cases], folder)


def out_of_fold(work: Callable[[int], dict[str, T]], processes: int) -> dict[str, T]:
    """What each fold says of the documents that it keeps apart, with progress."""
    found: dict[str, T] = {}
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        for number, part in enumerate(pool.map(work, range(len(_folds))), start=1):
            found |= part
            print(
                f"\r{work.__name__.strip('_')}: fold {number} of {len(_folds)}", end="", flush=True
            )
    print()
    return found


def _scores(number: int) -> dict[str, list[Numbers]]:
    """How sure a model that was trained on the other folds is of each stretch."""
    folder = CACHE / "folds" / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    duties.write_doers(_others(number), folder)
    with models_of(folder):
        model = tagger("doers")
        return {n: duties.scores(_examples[n].case, model) for n in _folds[number]}


def _others(number: int) -> list[Case]:
    return [one.case for name, one in _examples.items() if name not in _folds[number]]


def _records(number: int) -> dict[str, dict[str, Any]]:
    """Records of a fold's documents by models that were trained on the other folds."""
    from pipeline import gazetteer

    folder = CACHE / "folds" / str(number)
    train([name for name in _examples if name not in _folds[number]], folder)
    with models_of(folder):
        kept_apart = (
            one for n in _folds[number] for one in (_examples[n].document, *_copies.get(n, ()))
        )
        read = {
            one.name: extract_record(one.document, one.text, gazetteer(), calibrated=False)
            for one in kept_apart
        }
    return {name: record.model_dump(mode="json") for name, record in read.items()}


def measured(
    documents: Sequence[Annotated], made: Sequence[Annotated], processes: int
) -> dict[str, dict[str, Any]]:
    """Records of documents and of the copies made of them out of fold, by name.

    What they teach is then at hand to train on all.
    """
    _examples.clear()
    _copies.clear()
    for one in made:
        _copies.setdefault(one.of or "", []).append(one)
    _examples.update((one.document.name, one) for one in examples(documents, processes))
    _folds[:] = [[one.name for one in fold] for fold in folds(documents)]
    _folds[0] += [one.name for one in documents if one.written]
    for name, found in out_of_fold(_scores, processes).items():
        case = _examples[name].case
        _examples[name].case = replace(case, scene=replace(case.scene, scores=found))
    return out_of_fold(_records, processes)


def _calibrated(record: dict[str, Any]) -> dict[str, Any]:
    made = Record.model_validate(record)
    calibrate(made)
    return made.model_dump(mode="json")


def put_back(models: Path, before: Path) -> str:
    """Put back the models that were replaced last; what was done, in words."""
    if not before.exists():
        return f"no models to put back: {before} holds those that --write replaced"
    shutil.copytree(before, models, dirs_exist_ok=True)
    shutil.rmtree(before)
    return f"models of {models} are as before the last --write"


def main() -> None:
    """Train, measure out of fold, print; write on request."""
    parser = argparse.ArgumentParser(prog="python -m extract.training", description=__doc__)
    parser.add_argument(
        "--truth", type=Path, default=[], action="append",
        help="folder of annotated documents; repeatable",
    )  # fmt: skip
    parser.add_argument(
        "--prints", type=Path,
        help="folder that python -m normalize.training.prints wrote: documents with spoiled layers",
    )  # fmt: skip
    parser.add_argument(
        "--gain", action="store_true", help="what other folders gain for the first: twice the time"
    )
    parser.add_argument("--write", action="store_true", help="put the models into the project")
    parser.add_argument("--processes", type=int, default=2, help="processes that work at once")
    parser.add_argument(
        "--back", action="store_true", help="put back the models that the last --write replaced"
    )
    chosen = parser.parse_args()
    if chosen.back:
        parser.exit(message=f"{put_back(SHIPPED, BEFORE)}\n")
    if not chosen.truth:
        parser.error("--truth FOLDER is needed: the annotated documents to learn from")
    if chosen.gain and len(chosen.truth) == 1:
        parser.error("--gain compares folders: give a second --truth")
    begun = time.monotonic()
    documents = load(*chosen.truth, processes=chosen.processes)
    first = [one for one in documents if one.folder == chosen.truth[0]]
    least = first if chosen.gain else documents
    if len(least) < LEAST or len(folds(least)) < 2:
        parser.error(f"{LEAST} documents of two issuers are the least: give a larger first --truth")
    made = copies(documents, chosen.prints, processes=chosen.processes)
    of_first = [one for one in made if one.folder == chosen.truth[0]]
    alone = measured(first, of_first, chosen.processes) if chosen.gain else {}
    records = measured(documents, made, chosen.processes)
    kept = CACHE / "out-of-fold"
    kept.mkdir(exist_ok=True)
    for name, record in records.items():
        (kept / f"{name}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    if chosen.gain:
        print(f"{chosen.truth[0]}, trained without the others\n{table(first, alone)}")
        print(f"{chosen.truth[0]}, trained with the others\n{table(first, records)}\nall folders")
    print(f"{table(documents, records)}\nthe same documents spoiled\n{table(made, records)}")
    apart = [[_examples[name].document for name in fold] for fold in _folds]
    cases = confidence.judged_values(apart, records)
    judged = confidence.kept_apart(cases)
    print(confidence.figures(judged))
    slips = labels.slips(documents, {name: _calibrated(one) for name, one in records.items()})
    labels.write(slips, CACHE / "slips.tsv")
    print(f"labels to look at again: {len(slips)}, in {CACHE / 'slips.tsv'}")
    if chosen.write:
        shutil.copytree(SHIPPED, BEFORE, dirs_exist_ok=True)
        train(list(_examples), SHIPPED)
        confidence.write(cases, confidence.accepted(judged), SHIPPED / "confidence.json")
        keep_history(documents, records)
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
