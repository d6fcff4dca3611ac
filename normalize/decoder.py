"""The search for the likeliest reading: a beam over the lattice, and posteriors of its words.

Viterbi search over states of the language model (the last three words, as far as the model tells
them apart), then forward-backward over the states that the beam kept.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from normalize.context import Context, count, with_context
from normalize.language_model import Trie, extend

BEAM = 24


class Lattice(NamedTuple):
    """Candidates of all positions one after another: those of position t stand at first[t]."""

    words: NDArray[np.int32]
    costs: NDArray[np.float32]
    first: NDArray[np.int32]


@njit(cache=True, nogil=True)
def _log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a + np.log1p(np.exp(b - a)) if b > -1e30 else a


@njit(cache=True, nogil=True)
def decode(
    trie: Trie, context: Context, lattice: Lattice, start: int, beam: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The best candidate of each position and the posterior of every candidate.

    ``start`` is the word before the first position (the sentence mark). The answer's first
    array holds indexes into the lattice, its second is aligned with ``lattice.words``.
    """
    length = len(lattice.first) - 1
    posterior = np.zeros(len(lattice.words), dtype=np.float32)
    best_path = np.zeros(length, dtype=np.int32)
    if length == 0:
        return best_path, posterior
    widest = 0
    for t in range(length):
        widest = max(widest, lattice.first[t + 1] - lattice.first[t])
    room = beam * widest

    kept_count = np.zeros(length, dtype=np.int32)
    kept_candidate = np.zeros((length, beam), dtype=np.int32)
    kept_back = np.zeros((length, beam), dtype=np.int32)
    kept_alpha = np.zeros((length, beam), dtype=np.float64)
    arcs = np.full((length, beam, beam), -1e38, dtype=np.float32)

    node1 = np.zeros(beam, dtype=np.int64)
    node2 = np.full(beam, -1, dtype=np.int64)
    node3 = np.full(beam, -1, dtype=np.int64)
    viterbi = np.zeros(beam, dtype=np.float64)
    alpha = np.zeros(beam, dtype=np.float64)
    node1[0] = start
    alive = 1
    history = np.zeros(beam, dtype=np.uint64)
    history[0] = np.uint64(start)
    totals = np.zeros((beam, 3), dtype=np.float64)
    adapt = len(context.keys1) > 0

    new2 = np.zeros(room, dtype=np.int64)
    new3 = np.zeros(room, dtype=np.int64)
    new_word = np.zeros(room, dtype=np.int64)
    new_candidate = np.zeros(room, dtype=np.int32)
    new_back = np.zeros(room, dtype=np.int32)
    new_viterbi = np.zeros(room, dtype=np.float64)
    step = np.full((room, beam), -1e38, dtype=np.float32)

    for t in range(length):
        made = 0
        if adapt:
            _context_totals(context, history, totals, alive)
        for c in range(lattice.first[t], lattice.first[t + 1]):
            word = lattice.words[c]
            group = made
            for s in range(alive):
                logp, two, three = extend(trie, node1[s], node2[s], node3[s], word)
                if adapt:
                    logp = with_context(context, history[s], totals[s], word, logp)
                arc = logp - lattice.costs[c]
                score = viterbi[s] + arc
                slot = -1
                for g in range(group, made):
                    if new2[g] == two and new3[g] == three:
                        slot = g
                        break
                if slot < 0:
                    slot = made
                    made += 1
                    new2[slot], new3[slot], new_word[slot] = two, three, word
                    new_candidate[slot], new_back[slot] = c, s
                    new_viterbi[slot] = score
                    step[slot, :] = -1e38
                elif score > new_viterbi[slot]:
                    new_viterbi[slot], new_back[slot] = score, s
                step[slot, s] = arc
        order = np.argsort(-new_viterbi[:made])
        previous = alive
        alive = min(beam, made)
        fresh = np.full(beam, -1e38, dtype=np.float64)
        older = history.copy()
        for k in range(alive):
            slot = order[k]
            history[k] = (older[new_back[slot]] << np.uint64(16)) | np.uint64(new_word[slot])
            node1[k], node2[k], node3[k] = new_word[slot], new2[slot], new3[slot]
            viterbi[k] = new_viterbi[slot]
            kept_candidate[t, k], kept_back[t, k] = new_candidate[slot], new_back[slot]
            for s in range(previous):
                if step[slot, s] > -1e37:
                    arcs[t, k, s] = step[slot, s]
                    fresh[k] = _log_add(fresh[k], alpha[s] + step[slot, s])
        alpha[:] = fresh
        kept_alpha[t, :] = fresh
        kept_count[t] = alive

    state = 0
    for t in range(length - 1, -1, -1):
        best_path[t] = kept_candidate[t, state]
        state = kept_back[t, state]
    _backward(kept_count, kept_candidate, kept_alpha, arcs, posterior)
    return best_path, posterior


@njit(cache=True, nogil=True)
def _context_totals(
    context: Context, history: NDArray[np.uint64], totals: NDArray[np.float64], alive: int
) -> None:
    for s in range(alive):
        one = history[s] & np.uint64(0xFFFF)
        two = history[s] & np.uint64(0xFFFFFFFF)
        three = history[s] & np.uint64(0xFFFFFFFFFFFF)
        totals[s, 0] = count(context.keys1, context.counts1, one)
        totals[s, 1] = count(context.keys2, context.counts2, two) if totals[s, 0] > 0 else 0.0
        totals[s, 2] = count(context.keys3, context.counts3, three) if totals[s, 1] > 0 else 0.0


@njit(cache=True, nogil=True)
def _backward(
    kept_count: NDArray[np.int32],
    kept_candidate: NDArray[np.int32],
    kept_alpha: NDArray[np.float64],
    arcs: NDArray[np.float32],
    posterior: NDArray[np.float32],
) -> None:
    length, beam = kept_candidate.shape
    total = -1e38
    for k in range(kept_count[length - 1]):
        total = _log_add(total, kept_alpha[length - 1, k])
    beta = np.zeros(beam, dtype=np.float64)
    for t in range(length - 1, -1, -1):
        for k in range(kept_count[t]):
            share = np.exp(kept_alpha[t, k] + beta[k] - total)
            posterior[kept_candidate[t, k]] += share
        if t == 0:
            break
        before = np.full(beam, -1e38, dtype=np.float64)
        for k in range(kept_count[t]):
            for s in range(kept_count[t - 1]):
                if arcs[t, k, s] > -1e37:
                    before[s] = _log_add(before[s], arcs[t, k, s] + beta[k])
        beta = before
