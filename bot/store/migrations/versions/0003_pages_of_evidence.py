"""Pages, order, quarter turns and marks of evidence, and who handed it in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXTS = {"piece": (80, ""), "uploader": (20, "citizen"), "marks": (120, "")}
NUMBERS = {"page": "1", "turns": "0", "pages": "0", "seconds": "0"}


def upgrade() -> None:
    """To this revision."""
    for name, (length, default) in TEXTS.items():
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default=default)
        op.add_column("evidence", column)
    for name, default in NUMBERS.items():
        op.add_column("evidence", sa.Column(name, sa.Integer(), nullable=False, server_default=default))


def downgrade() -> None:
    """Back to the revision before."""
    for name in (*TEXTS, *NUMBERS):
        op.drop_column("evidence", name)
