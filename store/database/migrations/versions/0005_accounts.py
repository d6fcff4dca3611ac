"""Who may use the service: accounts, what lets them in, and the key that signs it."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("rights", sa.String(15), nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("closed_at", moment),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("label", sa.String(80)),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("ends_at", moment),
    )
    op.create_index("ix_tickets_account", "tickets", ["account"])
    op.create_table(
        "service_keys",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("secret", sa.Text, nullable=False),
    )
