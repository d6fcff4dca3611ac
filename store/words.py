"""The words of a text in the form in which search and comparison see them."""

import re
from collections.abc import Iterator

from normalize.folding import canonical, strip_diacritics

WORD = re.compile(r"[^\W_]+")


def search_words(written: str, folded: bool) -> Iterator[str]:
    """The words of a text in lower case, with their diacritics or folded.

    Words are stripped one by one: ``strip_diacritics`` remembers what it was given, and whole
    pages would fill the memory of a batch.
    """
    for word in WORD.findall(canonical(written)):
        yield (strip_diacritics(word) if folded else word).lower()


def storable(text: str) -> str:
    """A text that every database takes: without NUL, and half letters as escapes.

    Half letters (lone surrogates) stand in names of files whose bytes are not UTF-8.
    """
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "")
