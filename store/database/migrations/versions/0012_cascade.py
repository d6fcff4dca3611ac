"""Citations know the documents that they mean; what contradicts is kept, with what people say of it.

The rows are made anew of the records when the store is opened (``store.questions.derived``).
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0012", "0011"


def _document() -> "sa.Column[str]":
    owner = sa.ForeignKey("documents.sha256")
    return sa.Column("document", sa.String(64), owner, nullable=False, index=True)


def upgrade() -> None:
    op.add_column("documents", sa.Column("parent_issuer", sa.Text))
    op.add_column("documents", sa.Column("period", sa.Text))
    op.add_column("documents", sa.Column("checked", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_documents_checked", "documents", ["checked"])
    op.add_column(
        "citations", sa.Column("position", sa.Integer, nullable=False, server_default="0")
    )
    op.add_column("citations", sa.Column("cited", sa.String(64)))
    op.add_column("citations", sa.Column("confidence", sa.Double))
    op.add_column(
        "citations", sa.Column("relation", sa.String(12), nullable=False, server_default="cites")
    )
    op.create_index("ix_citations_cited", "citations", ["cited"])
    op.create_table(
        "cascade_keys",
        sa.Column("id", sa.Integer, primary_key=True),
        _document(),
        sa.Column("position", sa.Integer),
        sa.Column("key", sa.Text, nullable=False),
    )
    op.create_index("cascade_keys_by_key", "cascade_keys", ["key", "id"])
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer, primary_key=True),
        _document(),
        sa.Column("rule", sa.String(30), nullable=False),
        sa.Column("severity", sa.Integer, nullable=False),
        sa.Column("pointer", sa.String(200), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("expected", sa.Text, nullable=False),
        sa.Column("other", sa.String(64), index=True),
        sa.Column("other_pointer", sa.String(200), nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("other_evidence", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(10)),
    )
    op.create_index("findings_by_severity", "findings", ["verdict", "severity", "id"])
    op.create_table(
        "finding_verdicts",
        sa.Column("id", sa.Integer, primary_key=True),
        _document(),
        sa.Column("rule", sa.String(30), nullable=False),
        sa.Column("pointer", sa.String(200), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(10)),
        sa.Column("reviewer", sa.String(80), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
    )
