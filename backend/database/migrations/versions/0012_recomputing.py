"""records whose computed values are to be made anew, and rules that have failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import JsonDocument, UtcInstant, Uuid

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recomputation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("steps", JsonDocument(), nullable=False),
        sa.Column("record", Uuid(), nullable=True),
        sa.Column("after", Uuid(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recomputation")),
    )
    op.create_table(
        "rule_failure",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("rule", JsonDocument(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("record", Uuid(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "path", name=op.f("pk_rule_failure")),
    )


def downgrade() -> None:
    op.drop_table("rule_failure")
    op.drop_table("recomputation")
