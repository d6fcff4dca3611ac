"""Who signed: a person's name below an office in capitals, with the mark of the power to sign."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from extract.draft import Draft
from extract.grammar.units import clean
from extract.record import Header, Signer
from extract.vocabulary import MARK, OFFICE, OFFICES
from extract.zones.layout import Layout
from extract.zones.segments import Segment, segment_evidence, segments
from extract.zones.zones import BEHIND, CLOSING, OFFICE_LINE, RECIPIENT, Part, signs
from extract.zones.zones import NAME as NAME_LABEL
from gazetteer.authority.abbreviations import expand
from ingest.formulas import FAMILY_NAMES
from normalize.folding import fold

RELIABILITY = 0.95
# Chosen by hand: a name whose office was not read may be that of somebody else.
RELIABILITY_ALONE = 0.6
# An office misread under a stamp is known again at this likeness (0-100) where no other is nearly as
# like: many offices are as like one another ("thứ trưởng", "thủ tướng": 95). Chosen by hand.
LIKE_OFFICE, UNLIKE_OTHERS = 80, 5
# A name of two syllables, alone under a stamp, has often lost the first. Chosen by hand.
SYLLABLES, RELIABILITY_CUT = 3, 0.5
MOSTLY_CAPITALS = 0.6
_FOLDED_OFFICES = {office: fold(office) for office in OFFICES}
SPECKS = "*_ „“\"'.,;:-~^`|"
# Letters between the middles of two lines that stand in one column.
SAME_COLUMN = 20
_SYLLABLE = r"[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ][^\W\d_A-ZĐ]+"
# "Sùng A Chảo": a middle name of one letter, which men and women of the highlands have.
NAME = re.compile(rf"{_SYLLABLE}(?:\s+[AY](?=\s))?(?:\s+{_SYLLABLE}){{1,4}}")
# Degrees, honours and ranks before a name.
_TITLED = re.compile(
    r"(?:PGS|GS|TS|Th\.?S|NGƯT|NGND|BS)(?![^\W\d_])\.?\s*,?\s*|(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng|úy)\s+"
)


def read_signers(draft: Draft, rest: list[Segment]) -> None:
    """A person's name below an office in capitals is a signer; two may stand side by side."""
    waiting: list[tuple[Segment, str | None]] = []
    marks: list[tuple[Segment, str | None]] = []
    ended: list[Segment] = []
    for segment in rest:
        text = segment.text.lstrip(SPECKS).rstrip("*_ ")
        found, mark = OFFICE.match(text), _mark(text)
        if mark and not found and text.isupper():
            marks.append((segment, mark))
            continue
        if found and text[:6].isupper():
            above = _nearest(waiting, segment, SAME_COLUMN)
            noted = next((one for one in reversed(marks) if _above(one[0], segment)), None)
            marks = [one for one in marks if one is not noted]
            if mark is None and (said := above or noted):
                mark = said[1]
            if above and above[0].line != segment.line:
                if mark is None and not text.startswith("PHÓ"):
                    continue
                waiting.remove(above)
            waiting.append((segment, mark))
            text = text[found.end() :]
        name = (_name(text) or _name_behind(text)) if waiting else None
        if name:
            office = _nearest(waiting, segment, None) or waiting[0]
            waiting.remove(office)
            _add_signer(draft, name, office[0], segment, office[1], _column(rest, segment, ended))
            ended.append(segment)
    if not draft.record.signers:
        _lone_signer(draft, rest)


def zoned_signers(draft: Draft, layout: Layout) -> bool:
    """Add those whose names the model found below their offices, each once; False where it found none."""
    inside = range(layout.closing, layout.annex)
    parts = [z for z in layout.zones.parts if _may_sign(z, inside)]
    rest = list(segments(draft.source.lines, layout.closing, layout.annex))
    named = _named(parts)
    used: list[Segment] = []
    ended: list[Segment] = []
    for zone, name in named:
        above = [z.segment for z in parts if _is_office(z) and z.segment.line <= zone.segment.line]
        left = [s for s in above if not any(s is one for one in used)]
        mine = left if len(named) == 1 else _in_column(left, zone.segment)
        used += mine
        if fold(name) not in {fold(one.name) for one in draft.record.signers}:
            said = " ".join([*(s.text for s in mine), _column(rest, zone.segment, ended)])
            _add_zoned(draft, zone, name, _Above(mine, said, _misread_office(parts, zone)))
        ended.append(zone.segment)
    return bool(draft.record.signers)


@dataclass(frozen=True)
class _Above:
    """What stands over a name: its offices, all words of its column, and an office that was misread."""

    offices: Sequence[Segment]
    words: str
    misread: str | None


