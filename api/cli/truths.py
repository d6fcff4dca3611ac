"""The command ``vanban truth``: what reviewers settled, for the models of extraction to learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.terminal import open_archive, print_answer, read_settings

app = typer.Typer(
    no_args_is_help=True,
    help="Make what reviewers settled into annotated documents that models are trained on.",
)


@app.command()
def export(
    folder: Annotated[
        Path, typer.Argument(help="Folder to write: a new one, or that of an earlier export.")
    ],
    with_open: Annotated[
        bool,
        typer.Option("--all", help="Also documents of which values wait, these marked optional."),
    ] = False,
) -> None:
    """Write the documents that reviewers settled, each with its truth, into a folder."""
    from rich.console import Console
    from rich.progress import Progress

    from store.learning.truths import export_truths

    archive = open_archive(read_settings())
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        written = export_truths(
            archive,
            folder,
            with_open=with_open,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    print_answer(f"{written.exported} documents exported, {written.skipped.total()} skipped\n")
    for reason, count in written.skipped.most_common():
        print_answer(f"  {count} {reason}\n")
