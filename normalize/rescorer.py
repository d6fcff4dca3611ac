"""A second opinion on words that the n-gram model leaves open, from further away.

A small feed-forward network (Bengio et al. 2003, with words on both sides as in Mikolov et al.
2013) reads the five words on each side in their order and fifteen more on each side as a bag. It
was trained where n-grams estimated on other text left the choice between forms of the same letters
open, and on top of their scores; so it says only what they cannot know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from normalize.folding import strip_diacritics
from normalize.machine_code import njit
from normalize.ready import ready_arrays

MODEL_FILE = Path(__file__).parent / "models" / "rescorer.npz"
# Words on each side that are read in order, and how far the bag reaches.
NEAR, FAR = 5, 20
# The network is asked where the best form is less sure than this; it was trained on such words.
OPEN_BELOW = 0.97
# Share of its advice that is taken: the n-gram model at hand has seen more than those that it was
# trained on. Between .3 and .7 the errors left on samples, plans and documents differ by a few words; 1
# leaves a tenth more.
WEIGHT = 0.4

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


def offsets(near: int = NEAR, far: int = FAR) -> tuple[Numbers, Numbers]:
    """The places of the words read in order, and of those of the bag, as distances."""
    around = np.concatenate([np.arange(-far, 0), np.arange(1, far + 1)])
    return around[abs(around) <= near], around[abs(around) > near]


@dataclass(frozen=True)
class Rescorer:
    """The network: ``embedding`` (words, d), ``bag`` (places of the bag), ``hidden`` and its
    ``bias``, ``output`` (words, h + 1, the last column a bias).

    ``letters`` gives each word the number of its bare form; only forms of one number are weighed
    against each other.
    """

    embedding: Floats
    bag: Floats
    hidden: Floats
    bias: Floats
    output: Floats
    letters: Numbers

    @classmethod
    def load(cls, vocabulary: Sequence[str], path: Path = MODEL_FILE) -> "Rescorer":
        """Read a model file written by ``normalize.training`` for this vocabulary."""
        arrays = ready_arrays("rescorer", [path, Path(__file__)], lambda: _arrays(path))
        numbers: dict[str, int] = {}
        letters = [numbers.setdefault(strip_diacritics(w), len(numbers)) for w in vocabulary]
        return cls(**arrays, letters=np.array(letters))

    def advice(
        self,
        words: NDArray[np.int32],
        posterior: Floats,
        first: NDArray[np.int32],
        best: NDArray[np.int32],
    ) -> Floats:
        """What to add to the cost of each candidate of a decoded lattice.

        ``words``, ``posterior`` are those of the candidates, position t's at first[t] to
        first[t + 1], and ``best`` the candidate chosen at each. How likely the forms of one
        bare form are together does not change.
        """
        advice = np.zeros(len(words), dtype=np.float32)
        chosen = words[best].astype(np.int64)
        for at in np.flatnonzero((np.diff(first) > 1) & (posterior[best] < OPEN_BELOW)):
            place = slice(int(first[at]), int(first[at + 1]))
            state = _state(self.embedding, self.bag, self.hidden, self.bias, chosen, int(at))
            forms = words[place]
            advice[place] = _weighed(self.output, self.letters, state, forms, posterior[place])
        return advice


def _arrays(path: Path) -> dict[str, Floats]:
    """The network's parts, their whole numbers brought to scale."""
    with np.load(path) as data:
        scaled = {
            name: data[name].astype(np.float32) * data[f"{name}_scale"]
            for name in ("embedding", "output")
        }
        return scaled | {name: data[name] for name in ("bag", "hidden", "bias")}


@njit(cache=True, nogil=True, fastmath=True)
def _state(
    embedding: Floats, bag: Floats, hidden: Floats, bias: Floats, chosen: Numbers, at: int
) -> Floats:
    """The hidden layer for the words around a place; beyond the ends there are none."""
    size = embedding.shape[1]
    inputs = np.zeros(hidden.shape[0], dtype=np.float32)
    in_order, in_bag = 0, 0
    for distance in range(-FAR, FAR + 1):
        inside = 0 <= at + distance < len(chosen)
        if distance == 0:
            continue
        if abs(distance) <= NEAR:
            if inside:
                word = chosen[at + distance]
                inputs[in_order * size : (in_order + 1) * size] = embedding[word]
            in_order += 1
        else:
            if inside:
                inputs[2 * NEAR * size :] += bag[in_bag] * embedding[chosen[at + distance]]
            in_bag += 1
    state = bias.copy()
    for k in range(len(inputs)):
        if inputs[k] != 0.0:
            state += inputs[k] * hidden[k]
    return np.maximum(state, np.float32(0.0))


@njit(cache=True, nogil=True, fastmath=True)
def _weighed(
    output: Floats, letters: Numbers, state: Floats, forms: NDArray[np.int32], posterior: Floats
) -> Floats:
    """What to add to the costs of the forms at a place."""
    many = len(forms)
    scores = np.zeros(many, dtype=np.float32)
    for k in range(many):
        row = output[forms[k]]
        scores[k] = WEIGHT * (np.sum(row[:-1] * state) + row[-1])
    costs = np.zeros(many, dtype=np.float32)
    for k in range(many):
        raised, prior = 0.0, 0.0
        for other in range(many):
            if letters[forms[other]] == letters[forms[k]]:
                share = posterior[other] + 1e-9
                raised += share * np.exp(scores[other] - scores[k])
                prior += share
        costs[k] = np.log(raised / prior)
    return costs
