"""An index of the engagements that may have lasted longer than their first day, for questions about a year or a month."""

from alembic import op
from sqlalchemy import text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the index."""
    lasting = text("last > (rank >> 28)")
    op.create_index(
        "engagement_lasting", "engagement", ["rank", "last"], sqlite_where=lasting, postgresql_where=lasting
    )
