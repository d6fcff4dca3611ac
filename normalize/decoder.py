"""The search for the likeliest reading: a beam over the lattice, and posteriors of its words.

Viterbi search over states of the language model (the last three words, as far as the model tells
them apart), then forward-backward over the states that the beam kept.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalize.context import Context, count, with_context
from normalize.language_model import Trie, extend
from normalize.machine_code import njit

# States kept a word. Spoiled text has many candidates: with 12 it has four errors more in 1,470 words
# than with 24. Bare text reads the same with 10 and is a third faster; with 8 it has 13 errors more in
# 64,635 words.
BEAM = 24
NARROW_BEAM = 10
# Stands for an impossible way, exactly representable in 32 bits.
NEVER = float(np.float32(-1e38))


class Lattice(NamedTuple):
    """Candidates of all positions one after another: those of position t stand at first[t]."""

    words: NDArray[np.int32]
    costs: NDArray[np.float32]
    first: NDArray[np.int32]


class Beam(NamedTuple):
    """The states alive: nodes of the last one, two, three words, those words, scores."""

    node1: NDArray[np.int64]
    node2: NDArray[np.int64]
    node3: NDArray[np.int64]
    history: NDArray[np.uint64]
    best: NDArray[np.float64]
    alpha: NDArray[np.float64]
    totals: NDArray[np.float64]


class Expansion(NamedTuple):
    """The states one word further on, before the best are kept."""

    word: NDArray[np.int64]
    candidate: NDArray[np.int32]
    back: NDArray[np.int32]
    node2: NDArray[np.int64]
    node3: NDArray[np.int64]
    best: NDArray[np.float64]
    arcs: NDArray[np.float32]


class Kept(NamedTuple):
    """What the beam kept at each position, for the way back."""

    sizes: NDArray[np.int32]
    candidate: NDArray[np.int32]
    back: NDArray[np.int32]
    alpha: NDArray[np.float64]
    arcs: NDArray[np.float32]


@njit(cache=True, nogil=True)
def decode(
    trie: Trie, context: Context, lattice: Lattice, start: int, width: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The best candidate of each position and the posterior of every candidate.

    ``start`` is the word before the first position (the sentence mark), ``width`` the number of
    states kept. The answer's first array holds indexes into the lattice, its second is aligned
    with ``lattice.words``.
    """
    length = len(lattice.first) - 1
    posterior = np.zeros(len(lattice.words), dtype=np.float32)
    if length == 0:
        return np.zeros(0, dtype=np.int32), posterior
    beam = _new_beam(width, start)
    room = width * _widest(lattice)
    expansion = _new_expansion(room, width)
    kept = _new_kept(length, width)
    alive = 1
    for t in range(length):
        if len(context.keys1) > 0:
            _context_totals(context, beam, alive)
        made = _expand(trie, context, lattice, t, beam, alive, expansion)
        alive = _keep_best(beam, expansion, made, alive, kept, t)
    _backward(kept, posterior)
    return _best_path(kept), posterior


@njit(cache=True, nogil=True)
def _widest(lattice: Lattice) -> int:
    widest = 0
    for t in range(len(lattice.first) - 1):
        widest = max(widest, lattice.first[t + 1] - lattice.first[t])
    return widest


@njit(cache=True, nogil=True)
def _new_beam(width: int, start: int) -> Beam:
    beam = Beam(
        np.zeros(width, dtype=np.int64),
        np.full(width, -1, dtype=np.int64),
        np.full(width, -1, dtype=np.int64),
        np.zeros(width, dtype=np.uint64),
        np.zeros(width, dtype=np.float64),
        np.zeros(width, dtype=np.float64),
        np.zeros((width, 3), dtype=np.float64),
    )
    beam.node1[0] = start
    beam.history[0] = np.uint64(start)
    return beam


@njit(cache=True, nogil=True)
def _new_expansion(room: int, width: int) -> Expansion:
    return Expansion(
        np.zeros(room, dtype=np.int64),
        np.zeros(room, dtype=np.int32),
        np.zeros(room, dtype=np.int32),
        np.zeros(room, dtype=np.int64),
        np.zeros(room, dtype=np.int64),
        np.zeros(room, dtype=np.float64),
        np.full((room, width), NEVER, dtype=np.float32),
    )


@njit(cache=True, nogil=True)
def _new_kept(length: int, width: int) -> Kept:
    return Kept(
        np.zeros(length, dtype=np.int32),
        np.zeros((length, width), dtype=np.int32),
        np.zeros((length, width), dtype=np.int32),
        np.zeros((length, width), dtype=np.float64),
        np.full((length, width, width), NEVER, dtype=np.float32),
    )


