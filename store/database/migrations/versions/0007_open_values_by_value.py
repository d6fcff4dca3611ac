"""The other open values that read the same are found without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0007", "0006"


def upgrade() -> None:
    beginning = sa.text("substr(value, 1, 60)")
    op.create_index("open_values_by_value", "open_values", [beginning, "confidence", "id"])
