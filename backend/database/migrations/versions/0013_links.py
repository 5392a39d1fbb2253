"""what records point at by lookups of several."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import Uuid

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record", Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("target", Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "record", "field", "target", name=op.f("pk_link")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(
            "ix_link_target_entity_field_record", ["target", "entity", "field", "record"], unique=False
        )


def downgrade() -> None:
    op.drop_table("link")