@njit(cache=True, nogil=True)
def _context_totals(context: Context, beam: Beam, alive: int) -> None:
    """How often the last one, two and three words of each state stand in the context."""
    for s in range(alive):
        one = beam.history[s] & np.uint64(0xFFFF)
        two = beam.history[s] & np.uint64(0xFFFFFFFF)
        three = beam.history[s] & np.uint64(0xFFFFFFFFFFFF)
        totals = beam.totals[s]
        totals[0] = count(context.keys1, context.counts1, one)
        totals[1] = count(context.keys2, context.counts2, two) if totals[0] > 0 else 0.0
        totals[2] = count(context.keys3, context.counts3, three) if totals[1] > 0 else 0.0


@njit(cache=True, nogil=True)
def _expand(
    trie: Trie,
    context: Context,
    lattice: Lattice,
    t: int,
    beam: Beam,
    alive: int,
    made: Expansion,
) -> int:
    """All ways on from the states alive; ways to the same state are one. Returns their number."""
    adapt = len(context.keys1) > 0 or context.share > 0.0
    total = 0
    for c in range(lattice.first[t], lattice.first[t + 1]):
        word = lattice.words[c]
        group = total
        for s in range(alive):
            chance, two, three = extend(trie, beam.node1[s], beam.node2[s], beam.node3[s], word)
            if adapt:
                chance = with_context(context, beam.history[s], beam.totals[s], word, chance)
            arc = chance - lattice.costs[c]
            score = beam.best[s] + arc
            slot = _same_state(made, group, total, two, three)
            if slot == total:
                total += 1
                made.node2[slot], made.node3[slot], made.word[slot] = two, three, word
                made.candidate[slot] = c
                made.best[slot] = NEVER
                made.arcs[slot, :] = NEVER
            if score > made.best[slot]:
                made.best[slot], made.back[slot] = score, s
            made.arcs[slot, s] = arc
    return total


@njit(cache=True, nogil=True)
def _same_state(made: Expansion, first: int, after: int, two: int, three: int) -> int:
    for slot in range(first, after):
        if made.node2[slot] == two and made.node3[slot] == three:
            return slot
    return after


@njit(cache=True, nogil=True)
def _keep_best(beam: Beam, made: Expansion, total: int, alive: int, kept: Kept, t: int) -> int:
    """Move the best states on into the beam and note them; returns how many are alive."""
    width = len(beam.node1)
    order = np.argsort(-made.best[:total])
    older, alpha = beam.history.copy(), beam.alpha.copy()
    count_kept = min(width, total)
    for k in range(count_kept):
        slot = order[k]
        back = made.back[slot]
        beam.history[k] = (older[back] << np.uint64(16)) | np.uint64(made.word[slot])
        beam.node1[k] = made.word[slot]
        beam.node2[k], beam.node3[k] = made.node2[slot], made.node3[slot]
        beam.best[k] = made.best[slot]
        kept.candidate[t, k], kept.back[t, k] = made.candidate[slot], back
        total_alpha = NEVER
        for s in range(alive):
            if made.arcs[slot, s] > NEVER:
                kept.arcs[t, k, s] = made.arcs[slot, s]
                total_alpha = _log_add(total_alpha, alpha[s] + made.arcs[slot, s])
        beam.alpha[k] = total_alpha
        kept.alpha[t, k] = total_alpha
    kept.sizes[t] = count_kept
    return count_kept


@njit(cache=True, nogil=True)
def _log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a + np.log1p(np.exp(b - a)) if b > -1e30 else a


@njit(cache=True, nogil=True)
def _best_path(kept: Kept) -> NDArray[np.int32]:
    length = len(kept.sizes)
    path = np.zeros(length, dtype=np.int32)
    state = 0
    for t in range(length - 1, -1, -1):
        path[t] = kept.candidate[t, state]
        state = kept.back[t, state]
    return path


@njit(cache=True, nogil=True)
def _backward(kept: Kept, posterior: NDArray[np.float32]) -> None:
    """Add up, for each candidate, the share of all readings that go through it."""
    length, width = kept.candidate.shape
    total = NEVER
    for k in range(kept.sizes[length - 1]):
        total = _log_add(total, kept.alpha[length - 1, k])
    beta = np.zeros(width, dtype=np.float64)
    for t in range(length - 1, -1, -1):
        for k in range(kept.sizes[t]):
            share = np.exp(kept.alpha[t, k] + beta[k] - total)
            posterior[kept.candidate[t, k]] += share
        if t == 0:
            break
        before = np.full(width, NEVER, dtype=np.float64)
        for k in range(kept.sizes[t]):
            for s in range(kept.sizes[t - 1]):
                if kept.arcs[t, k, s] > NEVER:
                    before[s] = _log_add(before[s], kept.arcs[t, k, s] + beta[k])
        beta = before
