"""The commands for webhooks: who is told what happens, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.terminal import open_archive, print_answer, read_settings
from ingest.errors import BadRequest
from store.words import visible

if TYPE_CHECKING:
    from store.webhooks import Logged

app = typer.Typer(
    no_args_is_help=True, help="Addresses that are told when a document is read or settled."
)
HAPPENINGS = ("read", "settled")


@app.command("list")
def list_webhooks() -> None:
    """List the addresses by number, with what they are told."""
    for one in open_archive(read_settings()).webhooks.all():
        print_answer(f"{one.id}  {one.happenings:<12}  {one.url}\n")


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Web address, as https://HOST/PATH.")],
    on: Annotated[list[str] | None, typer.Option(help="read or settled. Repeatable.")] = None,
) -> None:
    """Tell an address from now on, of both where --on is left out; prints its secret, this once."""
    from store.database.desk_tables import Happening

    settings = read_settings()
    if strange := set(on or ()) - {*HAPPENINGS}:
        raise BadRequest(f"{strange.pop()!r} is never told.", "It is read or settled.")
    wanted = [Happening(one) for one in on or HAPPENINGS]
    archive = open_archive(settings, make=True)
    print_answer(f"{archive.webhooks.add(url, wanted, settings.reviewer).secret}\n")


@app.command()
def remove(number: Annotated[int, typer.Argument(help="Number of a webhook.")]) -> None:
    """Tell an address no more; its log stays."""
    open_archive(read_settings()).webhooks.end(number)


@app.command()
def log(
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 20,
    again: Annotated[int | None, typer.Option(help="Number of a delivery to send again.")] = None,
) -> None:
    """List what was sent and what waits, or have something sent again."""
    webhooks = open_archive(read_settings()).webhooks
    if again is not None:
        webhooks.again(again)
    for one in webhooks.log(limit):
        print_answer(visible(_line(one)) + "\n")


@app.command()
def send() -> None:
    """Send what is due now; `vanban serve` does so by itself."""
    from batch.deliver import send_due

    settings = read_settings()
    count = send_due(open_archive(settings), settings.private_urls)
    print_answer(f"{count} sent\n")


def _line(one: Logged) -> str:
    row = one.delivery
    if row.delivered_at is not None:
        state = f"sent {row.delivered_at:%Y-%m-%d %H:%M}"
    elif row.due_at is not None:
        state = f"next try {row.due_at:%Y-%m-%d %H:%M}"
    else:
        state = "given up"
    why = f"{row.reason or ''} {row.status or ''}".strip()
    return f"{row.id}  {row.happening:<8}  {one.name or row.document[:12]}  {one.url}  {row.tries} tries  {state}  {why}".rstrip()
