"""The models that ship with the project, loaded once, and letters to make text of."""

import unicodedata

import pytest
from hypothesis import strategies as st

from normalize.channel import SPOILED_MODEL, Channel, SyllableTrie
from normalize.language_model import LanguageModel
from normalize.restore import Restorer

_SHAPES = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y")
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
VOWELS = "".join(unicodedata.normalize("NFC", s + t) for s in _SHAPES for t in _TONES)
CONSONANTS = "bcdđghklmnpqrstvx"
SMALL = VOWELS + CONSONANTS
LETTERS = SMALL + SMALL.upper()

vietnamese = st.text(alphabet=LETTERS + " .,-/()19", max_size=40)
"""Any order of Vietnamese letters, digits and marks, composed."""
either_form = st.builds(unicodedata.normalize, st.sampled_from(["NFC", "NFD"]), vietnamese)
"""The same, composed or decomposed."""


@pytest.fixture(scope="session")
def model() -> LanguageModel:
    return LanguageModel.load()


@pytest.fixture(scope="session")
def channel() -> Channel:
    """What an OCR engine for English makes of Vietnamese."""
    return Channel.load(SPOILED_MODEL)


@pytest.fixture(scope="session")
def syllables(model: LanguageModel, channel: Channel) -> SyllableTrie:
    """All syllables of the model, ready to be searched."""
    known = [(w, n) for n, w in enumerate(model.vocabulary) if model.syllable[n]]
    return channel.trie(known)


@pytest.fixture(scope="session")
def restorer() -> Restorer:
    return Restorer.load()
