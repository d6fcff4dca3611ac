"""A PostgreSQL server of the tests' own, and an empty store on each kind of database.

The server is Debian's package ``postgresql`` (or any whose ``initdb`` is found); where there is
none, the tests that need it are skipped. It keeps its data in a temporary folder, listens on a
socket there and on no port, and ends with the tests.
"""

import getpass
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_NUMBERS = itertools.count()


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The connection words of a running server; skips the test where there can be none."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: scripts/system-packages required postgresql")
    user = getpass.getuser()
    if os.geteuid() == 0:  # the server refuses to run as root
        user = "postgres"
        if user not in {entry.pw_name for entry in pwd.getpwall()}:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    folder = Path(tempfile.mkdtemp(prefix="vanban-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, *arguments],
            user=user if os.geteuid() == 0 else None,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    try:
        data = str(folder / "data")
        run("initdb", "-D", data, "-U", "vanban", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"host={folder} user=vanban"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, like: str = "template1") -> str:
    """The URL of a new database: an empty one, or a copy of one that nobody has open."""
    name = f"store_{next(_NUMBERS)}"
    with psycopg.connect(f"{server} dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}".encode())
    host = dict(part.split("=", 1) for part in server.split())["host"]
    return f"postgresql://vanban@/{name}?host={host}"


def copied(url: str, server: Callable[[], str], folder: Path) -> str:
    """The URL of a copy of a database that nobody has open; one in a file is copied into a folder."""
    if url.startswith("sqlite:///"):
        file = folder / "store.db"
        shutil.copyfile(url.removeprefix("sqlite:///"), file)
        return f"sqlite:///{file}"
    return new_database(server(), like=url.partition("@/")[2].partition("?")[0])
