"""the epochs of the stream, in which epoch a device was here last, and which change an outcome answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import UtcInstant, Uuid

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "epoch",
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("metadata", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", name=op.f("pk_epoch")),
    )
    op.add_column("device", sa.Column("epoch", sa.Text(), nullable=True))
    op.add_column("change_outcome", sa.Column("change", Uuid(), nullable=True))
    op.add_column("change_outcome", sa.Column("wanted", sa.Text(), nullable=True))
    # What was answered before is found by the change's id all the same.
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    change = "(outcome->>'id')::uuid" if on_postgresql else "json_extract(outcome, '$.id')"
    op.execute(f"UPDATE change_outcome SET change = {change}")
    op.create_index("ix_change_outcome_change", "change_outcome", ["change"])


def downgrade() -> None:
    op.drop_index("ix_change_outcome_change", table_name="change_outcome")
    op.drop_column("change_outcome", "wanted")
    op.drop_column("change_outcome", "change")
    op.drop_column("device", "epoch")
    op.drop_table("epoch")
