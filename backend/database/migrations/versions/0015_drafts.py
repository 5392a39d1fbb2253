"""drafts that follow their writer, sealed; how the organisation's people work offline."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import Blob, JsonDocument, UtcInstant, Uuid

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_draft",
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("sealed", Blob(), nullable=True),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_kept_draft_account_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", "id", name=op.f("pk_kept_draft")),
    )
    op.create_index("ix_kept_draft_account_sequence", "kept_draft", ["account", "sequence"], unique=True)
    op.create_index(op.f("ix_kept_draft_at"), "kept_draft", ["at"])
    op.add_column("organisation", sa.Column("experience", JsonDocument(), nullable=True))


def downgrade() -> None:
    op.drop_column("organisation", "experience")
    op.drop_index(op.f("ix_kept_draft_at"), table_name="kept_draft")
    op.drop_index("ix_kept_draft_account_sequence", table_name="kept_draft")
    op.drop_table("kept_draft")
