"""Training the rescorer: what to add to the scores of n-grams where they leave the form open.

Softmax over the forms of a word's letters, AdaGrad. Dropout made the network no better on words kept
apart. The dense layer is
numpy's; what is looked up by word number is compiled.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalize.machine_code import njit
from normalize.rescorer import FAR, offsets
from normalize.training.open_words import MOST_FORMS, Floats, Forms, Numbers, OpenWords

# Every fiftieth stretch of so many words is kept apart to measure on.
KEPT_APART, STRETCH = 50, 20_000
DIMENSIONS, HIDDEN = 32, 96
EPOCHS, BATCH = 2, 512
RATE, LAST_RATE = 0.05, 0.002
# The dense layer learns at this share of the rate, the weights of the bag at another.
DENSE_SHARE, BAG_SHARE = 0.5, 0.2


class _Network(NamedTuple):
    """Parameters and, under the same names in a second one, their sums of squared gradients."""

    embedding: Floats
    bag: Floats
    hidden: Floats
    bias: Floats
    output: Floats


def _new_network(size: int, chance: np.random.Generator) -> _Network:
    near, far = offsets()
    width = (len(near) + 1) * DIMENSIONS
    output = np.zeros((size, HIDDEN + 1))
    output[:, :HIDDEN] = chance.standard_normal((size, HIDDEN)) * 0.02
    made = (
        chance.standard_normal((size, DIMENSIONS)) * 0.1,
        abs(far) ** -0.5,
        chance.standard_normal((width, HIDDEN)) * (2 / width) ** 0.5,
        np.zeros(HIDDEN),
        output,
    )
    return _Network(*(array.astype(np.float32) for array in made))


def _new_squares(network: _Network) -> _Network:
    starts = (1e-3, 1.0, 1e-3, 1e-3, 1e-2)
    return _Network(*(np.full_like(a, s) for a, s in zip(network, starts, strict=True)))


@njit(cache=True, nogil=True, fastmath=True)
def _gather(
    stream: NDArray[np.uint16],
    at: Numbers,
    embedding: Floats,
    near: Numbers,
    far: Numbers,
    bag: Floats,
    inputs: Floats,
) -> None:
    inputs[:] = 0.0
    dimensions = embedding.shape[1]
    for row in range(len(at)):
        for k in range(len(near)):
            word = stream[at[row] + near[k]]
            for d in range(dimensions):
                inputs[row, k * dimensions + d] = embedding[word, d]
        column = len(near) * dimensions
        for k in range(len(far)):
            word = stream[at[row] + far[k]]
            for d in range(dimensions):
                inputs[row, column + d] += bag[k] * embedding[word, d]


@njit(cache=True, nogil=True, fastmath=True)
def _learn_output(
    stream: NDArray[np.uint16],
    words: OpenWords,
    rows: Numbers,
    forms: Forms,
    states: Floats,
    network: _Network,
    squares: _Network,
    gradient: Floats,
    rate: float,
) -> tuple[float, int]:
    """Softmax over the forms, on top of the n-grams' scores; learns the output layer unless the
    rate is 0. Returns the loss and how many best forms are wrong; ``gradient`` is that of the
    hidden layer."""
    loss, wrong = 0.0, 0
    width = states.shape[1]
    chances = np.zeros(MOST_FORMS, dtype=np.float32)
    output, squared = network.output, squares.output
    gradient[:] = 0.0
    for row in range(len(rows)):
        true = stream[words.place[rows[row]]]
        start, many = forms.first[true], forms.first[true + 1] - forms.first[true]
        base = words.first[rows[row]]
        own = 0
        for k in range(many):
            word = forms.words[start + k]
            score = output[word, width]
            for d in range(width):
                score += states[row, d] * output[word, d]
            chances[k] = score + words.scores[base + k]
            if word == true:
                own = k
        top = chances[:many].max()
        wrong += chances[own] < top
        total = np.float32(0.0)
        for k in range(many):
            chances[k] = np.exp(chances[k] - top)
            total += chances[k]
        loss -= np.log(chances[own] / total + 1e-9)
        if rate == 0.0:
            continue
        for k in range(many):
            error = chances[k] / total - (1.0 if k == own else 0.0)
            if abs(error) < 1e-3:
                continue
            word = forms.words[start + k]
            for d in range(width):
                gradient[row, d] += error * output[word, d]
                slope = error * states[row, d]
                squared[word, d] += slope * slope
                output[word, d] -= rate * slope / np.sqrt(squared[word, d])
            squared[word, width] += error * error
            output[word, width] -= rate * error / np.sqrt(squared[word, width])
    return loss, wrong


@njit(cache=True, nogil=True, fastmath=True)
def _learn_inputs(
    stream: NDArray[np.uint16],
    at: Numbers,
    near: Numbers,
    far: Numbers,
    network: _Network,
    squares: _Network,
    gradient: Floats,
    rate: float,
) -> None:
    """Carry the gradient of the inputs on to the words' vectors and the weights of the bag."""
    vectors, squared = network.embedding, squares.embedding
    dimensions = vectors.shape[1]
    column = len(near) * dimensions
    for row in range(len(at)):
        for k in range(len(near)):
            word = stream[at[row] + near[k]]
            for d in range(dimensions):
                slope = gradient[row, k * dimensions + d]
                squared[word, d] += slope * slope
                vectors[word, d] -= rate * slope / np.sqrt(squared[word, d])
        for k in range(len(far)):
            word = stream[at[row] + far[k]]
            of_weight = np.float32(0.0)
            for d in range(dimensions):
                slope = gradient[row, column + d]
                of_weight += slope * vectors[word, d]
                slope *= network.bag[k]
                squared[word, d] += slope * slope
                vectors[word, d] -= rate * slope / np.sqrt(squared[word, d])
            squares.bag[k] += of_weight * of_weight
            network.bag[k] -= BAG_SHARE * rate * of_weight / np.sqrt(squares.bag[k])


