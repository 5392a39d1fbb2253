"""what devices hold: labels, masks, marks of rescopes.

The sets of devices are derived: they are made anew, and every device begins with a plan. Its outbox stays.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("scope_row", "scope_set", "scope_state"):
        op.drop_table(table)
    op.create_table(
        "scope_mark",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entity", name=op.f("pk_scope_mark")),
    )
    op.create_table(
        "scope_row",
        sa.Column("device", types.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("holding", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sign", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "device", "entity", "holding", "generation", "rid", name=op.f("pk_scope_row")
        ),
    )
    op.create_table(
        "scope_set",
        sa.Column("device", types.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("holding", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rids", types.Blob(), nullable=False),
        sa.PrimaryKeyConstraint("device", "entity", "holding", "generation", name=op.f("pk_scope_set")),
    )
    op.create_table(
        "scope_state",
        sa.Column("device", types.Uuid(), nullable=False),
        sa.Column("acknowledged", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("acknowledged_ledger", types.JsonDocument(), nullable=False),
        sa.Column("pending_ledger", types.JsonDocument(), nullable=False),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_scope_state")),
    )


def downgrade() -> None:
    for table in ("scope_mark", "scope_row", "scope_set", "scope_state"):
        op.drop_table(table)
    op.create_table(
        "scope_row",
        sa.Column("device", types.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sign", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "entity", "generation", "rid", name=op.f("pk_scope_row")),
    )
    op.create_table(
        "scope_set",
        sa.Column("device", types.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rids", types.Blob(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", "entity", "generation", name=op.f("pk_scope_set")),
    )
    op.create_table(
        "scope_state",
        sa.Column("device", types.Uuid(), nullable=False),
        sa.Column("acknowledged", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_scope_state")),
    )
