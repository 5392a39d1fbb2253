"""photos and files of drafts, sealed like them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import Blob, Uuid

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_draft_file",
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("draft", Uuid(), nullable=False),
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sealed", Blob(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account", "draft"],
            ["kept_draft.account", "kept_draft.id"],
            name=op.f("fk_kept_draft_file_account_draft"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account", "draft", "id", name=op.f("pk_kept_draft_file")),
    )


def downgrade() -> None:
    op.drop_table("kept_draft_file")
