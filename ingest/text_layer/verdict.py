"""Judging the text that a page brings with it: sound, bare, garbled, legacy-encoded or absent."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.page import Line, Quality
from ingest.text_layer.syllables import is_bare_syllable, is_syllable

# Sound office texts have 78-94 % of their words with diacritics and 97-100 % that are syllables;
# the same texts stripped have 0 % and 97-100 %; English prose has 0 % and 4-26 %.
# Below this share of syllables a page is not Vietnamese.
_VIETNAMESE = 0.45
# Of the syllables of a sound page, at least this share carries diacritics; sound texts have 0.8
# and more.
_MARKED = 0.4
# A bare page with at most this share of spoiled words is only bare; stripped office texts have
# at most 3 % (foreign words), a real layer left by an English OCR model 6 %.
_SPOILED = 0.05
# Of the words with diacritics, more than this share malformed means a garbled layer; sound texts
# have at most 1.6 % (old spellings, place names of minorities).
_MALFORMED = 0.12
# With at least this share of words holding letters of TCVN3 or VNI, the layer is in that encoding
# (whole texts so encoded: 51-81 %; sound texts: below 1 %).
_LEGACY = 0.15
# A line by itself needs more: so many words, and this share of them.
_FEWEST_OLD, _LEGACY_LINE = 3, 0.3
# Below this number of words shares mean little; then a page is bare only if every word is.
_FEW_WORDS = 8
_FEWEST_BARE_WORDS = 4
# Words beside a signature note that are still no text of a page (a page number, "Trang 1").
_BESIDE_A_NOTE = 3

# Text decoded rightly has nearly all its words with diacritics well-formed, wrongly hardly any.
_FEWEST_MARKED = 2
_SURELY = 0.8

_WORD = re.compile(r"(?<![\w@./])[^\W\d_]{2,}(?![\w@/])")
_LONGEST_ABBREVIATION = 8
# A figure inside a word in small letters, as in "s6", "ph6", "d6i"; not "m2", "cm3" or "v1".
_FIGURE_IN_WORD = re.compile(
    r"(?<![\w@./])(?!(?:[ckdm]?m|v)[1-4]\b)[^\W\d_]*[a-zà-ỹđ]\d[^\W\d_]*\b"
)
_NOTE = re.compile(
    r"(?:(?:Người ký|Ký bởi|Được ký bởi|Ký số bởi|Digitally signed by|Signed by)\s*:?)"
    r".{0,400}?"
    r"(?:(?:Thời gian ký|Ngày ký|Giờ ký|Date|Signing time)\s*:\s*[\dTZ./:+\-\s]*(?:AM|PM)?)",
    re.DOTALL | re.IGNORECASE,
)
_NOTE_LINE = re.compile(
    r"^[^\S\n]*(?:Người ký|Ký bởi|Được ký bởi|Ký số bởi|Thời gian ký|Ngày ký|Giờ ký|Digitally signed by"
    r"|Signed by|Signature (?:Not )?Veri\w+|Signature valid|Date\s*:|Reason\s*:|Location\s*:).*$",
    re.MULTILINE | re.IGNORECASE,
)

# TCVN3 puts symbols among the letters; quotation marks at the edges of a word are none of them.
_TCVN3_SYMBOLS = frozenset("µμ¸¶·¹¨»¾¼½©®ª×÷«¬\u00ad§¢£¤¥¦¡Þß")
# A capital after a small letter, where the letter is one of TCVN3's ("nghÜa", "ViÖt").
_TCVN3_CAPITAL = re.compile(r"[a-z\u00df-\u00ff][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖØÜÝ]")
_QUOTES = "«»“”\"'()[],.;:"
# VNI writes a vowel and after it a letter for its marks, pairs that no Unicode syllable has.
_VNI_PAIR = re.compile(r"[aeouyôö][øùûõïâàáåãäêèéúüë]|ñ[aeiouyôö]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page's own text is worth, and why, with figures.

    ``doubtful``: the text may be another than the one that the page shows.
    """

    quality: Quality
    reason: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Shares:
    """Counts over the judged words of a page."""

    words: int
    marked: int
    """Words with a Vietnamese mark."""
    sound: int
    """Words with a mark that are well-formed syllables."""
    bare: int
    """Words without a mark that are syllables once theirs are taken away."""
    broken: int
    """Words with a figure inside."""

    @property
    def syllables(self) -> float:
        return (self.sound + self.bare) / max(1, self.words)

    @property
    def spoiled(self) -> float:
        total = self.words + self.broken
        return (total - self.sound - self.bare) / max(1, total)

    def __str__(self) -> str:
        marked = self.marked / max(1, self.words)
        return (
            f"{marked:.0%} of {self.words} words carry diacritics, "
            f"{self.syllables:.0%} are Vietnamese syllables, {self.spoiled:.0%} are others"
        )


