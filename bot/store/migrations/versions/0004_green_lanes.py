"""Green lanes of a case and of who waits, the first call at the latest, and what a mediator ticked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    for table in ("case_file", "handoff"):
        op.add_column(table, sa.Column("lanes", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("handoff", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "tick",
        sa.Column("case_id", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name="fk_tick_case_id_case_file", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "item", name="pk_tick"),
    )


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_table("tick")
    op.drop_column("handoff", "due_at")
    for table in ("handoff", "case_file"):
        op.drop_column(table, "lanes")
