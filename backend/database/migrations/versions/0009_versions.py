"""what happened between versions of the model, since when each holds, and publications under way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import JsonDocument, UtcInstant, Uuid

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Versions of before have no steps of their own: their documents tell them.
    op.add_column("model_version", sa.Column("steps", JsonDocument(), nullable=True))
    op.add_column("model_version", sa.Column("columns", JsonDocument(), nullable=True))
    op.create_table(
        "model_start",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_model_start")),
    )
    op.create_table(
        "conversion",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("publication", JsonDocument(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("by", Uuid(), nullable=False),
        sa.Column("begun_at", UtcInstant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("model", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("place", JsonDocument(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("problem", JsonDocument(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversion")),
    )


def downgrade() -> None:
    op.drop_table("conversion")
    op.drop_table("model_start")
    op.drop_column("model_version", "columns")
    op.drop_column("model_version", "steps")
