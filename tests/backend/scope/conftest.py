"""A new, migrated database for each day of a simulation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from backend.config import Settings
from backend.database import Database
from tests.backend.colliding import open_database
from tests.backend.conftest import SECRET_KEY


@pytest.fixture
def new_database(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Database]]:
    """Make databases, as many as are asked for."""
    made: list[Database] = []

    def make() -> Database:
        data = tmp_path / f"day_{len(made)}"
        environment = {"DATA": str(data), "SECRET_KEY": SECRET_KEY}
        if database_kind == "serializable":
            environment["DATABASE_ISOLATION"] = database_kind
        if database_kind in ("postgresql", "serializable"):
            address: Callable[[str], str] = request.getfixturevalue("postgresql_server")
            template = request.getfixturevalue("postgresql_template")
            name = f"satchel_day_{len(made)}_{request.node.name[:1]}"
            with psycopg.connect(address("postgres"), autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[arg-type]
            environment["DATABASE_URL"] = address(name)
        settings = Settings.from_environment(environment)
        if settings.on_sqlite:
            shutil.copy(request.getfixturevalue("sqlite_template"), settings.data / "satchel.db")
        made.append(open_database(settings, database_kind))
        return made[-1]

    yield make
    for database in made:
        database.close()
