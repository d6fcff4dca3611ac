"""Whether a store has anything to say, without loading what speaks to databases."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

_SQLITE = "sqlite:///"


def holds(url: str, table: str) -> bool:
    """Whether a table may have rows; false only where a store in a file is missing or has none.

    A document is read with what the store knows, which mostly is nothing: SQLAlchemy and the tables, a
    second of processor time, are loaded only where there is something.
    """
    if not url.startswith(_SQLITE):
        return True
    path = Path(url.removeprefix(_SQLITE))
    if not path.is_file():
        return "?" in url
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as opened:
            return opened.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return True
