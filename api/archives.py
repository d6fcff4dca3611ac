"""The commands for a whole archive: exports, backup."""

from __future__ import annotations

import typer

app = typer.Typer()
