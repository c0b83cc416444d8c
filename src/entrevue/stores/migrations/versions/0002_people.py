"""Users with their sign-ins and tokens; replies; challenges that were answered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "user",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("shown_as", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("active", sa.Integer, nullable=False),
    )
    op.create_table(
        "signin",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("expires", sa.Text, nullable=False),
    )
    op.create_index("signin_user", "signin", ["user"])
    op.create_table(
        "token",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),  # words with blanks between
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("expires", sa.Text),
        sa.Column("used", sa.Text),
        sa.Column("revoked", sa.Text),
    )
    op.create_index("token_user", "token", ["user"])
    op.create_table(
        "reply",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("target", sa.Text),
        sa.Column("field", sa.Text),
        sa.Column("value", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("moderated", sa.Text),
        sa.Column("moderated_by", sa.Text),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("decision", sa.Integer),
    )
    op.create_index("reply_about", "reply", ["about"])
    op.create_index("reply_state", "reply", ["state", "number"])
    op.create_table(
        "challenge",
        sa.Column("nonce", sa.Text, primary_key=True),
        sa.Column("expires", sa.Text, nullable=False),
    )
    op.create_index("challenge_expires", "challenge", ["expires"])
