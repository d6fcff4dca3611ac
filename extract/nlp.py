"""spaCy as the frame of extraction: one component for each kind of thing that is found.

``build().pipe_names`` reads as the list of what is extracted. The document's tokens keep their
offsets; the record in the making hangs on ``doc._.draft``.
"""

import re
import sys
from collections.abc import Callable
from functools import lru_cache

from extract.draft import Draft, new_draft
from extract.duties.deadlines import find_deadlines
from extract.duties.duties import decide_duties
from extract.duties.entries import actors_of_deadlines
from extract.duties.joint_plans import charge_joint_issuers
from extract.duties.responsibilities import find_responsibilities
from extract.duties.schedules import read_schedules
from extract.fields.checks import check
from extract.fields.contacts import find_contacts
from extract.fields.references import find_references
from extract.fields.symbols import settle_symbols
from extract.fields.totals import find_totals
from extract.frame import Doc, Language, MultiLanguage, Vocab
from extract.head.header import complete_day, read_header
from extract.head.people import read_closing
from extract.learned.confidence import ACCEPTED_ERROR, calibrate, review_of
from extract.linking import link_names, link_units
from extract.pairings.pairings import find_pairings
from extract.record import PageReading, Record, RecordProblem, Source
from extract.zones.flattened import laid_out
from extract.zones.layout import Layout, analyse, zoned_paragraphs
from extract.zones.outline import find_sections
from gazetteer.load import Gazetteer
from ingest.page import Document
from normalize.text import Text

Doc.set_extension("draft", default=None, force=True)
Doc.set_extension("layout", default=None, force=True)

_TOKEN = re.compile(r"\w+|[^\w\s]|\n")


class Tokenizer:
    """Words, marks and line feeds as tokens that keep their offsets."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for match in _TOKEN.finditer(text):
            if words and match.start() > end:
                self._gap(words, spaces, text[end : match.start()])
            words.append(match[0])
            spaces.append(False)
            end = match.end()
        return Doc(self.vocab, words=words, spaces=spaces)

    @staticmethod
    def _gap(words: list[str], spaces: list[bool], gap: str) -> None:
        """One blank belongs to the word before it; more blanks become a token of their own."""
        spaces[-1] = True
        if len(gap) > 1:
            words.append(gap[1:])
            spaces.append(False)


def _with_layout(read: Callable[[Draft, Layout], None]) -> Callable[[Doc], Doc]:
    def component(doc: Doc) -> Doc:
        read(doc._.draft, doc._.layout)
        return doc

    return component


def _plain(read: Callable[[Draft], None]) -> Callable[[Doc], Doc]:
    def component(doc: Doc) -> Doc:
        read(doc._.draft)
        return doc

    return component


COMPONENTS: dict[str, Callable[[Doc], Doc]] = {
    "header": _with_layout(read_header),
    "references": _plain(find_references),
    "symbols": _plain(settle_symbols),
    "sections": _plain(find_sections),
    "pairings": _plain(find_pairings),
    "unit_links": _plain(link_units),
    "responsibilities": _plain(find_responsibilities),
    "deadlines": _plain(find_deadlines),
    "duties": _plain(decide_duties),
    "joint_plans": _plain(charge_joint_issuers),
    "schedules": _plain(read_schedules),
    "deadline_actors": _plain(actors_of_deadlines),
    "recipients_and_signers": _with_layout(read_closing),
    "contacts": _plain(find_contacts),
    "totals": _plain(find_totals),
    "checks": _plain(check),
    "unit_names": _plain(link_names),
}
for _name, _component in COMPONENTS.items():
    Language.component(_name, func=_component)


@lru_cache(maxsize=1)
def build() -> Language:
    """The pipeline of all extractors, in the order in which they build on one another."""
    nlp = MultiLanguage(create_tokenizer=lambda nlp: Tokenizer(nlp.vocab))
    nlp.max_length = sys.maxsize  # spaCy's is for its models; ours is in ingest.limits
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def extract_record(
    document: Document,
    text: Text,
    gazetteer: Gazetteer,
    calibrated: bool = True,
    accepted_error: float = ACCEPTED_ERROR,
) -> Record:
    """Read the record out of a document's restored text.

    Without ``calibrated`` the confidence of a value is what its rule or model and its words say alone.
    ``accepted_error`` is the share of wrong values that may pass unreviewed. An extractor that fails costs
    its own field only: the record lists it under ``problems``.
    """
    draft = read_draft(document, text, gazetteer)
    if calibrated:
        calibrate(draft.record)
        draft.record.review = review_of(accepted_error)
    complete_day(draft, document.signatures)
    draft.record.problems[:0] = [
        RecordProblem(component=p.component, message=p.message, page=p.page)
        for p in document.problems
    ]
    return draft.record


def read_draft(
    document: Document, text: Text, gazetteer: Gazetteer, before: str | None = None
) -> Draft:
    """Run the components over a document, all of them or those before a named one."""
    text = laid_out(text)
    layout = analyse(text)
    draft = new_draft(text, zoned_paragraphs(text, layout), gazetteer, _source(document))
    nlp = build()
    doc = nlp.make_doc(draft.text)
    doc._.draft, doc._.layout = draft, layout
    for name, component in nlp.pipeline:
        if name == before:
            break
        try:
            doc = component(doc)
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            draft.record.problems.append(RecordProblem(component=name, message=repr(error)))
    return draft


def _source(document: Document) -> Source:
    return Source(
        sha256=document.sha256,
        media_type=document.kind.value,
        pages=[
            PageReading(
                page=page.number,
                origin=page.origin.value,
                quality=page.quality.value,
                reason=page.reason,
                history=list(page.history),
            )
            for page in document.pages
        ],
    )