def judge(text: str | Sequence[Line]) -> Verdict:
    """The verdict on the text of one page.

    Abbreviations, numbers and addresses are left out of the count. Text of another language is
    sound: nothing is known against it.
    """
    whole = text if isinstance(text, str) else "\n".join(line.text for line in text)
    whole = unicodedata.normalize("NFC", whole)
    if not whole.strip():
        return Verdict(Quality.ABSENT, "no text")
    return _judge_note(whole) or _judge_encoding(whole) or _judge_shares(_count(whole))


def is_vietnamese(text: str) -> bool:
    """Whether text is surely Vietnamese in Unicode: its words with diacritics are syllables."""
    shares = _count(text)
    return shares.marked >= _FEWEST_MARKED and shares.sound >= _SURELY * shares.marked


def sound_words(name: str) -> int:
    """How many more words with diacritics are syllables than are none, in the name of a file."""
    shares = _count(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", name)))
    return 2 * shares.sound - shares.marked


def _judge_note(text: str) -> Verdict | None:
    rest = _NOTE_LINE.sub(" ", _NOTE.sub(" ", text))
    if rest == text or len(rest.split()) > _BESIDE_A_NOTE:
        return None
    return Verdict(Quality.ABSENT, "only the note of a digital signature")


def _judge_encoding(text: str) -> Verdict | None:
    words = [word for word in text.split() if any(c.isalpha() for c in word)]
    for name, is_encoded in (("TCVN3", _is_tcvn3), ("VNI", _is_vni)):
        share = sum(map(is_encoded, words)) / max(1, len(words))
        if share >= _LEGACY:
            reason = f"{name} encoding: {share:.0%} of {len(words)} words hold letters of it"
            return Verdict(Quality.LEGACY, reason)
    return None


def is_legacy(line: str) -> bool:
    """Whether a single line is in TCVN3 or VNI, as a paragraph pasted into another text may be."""
    words = [word for word in line.split() if any(c.isalpha() for c in word)]
    return any(
        found >= _FEWEST_OLD and found >= _LEGACY_LINE * len(words)
        for found in (sum(map(is_encoded, words)) for is_encoded in (_is_tcvn3, _is_vni))
    )


def _is_tcvn3(word: str) -> bool:
    has_symbol = not _TCVN3_SYMBOLS.isdisjoint(word.strip(_QUOTES))
    return has_symbol or _TCVN3_CAPITAL.search(word) is not None


def _is_vni(word: str) -> bool:
    return _VNI_PAIR.search(word) is not None and not is_syllable(word.strip(_QUOTES))


def _judge_shares(shares: _Shares) -> Verdict:
    if shares.words < _FEW_WORDS:
        return _judge_few(shares)
    if shares.syllables < _VIETNAMESE:
        return Verdict(Quality.SOUND, f"not Vietnamese: {shares}", doubtful=True)
    if shares.sound < _MARKED * (shares.sound + shares.bare):
        quality = Quality.BARE if shares.spoiled <= _SPOILED else Quality.GARBLED
        return Verdict(quality, str(shares), doubtful=True)
    if shares.marked - shares.sound > _MALFORMED * shares.marked:
        return Verdict(Quality.GARBLED, f"malformed syllables: {shares}", doubtful=True)
    return Verdict(Quality.SOUND, str(shares))


def _judge_few(shares: _Shares) -> Verdict:
    if shares.words >= _FEWEST_BARE_WORDS and shares.bare == shares.words:
        return Verdict(Quality.BARE, f"all {shares.words} words are syllables without diacritics")
    return Verdict(Quality.SOUND, f"only {shares.words} words: too few to find fault with")


def _count(text: str) -> _Shares:
    words = [word for word in _WORD.findall(text) if not _is_abbreviation(word)]
    marked = [word for word in words if _is_marked(word)]
    bare = [word for word in words if not _is_marked(word) and is_bare_syllable(word)]
    return _Shares(
        words=len(words),
        marked=len(marked),
        sound=sum(map(is_syllable, marked)),
        bare=len(bare),
        broken=len(_FIGURE_IN_WORD.findall(text)),
    )


def _is_marked(word: str) -> bool:
    return not word.isascii()


def _is_abbreviation(word: str) -> bool:
    capitals = sum(c.isupper() for c in word)
    inner_capital = capitals > 1 and len(word) <= _LONGEST_ABBREVIATION
    return inner_capital and not is_syllable(word) and not is_bare_syllable(word)
