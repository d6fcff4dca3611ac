"""Documents, records, decisions, open values, page texts and their search rows."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None

_FTS5 = (
    "CREATE VIRTUAL TABLE search_rows "
    "USING fts5(exact, folded, tokenize = 'unicode61 remove_diacritics 0')"
)


def _document() -> sa.Column[str]:
    return sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False)


def _identity() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def upgrade() -> None:
    time = sa.DateTime(timezone=True)
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(100)),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("reason", sa.Text),
        sa.Column("reason_code", sa.String(40)),
        sa.Column("number", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("accepted_at", time, nullable=False, index=True),
        sa.Column("finished_at", time),
    )
    op.create_table(
        "records",
        _identity(),
        _document(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", time, nullable=False),
        sa.Column("json", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "version"),
    )
    op.create_index("ix_records_document", "records", ["document"])
    op.create_table(
        "decisions",
        _identity(),
        _document(),
        sa.Column("pointer", sa.String(200), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("reviewer", sa.String(80), nullable=False),
        sa.Column("decided_at", time, nullable=False),
    )
    op.create_index("ix_decisions_document", "decisions", ["document"])
    op.create_table(
        "open_values",
        _identity(),
        _document(),
        sa.Column("pointer", sa.String(200), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "pointer"),
    )
    op.create_index("open_values_least_sure", "open_values", ["confidence", "id"])
    op.create_table(
        "page_texts",
        _identity(),
        _document(),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_page_texts_document", "page_texts", ["document"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_FTS5)
