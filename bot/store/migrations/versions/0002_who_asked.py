"""Who asked in vain, what became of it, and answers that were rated 没用."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXTS = {"rejected": 120, "checked": 64, "entry": 120, "batch": 80, "settled_by": 80}
MOMENTS = ("settled_at", "live_at")


def upgrade() -> None:
    """To this revision."""
    for name, length in TEXTS.items():
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("unmatched", column)
    op.add_column("unmatched", sa.Column("words", sa.LargeBinary(), nullable=True))
    for name in MOMENTS:
        op.add_column("unmatched", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_unmatched_batch", "unmatched", ["batch"], unique=False)
    _asker()
    _rating()


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_table("rating")
    op.drop_table("asker")
    op.drop_index("ix_unmatched_batch", "unmatched")
    for name in (*TEXTS, "words", *MOMENTS):
        op.drop_column("unmatched", name)


def _asker() -> None:
    op.create_table(
        "asker",
        sa.Column("unmatched_id", sa.String(length=80), nullable=False),
        sa.Column("who_key", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["unmatched_id"], ["unmatched.id"], name="fk_asker_unmatched_id_unmatched", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("unmatched_id", "who_key", name="pk_asker"),
    )
    op.create_index("ix_asker_state_due_at", "asker", ["state", "due_at"], unique=False)
    op.create_index("ix_asker_who_key", "asker", ["who_key"], unique=False)


def _rating() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("who_key", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rating"),
    )
    op.create_index("ix_rating_who_key", "rating", ["who_key"], unique=False)
