"""offline profiles, their assignments, and filters.

The one profile there was becomes the first of many: it stays assigned to everyone, and its one rule an
entity becomes a list of rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from backend.database import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

EVERYONE = "everyone"

publication = sa.table(
    "publication",
    sa.column("version", sa.Integer()),
    sa.column("profile", sa.Integer()),
    sa.column("profiles", types.JsonDocument()),
)
profile_version = sa.table(
    "profile_version",
    sa.column("profile", sa.Text()),
    sa.column("version", sa.Integer()),
    sa.column("document", types.JsonDocument()),
)
profile_assignment = sa.table(
    "profile_assignment",
    sa.column("profile", sa.Text()),
    sa.column("kind", sa.Text()),
    sa.column("target", sa.Text()),
)
wish_version = sa.table("wish_version", sa.column("no", sa.Integer()), sa.column("mark", types.Uuid()))


def upgrade() -> None:
    op.create_table(
        "profile_design",
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("document", types.JsonDocument(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_at", types.UtcInstant(), nullable=False),
        sa.Column("edited_by", types.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("profile", name=op.f("pk_profile_design")),
    )
    op.create_table(
        "profile_assignment",
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("profile", "kind", "target", name=op.f("pk_profile_assignment")),
    )
    op.create_table(
        "wish_version",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", types.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_wish_version")),
    )
    op.create_table(
        "organisation_filter",
        sa.Column("id", types.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("label", types.JsonDocument(), nullable=False),
        sa.Column("condition", types.JsonDocument(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("at", types.UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_filter")),
    )
    op.create_table(
        "personal_filter",
        sa.Column("id", types.Uuid(), nullable=False),
        sa.Column("person", types.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("label", types.JsonDocument(), nullable=False),
        sa.Column("condition", types.JsonDocument(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("template", types.Uuid(), nullable=True),
        sa.Column("at", types.UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_filter")),
    )
    with op.batch_alter_table("personal_filter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_filter_person"), ["person"], unique=False)
    op.create_table(
        "filter_owner",
        sa.Column("person", types.Uuid(), nullable=False),
        sa.Column("at", types.UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_filter_owner")),
    )
    op.create_table(
        "recent_record",
        sa.Column("device", types.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record", types.Uuid(), nullable=False),
        sa.Column("person", types.Uuid(), nullable=False),
        sa.Column("at", types.UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("device", "entity", "record", name=op.f("pk_recent_record")),
    )
    with op.batch_alter_table("recent_record", schema=None) as batch_op:
        batch_op.create_index("ix_recent_record_person_entity", ["person", "entity"], unique=False)
        batch_op.create_index(batch_op.f("ix_recent_record_at"), ["at"], unique=False)
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("profiles", types.JsonDocument(), nullable=True))
    _bring_forward(op.get_bind())
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.alter_column("profiles", existing_type=types.JsonDocument(), nullable=False)
        batch_op.drop_column("profile")


def downgrade() -> None:
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("profile", sa.Integer(), nullable=True))
    _take_back(op.get_bind())
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.alter_column("profile", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("profiles")
    for table in (
        "recent_record",
        "filter_owner",
        "personal_filter",
        "organisation_filter",
        "wish_version",
        "profile_assignment",
        "profile_design",
    ):
        op.drop_table(table)


def _bring_forward(connection: sa.Connection) -> None:
    connection.execute(sa.insert(wish_version).values(no=1, mark=str(uuid4())))
    for version, number in connection.execute(sa.select(publication.c.version, publication.c.profile)).all():
        connection.execute(
            sa.update(publication)
            .where(publication.c.version == version)
            .values(profiles={EVERYONE: number} if number else {})
        )
    _rewrite_profiles(connection, _with_many_rules)
    if connection.execute(sa.select(profile_version.c.version).limit(1)).first() is not None:
        connection.execute(sa.insert(profile_assignment).values(profile=EVERYONE, kind="everyone", target=""))


def _take_back(connection: sa.Connection) -> None:
    for version, numbers in connection.execute(
        sa.select(publication.c.version, publication.c.profiles)
    ).all():
        connection.execute(
            sa.update(publication)
            .where(publication.c.version == version)
            .values(profile=numbers.get(EVERYONE, 0))
        )
    _rewrite_profiles(connection, _with_one_rule)


def _rewrite_profiles(
    connection: sa.Connection, rewritten: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    rows = connection.execute(
        sa.select(profile_version.c.profile, profile_version.c.version, profile_version.c.document)
    ).all()
    for profile, version, document in rows:
        connection.execute(
            sa.update(profile_version)
            .where(profile_version.c.profile == profile, profile_version.c.version == version)
            .values(document=rewritten(document))
        )


def _with_many_rules(document: dict[str, Any]) -> dict[str, Any]:
    entities = [
        {
            "id": part["id"],
            "rules": [part["rule"]],
            "fields": None,
            "files": part.get("files", "thumbnail"),
            "images": None,
            "direction": "two_way",
            "interval": None,
            "stage": part.get("stage", 2),
        }
        for part in document["entities"]
    ]
    return {**document, "keepDays": 7, "entities": entities}


def _with_one_rule(document: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "files", "stage")
    known = {"all", "mine"}
    entities = [
        {
            **{key: part[key] for key in kept},
            "rule": next((rule for rule in part["rules"] if rule["kind"] in known), {"kind": "mine"}),
        }
        for part in document["entities"]
    ]
    return {**{key: value for key, value in document.items() if key != "keepDays"}, "entities": entities}
