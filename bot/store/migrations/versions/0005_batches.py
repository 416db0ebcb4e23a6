"""Tables of loans, their rows, the stages of their cases, and which contract is whose case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("mediates", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("touched_at", MOMENT, nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
    )
    op.create_index("ix_batch_owner", "batch", ["owner"], unique=False)
    op.create_index("ix_batch_state_created_at", "batch", ["state", "created_at"], unique=False)
    _rows()
    _steps()
    op.create_table(
        "loan_contract",
        sa.Column("contract_key", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=80), nullable=False),
        sa.Column("batch_id", sa.String(length=80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("contract_key", name="pk_loan_contract"),
    )


def downgrade() -> None:
    """Back to the revision before."""
    for name in ("loan_contract", "batch_step", "batch_row", "batch"):
        op.drop_table(name)


def _rows() -> None:
    op.create_table(
        "batch_row",
        sa.Column("batch_id", sa.String(length=80), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.String(length=80), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("stage_at", MOMENT, nullable=True),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("measured_on", MOMENT, nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name="fk_batch_row_batch_id_batch", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "n", name="pk_batch_row"),
    )
    op.create_index("ix_batch_row_case_id", "batch_row", ["case_id"], unique=False)
    op.create_index("ix_batch_row_batch_id_state", "batch_row", ["batch_id", "state"], unique=False)


def _steps() -> None:
    op.create_table(
        "batch_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.String(length=80), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name="fk_batch_step_batch_id_batch", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_batch_step"),
    )
    op.create_index("ix_batch_step_batch_id_n", "batch_step", ["batch_id", "n"], unique=False)
