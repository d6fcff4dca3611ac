"""The error of accepted values is counted, what is missing is asked for, and what is unlike comes first."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0008", "0007"


def upgrade() -> None:
    op.add_column("decisions", sa.Column("evidence", sa.Text))
    op.add_column("open_values", sa.Column("turn", sa.Double, nullable=False, server_default="0"))
    op.add_column(
        "open_values", sa.Column("drawn", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_index("open_values_by_turn", "open_values", ["turn", "id"])
    beginning = sa.text("substr(issuer, 1, 60)")
    op.create_index("documents_by_issuer", "documents", [beginning, "accepted_at"])
    judged = op.create_table(
        "judged_values",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("pointer", sa.String(200), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("judgement", sa.String(10), nullable=False),
        sa.Column("audited", sa.Boolean, nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.UniqueConstraint("document", "pointer"),
    )
    parts = ["audited", "field", "kind", "month", "judgement"]
    op.create_index("judged_values_by_part", "judged_values", parts)
    op.bulk_insert(judged, list(_judged(op.get_bind())))
    # A fit that never was: the open values are written anew, with their turns, when the store is opened.
    op.execute("UPDATE documents SET fit = -1")


def _judged(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """What the decisions of before say of the values, none of which had been drawn."""
    decisions = sa.text(
        "SELECT d.document, d.pointer, d.before, d.after, d.verdict, d.decided_at, p.type_name "
        "FROM decisions d JOIN documents p ON p.sha256 = d.document "
        "WHERE d.pointer NOT LIKE '/text/%' ORDER BY d.id"
    )
    standing: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in connection.execute(decisions):
        taken = standing[row.document, row.pointer]
        if row.verdict != "undo":
            taken.append(row)
        elif taken:
            taken.pop()
    for (document, pointer), taken in standing.items():
        if not taken:
            continue
        first = last = taken[-1]
        for earlier in reversed(taken[:-1]):
            if earlier.after != first.before:
                break
            first = earlier
        _, part, step, *_ = pointer.split("/")
        right = "right" if last.after == first.before else "wrong"
        yield {
            "document": document,
            "pointer": pointer,
            "value": first.before,
            "judgement": "false" if last.verdict == "reject" else right,
            "audited": False,
            "field": step if part == "header" else part,
            "kind": (last.type_name or "")[:60],
            "month": str(last.decided_at)[:7],
        }
