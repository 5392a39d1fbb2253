"""rows of imports that come in with a cell left empty."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "spreadsheet_import", sa.Column("emptied", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "import_problem", sa.Column("emptied", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("import_problem", "emptied")
    op.drop_column("spreadsheet_import", "emptied")
