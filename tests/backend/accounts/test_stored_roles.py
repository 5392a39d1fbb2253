"""Roles of an installation from before rights had depths."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import orjson
import pytest
from alembic import command
from sqlalchemy import text

from backend.accounts import roles
from backend.accounts.rights import whole_rights
from backend.config import Settings
from backend.database import Database
from backend.database import migrations as migrating

BEFORE = {
    "id": "clerk",
    "label": {"en": "Clerk"},
    "entities": {"order": ["read", "edit"], "customer": []},
    "workspaces": ["orders"],
    "privileges": ["use_app", "administer"],
}
PERSON = "00000000-0000-7000-8000-0000000000aa"


@pytest.fixture
def old(settings: Settings, tmp_path: Path) -> Settings:
    """Settings whose database stands at the first revision, with a role and a used picture in it."""
    if settings.on_sqlite:
        settings = Settings.from_environment({"DATA": str(tmp_path / "old"), "SECRET_KEY": "s" * 20})
    with closing(Database(settings)) as database:
        if not database.on_sqlite:
            database.write(lambda session: session.execute(text("DROP SCHEMA public CASCADE")))
            database.write(lambda session: session.execute(text("CREATE SCHEMA public")))
        _to(database, "0001")
        database.write(
            lambda session: session.execute(
                text("INSERT INTO role (id, document) VALUES ('clerk', :document)"),
                {"document": orjson.dumps(BEFORE).decode()},
            )
        )
        database.write(
            lambda session: session.execute(
                text(
                    "INSERT INTO blob_use (blob, entity, record, by, proven)"
                    f" VALUES ('{PERSON}', 'order', '{PERSON}', '{PERSON}', true)"
                )
            )
        )
    return settings


def _to(database: Database, revision: str) -> None:
    migrating._with_connection(
        database, lambda connection: command.upgrade(migrating._config(connection), revision)
    )


def test_a_list_of_operations_becomes_depths_of_all_records(old: Settings) -> None:
    with closing(Database(old)) as database:
        _to(database, "0002")

        found = database.read(lambda session: roles.role(session, "clerk"))

    assert found["entities"] == {"order": whole_rights(read="all", edit="all"), "customer": whole_rights()}
    assert found["privileges"] == ["use_app", "administer", "read_profiles"]
    assert (found["label"], found["workspaces"]) == ({"en": "Clerk"}, ["orders"])


def test_what_pictures_are_used_for_stays_known(old: Settings) -> None:
    with closing(Database(old)) as database:
        _to(database, "0002")

        rows = database.read(
            lambda session: session.execute(text("SELECT entity, field, proven FROM blob_use")).all()
        )

    assert [tuple(row) for row in rows] == [("order", "", True)]