def _may_sign(zone: Part, closing: range) -> bool:
    if zone.label in (RECIPIENT, BEHIND):
        return zone.segment.line in closing and (zone.label == BEHIND or signs(zone.segment.text))
    return zone.label in _SIGNED


def _misread_office(parts: Sequence[Part], name: Part) -> str | None:
    before = [z.segment.text for z in parts if z.segment.line < name.segment.line]
    likely = (title for text in reversed(before[-NEAR_OFFICE:]) if (title := _like_office(text)))
    return next(likely, None)


# Labels among which names and offices of signers stand.
_SIGNED = frozenset({NAME_LABEL, OFFICE_LINE, CLOSING})


def _named(parts: Sequence[Part]) -> list[tuple[Part, str]]:
    """The lines that name signers: those of the model, and known names beside or below one of its lines."""
    found: list[tuple[Part, str]] = []
    for n, zone in enumerate(parts):
        text = zone.segment.text
        beside = any(z.label == NAME_LABEL or _is_office(z) for z in parts[max(0, n - 1) : n + 2])
        if zone.label == NAME_LABEL:
            name = _signed_name(text, zone.posterior)
        else:
            name = _name(text.lstrip(SPECKS)) if beside else None
        if name:
            found.append((zone, name))
    return found if any(zone.label == NAME_LABEL for zone, _ in found) else []


def _is_office(zone: Part) -> bool:
    return zone.label == OFFICE_LINE or signs(zone.segment.text)


def _add_zoned(draft: Draft, zone: Part, name: str, above: _Above) -> None:
    """Add a signer with the office that is its own: a deputy's, the last below a mark, else the first."""
    marks = [mark for segment in above.offices if (mark := _mark(segment.text.lstrip(SPECKS)))]
    offices = [segment for segment in above.offices if OFFICE.search(segment.text)]
    deputy = [s for s in offices if s.text.lstrip(SPECKS).startswith("PHÓ")]
    office = next(iter(deputy or (offices[-1:] if marks else offices[:1])), None)
    said = (_office(office.text.lstrip(SPECKS)) if office else above.misread) or ""
    evidence, sure = segment_evidence(
        draft, [*([office] if office else []), zone.segment], "signer"
    )
    sure *= zone.posterior if zone.label == NAME_LABEL else RELIABILITY
    if not office:
        sure *= RELIABILITY_ALONE if len(name.split()) >= SYLLABLES else RELIABILITY_CUT
    draft.record.signers.append(
        Signer(
            name=name, title=said.capitalize() or None, unit=_unit(draft.header, above.words),
            mark=marks[0] if marks else None, evidence=evidence, confidence=sure,
        )
    )  # fmt: skip


# An office that was misread stands at most this many lines above the name.
NEAR_OFFICE = 3


def _in_column(above: Sequence[Segment], name: Segment) -> list[Segment]:
    near = [s for s in above if abs(_middle(s) - _middle(name)) <= SAME_COLUMN]
    return near or list(above)


# A person's name has this many syllables, those that a stamp took away aside.
NAME_SYLLABLES = range(2, 7)


# A name of an uncommon family must be this likely to stand on a line of names.
UNCOMMON = 0.8


def _signed_name(text: str, posterior: float) -> str | None:
    """The name on a signature's line, behind degrees, specks and what the stamp left."""
    bare = _TITLED.sub(
        "", re.sub(r"\(?đã ký\)?", "", text.strip(SPECKS), flags=re.IGNORECASE)
    ).strip(" ./:*_-–,")
    words = bare.split()
    if bare[:1].islower() and bare.split()[0].capitalize() in FAMILY_NAMES:
        bare = bare[0].upper() + bare[1:]
    if bare.isupper() and len(words) in NAME_SYLLABLES:
        bare = bare.title()
    found = [m[0] for m in NAME.finditer(bare)]
    known = [name for name in found if fold(name.split()[0]) in {fold(one) for one in FAMILY_NAMES}]
    if known:
        return clean(known[-1])
    sure = posterior >= UNCOMMON and len(words) >= SYLLABLES and not OFFICE.search(text)
    return clean(bare) if sure and NAME.fullmatch(bare) else None


def _mark(text: str) -> str | None:
    """The mark that a line in capitals begins with, as the decree writes it: "T/M" is "TM"."""
    found = MARK.match(text)
    return re.sub(r"[\W]", "", found["mark"]).upper() if found else None


