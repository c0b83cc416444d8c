"""What engagements are found by, apart from what they are shown by: so that counting reads little."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Move the column into a table of its own."""
    op.create_table(
        "tally",
        sa.Column("rank", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("marks", sa.LargeBinary, nullable=False),
    )
    op.execute("INSERT INTO tally (rank, marks) SELECT rank, marks FROM engagement")
    op.drop_column("engagement", "marks")
