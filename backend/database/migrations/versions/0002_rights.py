"""rights: depths, teams, shares, what people keep."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from backend.database import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPERATIONS = ("read", "create", "edit", "delete", "assign", "share")
BEFORE = ("read", "create", "edit", "delete")

role = sa.table("role", sa.column("id", sa.Text), sa.column("document", types.JsonDocument))


def upgrade() -> None:
    op.create_table(
        "team_member",
        sa.Column("team", types.Uuid(), nullable=False),
        sa.Column("person", types.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("team", "person", name=op.f("pk_team_member")),
    )
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_member_person"), ["person"], unique=False)

    op.create_table(
        "record_share",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record", types.Uuid(), nullable=False),
        sa.Column("grantee", types.Uuid(), nullable=False),
        sa.Column("may", types.JsonDocument(), nullable=False),
        sa.Column("by", types.Uuid(), nullable=False),
        sa.Column("at", types.UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "record", "grantee", name=op.f("pk_record_share")),
    )
    with op.batch_alter_table("record_share", schema=None) as batch_op:
        batch_op.create_index("ix_record_share_grantee_entity", ["grantee", "entity"], unique=False)

    op.create_table(
        "kept",
        sa.Column("person", types.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record", types.Uuid(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("at", types.UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "entity", "record", "how", name=op.f("pk_kept")),
    )
    with op.batch_alter_table("kept", schema=None) as batch_op:
        batch_op.create_index("ix_kept_entity_record", ["entity", "record"], unique=False)

    _rebuild_blob_use(_blob_use(sa.Column("field", sa.Text(), nullable=False)), "field")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("zone", sa.Text(), nullable=True))
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("zone", sa.Text(), nullable=True))
    _rewrite_roles(_with_depths)


def downgrade() -> None:
    _rewrite_roles(_with_lists)
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("zone")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("zone")
    _rebuild_blob_use(_blob_use(), None)
    op.drop_table("kept")
    op.drop_table("record_share")
    op.drop_table("team_member")


def _blob_use(*more: Any) -> list[Any]:
    return [
        sa.Column("blob", types.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record", types.Uuid(), nullable=False),
        *more,
        sa.Column("by", types.Uuid(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
    ]


def _rebuild_blob_use(columns: list[Any], added: str | None) -> None:
    """Give ``blob_use`` another primary key, which SQLite cannot change; a field not noted is empty."""
    key = ["blob", "entity", "record", *([added] if added else [])]
    kept = "blob, entity, record, max(by) AS by, max(proven) AS proven"
    if op.get_bind().dialect.name == "postgresql":
        kept = "blob, entity, record, max(by::text)::uuid AS by, bool_or(proven) AS proven"
    op.execute(f"CREATE TABLE blob_use_before AS SELECT {kept} FROM blob_use GROUP BY blob, entity, record")
    op.drop_table("blob_use")
    op.create_table("blob_use", *columns, sa.PrimaryKeyConstraint(*key, name=op.f("pk_blob_use")))
    names, values = ("blob, entity, record", "by, proven")
    empty = (f", {added}", ", ''") if added else ("", "")
    op.execute(
        f"INSERT INTO blob_use ({names}{empty[0]}, {values})"
        f" SELECT {names}{empty[1]}, {values} FROM blob_use_before"
    )
    op.drop_table("blob_use_before")


def _rewrite_roles(rewritten: Any) -> None:
    connection = op.get_bind()
    for role_id, document in connection.execute(sa.select(role.c.id, role.c.document)).all():
        entities = {entity: rewritten(rights) for entity, rights in document["entities"].items()}
        privileges = document["privileges"]
        if rewritten is _with_depths and "administer" in privileges:
            privileges = [*privileges, "read_profiles"]
        elif rewritten is _with_lists:
            privileges = [one for one in privileges if one != "read_profiles"]
        connection.execute(
            sa.update(role)
            .where(role.c.id == role_id)
            .values(document={**document, "entities": entities, "privileges": privileges})
        )


def _with_depths(rights: Any) -> Any:
    """A list of operations, each on all records, becomes a depth for every operation."""
    if not isinstance(rights, list):
        return rights
    depths = {operation: "all" if operation in rights else "none" for operation in OPERATIONS}
    return {**depths, "hidden": [], "readOnly": []}


def _with_lists(rights: Any) -> Any:
    if isinstance(rights, list):
        return rights
    return [operation for operation in BEFORE if rights.get(operation) == "all"]
