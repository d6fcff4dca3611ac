"""Logging in and out, the tokens of an account, and the accounts themselves."""

import time
from collections import OrderedDict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import documented
from api.rendering.page import Visit, Visitor
from api.service.access import COOKIE, Caller, CheckedRoute, NotAllowed, Person, caller, set_cookie
from api.service.parts import Service, service
from ingest.errors import VanbanError
from store.accounts import LEAST_PASSWORD, LONGEST_PASSWORD, Holder
from store.database.tables import Account, Ticket
from store.rights import Rights

router = APIRouter(route_class=CheckedRoute)
pages = APIRouter(route_class=CheckedRoute, include_in_schema=False)
Shared = Annotated[Service, Depends(service)]
Secret = Field(min_length=LEAST_PASSWORD, max_length=LONGEST_PASSWORD)

FREE_TRIES = 5  # wrong passwords for a name from one address before it has to wait
WAIT_SECONDS = 60
# The same for a name from all addresses together: many may guess at one, and yet they must not shut
# its owner out, who therefore waits little, and not at all where he has logged in before.
FREE_FOR_NAME = 50
NAME_WAIT_SECONDS = 5
FORGET_SECONDS = 3600  # wrong passwords count together that come no further apart than this
_KEPT = 10_000  # names and addresses that are counted: more would let a flood fill the memory


class TooManyTries(VanbanError):
    """Too many wrong passwords were given for a name."""

    code, exit_code, http_status = "too-many-tries", 17, 429
    retry_after = WAIT_SECONDS


class Throttle:
    """Counts wrong passwords by name and address, and more gently by name alone."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def check(self, name: str, address: str) -> None:
        """Raise TooManyTries where a name has to wait at an address."""
        self._wait(name, address, FREE_TRIES, WAIT_SECONDS)
        if (name, address) not in self._known:
            self._wait(name, "", FREE_FOR_NAME, NAME_WAIT_SECONDS)

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        for who in ((name, address), (name, "")):
            count, last = self._wrong.pop(who, (0, 0.0))
            now = time.monotonic()
            self._wrong[who] = (count + 1 if now - last < FORGET_SECONDS else 1, now)
        _cut(self._wrong)

    def right(self, name: str, address: str) -> None:
        """Forget the wrong passwords of a name at an address, from which it may come again."""
        self._wrong.pop((name, address), None)
        self._known[name, address] = None
        _cut(self._known)

    def _wait(self, name: str, address: str, free: int, seconds: int) -> None:
        count, last = self._wrong.get((name, address), (0, 0.0))
        if count >= free and time.monotonic() - last < seconds:
            error = TooManyTries(
                "Too many wrong passwords were given.", f"Try again in {seconds} seconds."
            )
            error.retry_after = seconds
            raise error


def _cut(kept: OrderedDict[tuple[str, str], Any]) -> None:
    while len(kept) > _KEPT:
        kept.popitem(last=False)


class Model(BaseModel):
    """A body with the keys named and no others."""

    model_config = ConfigDict(extra="forbid")


class NewPassword(Model):
    """A password for the account that is logged in; ``old`` where it has one."""

    old: str = Field("", max_length=LONGEST_PASSWORD)
    new: str = Secret


class NewToken(Model):
    """What a token is for."""

    label: str = Field(min_length=1, max_length=80, examples=["nightly import"])


class TokenInfo(BaseModel):
    """A token that holds; its secret is told once, when it is made."""

    id: int
    label: str
    made_at: datetime
    secret: str | None = None

    @classmethod
    def of(cls, row: Ticket, secret: str | None = None) -> "TokenInfo":
        """A row of the store."""
        return cls(id=row.id, label=row.label or "", made_at=row.made_at, secret=secret)


class NewAccount(Model):
    """An account to be made."""

    name: str = Field(min_length=1, max_length=80, examples=["lan"])
    rights: Rights
    password: str = Secret


class AccountChange(Model):
    """What is changed of an account; ``closed`` ends it with its logins and tokens."""

    rights: Rights | None = None
    password: str | None = Field(None, min_length=LEAST_PASSWORD, max_length=LONGEST_PASSWORD)
    closed: bool = False


class AccountInfo(BaseModel):
    """An account without its secrets."""

    name: str
    rights: Rights
    made_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, row: Account) -> "AccountInfo":
        """A row of the store."""
        return cls.model_validate(row, from_attributes=True)


@pages.get("/login")
def login_page(visit: Visitor, once: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The form to log in; with a one-time link, a button."""
    if caller(visit.request) is not None:
        return RedirectResponse(f"/?lang={visit.lang}", 303)
    return visit.page("login.html", once=once, failed=None)


