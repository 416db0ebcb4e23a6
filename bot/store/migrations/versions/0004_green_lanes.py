"""Green lanes of a case and of who waits, and the first call at the latest."""

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


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_column("handoff", "due_at")
    for table in ("handoff", "case_file"):
        op.drop_column(table, "lanes")
