"""Changes to the authority file; the table may be there from before it had a step of its own."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    if sa.inspect(op.get_bind()).has_table("gazetteer_changes"):
        return
    texts = ("unit_id", "name", "parent_id", "into", "basis")
    short = {"action": 10, "level": 20, "type_word": 20, "valid_from": 10, "valid_to": 10}
    op.create_table(
        "gazetteer_changes",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        *(sa.Column(name, sa.String(size), nullable=False) for name, size in short.items()),
        sa.Column("reviewer", sa.String(80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
