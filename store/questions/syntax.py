"""Queries and rows as SQLite's FTS5 and PostgreSQL's full text write them."""

from collections.abc import Iterable
from itertools import chain

from normalize.folding import strip_diacritics
from store.questions.facets import CUT, FIRST_PAGE, Terms
from store.questions.passages import Query, exact_words

# PostgreSQL counts places in a text up to 16,383, and a tsvector has at most 1 MB.
_LAST_PLACE, _TSVECTOR_WORDS, _LEXEME_LETTERS = 16_383, 40_000, 400


def fts5_match(query: Query | None, terms: Terms) -> str:
    """What a row must have; without a query it is that of a first page."""
    if query is None:
        return _fts5_terms(_first_pages(terms))
    every = [_fts5_asked(phrase) for phrase in query.phrases]
    return " AND ".join([*every, _fts5_terms(terms)] if terms else every)


def tsquery_met(query: Query | None, terms: Terms) -> tuple[dict[str, str], str]:
    """What each column must have, and the condition that asks it of them."""
    asked = _tsquery_asked(query) if query is not None else {}
    facets = terms if query is not None else _first_pages(terms)
    if facets:
        asked["facets"] = _tsquery_terms(facets)
    return asked, " AND ".join(f"{column} @@ CAST(:{column} AS tsquery)" for column in asked)


def tsvector(words: Iterable[str], weightless: Iterable[str] = ()) -> str:
    """A column of a row: words with their places, what weighs nothing behind the others."""
    places: dict[str, list[str]] = {}
    classed = chain(((word, "A") for word in words), [(CUT, "A")], ((w, "") for w in weightless))
    for place, (word, of) in zip(range(1, _TSVECTOR_WORDS), classed, strict=False):
        places.setdefault(_lexeme(word), []).append(f"{min(place, _LAST_PLACE)}{of}")
    return " ".join(f"{word}:{','.join(numbers)}" for word, numbers in places.items())


def _fts5_asked(phrase: tuple[str, ...]) -> str:
    exact = exact_words(phrase)
    if len(exact) == len(phrase):
        return f"({{exact head}} : {_fts5_phrase(phrase)})"
    either = f"({{folded head}} : {_fts5_phrase(_folded(phrase))})"
    return " AND ".join([either, *(f"({{exact head}} : {_fts5_phrase([word])})" for word in exact)])


def _fts5_phrase(phrase: Iterable[str]) -> str:
    return f'"{" ".join(phrase)}"'


def _fts5_terms(terms: Terms) -> str:
    every = (f"({' OR '.join(map(_fts5_phrase, anyone))})" for anyone in terms)
    return f"(facets : ({' AND '.join(every)}))"


def _tsquery_asked(query: Query) -> dict[str, str]:
    """What each column must have, for those of which something is asked."""
    asked: dict[str, list[tuple[str, ...]]] = {"exact": [], "folded": []}
    for phrase in query.phrases:
        exact = exact_words(phrase)
        if len(exact) == len(phrase):
            asked["exact"].append(phrase)
        else:
            asked["folded"].append(_folded(phrase))
            asked["exact"] += ((word,) for word in exact)
    return {
        column: " & ".join(map(_tsquery_phrase, phrases))
        for column, phrases in asked.items()
        if phrases
    }


def _tsquery_phrase(phrase: Iterable[str]) -> str:
    return f"({' <-> '.join(map(_lexeme, phrase))})"


def _tsquery_terms(terms: Terms) -> str:
    return " & ".join(f"({' | '.join(map(_tsquery_phrase, anyone))})" for anyone in terms)


def _lexeme(word: str) -> str:
    """Words are letters and digits alone, so that nothing in the quotes needs an escape."""
    return f"'{word[:_LEXEME_LETTERS]}'"


def _first_pages(terms: Terms) -> Terms:
    return (((FIRST_PAGE,),), *terms)


def _folded(phrase: Iterable[str]) -> tuple[str, ...]:
    return tuple(strip_diacritics(word) for word in phrase)
