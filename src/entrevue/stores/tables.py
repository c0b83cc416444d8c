"""The tables of a ledger. Migrations make them; this is how the code names them.

Kept as told: report, version, telling. Kept as decided: decision, decision_target, forgotten, refused. Those who use
it: user, signin, token, reply, challenge, search. What editors write beside it: note, tag, collection, collection_item.
What is watched and who is told: watch, watch_page, watch_run, job, alert, alert_news, alert_stem. The rest is derived
and can be made anew: stem (which telling is current, which engagement it belongs to), near and edge (what is like
what), engagement, mark, tally, engagement_text, term, term_word and word_gram (what engagements are listed under, and its
words by three letters), and the persons' appearances.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from entrevue.ledger.rows import RANK_BITS

metadata = MetaData()
LASTING = f"{{0}}last > ({{0}}rank >> {RANK_BITS})"  # may have lasted longer than its first day
# sqlite_with_rowid=False: rows live in the index itself, half the size for pairs of numbers

report = Table(
    "report",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("reader", Text, nullable=False),
)

version = Table(
    "version",
    metadata,
    Column("report", Integer, ForeignKey("report.number", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("rest", Text, nullable=False),  # paragraphs, authors, chrome, notes as JSON
    Column("sketch", LargeBinary, nullable=False),
    Column("recorded", Text, nullable=False),
    Column("credits", Text, nullable=False),  # news agencies, a line each
    PrimaryKeyConstraint("report", "number"),
)

telling = Table(
    "telling",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stem", Integer, nullable=False),
    Column("report", Integer, ForeignKey("report.number", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("reader", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("words", Text, nullable=False),
    Index("telling_report", "report"),
)

stem = Table(
    "stem",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("report", Integer, ForeignKey("report.number", ondelete="CASCADE"), nullable=False),
    Column("telling", Integer),  # null: the current reading of the report no longer tells it
    Column("engagement", Integer),
    Column("blocks", LargeBinary, nullable=False),
    Index("stem_report", "report"),
    Index("stem_engagement", "engagement"),
)

near = Table(
    "near",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("stem", Integer, nullable=False),
    PrimaryKeyConstraint("key", "stem"),
    sqlite_with_rowid=False,
)

edge = Table(
    "edge",
    metadata,
    Column("one", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    Column("score", Float, nullable=False),
    PrimaryKeyConstraint("one", "other"),
    sqlite_with_rowid=False,
)

engagement = Table(
    "engagement",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("rank", BigInteger, nullable=False),
    Column("last", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("words", Text, nullable=False),
    Column("doubt", Integer, nullable=False),
    Column("changed", Text, nullable=False),
    Column("reports", Integer, nullable=False),
    UniqueConstraint("rank", name="engagement_rank"),
    Index("engagement_doubt", "doubt", "rank"),
    Index("engagement_changed", "changed", "rank"),
    Index("engagement_reports", "reports", "rank"),
    Index(
        "engagement_lasting",
        *("rank", "last"),
        sqlite_where=text(LASTING.format("")),
        postgresql_where=text(LASTING.format("")),
    ),
)

tally = Table(
    "tally",
    metadata,
    Column("rank", BigInteger, primary_key=True, autoincrement=False),
    Column("marks", LargeBinary, nullable=False),  # all of an engagement's: ten thousand of them are a few pages
)

mark = Table(
    "mark",
    metadata,
    Column("mark", BigInteger, nullable=False),
    Column("rank", BigInteger, nullable=False),
    PrimaryKeyConstraint("mark", "rank"),
    sqlite_with_rowid=False,
)

term = Table(
    "term",
    metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Index("term_kind", "kind", "count"),
)

term_word = Table(
    "term_word",
    metadata,
    Column("word", Text, nullable=False),
    Column("mark", BigInteger, nullable=False),
    PrimaryKeyConstraint("word", "mark"),
    sqlite_with_rowid=False,
)

word_gram = Table(
    "word_gram",
    metadata,
    Column("gram", Text, nullable=False),
    Column("word", Text, nullable=False),
    PrimaryKeyConstraint("gram", "word"),
    sqlite_with_rowid=False,
)

appearance = Table(
    "appearance",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("signature", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("office", Text),
    Column("organization", Text),
    Column("country", Text),
    Column("language", Text),
    Column("person", Integer, nullable=False),
    Index("appearance_person", "person"),
)

appearance_near = Table(
    "appearance_near",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("appearance", Integer, nullable=False),
    PrimaryKeyConstraint("key", "appearance"),
    sqlite_with_rowid=False,
)

appearance_edge = Table(
    "appearance_edge",
    metadata,
    Column("one", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    Column("score", Float, nullable=False),
    PrimaryKeyConstraint("one", "other"),
    sqlite_with_rowid=False,
)

appearance_word = Table(
    "appearance_word",
    metadata,
    Column("word", Text, nullable=False),
    Column("appearance", Integer, nullable=False),
    PrimaryKeyConstraint("word", "appearance"),
    sqlite_with_rowid=False,
)

claim = Table(
    "claim",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("report", Integer, ForeignKey("report.number", ondelete="CASCADE"), nullable=False),
    Column("stem", Integer),
    Column("payload", Text, nullable=False),
    Index("claim_report", "report"),
    Index("claim_stem", "stem"),
)

decision = Table(
    "decision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("verb", Text, nullable=False),
    Column("targets", Text, nullable=False),  # JSON lists
    Column("others", Text, nullable=False),
    Column("field", Text),
    Column("value", Text),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("undone", Text),
    Column("undone_by", Text),
)

decision_target = Table(
    "decision_target",
    metadata,
    Column("target", Text, nullable=False),
    Column("decision", Integer, nullable=False),
    PrimaryKeyConstraint("target", "decision"),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("what", Text, nullable=False),  # "report" or "person": nothing of what was removed
    Column("reports", Integer, nullable=False),
    Column("accounts", Integer, nullable=False),
)

refused = Table(
    "refused",
    metadata,
    Column("what", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("salt", Text, nullable=False),
    Column("made", Text, nullable=False),
    PrimaryKeyConstraint("what", "hash"),
)

fact = Table(
    "fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

user = Table(
    "user",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("shown_as", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),  # its hash
    Column("created", Text, nullable=False),
    Column("active", Integer, nullable=False),
)

signin = Table(
    "signin",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("user", Text, ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
    Column("created", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Index("signin_user", "user"),
)

token = Table(
    "token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
    Column("label", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Column("created", Text, nullable=False),
    Column("expires", Text),
    Column("used", Text),
    Column("revoked", Text),
    Index("token_user", "user"),
)

reply = Table(
    "reply",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("about", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),  # never read together with the rest
    Column("text", Text, nullable=False),
    Column("language", Text),
    Column("created", Text, nullable=False),
    Column("target", Text),
    Column("field", Text),
    Column("value", Text),
    Column("state", Text, nullable=False),
    Column("moderated", Text),
    Column("moderated_by", Text),
    Column("why", Text, nullable=False),
    Column("decision", Integer),
    Index("reply_about", "about"),
    Index("reply_state", "state", "number"),
)

challenge = Table(
    "challenge",
    metadata,
    Column("nonce", Text, primary_key=True),
    Column("expires", Text, nullable=False),
    Index("challenge_expires", "expires"),
)

watch = Table(
    "watch",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("page", Text),
    Column("private", Integer, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("failures", Integer, nullable=False),
    Column("due", Text),
    Column("last", Text),
    Column("last_outcome", Text),
)

watch_page = Table(
    "watch_page",
    metadata,
    Column("page", Text, primary_key=True),  # hash of an address
    Column("watch", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Index("watch_page_watch", "watch"),
)

watch_run = Table(
    "watch_run",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("watch", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("told", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Index("watch_run_watch", "watch", "number"),
)

job = Table(
    "job",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("watch", Text),
    Column("due", Text, nullable=False),
    Column("leased", Text),  # until when
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("dead", Integer, nullable=False),
    Index("job_due", "dead", "due"),
    Index("job_subject", "kind", "subject"),
)

alert = Table(
    "alert",
    metadata,
    Column("id", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("query", Text, nullable=False),  # JSON
    Column("target", Text),
    Column("private", Integer, nullable=False),
    Column("after", Integer, nullable=False),
    Column("created", Text, nullable=False),
)

alert_news = Table(
    "alert_news",
    metadata,
    Column("alert", Text, nullable=False),
    Column("engagement", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("told", Text),
    PrimaryKeyConstraint("alert", "engagement"),
)

alert_stem = Table(
    "alert_stem",
    metadata,
    Column("alert", Text, nullable=False),
    Column("stem", Text, nullable=False),
    PrimaryKeyConstraint("alert", "stem"),
    sqlite_with_rowid=False,
)

note = Table(
    "note",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("about", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("changed", Text),
    Column("changed_by", Text),
    Index("note_about", "about"),
)

tag = Table(
    "tag",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("plain", Text, nullable=False),  # without capitals and accents: what makes two tags one
    Column("about", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    UniqueConstraint("plain", "about", name="tag_once"),
    Index("tag_about", "about"),
)

collection = Table(
    "collection",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("key", Text, unique=True),  # what stands in the address that is shared; null: it is not shared
)

collection_item = Table(
    "collection_item",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("collection", Integer, ForeignKey("collection.number", ondelete="CASCADE"), nullable=False),
    Column("about", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    UniqueConstraint("collection", "about", name="collection_item_once"),
    Index("collection_item_about", "about"),
)

search = Table(
    "search",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("user", Text, ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
    Column("title", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("seen", Text, nullable=False),
    UniqueConstraint("user", "address", name="search_once"),
)

SECRET = "secret."  # what the names of facts begin with that no copy of a ledger may hold  # noqa: S105
LIVE = (signin, challenge, job)  # what holds for a running service alone, and goes into no copy
