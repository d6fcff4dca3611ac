"""Recurring deadlines keep their rule as RFC 5545 writes it; the rows are made anew when the store is opened."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0010", "0009"


def upgrade() -> None:
    with op.batch_alter_table("due_times") as table:
        table.alter_column("rule", type_=sa.Text, existing_type=sa.String(20))
