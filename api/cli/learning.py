"""Learning from what reviewers settled: the command ``vanban learn``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.terminal import open_archive, print_answer, read_settings
from ingest.errors import BadRequest

if TYPE_CHECKING:
    from store.archive.archive import Archive
    from store.learning.fitting import Report

app = typer.Typer()
_MEASURES = {
    "log_loss": "log loss",
    "brier": "Brier score",
    "calibration_error": "calibration error",
    "to_review": "share to review",
    "errors_left": "wrong that are left",
}


@app.command()
def learn(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be gained and change nothing.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the fit in force back; the one before holds again.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="List the fits, newest first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    by: Annotated[
        str | None, typer.Option(help="Who has it learned; VANBAN_REVIEWER where left out.")
    ] = None,
) -> None:
    """Fit confidences and corrected words to what reviewers settled, where that is a gain."""
    if dry_run + undo + show > 1:
        raise BadRequest(
            "--dry-run, --undo and --list exclude one another.", "Give one of them, or none."
        )
    settings = read_settings()
    archive = open_archive(settings)
    reviewer = by or settings.reviewer
    if undo:
        undone = archive.fits.undo(reviewer)
        archive.weigh_again()
        typer.echo(f"Fit {undone.id} was taken back; in force is {_in_force(archive)}.", err=True)
    elif show:
        _list(archive, as_json)
    else:
        from pipeline import restorer
        from store.learning.fitting import learn as learn_from

        report = learn_from(archive, restorer, reviewer, settings.accepted_error, dry_run=dry_run)
        if as_json:
            print_answer(report.model_dump_json(indent=2) + "\n")
        else:
            print_answer(_told(report, dry_run, settings.accepted_error))


def _list(archive: Archive, as_json: bool) -> None:
    from store.learning.fitting import FitInfo

    number = archive.fits.in_force().number
    for row in archive.fits.all():
        one = FitInfo.of(row, number)
        if as_json:
            print_answer(one.model_dump_json() + "\n")
            continue
        state = "in force" if one.in_force else ""
        if one.undone_at:
            state = f"taken back {one.undone_at:%Y-%m-%d %H:%M} by {one.undone_by}"
        told = one.report
        print_answer(
            f"{one.number}  {one.made_at:%Y-%m-%d %H:%M}  {one.reviewer}  {told.fitted} decisions  "
            f"log loss {told.before.log_loss:.3f} to {told.after.log_loss:.3f}  {state}".rstrip()
            + "\n"
        )


def _told(report: Report, dry_run: bool, wanted: float) -> str:
    lines = [
        f"Fitted to {report.fitted} settled values of {report.fitted_documents} documents, measured on "
        f"{report.kept_apart} of {report.kept_documents} documents kept apart "
        f"({report.kept_apart - report.right} of them had been read wrongly).",
        f"{'':24}{'shipped':>10}{'in force':>10}{'learned':>10}",
    ]
    for name, title in _MEASURES.items():
        said = f"{title} for {wanted:.0%}" if name == "to_review" else title
        values = (getattr(one, name) for one in (report.shipped, report.before, report.after))
        lines.append(f"{said:24}" + "".join(f"{value:10.4f}" for value in values))
    words = report.words
    lines.append(
        f"Words of these values restored right: {words.right_without} of {words.words} without "
        f"corrected words, {words.right_with} with them ({report.lessons}, "
        f"{len(report.silenced)} put aside as harmful)."
    )
    if not report.confidence_kept:
        lines.append("The new confidences are no better than those in force and were refused.")
    if report.number is not None:
        lines.append(f"Kept as fit {report.number}; `vanban learn --undo` takes it back.")
    else:
        lines.append("Nothing was changed." if not dry_run else "A dry run: nothing was changed.")
    return "\n".join(lines) + "\n"


def _in_force(archive: Archive) -> str:
    number = archive.fits.in_force().number
    return f"fit {number}" if number else "the program as it ships"
