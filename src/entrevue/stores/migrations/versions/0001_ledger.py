"""The first tables of a ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, and the full text index in the way of each database."""
    op.create_table(
        "report",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
    )
    op.create_table(
        "version",
        sa.Column("report", sa.Integer, sa.ForeignKey("report.number", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("rest", sa.Text, nullable=False),  # paragraphs, authors, chrome, notes as JSON
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        sa.Column("recorded", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("report", "number"),
    )
    op.create_table(
        "telling",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stem", sa.Integer, nullable=False),
        sa.Column("report", sa.Integer, sa.ForeignKey("report.number", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_index("telling_report", "telling", ["report"])
    op.create_table(
        "stem",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("report", sa.Integer, sa.ForeignKey("report.number", ondelete="CASCADE"), nullable=False),
        sa.Column("telling", sa.Integer),  # null: the current reading of the report no longer tells it
        sa.Column("engagement", sa.Integer),
        sa.Column("blocks", sa.LargeBinary, nullable=False),
    )
    op.create_index("stem_report", "stem", ["report"])
    op.create_index("stem_engagement", "stem", ["engagement"])
    op.create_table(
        "near",
        sa.Column("key", sa.BigInteger, nullable=False),
        sa.Column("stem", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "stem"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "edge",
        sa.Column("one", sa.Integer, nullable=False),
        sa.Column("other", sa.Integer, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "engagement",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rank", sa.BigInteger, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("marks", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("rank", name="engagement_rank"),
    )
    op.create_table(
        "mark",
        sa.Column("mark", sa.BigInteger, nullable=False),
        sa.Column("rank", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("mark", "rank"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "appearance",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("signature", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("office", sa.Text),
        sa.Column("organization", sa.Text),
        sa.Column("country", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("person", sa.Integer, nullable=False),
    )
    op.create_index("appearance_person", "appearance", ["person"])
    op.create_table(
        "appearance_near",
        sa.Column("key", sa.BigInteger, nullable=False),
        sa.Column("appearance", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "appearance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "appearance_edge",
        sa.Column("one", sa.Integer, nullable=False),
        sa.Column("other", sa.Integer, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "appearance_word",
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("appearance", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("word", "appearance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("report", sa.Integer, sa.ForeignKey("report.number", ondelete="CASCADE"), nullable=False),
        sa.Column("stem", sa.Integer),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("claim_report", "claim", ["report"])
    op.create_index("claim_stem", "claim", ["stem"])
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("targets", sa.Text, nullable=False),  # JSON lists
        sa.Column("others", sa.Text, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("value", sa.Text),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("undone", sa.Text),
        sa.Column("undone_by", sa.Text),
    )
    op.create_table(
        "decision_target",
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("decision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("target", "decision"),
    )
    op.create_table(
        "forgotten",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),  # "report" or "person": nothing of what was removed
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("accounts", sa.Integer, nullable=False),
    )
    op.create_table(
        "fact",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA application_id = 1164866674")
        op.execute(
            "CREATE VIRTUAL TABLE engagement_text USING fts5("
            "words, content='engagement', content_rowid='rank', tokenize='ascii', prefix='2 3')"
        )
    else:
        op.execute("CREATE TABLE engagement_text (rank BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX engagement_text_words ON engagement_text USING gin (words)")
