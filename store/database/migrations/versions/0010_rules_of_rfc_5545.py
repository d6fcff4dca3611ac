"""Recurring deadlines keep their rule as RFC 5545 writes it, longer than before.

The rows are made anew of the records when the store is opened, so the table begins empty and no
document counts as derived.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0010", "0009"


def upgrade() -> None:
    op.drop_table("due_times")
    op.create_table(
        "due_times",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False, index=True
        ),
        sa.Column("due", sa.String(10)),
        sa.Column("rule", sa.Text),
        sa.Column("since", sa.String(10)),
        sa.Column("until", sa.String(10)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("actors", sa.Text, nullable=False),
    )
    op.create_index("due_times_by_day", "due_times", ["due", "id"])
    op.create_index("due_times_by_rule", "due_times", ["rule", "id"])
    op.execute("UPDATE documents SET derived = 0")