def _lone_signer(draft: Draft, rest: Sequence[Segment]) -> None:
    """A name alone at the end: the office above it was under a stamp or was misread."""
    named = next((s for s in reversed(rest) if _name(s.text.lstrip(SPECKS))), None)
    if named is None:
        return
    above = reversed(rest[: rest.index(named)])
    offices = ((title, s) for s in above if (title := _like_office(s.text)))
    said, office = next(offices, (None, named))
    parts = [named] if office is named else [office, named]
    evidence, sure = segment_evidence(draft, parts, "signer-alone")
    name = _name(named.text.lstrip(SPECKS)) or ""
    reliability = RELIABILITY_ALONE if len(name.split()) >= SYLLABLES else RELIABILITY_CUT
    draft.record.signers.append(
        Signer(
            name=name,
            title=said.capitalize() if said else None,
            unit=_unit(draft.header, _column(rest, named, ())),
            evidence=evidence,
            confidence=reliability * sure,
        )
    )


def _like_office(text: str) -> str | None:
    """The office that words mostly in capitals were meant to be ("TiYỆU TRƯỞNG"), None without one."""
    if sum(c.isupper() for c in text) < MOSTLY_CAPITALS * sum(c.isalpha() for c in text):
        return None
    found = process.extract(fold(text), _FOLDED_OFFICES, scorer=fuzz.ratio, limit=2)
    (_, likeness, office), (_, second, _) = found
    return office if likeness >= LIKE_OFFICE and likeness - second >= UNLIKE_OTHERS else None


def _nearest(
    waiting: list[tuple[Segment, str | None]], segment: Segment, within: int | None
) -> tuple[Segment, str | None] | None:
    """The office that stands nearest above a segment, by its middle, at most ``within`` away."""

    def distance(office: tuple[Segment, str | None]) -> float:
        return abs(_middle(office[0]) - _middle(segment))

    best = min(waiting, key=distance, default=None)
    if best is None or (within is not None and distance(best) > within):
        return None
    return best


def _above(mark: Segment, office: Segment) -> bool:
    """Whether a mark stands over an office: over part of it, or in its column."""
    over = mark.start < office.start + len(office.text) and office.start < mark.start + len(
        mark.text
    )
    return over or abs(_middle(mark) - _middle(office)) <= SAME_COLUMN


def _middle(segment: Segment) -> float:
    return segment.start + len(segment.text) / 2


def _name(text: str) -> str | None:
    bare = _TITLED.sub("", re.sub(r"\(?đã ký\)?", "", text, flags=re.IGNORECASE)).strip(" ./:*_")
    if not NAME.fullmatch(bare):
        return None
    known = {fold(name) for name in FAMILY_NAMES}
    return clean(bare) if fold(bare.split()[0]) in known else None


def _name_behind(text: str) -> str | None:
    """A name behind words in capitals on one line: "VỤ TRƯỞNG VỤ PHÁP CHẾ Nguyễn Văn A".

    Capitals behind the name begin something else, a form that follows for one.
    """
    words = text.split()
    lower = (n for n, word in enumerate(words) if any(map(str.islower, word)))
    capitals = next(lower, len(words))
    rest = words[capitals:]
    stop = next((n for n, word in enumerate(rest) if word.isupper()), len(rest))
    return _name(" ".join(rest[:stop])) if capitals or stop < len(rest) else None


def _office(text: str) -> str:
    """The signer's own office: of several in capitals on one line the last ("KT. A PHÓ A")."""
    capitals = " ".join(itertools.takewhile(str.isupper, text.split()))
    found = [m[0] for m in OFFICE.finditer(capitals)]
    if not found:
        first = OFFICE.match(text)
        found = [first[0]] if first else []
    return MARK.sub("", found[-1]).strip().lower() if found else ""


def _add_signer(
    draft: Draft, name: str, office: Segment, segment: Segment, mark: str | None, above: str
) -> None:
    evidence, sure = segment_evidence(
        draft, [office, segment] if office is not segment else [segment], "signer"
    )
    said = _office(office.text.lstrip(SPECKS))
    draft.record.signers.append(
        Signer(
            name=name,
            title=said[:1].upper() + said[1:] if said else None,
            unit=_unit(draft.header, above),
            mark=mark,
            evidence=evidence,
            confidence=RELIABILITY * sure,
        )
    )


def _column(rest: Sequence[Segment], name: Segment, ended: Sequence[Segment]) -> str:
    """What stands above a signer's name in its column, below the signer before."""

    def near(segment: Segment) -> bool:
        return abs(_middle(segment) - _middle(name)) <= SAME_COLUMN

    first = max((one.line for one in ended if near(one)), default=-1)
    return " ".join(s.text for s in rest if first < s.line <= name.line and near(s))


def _unit(header: Header, above: str) -> str | None:
    """The issuer that a signer stands for: of several the only one named above the signature.

    The place that its head gave it need not stand there.
    """
    if len(header.issuer) == 1:
        return header.issuer[0]
    written, place = fold(expand(above)), f" {fold(header.place or '')}"
    named = [n for n in header.issuer if fold(expand(n)).removesuffix(place) in written]
    return named[0] if len(named) == 1 else None
