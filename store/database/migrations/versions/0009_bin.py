"""Documents can be deleted and restored; who did so is kept. Search weighs letterheads by themselves.

The search rows are made anew when the store is opened (``store.questions.derived``).
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0009", "0008"


# remove_diacritics 0: folding is done by the program, because FTS5's own leaves đ as it is.
_FTS5 = (
    "CREATE VIRTUAL TABLE search_rows "
    "USING fts5(exact, folded, facets, head, tokenize = 'unicode61 remove_diacritics 0')"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_rows")
        op.execute(_FTS5)
    op.execute("UPDATE documents SET derived = 0")
    op.add_column("documents", sa.Column("deleted_at", sa.DateTime(timezone=True)))
    op.create_table(
        "document_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document", sa.String(64), nullable=False, index=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("reviewer", sa.String(80), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
    )
