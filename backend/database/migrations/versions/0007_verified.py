"""what came of the checks of devices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database import types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_check",
        sa.Column("device", types.Uuid(), nullable=False),
        sa.Column("run", types.Uuid(), nullable=False),
        sa.Column("at", types.UtcInstant(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("mended", types.JsonDocument(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_device_check_device_device"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("device", "run", name=op.f("pk_device_check")),
    )


def downgrade() -> None:
    op.drop_table("device_check")
