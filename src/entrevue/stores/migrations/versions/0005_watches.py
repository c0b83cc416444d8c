"""Watches with what they saw and how they went, jobs under lease, alerts and what they told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "watch",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("page", sa.Text),
        sa.Column("private", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("due", sa.Text),
        sa.Column("last", sa.Text),
        sa.Column("last_outcome", sa.Text),
    )
    op.create_table(
        "watch_page",
        sa.Column("page", sa.Text, primary_key=True),
        sa.Column("watch", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
    )
    op.create_index("watch_page_watch", "watch_page", ["watch"])
    op.create_table(
        "watch_run",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("watch", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
    )
    op.create_index("watch_run_watch", "watch_run", ["watch", "number"])
    op.create_table(
        "job",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("watch", sa.Text),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("leased", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("dead", sa.Integer, nullable=False),
    )
    op.create_index("job_due", "job", ["dead", "due"])
    op.create_index("job_subject", "job", ["kind", "subject"])
    op.create_table(
        "alert",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("target", sa.Text),
        sa.Column("private", sa.Integer, nullable=False),
        sa.Column("after", sa.Integer, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
    )
    op.create_table(
        "alert_news",
        sa.Column("alert", sa.Text, nullable=False),
        sa.Column("engagement", sa.Text, nullable=False),
        sa.Column("found", sa.Text, nullable=False),
        sa.Column("told", sa.Text),
        sa.PrimaryKeyConstraint("alert", "engagement"),
    )
    op.create_table(
        "alert_stem",
        sa.Column("alert", sa.Text, nullable=False),
        sa.Column("stem", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("alert", "stem"),
        sqlite_with_rowid=False,
    )
