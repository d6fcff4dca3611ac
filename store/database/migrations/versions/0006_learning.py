"""What corrections teach: words that were misread, and fits to settled values."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0006", "0005"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("documents", sa.Column("fit", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_documents_fit", "documents", ["fit"])
    op.create_table(
        "word_lessons",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("treatment", sa.String(10), nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("raw", "meant", "left", "right", "phrase")
        ),
    )
    op.create_index("ix_word_lessons_decision", "word_lessons", ["decision"])
    op.create_table(
        "learned_fits",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("reviewer", sa.String(80), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("layer", "silenced", "report")),
        sa.Column("undone_at", moment),
        sa.Column("undone_by", sa.String(80)),
    )
