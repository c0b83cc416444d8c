"""What editors write beside the ledger: notes, tags, collections; and the searches that users keep."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "note",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("changed", sa.Text),
        sa.Column("changed_by", sa.Text),
    )
    op.create_index("note_about", "note", ["about"])
    op.create_table(
        "tag",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("plain", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.UniqueConstraint("plain", "about", name="tag_once"),
    )
    op.create_index("tag_about", "tag", ["about"])
    op.create_table(
        "collection",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("key", sa.Text, unique=True),
    )
    op.create_table(
        "collection_item",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("collection", sa.Integer, sa.ForeignKey("collection.number", ondelete="CASCADE"), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.UniqueConstraint("collection", "about", name="collection_item_once"),
    )
    op.create_index("collection_item_about", "collection_item", ["about"])
    op.create_table(
        "search",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("user", sa.Text, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.UniqueConstraint("user", "address", name="search_once"),
    )
