"""Saved searches, webhooks with what is to be sent, sources that are looked at, and sign-on."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0011", "0010"
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("owner", "slug"),
    )
    _webhooks()
    _feeds()
    op.create_table(
        "sign_ons",
        sa.Column("issuer", sa.String(200), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("account", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False, index=True),
        sa.Column("made_at", _MOMENT, nullable=False),
    )


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("happenings", sa.String(40), nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("webhook", sa.Integer, sa.ForeignKey("webhooks.id"), nullable=False, index=True),
        sa.Column("happening", sa.String(10), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("reason", sa.Text),
        sa.Column("delivered_at", _MOMENT),
    )
    op.create_index("deliveries_due", "deliveries", ["due_at", "id"])


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("secret", sa.Text),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("position", sa.Text, nullable=False),
        sa.Column("looked_at", _MOMENT),
        sa.Column("reason", sa.Text),
        sa.Column("reason_code", sa.String(40)),
    )
    op.create_table(
        "feed_files",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("feed", sa.Integer, sa.ForeignKey("feeds.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("document", sa.String(64)),
        sa.Column("reason", sa.Text),
        sa.Column("reason_code", sa.String(40)),
        sa.Column("taken_at", _MOMENT, nullable=False),
    )
    op.create_index("feed_files_of_feed", "feed_files", ["feed", "id"])
