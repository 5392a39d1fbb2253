"""what a device understands of filters and rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Every device that there is has an app of the first version.
    column = sa.Column("expressions_version", sa.Integer(), server_default="1", nullable=False)
    op.add_column("device", column)


def downgrade() -> None:
    op.drop_column("device", "expressions_version")
