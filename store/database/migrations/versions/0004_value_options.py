"""What else an open value may read, for the reviewer to choose from."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    op.create_table(
        "value_options",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("pointer", sa.String(200), nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "pointer"),
    )
    op.create_index("ix_value_options_document", "value_options", ["document"])
