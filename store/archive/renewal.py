"""What is made anew of the records when a program opens a store that derives or weighs otherwise."""

from sqlalchemy import Select, or_, select

from store.archive.document import rederive, reviewed_of, set_state, shown_of
from store.cascade.keep import recheck, unchecked
from store.database.engine import Database
from store.database.tables import READ, Document
from store.questions.derived import DERIVED_VERSION
from store.questions.search import Index
from store.review.fits import InForce, in_force
from store.review.waiting import replace_open_values

_AT_ONCE = 100  # documents whose rows are made anew in one transaction: about a second


def derive_outdated(database: Database, index: Index) -> None:
    """Make the rows of search and questions anew that an older version derived."""
    while _derive_some(database, index):
        pass


def check_outdated(database: Database) -> int:
    """Check the documents against those they cite that have not been, since either changed; how many."""
    checked = 0
    while True:
        with database.read() as session:
            if not unchecked(session, 1):
                return checked
        with database.write() as session:
            for document in unchecked(session, _AT_ONCE):
                recheck(session, document, shown_of)
                checked += 1


def weigh_outdated(database: Database) -> None:
    """Bring the confidence of open values to the fit in force, where another one weighed them."""
    while _weigh_some(database):
        pass


def _derive_some(database: Database, index: Index) -> bool:
    """Derive the rows of some documents; whether any were outdated."""
    outdated = (
        select(Document)
        .where(Document.derived < DERIVED_VERSION, Document.state.in_(READ))
        .limit(_AT_ONCE)
    )
    with database.read() as session:
        if session.scalars(outdated.limit(1)).first() is None:
            return False
    with database.write() as session:
        for document in session.scalars(outdated.with_for_update()).all():
            rederive(session, index, document, reviewed_of(session, document))
    return True


def _weigh_some(database: Database) -> bool:
    """Weigh the open values of some documents; whether any were weighed otherwise."""
    with database.read() as session:
        if session.scalar(_weighed_otherwise(in_force(session)).limit(1)) is None:
            return False
    with database.write() as session:
        fit = in_force(session)
        some = _weighed_otherwise(fit).limit(_AT_ONCE).with_for_update()
        for document in session.scalars(some).all():
            document.fit = fit.number
            if document.state in READ:
                reviewed = reviewed_of(session, document)
                replace_open_values(session, document, reviewed)
                session.flush()
                set_state(session, document, reviewed.record)
    return True


def _weighed_otherwise(fit: InForce) -> Select[Document]:
    other = or_(Document.fit < fit.number, Document.fit > fit.number)
    return select(Document).where(other).order_by(Document.sha256)