@pages.post("/login")
async def login(
    visit: Visitor,
    name: Annotated[str, Form(max_length=80)] = "",
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD)] = "",
    once: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Let a browser in by name and password, or by the one-time link of the first start."""
    return await visit.shared.hashing.run(_let_in, visit, name, password, once)


def _let_in(visit: Visit, name: str, password: str, once: str) -> Response:
    accounts = visit.archive.accounts
    holder: Holder | None = None
    if once:
        if visit.shared.once.use(once):
            first = accounts.first()
            holder = Holder(first.id, first.name, Rights(first.rights))
        failed = "login-once-used"
    else:
        try:
            holder = _by_password(visit, name, password)
        except TooManyTries as error:
            answer = visit.page("login.html", 429, once="", failed="login-wait")
            answer.headers["Retry-After"] = str(error.retry_after)
            return answer
        failed = "login-wrong"
    if holder is None:
        return visit.page("login.html", 401, once="", failed=failed)
    onward = RedirectResponse(f"{'/account' if once else '/'}?lang={visit.lang}", 303)
    set_cookie(visit.shared, visit.request, onward, accounts.log_in(holder.account))
    return onward


def _by_password(visit: Visit, name: str, password: str) -> Holder | None:
    """Whom name and password let in; raises TooManyTries."""
    throttle: Throttle = visit.request.app.state.throttle
    address = visit.request.client.host if visit.request.client else ""
    throttle.check(name, address)
    holder = visit.archive.accounts.check(name, password)
    if holder is None:
        throttle.wrong(name, address)
    else:
        throttle.right(name, address)
    return holder


@pages.post("/logout", status_code=204)
def logout(shared: Shared, person: Person) -> Response:
    """End the login of this browser."""
    if person.secret:
        shared.archive.accounts.log_out(person.secret)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE)
    return answer


@pages.get("/account")
def account_page(visit: Visitor, person: Person) -> HTMLResponse:
    """One's own password and tokens; for administrators, all accounts."""
    accounts = visit.archive.accounts
    administers = person.holder.rights == Rights.ADMINISTRATOR
    return visit.page(
        "account.html",
        tokens=accounts.tokens(person.holder.account),
        accounts=accounts.all() if administers else None,
        all_rights=list(Rights),
        claimed=accounts.claimed(),
        least=LEAST_PASSWORD,
    )


@router.post("/account/password", status_code=204, responses=documented(422, 503))
async def password(request: Request, shared: Shared, wish: NewPassword, person: Person) -> Response:
    """Change one's own password; all logins of the account end but this one."""
    return await shared.hashing.run(_change_password, request, shared, wish, person)


def _change_password(
    request: Request, shared: Service, wish: NewPassword, person: Caller
) -> Response:
    accounts = shared.archive.accounts
    holder = person.holder
    _only_with_accounts(person)
    mine = next(one for one in accounts.all() if one.id == holder.account)
    if mine.password is not None and accounts.check(holder.name, wish.old) is None:
        raise NotAllowed("The old password is another.", "Ask an administrator for a new one.")
    accounts.set_password(holder.name, wish.new)
    answer = Response(status_code=204)
    if person.secret:
        set_cookie(shared, request, answer, accounts.log_in(holder.account))
    return answer


@router.get("/tokens", responses=documented(422))
def tokens(shared: Shared, person: Person) -> list[TokenInfo]:
    """One's own tokens."""
    return [TokenInfo.of(row) for row in shared.archive.accounts.tokens(person.holder.account)]


@router.post("/tokens", status_code=201, responses=documented(400, 422))
def new_token(shared: Shared, wish: NewToken, person: Person) -> TokenInfo:
    """Make a token for a program; its secret is told in this answer alone."""
    _only_with_accounts(person)
    accounts = shared.archive.accounts
    secret = accounts.make_token(person.holder.account, wish.label)
    return TokenInfo.of(accounts.tokens(person.holder.account)[-1], secret)


@router.delete("/tokens/{token}", status_code=204, responses=documented(404, 422))
def end_token(
    shared: Shared, token: Annotated[int, Path(ge=1, le=2**31 - 1)], person: Person
) -> None:
    """Take a token back."""
    shared.archive.accounts.end_token(person.holder.account, token)


@router.get("/accounts", responses=documented(422))
def accounts(shared: Shared) -> list[AccountInfo]:
    """All accounts."""
    return [AccountInfo.of(row) for row in shared.archive.accounts.all()]


@router.post("/accounts", status_code=201, responses=documented(400, 409, 422, 503))
async def new_account(shared: Shared, wish: NewAccount) -> AccountInfo:
    """Make an account."""
    add = shared.archive.accounts.add
    return AccountInfo.of(await shared.hashing.run(add, wish.name, wish.rights, wish.password))


@router.patch("/accounts/{name}", status_code=204, responses=documented(400, 404, 409, 422, 503))
async def change_account(
    shared: Shared, name: Annotated[str, Path(max_length=80)], wish: AccountChange
) -> None:
    """Change rights or password of an account, or close it."""
    await shared.hashing.run(_change, shared, name, wish)


def _change(shared: Service, name: str, wish: AccountChange) -> None:
    kept = shared.archive.accounts
    if wish.rights is not None:
        kept.set_rights(name, wish.rights)
    if wish.password is not None:
        kept.set_password(name, wish.password)
    if wish.closed:
        kept.close(name)


def _only_with_accounts(person: Person) -> None:
    if person.holder.account == 0:
        raise NotAllowed("The service runs without accounts.", "Start it with VANBAN_LOGIN=true.")
