"""The words of a text in the form in which search and comparison see them."""

import re
from collections.abc import Iterator

from ingest.errors import BadRequest
from normalize.folding import canonical, is_line, strip_diacritics

LONGEST_NAME = 80  # characters of the name of a person, and of the label of a token
WORD = re.compile(r"[^\W_]+")


def search_words(written: str, folded: bool) -> Iterator[str]:
    """The words of a text in lower case, with their diacritics or folded.

    Words are stripped one by one: ``strip_diacritics`` remembers what it was given, and whole
    pages would fill the memory of a batch.
    """
    for word in WORD.findall(canonical(written)):
        yield (strip_diacritics(word) if folded else word).lower()


def signature(name: str) -> str:
    """The name under which a decision is kept; BadRequest where it is none."""
    name = canonical(name).strip()
    if not name or not is_line(name, LONGEST_NAME):
        raise BadRequest(
            f"A name is one line of 1 to {LONGEST_NAME} characters.", "Give another name."
        )
    return name


def visible(text: str) -> str:
    """A text as one line that can be seen: line ends and what steers a terminal as escapes.

    >>> visible("a\\nb")
    'a\\\\nb'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def storable(text: str) -> str:
    """A text that every database takes: without NUL, and half letters as escapes.

    Half letters (lone surrogates) stand in names of files whose bytes are not UTF-8.
    """
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "")
