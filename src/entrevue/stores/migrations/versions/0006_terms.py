"""What engagements are listed under, with counts, and its words by three letters; how many reports tell of each."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables; `ledger rederive` fills them."""
    op.create_table(
        "term",
        sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_index("term_kind", "term", ["kind", "count"])
    op.create_table(
        "term_word",
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("mark", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("word", "mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "word_gram",
        sa.Column("gram", sa.Text, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("gram", "word"),
        sqlite_with_rowid=False,
    )
    op.add_column("engagement", sa.Column("reports", sa.Integer, nullable=False, server_default="0"))
    op.create_index("engagement_reports", "engagement", ["reports", "rank"])
