"""Several processes with the same tasks: one leads and runs them, and another one when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from backend.config import Settings
from backend.database import Database
from backend.jobs.leader import LOCK, Leader

ROOT = Path(__file__).resolve().parents[3]
PROCESSES = 3
LONGEST = 20.0

on_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


@pytest.fixture
def ticks(database: Database) -> Callable[[], list[int]]:
    """The processes that have run the task, in order."""
    columns = "no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, process bigint"
    database.write(lambda session: session.execute(text(f"CREATE TABLE tick ({columns})")))
    query = text("SELECT process FROM tick ORDER BY no")
    return lambda: database.read(lambda session: list(session.scalars(query)))


@pytest.fixture
def processes(settings: Settings, ticks: object) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that all have the task and are all at work."""
    started = [start(settings, "tests.backend.jobs.ticking") for _ in range(PROCESSES)]
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait(10)


def start(settings: Settings, module: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "DATA": str(settings.data),
            "DATABASE_URL": settings.database_url,
            "SECRET_KEY": settings.secret_key.decode(),
        },
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not there():
        assert time.monotonic() < deadline, "it did not come"


@on_postgresql
def test_one_process_runs_the_tasks_and_another_one_when_it_is_killed(
    processes: list[subprocess.Popen[str]], ticks: Callable[[], list[int]]
) -> None:
    led: list[int] = []

    for _ in range(PROCESSES):
        wait_for(lambda: len([one for one in ticks() if one not in led]) >= 20)
        leader = ticks()[-1]
        led.append(leader)
        next(one for one in processes if one.pid == leader).send_signal(signal.SIGKILL)

    changes = [one for one, before in zip(ticks(), [0, *ticks()], strict=False) if one != before]
    assert changes == led
    assert set(led) == {one.pid for one in processes}


@on_postgresql
def test_a_process_that_is_told_to_end_lets_the_next_one_lead(
    processes: list[subprocess.Popen[str]], ticks: Callable[[], list[int]]
) -> None:
    wait_for(lambda: bool(ticks()))
    leader = ticks()[-1]
    process = next(one for one in processes if one.pid == leader)

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    wait_for(lambda: ticks()[-1] != leader)


@on_postgresql
def test_who_loses_the_connection_of_his_lock_asks_again(settings: Settings, database: Database) -> None:
    first, second = Leader(database), Leader(database)
    assert (first.leads(), second.leads()) == (True, False)
    ended = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_locks"
        " WHERE locktype = 'advisory' AND objid = :lock AND granted"
    )

    assert database.write(lambda session: session.scalar(ended, {"lock": LOCK})) == 1
    wait_for(second.leads)

    assert not first.leads()
    second.resign()
    wait_for(first.leads)
    first.resign()


@on_postgresql
def test_nobody_leads_while_the_database_is_away(settings: Settings, database: Database) -> None:
    leader = Leader(database)
    leader._url = "postgresql://nobody@127.0.0.1:1/nothing"

    assert not leader.leads()


@on_postgresql
def test_where_there_are_no_such_locks_everyone_does_the_work(settings: Settings, database: Database) -> None:
    # As on an engine without them: the function is not there.
    with closing(psycopg.connect(settings.database_url.replace("+psycopg", ""), autocommit=True)) as owner:
        owner.execute("CREATE SCHEMA poor")
        owner.execute(
            "CREATE FUNCTION poor.pg_try_advisory_lock(integer) RETURNS boolean LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE feature_not_supported; END $$"
        )
        owner.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = poor, public, pg_catalog',"
            " current_database()); END $$"
        )
    first, second = Leader(database), Leader(database)

    assert (first.leads(), second.leads()) == (True, True)
    first.resign()
    second.resign()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_one_process_of_sqlite_leads(database: Database) -> None:
    assert Leader(database).leads()


@on_postgresql
def test_the_worker_process_works_until_it_is_told_to_end(settings: Settings, database: Database) -> None:
    worker = start(settings, "backend.cli", "jobs", "work")
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "At work. Stop with Ctrl-C.\n"

        worker.send_signal(signal.SIGTERM)

        assert worker.wait(10) == 0
    finally:
        worker.kill()
        worker.wait(10)
