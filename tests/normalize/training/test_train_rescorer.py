"""Training the rescorer on a language of our own, in which the form depends on a distant word."""

from pathlib import Path
from string import ascii_lowercase

import numpy as np
import pytest

from normalize.rescorer import FAR, Rescorer
from normalize.tokens import SPECIAL
from normalize.training.open_words import Forms, OpenWords, find_open, forms_of
from normalize.training.rescorer import Trainer

FILLERS = tuple(f"x{a}{b}" for a in ascii_lowercase for b in ascii_lowercase)
VOCABULARY = (*SPECIAL, "ma", "mà", "biển", "rừng", *FILLERS)
INDEX = {word: number for number, word in enumerate(VOCABULARY)}


def language(sentences: int) -> np.ndarray:
    """ "ma" twelve words after "biển", "mà" twelve words after "rừng"."""
    chance = np.random.default_rng(1)
    often = 1.0 / np.arange(1, len(FILLERS) + 1) ** 2
    words: list[str] = []
    for _ in range(sentences):
        sea = chance.random() < 0.5
        filler = list(chance.choice(FILLERS, 19, p=often / often.sum()))
        words += ["biển" if sea else "rừng", *filler[:11], "ma" if sea else "mà", *filler[11:]]
    return np.array([INDEX[word] for word in words], dtype=np.uint16)


@pytest.fixture(scope="module")
def forms() -> Forms:
    return forms_of(VOCABULARY)


@pytest.fixture(scope="module")
def found(forms: Forms) -> tuple[np.ndarray, OpenWords]:
    stream = language(12_000)
    return stream, find_open(stream, forms, folds=2)


def test_forms_share_their_letters(forms: Forms) -> None:
    of_ma = forms.words[forms.first[INDEX["mà"]] : forms.first[INDEX["mà"] + 1]]
    assert [VOCABULARY[n] for n in of_ma] == ["ma", "mà"]


def test_what_n_grams_cannot_tell_is_open(found: tuple[np.ndarray, OpenWords]) -> None:
    stream, words = found
    assert {VOCABULARY[n] for n in stream[words.place]} == {"ma", "mà"}
    assert len(words.place) > 10_000
    scores = np.exp(words.scores).reshape(-1, 2)
    assert scores.sum(axis=1) == pytest.approx(1.0, abs=1e-3)


def test_the_network_learns_the_distant_word(
    found: tuple[np.ndarray, OpenWords], forms: Forms, tmp_path: Path
) -> None:
    stream, words = found
    trainer = Trainer(stream, words, forms)
    trainer.learn(epochs=1)
    trainer.write(tmp_path / "rescorer.npz")
    rescorer = Rescorer.load(VOCABULARY, tmp_path / "rescorer.npz")
    right = 0
    for at in words.place[1_000:1_100]:
        around = stream[at - FAR : at + FAR + 1].astype(np.int32)
        lattice = np.insert(around, FAR, INDEX["ma"] + INDEX["mà"] - around[FAR])
        posterior = np.ones(len(lattice), dtype=np.float32)
        posterior[FAR : FAR + 2] = 0.5
        first = np.array([*range(FAR + 1), *range(FAR + 2, len(lattice) + 1)], dtype=np.int32)
        best = np.array([*range(FAR + 1), *range(FAR + 2, len(lattice))], dtype=np.int32)
        advice = rescorer.advice(lattice, posterior, first, best)
        right += advice[FAR + 1] < advice[FAR]
    assert right > 90
