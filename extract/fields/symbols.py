"""Issuing codes in document numbers, put right by the name of who issued the document.

Where a text layer was misread, the Đ of a code may have become another letter ("3176/QĐ-BHNN" of
"Trường Đại học Ngoại ngữ"). A code whose letters are not the initials of its issuer, and would be with
one or two such letters put right, is written so, here and wherever the document repeats it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from extract.draft import Draft
from extract.grammar.number_parts import parts_of
from extract.record import Evidence
from ingest.page import Origin, Quality
from normalize.codes import MISREAD

# Letters that a bar was lost from or that were read for one, at most so many in one code.
MOST_MENDED = 2


def settle_symbols(draft: Draft) -> None:
    """Mend the codes of the document's own number and of cited ones on pages that were misread."""
    record, header = draft.record, draft.record.header
    doubtful = {
        page.page
        for page in record.source.pages
        if page.origin == Origin.OCR or page.quality == Quality.GARBLED
    }
    mended: dict[str, str] = {}
    own = header.support.get("number")
    if header.number and own and _on(doubtful, own.evidence):
        mended |= _settled(header.number, header.issuer)
    cited = [r for r in record.references if r.number and _on(doubtful, r.evidence)]
    for reference in cited:
        mended |= _settled(reference.number or "", [reference.issuer] if reference.issuer else [])
    if header.number and own and _on(doubtful, own.evidence):
        header.number = _replaced(header.number, mended)
    for reference in cited:
        reference.number = _replaced(reference.number or "", mended)


def settled(code: str, issuer: str) -> str:
    """A code with its Đ put right by the initials of its issuer; as it is where that is not plain.

    >>> settled("BHNN", "Trường Đại học Ngoại ngữ"), settled("UBND", "Ủy ban nhân dân tỉnh")
    ('ĐHNN', 'UBND')
    """
    initials = [word[0] for word in issuer.casefold().split()]
    if _in_order(code.casefold(), initials):
        return code
    places = [at for at, letter in enumerate(code) if letter in f"{MISREAD}D"]
    for count in range(1, MOST_MENDED + 1):
        found = {
            changed
            for chosen in combinations(places, count)
            if _in_order((changed := _barred(code, chosen)).casefold(), initials)
        }
        if found:
            return found.pop() if len(found) == 1 else code
    return code


def _settled(number: str, issuers: Sequence[str]) -> Iterator[tuple[str, str]]:
    parts = parts_of(number)
    for code in parts.issuing_codes[:1] if parts else []:
        for issuer in issuers:
            if (right := settled(code, issuer)) != code:
                yield code, right


def _barred(code: str, places: Sequence[int]) -> str:
    return "".join("Đ" if at in places else letter for at, letter in enumerate(code))


def _in_order(letters: str, initials: Sequence[str]) -> bool:
    rest = iter(initials)
    return all(letter in rest for letter in letters)


def _replaced(number: str, mended: dict[str, str]) -> str:
    head, dash, code = number.rpartition("-")
    return f"{head}{dash}{mended.get(code, code)}"


def _on(pages: set[int], evidence: Sequence[Evidence]) -> bool:
    return any(e.page in pages for e in evidence)
