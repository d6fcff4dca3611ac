"""Annotated documents of several folders; all wording is invented."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extract.record import Header, HeaderEvidence, Record, Source
from extract.training import __main__ as training
from extract.training.documents import Annotated, load
from extract.training.folds import folds
from ingest.page import Document, Kind
from normalize.text import Paragraph, Text

BASE = [str(n) for n in range(training.LEAST)]
COLUMNS = "name\tdocument\tform\tkind\tissuer_group\tsource\n"


def folder_of(place: Path, **texts: str) -> Path:
    """A folder of truths: for each name a text, of which the truth says no more than the name."""
    place.mkdir(parents=True)
    rows = [f"{name}\t{name}.txt\ttext\tluật\t{name}\there\n" for name in texts]
    (place / "INDEX.tsv").write_text(COLUMNS + "".join(rows), encoding="utf-8")
    for name, text in texts.items():
        (place / f"{name}.txt").write_text(text, encoding="utf-8")
        (place / f"{name}.json").write_text(json.dumps({"of": text}), encoding="utf-8")
    return place


def test_folders_are_read_as_one_with_each_document_and_each_name_once(tmp_path: Path) -> None:
    folders = [
        folder_of(tmp_path / "base", a="Kế hoạch một", b="Kế hoạch hai"),
        folder_of(tmp_path / "here" / "office", a="Kế hoạch ba", c="Kế hoạch hai"),
        folder_of(tmp_path / "there" / "office", a="Kế hoạch bốn", d="Kế hoạch năm"),
    ]
    read = load(*folders, cache=tmp_path / "cache", processes=1)
    assert [(one.folder, one.name, one.truth["of"]) for one in read] == [
        (folders[0], "a", "Kế hoạch một"),
        (folders[0], "b", "Kế hoạch hai"),
        (folders[1], "office-a", "Kế hoạch ba"),
        (folders[2], "office-a-2", "Kế hoạch bốn"),
        (folders[2], "d", "Kế hoạch năm"),
    ]
    assert [one.text.page_texts[0] for one in read] == [one.truth["of"] for one in read]


def annotated(folder: str, name: str, group: str, number: str) -> Annotated:
    truth = {"header": {"number": number}}
    document = Document("0" * 64, Kind.TEXT, ())
    text = Text((), (Paragraph("Điều 1", ()),))
    return Annotated(Path(folder), name, "text", "luật", group, document, text, truth)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The documents of each training, which reads right where the office's own was among them."""
    trained = list[list[str]]()
    documents = [
        *(annotated("base", str(n), str(n % 2), "1/KH") for n in range(training.LEAST)),
        *(annotated("small", str(n), str(n % 2), "1/KH") for n in range(training.LEAST - 1)),
        *(annotated("one-issuer", str(n), "one", "1/KH") for n in range(training.LEAST)),
        annotated("office", "own", "three", "3/KH"),
    ]

    def measured(
        chosen: Sequence[Annotated], made: Sequence[Annotated], processes: int
    ) -> dict[str, dict[str, Any]]:
        assert made == []  # documents without a line have no copies
        trained.append([one.name for one in chosen])
        support = {"number": HeaderEvidence(confidence=0.5)}
        source = Source(sha256="0" * 64, media_type=Kind.TEXT)
        numbers = {one.name: one.truth["header"]["number"] for one in chosen}
        return {
            name: Record(
                source=source,
                header=Header(number=number if "own" in numbers else "9/KH", support=support),
            ).model_dump(mode="json")
            for name, number in numbers.items()
        }

    def loaded(*truths: Path, processes: int) -> list[Annotated]:
        return [one for one in documents if one.folder in truths]

    monkeypatch.setattr(training, "CACHE", tmp_path)
    monkeypatch.setattr(training, "load", loaded)
    monkeypatch.setattr(training, "measured", measured)
    return trained


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr(sys, "argv", ["training", *words])
    training.main()


def test_the_gain_is_told_of_the_documents_of_the_first_folder(
    runs: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--truth", "base", "--truth", "office", "--gain")
    assert runs == [BASE, [*BASE, "own"]]
    told = capsys.readouterr().out
    without, rest = told.split("base, trained with the others")
    assert without.startswith("base, trained without the others")
    assert "0.000" in without and "1.000" not in without
    assert "1.000" in rest and "0.000" not in rest


def test_without_asking_for_the_gain_all_folders_are_trained_once(
    runs: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--truth", "base", "--truth", "office")
    assert runs == [[*BASE, "own"]]
    assert "trained without" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--truth", "base", "--gain"],
        ["--truth", "small"],
        ["--truth", "one-issuer"],
        ["--truth", "small", "--truth", "base", "--gain"],
    ],
)
def test_nothing_to_compare_or_to_measure_on_is_refused(
    words: list[str],
    runs: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(monkeypatch, *words)
    assert "--truth" in capsys.readouterr().err.splitlines()[-1]
    assert runs == []


def test_few_issuers_are_few_folds_and_none_is_in_two() -> None:
    documents = [annotated("base", str(n), str(n % 2), "1/KH") for n in range(5)]
    made = folds(documents)
    assert sorted(sorted(one.name for one in fold) for fold in made) == [
        ["0", "2", "4"], ["1", "3"],
    ]  # fmt: skip


def test_models_that_were_replaced_are_put_back(tmp_path: Path) -> None:
    models, before = tmp_path / "models", tmp_path / "before"
    assert "no models" in training.put_back(models, before)
    for folder, words in ((models, "new"), (before, "old")):
        folder.mkdir()
        (folder / "times.json").write_text(words, encoding="utf-8")
    assert "as before" in training.put_back(models, before)
    assert (models / "times.json").read_text(encoding="utf-8") == "old"
    assert "no models" in training.put_back(models, before)
