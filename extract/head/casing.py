"""The case of names that a head prints in capitals, taken from the document's own running text."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What a word that begins a sentence stands behind; its capital says nothing.
_OPENING = re.compile(r"(?:^|[.;:?!“\"(\n]|[-–+*•])\s*$")


class Casing:
    """How running text writes words that stand side by side, learnt from mixed-case texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._forms: dict[tuple[str, str, int], Counter[str]] = defaultdict(Counter)
        self._texts = [text for text in texts if not text.isupper()]
        for text in self._texts:
            self._learn(text)

    def _learn(self, text: str) -> None:
        words = list(_WORD.finditer(text))
        for left, right in itertools.pairwise(words):
            if text[left.end() : right.start()].strip():
                continue
            pair = left[0].lower(), right[0].lower()
            if not _OPENING.search(text[max(0, left.start() - 3) : left.start()]):
                self._forms[*pair, 0][left[0]] += 1
            self._forms[*pair, 1][right[0]] += 1

    def applied(self, text: str) -> str:
        """The text with each word as its neighbours are used to see it; the first letter stays."""
        words = list(_WORD.finditer(text))
        done, end = "", 0
        for n, match in enumerate(words):
            done += text[end : match.start()] + (self._form(text, words, n) or match[0])
            end = match.end()
        done += text[end:]
        return text[:1] + done[1:]

    def name(self, text: str) -> str:
        """A name in the form in which running text has it most often, where it does."""
        found = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)
        forms = Counter(
            m[0]
            for t in self._texts
            for m in found.finditer(t)
            if m[0][0].isupper() and not m[0].isupper()
        )
        return forms.most_common(1)[0][0] if forms else text

    def _form(self, text: str, words: list[re.Match[str]], n: int) -> str | None:
        """By the word before, most often; else by the word behind, where it is always so."""
        word = words[n][0].lower()
        adjoins = n > 0 and not text[words[n - 1].end() : words[n].start()].strip()
        if adjoins and (behind := self._forms.get((words[n - 1][0].lower(), word, 1))):
            return behind.most_common(1)[0][0]
        if n + 1 < len(words) and not text[words[n].end() : words[n + 1].start()].strip():
            ahead = self._forms.get((word, words[n + 1][0].lower(), 0), Counter())
            return next(iter(ahead)) if len(ahead) == 1 else None
        return None
