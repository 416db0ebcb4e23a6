"""The words that made a handoff urgent, and why its mediator says that there is no danger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    for name in ("alarm", "calmed"):
        op.add_column("handoff", sa.Column(name, sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Back to the revision before."""
    for name in ("calmed", "alarm"):
        op.drop_column("handoff", name)