class Trainer:
    """A network in training on the open words of a token stream."""

    def __init__(self, stream: NDArray[np.uint16], words: OpenWords, forms: Forms) -> None:
        self.stream, self.words, self.forms = stream, words, forms
        self.chance = np.random.default_rng(0)
        self.network = _new_network(len(forms.first) - 1, self.chance)
        self.squares = _new_squares(self.network)
        self.near, self.far = offsets()
        inside = (words.place >= FAR) & (words.place < len(stream) - FAR)
        kept = (words.place // STRETCH) % KEPT_APART == 0
        self.rows = np.flatnonzero(inside & ~kept)
        self.kept_apart = np.flatnonzero(inside & kept)

    def learn(self, epochs: int = EPOCHS) -> None:
        """Run through the words so often, at a falling rate; prints the loss of each run."""
        steps = max(1, epochs * (len(self.rows) // BATCH))
        step = 0
        for epoch in range(epochs):
            self.chance.shuffle(self.rows)
            loss = 0.0
            for start in range(0, len(self.rows) - BATCH + 1, BATCH):
                rate = LAST_RATE + (RATE - LAST_RATE) * (1 - step / steps)
                loss += self._learn_batch(self.rows[start : start + BATCH], rate)
                step += 1
            print(f"epoch {epoch + 1}: loss {loss / len(self.rows):.4f}", self.report(), flush=True)

    def report(self) -> str:
        """How many words kept apart are wrong after the n-grams alone, and with the network."""
        rows = self.kept_apart
        _, states = self._forward(rows)
        none = np.zeros_like(states)
        mute = self.network._replace(output=np.zeros_like(self.network.output))
        arguments = self.stream, self.words, rows, self.forms, states
        loss, wrong = _learn_output(*arguments, self.network, self.squares, none, 0.0)
        alone, wrong_alone = _learn_output(*arguments, mute, self.squares, none, 0.0)
        many = max(1, len(rows))
        return (
            f"kept apart {many}: loss {loss / many:.4f}, wrong {wrong / many:.4f}; "
            f"n-grams alone {alone / many:.4f}, {wrong_alone / many:.4f}"
        )

    def _forward(self, rows: Numbers) -> tuple[Floats, Floats]:
        network, at = self.network, self.words.place[rows]
        inputs = np.zeros((len(rows), len(network.hidden)), dtype=np.float32)
        _gather(self.stream, at, network.embedding, self.near, self.far, network.bag, inputs)
        return inputs, np.maximum(inputs @ network.hidden + network.bias, 0)

    def _learn_batch(self, rows: Numbers, rate: float) -> float:
        network, squares = self.network, self.squares
        inputs, states = self._forward(rows)
        gradient = np.zeros_like(states)
        loss, _ = _learn_output(
            self.stream, self.words, rows, self.forms, states, network, squares,
            gradient, rate,
        )  # fmt: skip
        gradient *= states > 0
        of_inputs = gradient @ network.hidden.T
        _descend(network.hidden, squares.hidden, inputs.T @ gradient, rate)
        _descend(network.bias, squares.bias, gradient.sum(axis=0), rate)
        at = self.words.place[rows]
        _learn_inputs(self.stream, at, self.near, self.far, network, squares, of_inputs, rate)
        return loss

    def write(self, target: Path) -> None:
        """Write the network, vectors in one byte a number, each with a scale of its own."""
        network = self.network
        embedding, embedding_scale = _in_bytes(network.embedding)
        many = np.diff(self.forms.first) > 1
        output, output_scale = _in_bytes(network.output * many[:, None])
        np.savez_compressed(
            target,
            embedding=embedding,
            embedding_scale=embedding_scale,
            output=output,
            output_scale=output_scale,
            bag=network.bag,
            hidden=network.hidden,
            bias=network.bias,
        )


def _descend(values: Floats, squared: Floats, summed: Floats, rate: float) -> None:
    slope = summed / np.float32(BATCH)
    squared += slope * slope
    values -= DENSE_SHARE * rate * slope / np.sqrt(squared)


def _in_bytes(values: Floats) -> tuple[NDArray[np.int8], Floats]:
    scale = np.maximum(abs(values).max(axis=1, keepdims=True), 1e-9) / 127
    return np.round(values / scale).astype(np.int8), scale.astype(np.float32)
