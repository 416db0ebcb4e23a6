"""The SQL tables of batches of loans: states, times and keyed hashes are plain, the rest is sealed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables import ID, KEY, Moment, Sealed, metadata

batch = Table(
    "batch",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner", ID, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("body", Sealed, nullable=False),  # {name, titles}
    Column("mediates", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("touched_at", Moment),
    Column("rev", Integer, nullable=False),
    Index(None, "state", "created_at"),
)

batch_row = Table(
    "batch_row",
    metadata,
    Column("batch_id", ID, ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("state", String(20), nullable=False),
    Column("body", Sealed, nullable=False),  # {cells, values, faults, notes, identity}
    Column("case_id", ID, nullable=False, index=True),
    Column("stage", String(20), nullable=False),
    Column("stage_at", Moment),
    Column("applied_at", Moment),
    Column("measured_on", Moment),  # midnight UTC of the day
    Column("rev", Integer, nullable=False),
    Index(None, "batch_id", "state"),
)

batch_step = Table(
    "batch_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch_id", ID, ForeignKey("batch.id", ondelete="CASCADE"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("account_id", ID, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("before", String(40), nullable=False),
    Column("after", String(40), nullable=False),
    Column("body", Sealed, nullable=False),  # {note}
    Index(None, "batch_id", "n"),
)

loan_contract = Table(
    "loan_contract",
    metadata,
    Column("contract_key", KEY, primary_key=True),  # of lender and contract number
    Column("case_id", ID, nullable=False),
    Column("batch_id", ID, nullable=False),
    Column("at", Moment, nullable=False),
)
