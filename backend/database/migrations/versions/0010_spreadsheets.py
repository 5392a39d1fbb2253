"""imports of spreadsheets: how each stands, the slices that were written, what does not fit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from backend.database.types import JsonDocument, UtcInstant, Uuid

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spreadsheet_import",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("begun_at", UtcInstant(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unfit", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("preview", JsonDocument(), nullable=True),
        sa.Column("plan", JsonDocument(), nullable=True),
        sa.Column("problem", JsonDocument(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spreadsheet_import")),
    )
    op.create_index("ix_spreadsheet_import_state", "spreadsheet_import", ["state"])
    op.create_table(
        "import_slice",
        sa.Column("import", Uuid(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import"],
            ["spreadsheet_import.id"],
            name=op.f("fk_import_slice_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import", "since", name=op.f("pk_import_slice")),
    )
    op.create_table(
        "import_problem",
        sa.Column("import", Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("problem", JsonDocument(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import"],
            ["spreadsheet_import.id"],
            name=op.f("fk_import_problem_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import", "number", name=op.f("pk_import_problem")),
    )


def downgrade() -> None:
    op.drop_table("import_problem")
    op.drop_table("import_slice")
    op.drop_table("spreadsheet_import")
