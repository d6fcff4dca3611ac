"""Bring the tables of a store to this version: under a lock, in one transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from ingest.errors import StoreFailed

FIRST, NEWEST = "0001", "0012"
_SCRIPTS = Path(__file__).with_name("migrations")
# Any number will do, as long as no other program locks by it.
_LOCK = 7_618_201


def is_current(connection: Connection) -> bool:
    """Whether the store has the tables of this version."""
    return MigrationContext.configure(connection).get_current_revision() == NEWEST


def upgrade(connection: Connection) -> None:
    """Make the steps that are missing; StoreFailed where a newer program made the store.

    The connection holds the write transaction: SQLite lets only one begin; on PostgreSQL an
    advisory lock does the same. A store from before migrations has the tables of the first step.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    current = MigrationContext.configure(connection).get_current_revision()
    if current == NEWEST:
        return
    config = configuration(connection)
    if current is None and inspect(connection).has_table("documents"):
        command.stamp(config, FIRST)
    elif current is not None and current not in _known(config):
        raise StoreFailed(
            f"The store is of version {current}, which this program does not know.",
            "Use the newer version of vanban that made it.",
        )
    command.upgrade(config, NEWEST)


def configuration(connection: Connection) -> Config:
    """Alembic's settings for this package's steps on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


def _known(config: Config) -> set[str]:
    return {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
