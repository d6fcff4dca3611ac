"""Rows for questions, facets in the search rows, near-duplicates, runs.

The new rows of documents that were there before are made when the store is opened, for which
``documents.derived`` starts at 0 (``store.questions.derived``).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision, down_revision = "0002", "0001"

# remove_diacritics 0: folding is done by the program, because FTS5's own leaves đ as it is.
_FTS5 = (
    "CREATE VIRTUAL TABLE search_rows "
    "USING fts5(exact, folded, facets, tokenize = 'unicode61 remove_diacritics 0')"
)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _documents()
    op.add_column("page_texts", sa.Column("layout", sa.LargeBinary))
    _questions()
    _near_duplicates()
    _runs()
    _search_rows()


def _text(name: str, *, nullable: bool = False, index: bool | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable, index=index)


def _maybe(name: str, *, index: bool | None = None) -> sa.Column[str]:
    return _text(name, nullable=True, index=index)


def _identity() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _document(name: str = "document", *, index: bool | None = None) -> sa.Column[str]:
    return sa.Column(
        name, sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False, index=index
    )


def _documents() -> None:
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("documents")}
    if "reason_code" not in there:  # the first tables of all had none
        op.add_column("documents", sa.Column("reason_code", sa.String(40)))
    for name in ("issuer", "issued_on", "type_name", "number_key"):
        op.add_column("documents", sa.Column(name, sa.Text))
    derived = sa.Column("derived", sa.Integer, nullable=False, server_default="0")
    op.add_column("documents", derived)
    op.create_index("ix_documents_number_key", "documents", ["number_key"])
    op.create_index("ix_documents_derived", "documents", ["derived"])


def _questions() -> None:
    op.create_table(
        "citations",
        _identity(),
        _document(index=True),
        _text("kind"),
        _maybe("number"),
        _maybe("number_key", index=True),
        _maybe("issued_on"),
        _maybe("issuer"),
        _maybe("title"),
    )
    op.create_table(
        "named_units",
        _identity(),
        _document(index=True),
        sa.Column("role", sa.String(10), nullable=False),
        _text("name"),
        _text("key"),
        _maybe("unit_id"),
    )
    op.create_index("named_units_by_unit", "named_units", ["unit_id", "document"])
    op.create_index("named_units_by_key", "named_units", ["key", "document"])
    op.create_table(
        "paired_units",
        _identity(),
        _document(),
        sa.Column("pairing", sa.Integer, nullable=False),
        _text("name"),
        _text("key"),
        _maybe("unit_id"),
    )
    op.create_index("paired_units_of_pairing", "paired_units", ["document", "pairing"])
    op.create_index("paired_units_by_unit", "paired_units", ["unit_id"])
    op.create_index("paired_units_by_key", "paired_units", ["key"])
    op.create_table(
        "duties",
        _identity(),
        _document(index=True),
        _text("actor"),
        _text("actor_key", index=True),
        _maybe("unit_id", index=True),
        _text("task"),
        _text("partners"),
        _text("report_to"),
    )
    op.create_table("actor_names", sa.Column("key", sa.Text, primary_key=True))
    op.create_table(
        "due_times",
        _identity(),
        _document(index=True),
        sa.Column("due", sa.String(10)),
        sa.Column("rule", sa.String(20)),
        sa.Column("since", sa.String(10)),
        sa.Column("until", sa.String(10)),
        _text("text"),
        _text("task"),
        _text("actors"),
    )
    op.create_index("due_times_by_day", "due_times", ["due", "id"])
    op.create_index("due_times_by_rule", "due_times", ["rule", "id"])


def _near_duplicates() -> None:
    op.create_table(
        "text_bands",
        _identity(),
        _document(index=True),
        sa.Column("band", sa.BigInteger, nullable=False),
    )
    op.create_index("text_bands_by_band", "text_bands", ["band", "id"])
    op.create_table(
        "text_sketches",
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), primary_key=True),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "near_duplicates",
        _identity(),
        _document(),
        _document("other", index=True),
        sa.Column("same_number", sa.Boolean, nullable=False),
        sa.Column("likeness", sa.Double, nullable=False),
        sa.Column("found_at", _TIME, nullable=False),
        sa.Column("same", sa.Boolean),
        sa.Column("reviewer", sa.String(80)),
        sa.Column("decided_at", _TIME),
        sa.UniqueConstraint("document", "other"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        _identity(),
        _text("sources", index=True),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME),
    )
    op.create_table(
        "run_files",
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("location", sa.Text, primary_key=True),
        sa.Column("document", sa.String(64)),
        sa.Column("outcome", sa.String(10), nullable=False),
        _maybe("reason"),
        sa.Column("pages", sa.Integer, nullable=False),
    )
    op.create_table(
        "rejected",
        sa.Column("location", sa.Text, primary_key=True),
        _text("reason"),
        sa.Column("reason_code", sa.String(40), nullable=False),
        sa.Column("failed_at", _TIME, nullable=False),
    )


def _search_rows() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_rows")
        op.execute(_FTS5)
        return
    op.execute("DROP TABLE IF EXISTS search_rows")
    op.create_table(
        "search_rows",
        sa.Column("rowid", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, TSVECTOR, nullable=False) for name in ("exact", "folded", "facets")),
    )
    op.create_index(
        "search_rows_words", "search_rows", ["exact", "folded", "facets"], postgresql_using="gin"
    )
