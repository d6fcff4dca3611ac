"""Models as files give what the models gave that they were made of."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from extract.learned import models
from extract.learned.models import NO, SHIPPED, YES, Numbers, Tagger, Trees, model_path, models_of
from extract.training import learners
from extract.training.learners import Penalties, train_tagger, train_trees, write_trees
from samples.make import DOCUMENTS

PENALTIES = Penalties(c1=0.0, c2=0.1, rounds=50)
WORDS = [["sách", "đầu"], ["đọc"], ["sách"], ["mua"]]
SEQUENCES = [(WORDS, [YES, NO, YES, NO]), (WORDS[::-1], [NO, YES, NO, YES])] * 3


def table(count: int, seed: int) -> Numbers:
    """Rows of five numbers, a fifth of them missing."""
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(count, 5))
    rows[chance.random(rows.shape) < 0.2] = np.nan
    return rows


ROWS, UNSEEN = table(400, 1), table(200, 2)
RIGHT = np.nan_to_num(ROWS[:, 0], nan=1.0) + np.nan_to_num(ROWS[:, 1]) > 0.3


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[HistGradientBoostingClassifier]:
    """The models that a training of trees makes."""
    made: list[HistGradientBoostingClassifier] = []

    class Kept(HistGradientBoostingClassifier):  # type: ignore[misc]
        def fit(self, *given: Any) -> "Kept":
            made.append(super().fit(*given))
            return self

    monkeypatch.setattr(learners, "HistGradientBoostingClassifier", Kept)
    return made


@pytest.mark.parametrize("rows", [ROWS, UNSEEN, np.full((1, 5), np.nan)])
def test_trees_are_the_models_they_were_made_of(
    rows: Numbers, fitted: list[HistGradientBoostingClassifier], tmp_path: Path
) -> None:
    write_trees(tmp_path / "some.npz", ROWS, RIGHT)
    odds = np.mean([model.decision_function(rows) for model in fitted], axis=0)
    made = Trees.load(tmp_path / "some.npz").probabilities(rows)
    np.testing.assert_allclose(made, 1 / (1 + np.exp(-odds)), atol=1e-6)
    assert len(fitted) > 1


def test_a_missing_number_is_no_zero() -> None:
    trees = Trees(train_trees(ROWS, RIGHT))
    missing, zero = np.zeros((1, 5)), np.zeros((1, 5))
    missing[0, 0] = np.nan
    assert trees.probabilities(missing)[0] > trees.probabilities(zero)[0] + 0.1


def test_trees_that_cannot_cut_give_the_share_of_yes() -> None:
    trees = Trees(train_trees(np.zeros((200, 1)), np.arange(200) < 50))
    assert trees.probabilities(np.ones((2, 1))) == pytest.approx([0.25, 0.25], abs=1e-3)


def test_no_rows_have_no_probabilities() -> None:
    assert Trees(train_trees(ROWS, RIGHT)).probabilities(np.zeros((0, 5))).shape == (0,)


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    """A folder with a model that says yes to "sách"."""
    train_tagger(tmp_path / "some.crfsuite", SEQUENCES, PENALTIES)
    return tmp_path


def test_a_tagger_tells_labels_and_how_likely_they_are(taught: Path) -> None:
    tagger = Tagger(taught / "some.crfsuite")
    labels, likely = tagger.tagged(WORDS)
    yes, no = tagger.probabilities(WORDS), tagger.probabilities(WORDS, NO)
    assert labels == [YES, NO, YES, NO]
    np.testing.assert_allclose(yes + no, 1)
    np.testing.assert_allclose(likely, np.maximum(yes, no))


@pytest.mark.parametrize("sequence", [[], [["unheard of"]], [[]]])
def test_a_tagger_takes_any_sequence(taught: Path, sequence: Sequence[list[str]]) -> None:
    assert len(Tagger(taught / "some.crfsuite").probabilities(list(sequence))) == len(sequence)


def test_models_of_a_folder_are_in_use_inside_and_those_before_after(taught: Path) -> None:
    with models_of(taught):
        assert model_path("some.crfsuite").parent == taught
        assert models.tagger("some").tagged(WORDS)[0][0] == YES
        with models_of(taught / "deeper"):
            assert model_path("x") == taught / "deeper" / "x"
        assert model_path("x") == taught / "x"
    assert model_path("x") == SHIPPED / "x"


def test_models_before_are_in_use_again_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(OSError), models_of(tmp_path):
        models.trees("none")
    assert models.trees("duties").probabilities(np.full((1, 200), np.nan)).shape == (1,)


@pytest.mark.parametrize("name", ["zones", "doers", "duties"])
def test_shipped_sequence_models_open(name: str) -> None:
    assert models.tagger(name).tagged([["bias"]])[0] != []


def test_a_document_has_one_record_whatever_the_order_of_sets() -> None:
    path = DOCUMENTS / "ke-hoach-mat-dau.txt"
    code = (
        "import sys; from pathlib import Path; from ingest.limits import Limits; import pipeline; "
        "reading = pipeline.read(Path(sys.argv[1]).read_bytes(), Limits()); "
        "print(reading.record.model_dump_json())"
    )
    records = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "5")
    }
    assert len(records) == 1
