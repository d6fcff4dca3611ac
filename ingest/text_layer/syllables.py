"""Vietnamese syllables by rule: which letter strings can be one, with and without diacritics.

A syllable is onset, rime and tone; the spelling rules that join them are those of the standard
orthography. No word list is needed, and names are covered as well as words.
"""

import re
import unicodedata
from functools import lru_cache

# Before i, e, ê, y the sounds k, g, ng are written k, gh, ngh; elsewhere c (or q), g, ng.
_ONSETS_ANYWHERE = " b ch d đ h kh l m n nh ph r s t th tr v x"
_ONSETS_BEFORE_FRONT = ("k", "gh", "ngh")
_ONSETS_BEFORE_BACK = ("c", "g", "ng")
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en
eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it
iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi
om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc
uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôp uôt uơ uơn up ut uy uya uych uyên uyêt
uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng
yêt yêu
"""
# The sound kw- is written qu; g before i- stands for gi + i (gì, giếng).
_RIMES_AFTER_Q = """
ua uac uach uai uan uang uanh uao uau uay uat uap uăc uăm uăn uăng uăp uăt uân uâng uât uây ue
uen ueo uet uê uên uênh uêt uêch ui uit uin uinh uôc uơ uơi uơn uơt uy uych uyên uyêt uyn uynh
uyt uyp uyu
"""
_RIMES_AFTER_GI = """
a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âc âm ân âng âp ât âu ây e em en eo ep et
êng êp o oc oi on ong ooc op ot ô ôc ôi ôn ông ôp ôt ơ ơi ơn ơt u ua uc ui um un up uôc uông ư
ưa ưng ươc ương ưt êc ên
"""
_STOPS = ("c", "ch", "p", "t")
_ALL_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền sắc hỏi ngã nặng
_STOP_TONES = "\u0301\u0323"
_TONES = re.compile(f"[{_ALL_TONES}]")


@lru_cache(maxsize=100_000)
def is_syllable(word: str) -> bool:
    """Whether the word (any case, any tone placement) is a well-formed syllable.

    >>> is_syllable("Nghiêng"), is_syllable("hoà"), is_syllable("tât"), is_syllable("chirc")
    (True, True, False, False)
    """
    toneless, tone = _take_tone(word.lower())
    if toneless not in _toneless_syllables():
        return False
    if toneless.endswith(_STOPS):
        return tone != "" and tone in _STOP_TONES
    return len(tone) < 2


@lru_cache(maxsize=100_000)
def is_bare_syllable(word: str) -> bool:
    """Whether the word is what a well-formed syllable looks like without any diacritic.

    >>> is_bare_syllable("nghieng"), is_bare_syllable("Duoc"), is_bare_syllable("school")
    (True, True, False)
    """
    return word.lower() in _bare_syllables()


def _take_tone(word: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(_TONES.findall(decomposed))
    return unicodedata.normalize("NFC", _TONES.sub("", decomposed)), tones


@lru_cache(maxsize=1)
def _toneless_syllables() -> frozenset[str]:
    syllables = {"q" + rime for rime in _RIMES_AFTER_Q.split()}
    syllables |= {"gi" + rime for rime in _RIMES_AFTER_GI.split()}
    syllables |= {"g" + rime for rime in _RIMES.split() if rime.startswith("i")}
    for rime in _RIMES.split():
        front = rime[0] in "ieêy"
        onsets = _ONSETS_BEFORE_FRONT if front else _ONSETS_BEFORE_BACK
        syllables |= {onset + rime for onset in (*_ONSETS_ANYWHERE.split(" "), *onsets)}
    return frozenset(syllables)


@lru_cache(maxsize=1)
def _bare_syllables() -> frozenset[str]:
    return frozenset(_without_marks(syllable) for syllable in _toneless_syllables())


def _without_marks(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")
