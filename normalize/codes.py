"""The letters inside document numbers and abbreviations: where a D was a Đ.

Numbers ("45/2020/QD-UBND") are not words, so the language model says nothing of their letters.
The table holds the abbreviations of the training corpus with their counts; one that is not in it is
spelled by what its letters stand between elsewhere.
"""

import csv
import re
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).parent / "models" / "codes.tsv"
_PART = re.compile(r"[^\W\d_]+")
# "150.000d" is an amount in đồng.
_CURRENCY = re.compile(r"(?<=\d{3})d(?![^\W_])")
# A figure 0 read as a letter in a code: "QHTO1".
_ROUND = re.compile(r"(?<=[A-Z]{2})O(?=\d)")
_BARE = str.maketrans("Đ", "D")
# An abbreviation used so often is known well enough to mend a misread letter into it, where it is used
# so much more often than what stands there ("BC", báo cáo, is no "ĐC").
WELL_KNOWN, MUCH_MORE = 20, 50
# Letters that OCR puts for Đ or D, and for Q.
_MEANT = {"B": "D", "0": "D", "P": "D", "O": "DQ"}
MISREAD = "".join(_MEANT)


class Codes:
    """Abbreviations with D and Đ, by their form without the bar."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.forms: dict[str, tuple[str, int]] = {}
        self.between: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for form, count in counts.items():
            bare = form.translate(_BARE)
            if count > self.forms.get(bare, ("", 0))[1]:
                self.forms[bare] = (form, count)
            padded = f"^{form}$"
            for at in range(1, len(padded) - 1):
                if padded[at] in "DĐ":
                    key = (padded[at - 1].translate(_BARE), padded[at + 1].translate(_BARE))
                    self.between[key][padded[at] == "Đ"] += 1.0

    @classmethod
    def load(cls, path: Path = TABLE) -> "Codes":
        """Read the table that ``normalize.training`` wrote."""
        with path.open(encoding="utf-8") as stream:
            return cls({form: int(count) for form, count in csv.reader(stream, delimiter="\t")})

    def mend(self, text: str, spoiled: bool = False) -> str:
        """Write a number's letters right; with ``spoiled``, also letters misread for Đ or D.

        >>> Codes({"QĐ": 99, "SGDĐT": 50}).mend("12/QD-SGDBT", spoiled=True)
        '12/QĐ-SGDĐT'
        """
        text = _CURRENCY.sub("đ", text)
        if spoiled:
            text = _ROUND.sub("0", text)
        return _PART.sub(lambda match: self._part(match[0], spoiled), text)

    def knows(self, part: str) -> bool:
        """Whether an abbreviation (without bars) is in the table."""
        return part in self.forms

    def uses(self, part: str) -> int:
        """How often an abbreviation (without bars) was met."""
        return self.forms.get(part, ("", 0))[1]

    def _part(self, part: str, spoiled: bool) -> str:
        form, own = self.forms.get(part, (part, 0))
        if not part.isupper() or not part.isascii():
            return form
        if spoiled:
            changed = [
                self.forms.get(f"{part[:at]}{meant}{part[at + 1 :]}", ("", 0))
                for at, letter in enumerate(part)
                for meant in _MEANT.get(letter, "")
            ]
            meant, count = max(changed, key=lambda known: known[1], default=("", 0))
            if count >= max(WELL_KNOWN, MUCH_MORE * own):
                return meant
        return self._spelled(part) if not own and len(part) > 1 else form

    def _spelled(self, part: str) -> str:
        padded = f"^{part}$"
        letters = list(padded)
        for at in range(1, len(padded) - 1):
            plain, barred = self.between.get((padded[at - 1], padded[at + 1]), (1.0, 0.0))
            if padded[at] == "D" and barred > plain:
                letters[at] = "Đ"
        return "".join(letters[1:-1])
