"""Accounts of the service: passwords by Argon2, logins and tokens as hashes that can be taken back."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from ingest.errors import BadRequest, Conflict, NotStored
from store.database.engine import Database, insert_missing
from store.database.tables import Account, ServiceKey, Ticket
from store.rights import FIRST, Rights
from store.words import signature

LOGIN_LASTS = timedelta(hours=12)  # a working day
LEAST_PASSWORD, LONGEST_PASSWORD = 10, 200
_SIGNING = "signing"


class Holder(NamedTuple):
    """Whom a login or a token lets in."""

    account: int
    name: str
    rights: Rights


class Accounts:
    """The accounts of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Account]:
        """All accounts, closed ones too, by name."""
        with self._database.read() as session:
            return list(session.scalars(select(Account).order_by(Account.name)))

    def claimed(self) -> bool:
        """Whether some administrator has a password, so that nobody needs a one-time link."""
        wanted = select(Account.id).where(
            Account.rights == Rights.ADMINISTRATOR,
            Account.password.is_not(None),
            Account.closed_at.is_(None),
        )
        with self._database.read() as session:
            return session.scalar(wanted.limit(1)) is not None

    def first(self) -> Account:
        """The first administrator, made where there is none."""
        row = {"name": FIRST, "rights": Rights.ADMINISTRATOR, "made_at": datetime.now(UTC)}
        with self._database.write() as session:
            if session.scalar(select(Account.id).where(Account.name == FIRST)) is None:
                session.add(Account(**row))
                session.flush()
            return _open(session, FIRST)

    def add(self, name: str, rights: Rights, password: str | None = None) -> Account:
        """Make an account; Conflict where the name is taken, BadRequest where it does not fit."""
        name = signature(name)
        hashed = None if password is None else _hashed(password)
        with self._database.write() as session:
            if session.scalar(select(Account.id).where(Account.name == name)) is not None:
                raise Conflict(f"There is an account {name!r} already.", "Choose another name.")
            account = Account(name=name, rights=rights, password=hashed, made_at=datetime.now(UTC))
            session.add(account)
            return account

    def set_rights(self, name: str, rights: Rights) -> None:
        """Change what an account may do; Conflict where no administrator would be left."""
        with self._database.write() as session:
            account = _open(session, name)
            _keep_one_administrator(session, account, rights)
            account.rights = rights

    def set_password(self, name: str, password: str) -> None:
        """Give an account a password; its logins end, its tokens hold."""
        hashed = _hashed(password)
        with self._database.write() as session:
            account = _open(session, name)
            account.password = hashed
            logins = update(Ticket).where(Ticket.account == account.id, Ticket.label.is_(None))
            session.execute(logins.values(ends_at=datetime.now(UTC)))

    def close(self, name: str) -> None:
        """End an account with its logins and tokens; its decisions keep its name."""
        with self._database.write() as session:
            account = _open(session, name)
            _keep_one_administrator(session, account, None)
            account.closed_at = datetime.now(UTC)
            tickets = update(Ticket).where(Ticket.account == account.id)
            session.execute(tickets.values(ends_at=datetime.now(UTC)))

    def check(self, name: str, password: str) -> Holder | None:
        """The account of a name and password; takes as long where there is no such account."""
        with self._database.read() as session:
            found = session.scalar(
                select(Account).where(Account.name == name, Account.closed_at.is_(None))
            )
        hashed = found.password if found else None
        if not _matches(hashed or _nobodys(), password) or found is None or hashed is None:
            return None
        return Holder(found.id, found.name, Rights(found.rights))

    def log_in(self, account: int) -> str:
        """A secret that lets a browser in until LOGIN_LASTS is over."""
        return self._ticket(account, None, datetime.now(UTC) + LOGIN_LASTS)

    def make_token(self, account: int, label: str) -> str:
        """A secret that lets a program in until it is taken back; it is told this once."""
        return self._ticket(account, signature(label), None)

    def tokens(self, account: int) -> list[Ticket]:
        """The tokens of an account that hold."""
        wanted = select(Ticket).where(
            Ticket.account == account, Ticket.label.is_not(None), _holds()
        )
        with self._database.read() as session:
            return list(session.scalars(wanted.order_by(Ticket.id)))

    def end_token(self, account: int, token: int) -> None:
        """Take a token back; NotStored where the account has no such token."""
        with self._database.write() as session:
            ticket = session.get(Ticket, token)
            if ticket is None or ticket.account != account or ticket.label is None:
                raise NotStored(f"There is no token {token}.", "List the tokens of the account.")
            ticket.ends_at = datetime.now(UTC)

    def log_out(self, secret: str) -> None:
        """End a login."""
        with self._database.write() as session:
            ended = update(Ticket).where(Ticket.hash == _digest(secret))
            session.execute(ended.values(ends_at=datetime.now(UTC)))

    def holder(self, secret: str, *, token: bool) -> Holder | None:
        """Whom a secret lets in: that of a ``token`` or that of a login."""
        kind = Ticket.label.is_not(None) if token else Ticket.label.is_(None)
        wanted = (
            select(Account)
            .join(Ticket, Ticket.account == Account.id)
            .where(Ticket.hash == _digest(secret), kind, _holds(), Account.closed_at.is_(None))
        )
        with self._database.read() as session:
            found = session.scalar(wanted)
        return Holder(found.id, found.name, Rights(found.rights)) if found else None

    def signing_key(self) -> str:
        """The key that signs cookies, the same for all processes of the store."""
        with self._database.write() as session:
            insert_missing(
                session, ServiceKey, {"name": _SIGNING, "secret": secrets.token_urlsafe(48)}
            )
            return session.get_one(ServiceKey, _SIGNING).secret

    def _ticket(self, account: int, label: str | None, ends_at: datetime | None) -> str:
        secret = secrets.token_urlsafe(32)
        with self._database.write() as session:
            session.add(
                Ticket(
                    account=account, hash=_digest(secret), label=label,
                    made_at=datetime.now(UTC), ends_at=ends_at,
                )
            )  # fmt: skip
        return secret


def _holds() -> ColumnElement[bool]:
    return or_(Ticket.ends_at.is_(None), Ticket.ends_at > datetime.now(UTC))


def _open(session: Session, name: str) -> Account:
    found = session.scalar(select(Account).where(Account.name == name, Account.closed_at.is_(None)))
    if found is None:
        raise NotStored(f"There is no account {name!r}.", "`vanban account list` shows them.")
    return found


def _keep_one_administrator(session: Session, account: Account, rights: Rights | None) -> None:
    if account.rights != Rights.ADMINISTRATOR or rights == Rights.ADMINISTRATOR:
        return
    others = select(Account.id).where(
        Account.rights == Rights.ADMINISTRATOR,
        Account.closed_at.is_(None),
        Account.id != account.id,
    )
    if session.scalar(others.limit(1)) is None:
        raise Conflict(
            f"{account.name} is the only administrator.",
            "Make another account administrator first.",
        )


@cache
def _hasher() -> PasswordHasher:
    """Argon2id with the library's parameters (RFC 9106, low memory): about 50 ms a try."""
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def _hashed(password: str) -> str:
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadRequest(
            f"A password has {LEAST_PASSWORD} to {LONGEST_PASSWORD} letters.", "Choose another."
        )
    return _hasher().hash(password)


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _digest(secret: str) -> str:
    """Secrets are random and long, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
