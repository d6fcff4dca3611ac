"""The commands for accounts: who may use the service, and tokens for programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.terminal import open_archive, print_answer, read_settings
from ingest.errors import NotStored
from store.rights import FIRST, Rights

if TYPE_CHECKING:
    from store.accounts import Accounts

app = typer.Typer(
    no_args_is_help=True, help="Who may use the service: accounts, passwords, tokens."
)
Name = Annotated[str, typer.Argument(help="Name of the account.")]


@app.command("list")
def list_accounts() -> None:
    """List the accounts and what they may do."""
    rows = _accounts().all()
    print_answer(
        "".join(f"{one.name}  {_state(one.closed_at is None, one.rights)}\n" for one in rows)
    )


@app.command()
def add(
    name: Name,
    rights: Annotated[Rights, typer.Option(help="What the account may do.")] = Rights.REVIEWER,
) -> None:
    """Make an account; its password is asked for, or read from standard input."""
    _accounts().add(name, rights, _password())


@app.command()
def password(name: Name) -> None:
    """Give an account a new password, asked for or read from standard input; its logins end."""
    accounts = _accounts()
    if name == FIRST:
        accounts.first()
    accounts.set_password(name, _password())


@app.command()
def rights(name: Name, may: Annotated[Rights, typer.Argument(help="What it may do.")]) -> None:
    """Change what an account may do."""
    _accounts().set_rights(name, may)


@app.command()
def close(name: Name) -> None:
    """End an account with its logins and tokens; its decisions keep its name."""
    _accounts().close(name)


@app.command()
def token(
    name: Annotated[str, typer.Argument(help="Name of the account.")] = FIRST,
    label: Annotated[str, typer.Option(help="What the token is for.")] = "command line",
) -> None:
    """Print a new token by which a program acts for an account; it is told this once."""
    accounts = _accounts()
    if name == FIRST:
        accounts.first()
    print_answer(accounts.make_token(_number(accounts, name), label) + "\n")


@app.command()
def tokens(
    name: Name,
    end: Annotated[int | None, typer.Option(help="Number of a token to take back.")] = None,
) -> None:
    """List the tokens of an account by number, or take one back."""
    accounts = _accounts()
    number = _number(accounts, name)
    if end is not None:
        accounts.end_token(number, end)
    print_answer(
        "".join(
            f"{one.id}  {one.made_at:%Y-%m-%d}  {one.label}\n" for one in accounts.tokens(number)
        )
    )


def _accounts() -> Accounts:
    return open_archive(read_settings(), make=True).accounts


def _number(accounts: Accounts, name: str) -> int:
    for one in accounts.all():
        if one.name == name and one.closed_at is None:
            return one.id
    raise NotStored(f"There is no account {name!r}.", "`vanban account list` shows them.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _state(is_open: bool, may: str) -> str:
    return may if is_open else f"{may}, closed"
