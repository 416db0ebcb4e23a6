"""Every SQL table. Columns of type `Sealed` are AES-GCM ciphertext; `*_key` columns are keyed hashes.

Plain columns hold nothing personal: ids of our own making, states, times, counts, staff account ids.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeDecorator

from bot.model import check_aware

Sealed = LargeBinary


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps it without a zone, PostgreSQL with one. Naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database, in UTC."""
        if value is None:
            return None
        utc = check_aware(value).astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """From the database, aware."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Rows get their id from the program, so that a retried turn writes the same row.
ID = String(80)
SID = String(64)
KEY = String(64)
FAQ_ID = String(120)

case_year = Table(
    "case_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column(
        "last", Integer, nullable=False
    ),  # the newest case number of the year; a row lock keeps it gap-free
)

case_file = Table(
    "case_file",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", String(60), nullable=False, unique=True),
    Column("sid", SID, nullable=False, index=True),
    Column("flow", String(60), nullable=False),
    Column("flow_rev", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("regime", String(40), nullable=False),
    Column("status", String(20), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("findings", Sealed, nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("outcome", String(40), nullable=False),
    Column("outcome_note", Sealed),
    Column("closed_at", Moment),
    Column("case_group", ID, nullable=False),
    Column("lanes", String(200), nullable=False, server_default=""),  # ids with spaces between
    Index(None, "status", "submitted_at"),
)

party = Table(
    "party",
    metadata,
    Column("case_id", ID, ForeignKey("case_file.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(40), primary_key=True),  # applicant | respondent | agent …
    Column("kind", String(20), primary_key=True),  # name | id | uscc | phone …
    Column("lookup_key", KEY, primary_key=True, index=True),
)

answer = Table(
    "answer",
    metadata,
    Column("case_id", ID, ForeignKey("case_file.id", ondelete="CASCADE"), primary_key=True),
    Column("field", String(80), primary_key=True),
    Column("place", Integer, nullable=False),  # order in the file
    Column("body", Sealed, nullable=False),  # {value, shown}
    Column("source", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("confirmed_by", String(20), nullable=False),
    Column("confirmed", Boolean, nullable=False),
)

tick = Table(
    "tick",
    metadata,
    Column("case_id", ID, ForeignKey("case_file.id", ondelete="CASCADE"), primary_key=True),
    Column("item", String(60), primary_key=True),  # bot/law/tables/mining.yml
    Column("done", Boolean, nullable=False),
    Column("account_id", ID, nullable=False),
    Column("at", Moment, nullable=False),
)

message = Table(
    "message",
    metadata,
    Column("sid", SID, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("author", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("body", Sealed, nullable=False),  # {text, name, message_id, card, buttons, media}
)

note = Table(
    "note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sid", SID, nullable=False, index=True),
    Column("account_id", ID, nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", Sealed, nullable=False),  # {name, text}
)

consent = Table(
    "consent",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sid", SID, nullable=False, index=True),
    Column("scope", String(40), nullable=False),
    Column("answer", Boolean, nullable=False),
    Column("raw", Sealed, nullable=False),
    Column("text_version", String(80), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("answered_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", ID, primary_key=True),
    Column("sid", SID, nullable=False, index=True),
    Column("item", String(80), nullable=False),
    Column("blob", String(80), nullable=False),
    Column("thumb", String(80), nullable=False),
    Column("content_type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body", Sealed, nullable=False),  # {name, refused, proves}
    Column("at", Moment, nullable=False),
    Column("piece", ID, nullable=False, server_default=""),
    Column("page", Integer, nullable=False, server_default="1"),
    Column("turns", Integer, nullable=False, server_default="0"),
    Column("uploader", String(20), nullable=False, server_default="citizen"),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("seconds", Integer, nullable=False, server_default="0"),
    Column("marks", String(120), nullable=False, server_default=""),
)

handoff = Table(
    "handoff",
    metadata,
    Column("id", ID, primary_key=True),
    Column("sid", SID, nullable=False, index=True),
    Column("case_id", ID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("name", Sealed),
    Column("last_line", Sealed),
    Column("note", Sealed),
    Column("callback", Sealed),
    Column("requested_at", Moment, nullable=False),
    Column("claimed_by", ID, nullable=False, index=True),
    Column("claimed_name", Sealed),
    Column("claimed_at", Moment),
    Column("closed_at", Moment),
    Column("outcome", String(40), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("lanes", String(200), nullable=False, server_default=""),
    Column("due_at", Moment),  # first call at the latest
    Column("alarm", Sealed),
    Column("calmed", Sealed),
    Column("danger", String(40), nullable=False, server_default=""),  # the gravest flag heard
    Index(None, "state", "requested_at"),
    # two turns at once must not put one citizen into the queue twice
    Index(
        "uq_handoff_open",
        "sid",
        unique=True,
        sqlite_where=text("state IN ('waiting', 'claimed')"),
        postgresql_where=text("state IN ('waiting', 'claimed')"),
    ),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("sid", SID, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("n", Integer, nullable=False),
    Column("body", Sealed, nullable=False),  # {to, body}
    Column("state", String(20), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", String(200), nullable=False),
    Column("window", Integer, nullable=False),
    Column("heard_at", Moment),
    Column("taken_until", Moment),
    Column("sent_at", Moment),
    Index(None, "state", "due_at"),
    Index(None, "sid", "n"),
)

account = Table(
    "account",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login_key", KEY, nullable=False, unique=True),
    Column("body", Sealed, nullable=False),  # {login, name}
    Column("password_hash", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("on_duty", Boolean, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("rev", Integer, nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("state", String(20), nullable=False, index=True),
    Column("body", Sealed, nullable=False),  # {body, why}; an admin may have pasted a citizen's words
    Column("author", ID, nullable=False),
    Column("at", Moment, nullable=False),
)

unmatched = Table(
    "unmatched",
    metadata,
    Column("id", ID, primary_key=True),
    Column("text_key", KEY, nullable=False, unique=True),
    Column("text", Sealed, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Column("rejected", FAQ_ID, nullable=False, server_default=""),
    Column("checked", KEY, nullable=False, server_default=""),  # FAQ as it stood when it was last tried
    Column("entry", FAQ_ID, nullable=False, server_default=""),
    Column("words", Sealed),
    Column("batch", ID, nullable=False, server_default=""),
    Column("settled_by", ID, nullable=False, server_default=""),
    Column("settled_at", Moment),
    Column("live_at", Moment),
    Index(None, "state", "asked"),
    Index(None, "batch"),
)

asker = Table(
    "asker",
    metadata,
    Column("unmatched_id", ID, ForeignKey("unmatched.id", ondelete="CASCADE"), primary_key=True),
    Column("who_key", KEY, primary_key=True, index=True),
    Column("body", Sealed, nullable=False),  # {sid, line}
    Column("at", Moment, nullable=False),
    Column("state", String(20), nullable=False),  # asked | owed | told | missed
    Column("due_at", Moment),
    Index(None, "state", "due_at"),
)

rating = Table(
    "rating",
    metadata,
    Column("id", ID, primary_key=True),
    Column("who_key", KEY, nullable=False, index=True),
    Column("body", Sealed, nullable=False),  # {sid, line, entry}
    Column("at", Moment, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(80), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("data", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

event_head = Table(
    "event_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1; locked while a row is appended
    Column("n", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

effect = Table(
    "effect",
    metadata,
    Column("sid", SID, primary_key=True),
    Column("turn", String(200), primary_key=True),
    Column("results", Sealed, nullable=False),
)
