"""What reports credit; how much there is to doubt about engagements, and when they last changed, with an index of each."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_CHANGED = """
UPDATE engagement SET changed = coalesce((
    SELECT max(v.recorded) FROM stem s
    JOIN telling t ON t.number = s.telling
    JOIN version v ON v.report = t.report AND v.number = t.version
    WHERE s.engagement = engagement.number
), '')
"""


def upgrade() -> None:
    """Add the columns; what they hold of doubts and credits, `entrevue ledger rederive` works out."""
    op.add_column("version", sa.Column("credits", sa.Text, nullable=False, server_default=""))
    op.add_column("engagement", sa.Column("doubt", sa.Integer, nullable=False, server_default="0"))
    op.add_column("engagement", sa.Column("changed", sa.Text, nullable=False, server_default=""))
    op.create_index("engagement_doubt", "engagement", ["doubt", "rank"])
    op.create_index("engagement_changed", "engagement", ["changed", "rank"])
    op.execute(_CHANGED)
