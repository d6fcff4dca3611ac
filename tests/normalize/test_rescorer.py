"""The second opinion: what it may change, and that it sees further than n-grams."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.reading import Treatment
from normalize.rescorer import OPEN_BELOW, Rescorer
from normalize.restore import Restorer
from normalize.source import Source


@pytest.fixture(scope="module")
def rescorer(restorer: Restorer) -> Rescorer:
    return restorer.rescorer


def numbers(restorer: Restorer, words: list[str]) -> np.ndarray:
    return np.array([restorer.model.index[word] for word in words], dtype=np.int32)


@given(weights=st.lists(st.floats(0.01, 1.0), min_size=5, max_size=5))
def test_forms_of_other_letters_keep_their_share(restorer: Restorer, weights: list[float]) -> None:
    words = numbers(restorer, ["trường", "trưởng", "trương", "giường", "giương"])
    posterior = (np.array(weights) / sum(weights) * 0.9).astype(np.float32)
    first, best = np.array([0, 5], dtype=np.int32), np.array([int(posterior.argmax())])
    advice = restorer.rescorer.advice(words, posterior, first, best.astype(np.int32))
    raised = posterior * np.exp(-advice)
    assert raised[:3].sum() == pytest.approx(posterior[:3].sum(), rel=1e-3)
    assert raised[3:].sum() == pytest.approx(posterior[3:].sum(), rel=1e-3)


def test_what_is_sure_or_has_one_form_is_left_alone(restorer: Restorer) -> None:
    words = numbers(restorer, ["nhà", "nha", "trường"])
    posterior = np.array([OPEN_BELOW, 1 - OPEN_BELOW, 1.0], dtype=np.float32)
    first, best = np.array([0, 2, 3], dtype=np.int32), np.array([0, 2], dtype=np.int32)
    assert not restorer.rescorer.advice(words, posterior, first, best).any()


def test_nothing_to_advise(rescorer: Rescorer) -> None:
    nothing = np.zeros(0, dtype=np.int32)
    first = np.zeros(1, dtype=np.int32)
    assert len(rescorer.advice(nothing, nothing.astype(np.float32), first, nothing)) == 0


def test_the_restorer_takes_the_advice(restorer: Restorer, monkeypatch: Any) -> None:
    told = [Source("thay co cung se", Treatment.MARKS)]
    wanted = restorer.model.index["sẻ"]

    def advice(words: Any, *_: Any) -> Any:
        return np.where(words == wanted, -50.0, 0.0).astype(np.float32)

    plain = restorer.restore(told)[0].text
    monkeypatch.setattr(restorer, "rescorer", SimpleNamespace(advice=advice))
    assert plain.split()[3] == "sẽ"
    assert restorer.restore(told)[0].text.split()[3] == "sẻ"
