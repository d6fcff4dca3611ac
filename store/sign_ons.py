"""The accounts of people whom a sign-on provider vouches for."""

from datetime import UTC, datetime

from sqlalchemy import select

from store.accounts import Holder
from store.database.desk_tables import SignOn
from store.database.engine import Database
from store.database.tables import Account
from store.rights import Rights
from store.words import signature


class SignOns:
    """Who is who, by provider and subject; an account of a person here is never taken over by a name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holder(self, issuer: str, subject: str, name: str, rights: Rights | None) -> Holder | None:
        """The account of a person, made with ``rights`` when they come for the first time.

        None where it has been closed, where nobody new is let in (``rights`` None), or where an account
        here has the name already. BadRequest where the name is none.
        """
        with self._database.write() as session:
            known = session.get(SignOn, (issuer, subject))
            if known is not None:
                account = session.get_one(Account, known.account)
                if account.closed_at is not None:
                    return None
                return Holder(account.id, account.name, Rights(account.rights))
            name, now = signature(name), datetime.now(UTC)
            taken = session.scalar(select(Account.id).where(Account.name == name))
            if rights is None or taken is not None:
                return None
            account = Account(name=name, rights=rights, made_at=now)
            session.add(account)
            session.flush()
            session.add(SignOn(issuer=issuer, subject=subject, account=account.id, made_at=now))
            return Holder(account.id, account.name, rights)
