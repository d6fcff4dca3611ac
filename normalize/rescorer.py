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
    """The network: ``embedding`` (words + 1, d), ``bag`` (places of the bag), ``hidden`` and its
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
        with np.load(path) as data:
            embedding = data["embedding"].astype(np.float32) * data["embedding_scale"]
            output = data["output"].astype(np.float32) * data["output_scale"]
            bag, hidden, bias = data["bag"], data["hidden"], data["bias"]
        outside = np.zeros((1, embedding.shape[1]), dtype=np.float32)
        numbers: dict[str, int] = {}
        letters = [numbers.setdefault(strip_diacritics(w), len(numbers)) for w in vocabulary]
        inputs = np.vstack([embedding, outside])
        return cls(inputs, bag, hidden, bias, output, np.array(letters))

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
        sizes = np.diff(first)
        open_ = np.flatnonzero((sizes > 1) & (posterior[best] < OPEN_BELOW))
        if not len(open_):
            return advice
        states = self._states(words[best].astype(np.int64), open_)
        for state, at in zip(states, open_, strict=True):
            place = slice(int(first[at]), int(first[at + 1]))
            advice[place] = self._weighed(state, words[place], posterior[place])
        return advice

    def _states(self, chosen: Numbers, at: Numbers) -> Floats:
        """The hidden layer for the words around each place."""
        edge = np.full(FAR, len(self.embedding) - 1)
        padded = np.concatenate([edge, chosen, edge])
        near, far = offsets()
        in_order = self.embedding[padded[at[:, None] + FAR + near]].reshape(len(at), -1)
        bag = np.einsum("twd,w->td", self.embedding[padded[at[:, None] + FAR + far]], self.bag)
        states: Floats = np.concatenate([in_order, bag], axis=1) @ self.hidden + self.bias
        return np.maximum(states, 0, out=states)

    def _weighed(self, state: Floats, words: NDArray[np.int32], posterior: Floats) -> Floats:
        scores: Floats = WEIGHT * (self.output[words, :-1] @ state + self.output[words, -1])
        letters = self.letters[words]
        for one in np.unique(letters):
            same = letters == one
            prior = posterior[same] + np.float32(1e-9)
            top = scores[same].max()
            raised = np.exp(scores[same] - top)
            scores[same] -= top + np.log((prior * raised).sum() / prior.sum())
        return -scores
