"""What a search asks for, and where a text answers: hits, and the passage with most of them."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from ingest.errors import BadRequest
from normalize.folding import has_diacritics, strip_diacritics
from store.words import WORD, search_words

SNIPPET_WORDS = 12  # words shown on each side of the first hit: about two printed lines
QUERY_TERMS = 32  # more terms than a person types; each one costs a look-up

MOTTOS = ("cong hoa xa hoi chu nghia viet nam", "doc lap tu do hanh phuc")
_TERM = re.compile(r'"([^"]*)"|(\S+)')


class Part(NamedTuple):
    """A stretch of a snippet; ``hit`` where it is what was asked for."""

    text: str
    hit: bool


class Query(NamedTuple):
    """What is asked: phrases of one word or more, all of which a page must have.

    A word with diacritics is meant as written, one without them in any spelling.
    """

    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, words: str) -> "Query":
        """Read words and "phrases in quotes"; BadRequest where no word is left."""
        terms = [quoted or bare for quoted, bare in _TERM.findall(words)]
        phrases = tuple(phrase for term in terms if (phrase := tuple(search_words(term, False))))
        if not phrases:
            raise BadRequest("The search has no words.", "Type at least one word or number.")
        if len(phrases) > QUERY_TERMS:
            raise BadRequest("The search has too many words.", f"Use at most {QUERY_TERMS}.")
        return cls(phrases)

    @property
    def is_mixed(self) -> bool:
        """Whether a phrase has words of both kinds, which no index holds side by side."""
        return any(
            exact_words(phrase) and len(exact_words(phrase)) < len(phrase)
            for phrase in self.phrases
        )


def exact_words(phrase: Iterable[str]) -> tuple[str, ...]:
    """The words of a phrase that are meant as written."""
    return tuple(word for word in phrase if has_diacritics(word))


def passage_shown(text: str, named: str, query: Query | None) -> tuple[Part, ...]:
    """What is shown of a page, or of what names its document; without a query its beginning."""
    if query is not None:
        return snippet(text, query) or snippet(named, query)
    spans = [match.span() for match in WORD.finditer(text)][: 2 * SNIPPET_WORDS]
    return (Part(text[spans[0][0] : spans[-1][1]], False),) if spans else ()


def snippet(page: str, query: Query) -> tuple[Part, ...]:
    """The words of a page among which most hits stand, all hits in them marked."""
    spans = [match.span() for match in WORD.finditer(page)]
    words = [page[start:stop] for start, stop in spans]
    hits = hits_in(words, query)
    if not hits:
        return ()
    best = first_of_best(words, hits)
    first = max(0, best - SNIPPET_WORDS // 2)
    last = min(len(spans), first + 2 * SNIPPET_WORDS + 1)
    return tuple(_parts(page, spans, range(first, last), hits))


@lru_cache(maxsize=2**14)  # the language has some 7,000 syllables
def _searched(word: str) -> frozenset[str]:
    """The words that a word of a page answers to: itself, and without its diacritics."""
    return frozenset(" ".join(search_words(word, folded)) for folded in (False, True))


def hits_in(words: Iterable[str], query: Query) -> set[int]:
    """Which words of a text answer, by their places from 0."""
    hits: set[int] = set()
    for runs in _runs(words, query):
        for run in runs:
            hits.update(run)
    return hits


def first_of_best(words: Sequence[str], hits: Collection[int]) -> int:
    """The hit that begins the passage with most hits; those in the motto of the state count last."""
    counting = sorted(set(hits) - _in_mottos(words) or set(hits))
    within = (bisect_right(counting, at + SNIPPET_WORDS) - i for i, at in enumerate(counting))
    return max(zip(within, counting, strict=True), key=itemgetter(0))[1]


def _in_mottos(words: Sequence[str]) -> set[int]:
    folded = [strip_diacritics(word).lower() for word in words]
    return {
        start + i
        for motto in (motto.split() for motto in MOTTOS)
        for start in range(len(folded) - len(motto) + 1)
        if folded[start : start + len(motto)] == motto
        for i in range(len(motto))
    }


def has_all(words: Iterable[str], query: Query) -> bool:
    """Whether a text answers."""
    return all(_runs(words, query))


def _runs(words: Iterable[str], query: Query) -> list[list[range]]:
    """For each phrase the runs of words that are it."""
    answers = [_searched(word) for word in words]
    return [
        [
            range(start, start + len(phrase))
            for start in range(len(answers) - len(phrase) + 1)
            if all(word in answers[start + i] for i, word in enumerate(phrase))
        ]
        for phrase in query.phrases
    ]


def _parts(
    page: str, spans: Sequence[tuple[int, int]], shown: range, hits: set[int]
) -> Iterator[Part]:
    """Cut the shown words into runs of hits and of other text."""
    run, run_is_hit = spans[shown[0]][0], shown[0] in hits
    for number in shown[1:]:
        if (number in hits) != run_is_hit:
            cut = spans[number][0] if number in hits else spans[number - 1][1]
            yield Part(page[run:cut], run_is_hit)
            run, run_is_hit = cut, not run_is_hit
    yield Part(page[run : spans[shown[-1]][1]], run_is_hit)
