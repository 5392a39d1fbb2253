"""Migrations of the system tables, applied at every start.

Revisions live in ``versions/``. Entity tables are not theirs: publishing a model changes those.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from backend.config import Settings
from backend.database.database import Database
from backend.database.engines import sqlite_writer
from backend.database.schema import load_models

T = TypeVar("T")

_FOLDER = Path(__file__).resolve().parent
_ADVISORY_LOCK = 0x5A7C4E1
"""Any number, as long as nothing else here uses it."""


def migrate(database: Database) -> None:
    """Bring the system tables to the newest revision; processes that start together take turns."""
    _with_connection(database, lambda connection: command.upgrade(_config(connection), "head"))


def differences(database: Database) -> list[Any]:
    """Return what autogenerate would change to make the migrated tables equal the models."""

    def compare(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, load_models()))

    return _with_connection(database, compare)


def write_revision(message: str) -> list[Path]:
    """Write a revision with the difference between the newest revision and the models.

    Compares on a new SQLite database of its own, so the result does not depend on anyone's data.
    """
    with TemporaryDirectory() as folder:
        settings = Settings.from_environment({"DATA": folder})
        with closing(Database(settings)) as database:
            migrate(database)
            made = _with_connection(
                database,
                lambda connection: command.revision(
                    _config(connection), message, autogenerate=True, rev_id=_next_number()
                ),
            )
    scripts = made if isinstance(made, list) else [made]
    return [Path(script.path) for script in scripts if script is not None]


def has_revisions() -> bool:
    """Tell whether any revision has been written yet."""
    return bool(ScriptDirectory.from_config(_config()).get_heads())


def _next_number() -> str:
    return f"{len(list(ScriptDirectory.from_config(_config()).walk_revisions())) + 1:04d}"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _with_connection(database: Database, job: Callable[[Connection], T]) -> T:
    """Run ``job`` in one transaction on a connection made for it."""
    if database.on_sqlite:
        engine = sqlite_writer(database.url, foreign_keys=False)
        with engine.begin() as connection:
            result = job(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration leaves references to nothing: {broken[:5]}")
            return result
    # Whoever waits here has to see what the other one has made, and so not the snapshot from before.
    engine = database.writer_engine.execution_options(isolation_level="READ COMMITTED")
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        return job(connection)
