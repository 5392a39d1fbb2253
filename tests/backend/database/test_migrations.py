"""Migrations: models and migrated tables are equal, and several processes may start at once."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from backend.config import Settings
from backend.database import Database, migrations
from backend.database.migrations import differences, migrate, write_revision


def test_the_migrated_tables_equal_the_models(empty: Settings) -> None:
    with closing(Database(empty)) as database:
        migrate(database)

        assert differences(database) == []


def test_migrating_twice_changes_nothing(empty: Settings) -> None:
    with closing(Database(empty)) as database:
        migrate(database)
        migrate(database)

        assert differences(database) == []


def test_processes_that_start_together_take_turns(empty: Settings) -> None:
    errors: list[Exception] = []

    def start() -> None:
        try:
            with closing(Database(empty)) as database:
                migrate(database)
        except Exception as error:
            errors.append(error)

    starts = [threading.Thread(target=start) for _ in range(4)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join(30)

    assert errors == []


def test_a_table_without_a_migration_is_found(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    models = MetaData()
    Table("forgotten", models, Column("id", Integer, primary_key=True))
    monkeypatch.setattr(migrations, "load_models", lambda: models)

    found = differences(database)

    assert ("add_table", "forgotten") in [(change[0], change[1].name) for change in found if len(change) == 2]


def test_a_revision_is_written_with_what_the_models_have_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "versions").mkdir()
    for name in ("env.py", "script.py.mako"):
        (folder / name).write_text((Path(migrations.__file__).parent / name).read_text())
    monkeypatch.setattr(migrations, "_FOLDER", folder)
    models = MetaData()
    Table("added", models, Column("id", Integer, primary_key=True))
    monkeypatch.setattr("backend.database.schema.load_models", lambda: models)

    paths = write_revision("add a table")

    assert [path.name for path in paths] == ["0001_add_a_table.py"]
    assert "op.create_table('added'" in paths[0].read_text()
