"""Text as a text layer spoils it: bare of diacritics, and misread by OCR for English."""

import random
import re

from normalize.folding import strip_diacritics

# Letters with marks, and what OCR for English makes of them: it takes the mark for a part of
# another letter. Longer keys are tried first.
CONFUSIONS = {
    "ục": ("ue",),
    "ườ": ("ira", "ud", "uo"),
    "ượ": ("up", "irg"),
    "ướ": ("ua", "ub"),
    "ưở": ("ud", "uo"),
    "ứ": ("ir", "u"),
    "ự": ("ir",),
    "ù": ("ii",),
    "ộ": ("p",),
    "ợ": ("p",),
    "ể": ("l",),
    "ấ": ("i", "d"),
    "ầ": ("4",),
    "ố": ("6",),
    "ổ": ("6",),
    "ồ": ("d",),
    "ô": ("d",),
    "ơ": ("a", "d"),
    "Đ": ("B",),
    "h": ("b",),
}
# Shares of the letters above that are misread: many of the marked ones, very few plain ones.
RATE_MARKED, RATE_PLAIN = 0.45, 0.015
_SPOILABLE = re.compile("|".join(sorted(CONFUSIONS, key=lambda key: -len(key))))


def misread(text: str, rng: random.Random) -> str:
    """The text without diacritics, some marked letters taken for others."""

    def choose(match: re.Match[str]) -> str:
        rate = RATE_PLAIN if match[0].isascii() else RATE_MARKED
        return rng.choice(CONFUSIONS[match[0]]) if rng.random() < rate else match[0]

    return strip_diacritics(_SPOILABLE.sub(choose, text))
