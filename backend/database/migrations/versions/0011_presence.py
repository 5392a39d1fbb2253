"""who has which design open, and what is selected there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import JsonDocument, UtcInstant, Uuid

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "design_presence",
        sa.Column("tab", Uuid(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("person", Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", JsonDocument(), nullable=True),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("tab", name=op.f("pk_design_presence")),
    )


def downgrade() -> None:
    op.drop_table("design_presence")
