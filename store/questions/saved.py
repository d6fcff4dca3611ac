"""Searches that people keep under a name of their own."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from ingest.errors import BadRequest, NotStored
from store.ascii import slug
from store.database.desk_tables import SavedSearch
from store.database.engine import Database
from store.words import signature

MOST_SAVED = 100  # of one person: more than anybody finds their way in


class SavedSearches:
    """The saved searches of a store; everybody has their own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, owner: str) -> list[SavedSearch]:
        """Those of a person, by name."""
        wanted = select(SavedSearch).where(SavedSearch.owner == owner).order_by(SavedSearch.slug)
        with self._database.read() as session:
            return list(session.scalars(wanted))

    def keep(self, owner: str, name: str, query: str) -> SavedSearch:
        """Keep a search; one of the same name (however it is written) is replaced.

        BadRequest where the name has no letter or digit, or the person has too many.
        """
        name = signature(name)
        word = slug(name)
        if not word:
            raise BadRequest(f"{name!r} is no name.", "Give one with letters.")
        with self._database.write() as session:
            mine = select(SavedSearch).where(SavedSearch.owner == owner)
            row = session.scalar(mine.where(SavedSearch.slug == word))
            if row is None:
                counted = mine.with_only_columns(func.count())
                if (session.scalar(counted) or 0) >= MOST_SAVED:
                    raise BadRequest(f"You have {MOST_SAVED} searches.", "Remove one first.")
                row = SavedSearch(owner=owner, slug=word)
                session.add(row)
            row.name, row.query, row.made_at = name, query, datetime.now(UTC)
            return row

    def remove(self, owner: str, word: str) -> None:
        """Forget a search by its slug; NotStored where the person has no such search."""
        with self._database.write() as session:
            wanted = (SavedSearch.owner == owner, SavedSearch.slug == word)
            row = session.scalar(select(SavedSearch).where(*wanted))
            if row is None:
                raise NotStored(f"You have no search {word!r}.", "GET /searches lists yours.")
            session.delete(row)
