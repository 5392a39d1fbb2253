"""changes that were not applied, kept with their bodies; values of fields that are gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import JsonDocument, UtcInstant, Uuid

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refused_change",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("device", Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("change", Uuid(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("person", Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record", Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("problem", JsonDocument(), nullable=False),
        sa.Column("for_rights", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_by", Uuid(), nullable=True),
        sa.Column("decided_at", UtcInstant(), nullable=True),
        sa.Column("outcome", JsonDocument(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_change")),
        sa.UniqueConstraint("device", "number", name="uq_refused_change_device_number"),
    )
    op.create_index("ix_refused_change_state", "refused_change", ["state", "id"])
    op.create_table(
        "held_act",
        sa.Column("device", Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record", Uuid(), nullable=False),
        sa.Column("change", Uuid(), nullable=False),
        sa.Column("makes", sa.Boolean(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("fields", JsonDocument(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_held_act_device"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("device", "number", "entity", "record", name=op.f("pk_held_act")),
    )
    op.create_table(
        "dropped_values",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record", Uuid(), nullable=False),
        sa.Column("dropped", JsonDocument(), nullable=False),
        sa.Column("change", Uuid(), nullable=False),
        sa.Column("device", Uuid(), nullable=False),
        sa.Column("person", Uuid(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_values")),
    )
    op.create_index("ix_dropped_values_at", "dropped_values", ["at"])


def downgrade() -> None:
    op.drop_index("ix_dropped_values_at", table_name="dropped_values")
    op.drop_table("dropped_values")
    op.drop_table("held_act")
    op.drop_index("ix_refused_change_state", table_name="refused_change")
    op.drop_table("refused_change")
