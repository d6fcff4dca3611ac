"""The commands that bring documents in: ingest, retry, watch, and what became of their runs."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from api.answers import SHOWN_ID
from api.cli.terminal import open_archive, print_answer, print_rows, read_settings
from store.words import visible

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from batch import Account
    from batch.sources import SourceFile
    from settings import Settings
    from store.documents.duplicates import Pair
    from store.documents.runs import RunAccount

app = typer.Typer()
Scheduler = Annotated[
    str | None, typer.Option(help="Dask scheduler to read on, as tcp://HOST:8786.")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, one value a line.")]


@app.command()
def ingest(
    paths: Annotated[
        list[str], typer.Argument(help="Files, folders, ZIP archives; or URLs as s3://…")
    ],
    split: Annotated[
        bool,
        typer.Option(
            "--split", help="Read the documents that one PDF holds together by themselves too."
        ),
    ] = False,
    scheduler: Scheduler = None,
) -> None:
    """Read files and folders into the store; ends with 1 where a file failed.

    Run again after an interruption, it goes on where it stopped.
    """
    from batch import ingest_paths

    settings = read_settings()
    told = _tell_parts if split else None
    with _ended_by_signal(), _executor(scheduler) as executor, _bar() as show:
        archive = open_archive(settings, make=True)
        account = ingest_paths(paths, archive, settings, executor, show, told)
    _close(account, offered=not split)


def _tell_parts(parts: Sequence[SourceFile]) -> None:
    """Say which documents a file holds, before they are read."""
    for part in parts:
        typer.echo(visible(f"taken apart: {part.location}"), err=True)


@app.command()
def retry(
    listed: Annotated[bool, typer.Option("--list", help="Only list what failed.")] = False,
    scheduler: Scheduler = None,
) -> None:
    """Read again what failed; ends with 1 where a file fails again."""
    from batch import retry_failed

    settings = read_settings()
    archive = open_archive(settings)
    if listed:
        for row in archive.failed():
            print_answer(visible(f"{row.sha256[:SHOWN_ID]}  {row.name}: {row.reason}") + "\n")
        for failure in archive.runs.rejected():
            told = f"{'-':<{SHOWN_ID}}  {failure.location}: {failure.reason}"
            print_answer(visible(told) + "\n")
        return
    with _ended_by_signal(), _executor(scheduler) as executor, _bar() as show:
        account = retry_failed(archive, settings, executor, show)
    _close(account)


@app.command()
def watch(
    folder: Annotated[Path, typer.Argument(help="Folder into which files come.")],
    every: Annotated[
        float, typer.Option(min=0.1, help="Seconds from one look at the folder to the next.")
    ] = 2.0,
    scheduler: Scheduler = None,
) -> None:
    """Read what comes into a folder, until Ctrl-C; a file is taken once it has stopped growing."""
    from batch.run import processes
    from batch.watch import watch_folder

    settings = read_settings()
    stop = _stopped_by_signal()
    with _executor(scheduler) as given, _or_own(given, settings, processes) as executor:
        typer.echo(f"vanban watches {folder} (Ctrl-C ends it)", err=True)
        with _bar() as show:
            account = watch_folder(
                folder, open_archive(settings, make=True), settings, executor, stop,
                seconds=every, progress=show,
            )  # fmt: skip
    _close(account)


@app.command()
def runs(
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the accounts of the runs: when, and what became of their files."""
    accounts = open_archive(read_settings()).runs.accounts(limit)

    def line(one: RunAccount) -> str:
        ended = f"{one.finished_at:%Y-%m-%d %H:%M}" if one.finished_at else "not finished"
        return f"{one.run}  {one.started_at:%Y-%m-%d %H:%M}  {ended}  {_summary(one)}"

    print_rows(accounts, as_json, line)


@app.command()
def duplicates(
    same: Annotated[int | None, typer.Option(help="Number of a pair that is one paper.")] = None,
    different: Annotated[int | None, typer.Option(help="Number of a pair that is not.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the likest first.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List documents that may be one paper scanned twice, or settle a pair; none is dropped."""
    settings = read_settings()
    archive = open_archive(settings)
    for pair, verdict in ((same, True), (different, False)):
        if pair is not None:
            archive.duplicates.settle(pair, same=verdict, reviewer=settings.reviewer)

    def line(one: Pair) -> str:
        why = "same number, date and issuer; " if one.same_number else ""
        papers = f"{one.document[:SHOWN_ID]} {one.name}  {one.other[:SHOWN_ID]} {one.other_name}"
        return f"{one.id}  {papers}  {why}{one.likeness:.0%} of the text"

    print_rows(archive.duplicates.pairs(limit), as_json, line)


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """End as by Ctrl-C when asked to: what was started is ended too."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = {asked: signal.signal(asked, end) for asked in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for asked, handler in before.items():
            signal.signal(asked, handler)


@contextmanager
def _executor(scheduler: str | None) -> Iterator[Executor | None]:
    if scheduler is None:
        yield None
        return
    from batch.cluster import cluster

    with cluster(scheduler) as executor:
        yield executor


@contextmanager
def _or_own(
    given: Executor | None, settings: Settings, make: Callable[[Settings], Executor]
) -> Iterator[Executor]:
    if given is not None:
        yield given
        return
    with make(settings) as own:
        yield own


def _stopped_by_signal() -> Event:
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def _bar() -> Iterator[Callable[[Account, int], None]]:
    """Live progress on standard error: counts, pages a minute, time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[account]}"),
        TimeRemainingColumn(),
    )
    began, first_pages = time.monotonic(), -1
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None, account="")

        def show(account: Account, total: int) -> None:
            nonlocal first_pages
            if first_pages < 0:  # a run that goes on has pages from before
                first_pages = account.pages
            minutes = max(time.monotonic() - began, 1.0) / 60
            speed = (account.pages - first_pages) / minutes
            said = f"{_summary(account)}, {speed:.0f} pages/min"
            bar.update(task, completed=account.total, total=total, account=said)

        yield show


def _close(account: Account, offered: bool = False) -> None:
    for location, reason in account.failures:
        typer.echo(visible(f"{location}: {reason}"), err=True)
    for location in account.passed_over:
        typer.echo(visible(f"{location}: passed over, no document"), err=True)
    for location in account.several if offered else ():
        told = "it seems to hold several documents; --split reads each by itself as well"
        typer.echo(visible(f"{location}: {told}"), err=True)
    print_answer(f"{account.total} files: {_summary(account)}\n")
    if account.failed:
        typer.echo("`vanban retry` reads what failed once more.", err=True)
        raise typer.Exit(1)


def _summary(account: Account | RunAccount) -> str:
    return (
        f"{account.done} done, {account.review} to review, "
        f"{account.failed} failed, {account.known} known"
    )
