"""The mentions that matching is measured on: ``python -m benchmarks.gazetteer.mentions``.

Units are drawn from the authority file on a day of their life and written as offices write them:
with and without type word, abbreviated, with the places above them, in capitals. A mention is kept
where plain look-up in the authority file says that exactly one unit fits it and its context, or,
for those called ambiguous, that several of one kind do. Spoiled mentions are not invented: each
line is drawn in a font that the channel was not fitted to, blurred, thresholded or made small, and
read with Tesseract's English model. Names fall into the halves by their folded core, so no name of
the half that is reported was there when the weights were fitted.
"""

from __future__ import annotations

import argparse
import random

from benchmarks.gazetteer.drawing import Draw
from benchmarks.gazetteer.mention_set import (
    FILE,
    FRESH_FILE,
    FRESH_SEED,
    SEED,
    SMALL_FILE,
    Mention,
    stored,
    write,
)
from benchmarks.gazetteer.spoiling import spoiled

# Print so small that strokes run together when it is read as drawn; the other mentions have the sizes
# that the channel was learned from.
SMALL_PIXELS = (24, 26, 28)
SMALL_STEP = 3  # every third of the clean mentions: reading takes minutes


def small() -> None:
    """Draw the clean mentions of the kept half once more in the smallest print and write them."""
    chance = random.Random(SEED)
    clean = [one for one in stored("kept") if one.kind == "clean" and one.context][::SMALL_STEP]
    write(SMALL_FILE, spoiled(clean, chance, SMALL_PIXELS))


def drawn(seed: int) -> list[Mention]:
    """The whole set as a seed draws it: plain, spoiled and unknown mentions, in order."""
    draw = Draw(seed)
    plain = list(dict.fromkeys(draw.mentions()))
    unknown = list(dict.fromkeys(draw.unknown()))
    more = [one for one in draw.mentions() if one.kind == "clean" and one.context]
    to_spoil = [one for one in (*plain, *unknown[: len(unknown) // 2]) if one.kind == "clean"]
    to_spoil = list(dict.fromkeys([*to_spoil, *more]))
    chance = random.Random(seed)
    chance.shuffle(to_spoil)
    everything = [*plain, *unknown, *spoiled(to_spoil, chance)]
    return sorted(everything, key=lambda one: (one.half, one.kind, not one.context, one.cells()))


def fresh() -> None:
    """Draw the kept half anew with another seed and write what the first set does not have."""
    known = {(one.kind, one.mention, one.near, one.on) for one in stored("kept")}
    draw = Draw(FRESH_SEED)
    plain = [one for one in dict.fromkeys(draw.mentions()) if one.half == "kept"]
    unknown = [one for one in dict.fromkeys(draw.unknown()) if one.half == "kept"]
    clean = [one for one in (*plain, *unknown) if one.kind == "clean"]
    everything = [*plain, *unknown, *spoiled(clean, random.Random(FRESH_SEED))]
    new = [m for m in everything if (m.kind, m.mention, m.near, m.on) not in known]
    write(FRESH_FILE, sorted(new, key=lambda one: (one.kind, not one.context, one.cells())))


def main() -> None:
    """Draw the test set anew and write it; prints how many mentions of each kind there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--fresh", action="store_true", help="only the second draw of the kept half"
    )
    if parser.parse_args().fresh:
        fresh()
        return
    everything = drawn(SEED)
    write(FILE, everything)
    small()
    fresh()
    for kind in ("clean", "bare", "spoiled"):
        held = [one for one in everything if one.kind == kind]
        unclear = sum(one.ambiguous for one in held)
        unknown_here = sum(not one.truth for one in held)
        print(f"{kind:8} {len(held):5}, of several meanings {unclear}, unknown {unknown_here}")


if __name__ == "__main__":
    main()
